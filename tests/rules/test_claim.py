"""What a place rests on: nobody gains by two grounds at once, and nothing is ever later than coming."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.claim import Visit, by_appointment, carried, walk_in
from server.rules.hours import MINUTE

NOW = st.integers(10**12, 10**13)
CREDIT = st.integers(0, 120)


@given(NOW, CREDIT)
def test_a_class_counts_as_having_come_earlier(now: int, credit: int) -> None:
    assert walk_in(now, credit).due_at == now - credit * MINUTE


@given(NOW, CREDIT, st.integers(-500, 500), CREDIT, st.integers(0, 120))
def test_an_appointment_gives_its_own_place_or_a_better_one_never_both(
    now: int, credit: int, away: int, earlier: int, grace: int
) -> None:
    at = now + away * MINUTE
    claim = by_appointment(now, credit, Visit(at, max(0, -away) * MINUTE, "09:00", "s"), earlier, grace)
    by_class = now - credit * MINUTE
    if -away > grace:
        assert claim.due_at == by_class
    else:
        place = at - earlier * MINUTE
        assert claim.due_at == (min(by_class, place) if credit else place)
        # The credit is what is contained in the place, whichever of the two counts.
        assert claim.due_at + claim.credit * MINUTE == (at if claim.why == "appointment" else now)
        assert now - claim.due_at <= max(credit, earlier + grace) * MINUTE
    assert claim.source == "s"


@given(NOW, CREDIT, CREDIT)
def test_a_turn_carried_over_is_bounded(now: int, credit: int, carry: int) -> None:
    assert now - carried(now, credit, carry, 120, "s").due_at == min(120, credit + carry) * MINUTE
