"""Who is next: fair among equals, and nobody behind a later comer for longer than the credits allow."""

from hypothesis import given
from hypothesis import strategies as st

from server.rules.hours import MINUTE
from server.rules.line import due_at, first_by_preference, in_order, key, may_call
from server.rules.ticket import Ticket

SERVICES = ("AH", "AK", "BA")
MOST_CREDIT, MOST_PREFERENCE = 120, 1440


def ticket(
    seq: int,
    issued_at: int,
    service: str = "AH",
    credit: int = 0,
    for_counter: str | None = None,
    for_officer: str | None = None,
) -> Ticket:
    return Ticket(
        id=f"{seq:016x}",
        number=f"{service}{seq:03}",
        series=service,
        serial=seq,
        business_date="2026-11-23",
        service=service,
        issued_at=issued_at,
        due_at=due_at(issued_at, credit),
        seq=seq,
        since=issued_at,
        credit=credit,
        for_counter=for_counter,
        for_officer=for_officer,
    )


CREDITS = st.integers(0, MOST_CREDIT)


@st.composite
def comers(draw: st.DrawFn, credits: st.SearchStrategy[int] = CREDITS) -> list[Ticket]:
    """People who came one after another, some in the same millisecond."""
    steps = draw(st.lists(st.integers(0, 20 * MINUTE), max_size=25))
    came, tickets = 0, []
    for seq, step in enumerate(steps, 1):
        came += step
        tickets.append(ticket(seq, came, draw(st.sampled_from(SERVICES)), draw(credits)))
    return tickets


preferences = st.dictionaries(st.sampled_from(SERVICES), st.integers(0, MOST_PREFERENCE))


@given(comers(st.just(30)).flatmap(lambda line: st.tuples(st.just(line), st.permutations(line))))
def test_equal_credit_means_strictly_first_come_first_served(lines: tuple[list[Ticket], list[Ticket]]) -> None:
    came, shuffled = lines
    assert in_order(shuffled, {}) == came


@given(comers(), preferences)
def test_within_equal_credit_and_service_nobody_is_overtaken(line: list[Ticket], prefers: dict[str, int]) -> None:
    order = in_order(line, prefers)
    for group in {(one.service, one.credit) for one in line}:
        seqs = [one.seq for one in order if (one.service, one.credit) == group]
        assert seqs == sorted(seqs)


@given(comers(), preferences)
def test_nobody_waits_behind_a_later_comer_beyond_the_sum_of_credits(
    line: list[Ticket], prefers: dict[str, int]
) -> None:
    bound = (MOST_CREDIT + max(prefers.values(), default=0)) * MINUTE
    order = in_order(line, prefers)
    for place, one in enumerate(order):
        for before in order[:place]:
            assert before.issued_at - one.issued_at <= bound
            own = (before.credit + prefers.get(before.service, 0) - one.credit - prefers.get(one.service, 0)) * MINUTE
            assert before.issued_at - one.issued_at <= own or before.seq < one.seq


@given(comers(), preferences)
def test_nobody_is_lost_and_nobody_is_doubled(line: list[Ticket], prefers: dict[str, int]) -> None:
    assert sorted(in_order(line, prefers), key=lambda one: one.seq) == line


@given(comers(), preferences, st.integers(0, 24))
def test_serving_the_first_changes_nobody_elses_order(line: list[Ticket], prefers: dict[str, int], place: int) -> None:
    order = in_order(line, prefers)
    gone = order[place : place + 1]
    assert in_order([one for one in line if one not in gone], prefers) == [one for one in order if one not in gone]


def test_a_credit_is_exactly_coming_earlier() -> None:
    late, early = ticket(2, 30 * MINUTE, credit=30), ticket(1, 0)
    assert key(late)[0] == key(early)[0]
    assert in_order([late, early], {}) == [early, late]
    later = ticket(3, 30 * MINUTE - 1, credit=30)
    assert in_order([early, later], {}) == [later, early]


def test_strictly_first_is_a_day_of_preference() -> None:
    first, preferred = ticket(1, 0, "AH"), ticket(2, 8 * 60 * MINUTE, "BA")
    assert in_order([first, preferred], {"BA": MOST_PREFERENCE}) == [preferred, first]


def test_a_ticket_sent_by_name_is_for_that_counter_or_officer_alone() -> None:
    anyone, desk, person = ticket(1, 0), ticket(2, 0, for_counter="5"), ticket(3, 0, for_officer="p1")
    assert may_call(anyone, "1", "p2", ["AH"])
    assert not may_call(anyone, "1", "p2", ["AK"])
    assert may_call(desk, "5", "p2", [])
    assert not may_call(desk, "1", "p1", ["AH"])
    assert may_call(person, "1", "p1", [])
    assert not may_call(person, "5", "p2", ["AH"])


@given(comers(), preferences)
def test_who_stands_before_somebody_only_by_preference_is_known(line: list[Ticket], prefers: dict[str, int]) -> None:
    order = in_order(line, prefers)
    passing = {
        one.id for place, one in enumerate(order) for other in order[place:] if in_order([one, other], {})[0] != one
    }
    assert first_by_preference(order) == passing


@given(comers())
def test_without_preferences_nobody_stands_anywhere_because_of_one(line: list[Ticket]) -> None:
    assert first_by_preference(in_order(line, {})) == set()


def test_a_preference_is_no_reason_for_who_would_be_first_anyway() -> None:
    preferred, other, later = ticket(1, 0, "AK"), ticket(2, 5 * MINUTE, "AH"), ticket(3, 20 * MINUTE, "AK")
    order = in_order([preferred, other, later], {"AK": 30})
    assert order == [preferred, later, other]
    assert first_by_preference(order) == {later.id}
