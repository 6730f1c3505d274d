"""Putting a ticket right: from which states, what stays, and what a credit is worth."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config.models import MAX_CREDIT
from server.rules.amending import Amendment, Ground, amend
from server.rules.claim import Claim, Visit, by_appointment, carried, walk_in
from server.rules.errors import NotAllowed
from server.rules.hours import MINUTE
from server.rules.ticket import CURRENT, OPEN, Scene, State, Ticket, Wish, move

CREDITS = st.integers(0, 120)
ISSUED = 10**12


def ticket(state: State = State.WAITING, **changed: object) -> Ticket:
    facts = {"id": "t", "number": "AH001", "series": "AH", "serial": 1, "business_date": "2026-11-23", "service": "AH"}
    made = Ticket(**facts, issued_at=10**12, due_at=10**12, seq=1, since=0, state=state)  # type: ignore[arg-type]
    return replace(made, **changed)  # type: ignore[arg-type]


def walking(credit: int) -> Ground:
    return Ground(credit, walk_in(ISSUED, credit), walk_in(ISSUED, 0))


GIVEN = walking(30)


def standing(claim: Claim, *, priority: bool) -> Ticket:
    return ticket(due_at=claim.due_at, credit=claim.credit, priority=priority, source=claim.source)


@pytest.mark.parametrize("state", State)
def test_what_may_be_changed_in_which_state(state: State) -> None:
    allowed = {
        Amendment("asked", then=("BA",)): state in OPEN,
        Amendment("asked", ground=GIVEN): state in OPEN - CURRENT,
        Amendment("asked", service="AK"): state is State.WAITING,
        Amendment("asked", service="AK", ground=GIVEN): state is State.WAITING,
    }
    for change, may in allowed.items():
        if may:
            amend(ticket(state), 5, change)
        else:
            with pytest.raises(NotAllowed):
                amend(ticket(state), 5, change)


def test_another_service_keeps_place_number_and_series() -> None:
    before = ticket(misses=2, for_counter="3")
    after, event = amend(before, 7, Amendment("mistaken", service="AK"))
    assert (after.number, after.series, after.due_at, after.seq) == (before.number, "AH", before.due_at, before.seq)
    assert (after.service, after.misses, after.since, after.why, after.for_counter) == ("AK", 0, 7, "changed", None)
    assert (event.reason, event.service, event.earlier_s) == ("mistaken", "AK", 0)  # type: ignore[attr-defined]


@given(CREDITS, CREDITS, st.integers(0, 10**7))
def test_a_credit_is_worth_its_difference_and_what_a_missed_call_cost_stays(old: int, new: int, later: int) -> None:
    before = ticket(credit=old, priority=old > 0, due_at=ISSUED - old * MINUTE + later)
    now = ISSUED + later
    after, event = amend(before, now, Amendment("entitled", ground=walking(new)))
    assert after.due_at == min(ISSUED - new * MINUTE + later, max(before.due_at, now))
    assert (after.credit, after.priority, after.why) == (new, new > 0, "priority" if new else "order")
    told: Any = event
    assert (told.credit, told.earlier_s) == (new, (before.due_at - after.due_at) // 1000)
    assert amend(after, now, Amendment("asked", ground=walking(new)))[0].due_at == after.due_at


@given(CREDITS, CREDITS, st.integers(0, 10**7))
def test_who_was_sent_to_the_end_has_no_credit_to_lose(old: int, new: int, later: int) -> None:
    called = ticket(State.CALLED, credit=old, priority=old > 0, due_at=ISSUED - old * MINUTE, counter="5")
    last = move(called, "transfer", Scene(ISSUED + later, "5"), Wish(service="AK", end=True))[0]
    assert (last.due_at, last.credit) == (ISSUED + later, 0)
    after = amend(last, ISSUED + later + 1, Amendment("undue", ground=walking(new)))[0]
    assert (after.due_at, after.credit) == (ISSUED + later - new * MINUTE, new)


@given(CREDITS, CREDITS, CREDITS, st.integers(-15, 300), st.sampled_from([None, "returned", "changed"]))
def test_an_appointment_is_never_lost_and_never_added_to(
    first: int, second: int, earlier: int, ahead: int, moved: str | None
) -> None:
    visit = Visit(ISSUED + ahead * MINUTE, max(0, -ahead) * MINUTE, "09:00", "appointment:x")

    def claims(credit: int) -> Claim:
        return by_appointment(ISSUED, credit, visit, earlier, 15)

    now, before = ISSUED + MINUTE, standing(claims(first), priority=first > 0)
    for credit in (second, 0, first):
        if moved:
            # What happens to it in between says no word of the appointment.
            before = replace(before, why=moved, why_arg="")
        before = amend(before, now, Amendment("asked", ground=Ground(credit, claims(credit), claims(0))))[0]
        claim = claims(credit)
        assert (before.due_at, before.credit, before.why) == (claim.due_at, claim.credit, claim.why)
        assert before.due_at >= min(visit.at - earlier * MINUTE, ISSUED - MAX_CREDIT * MINUTE)


@given(CREDITS, CREDITS, st.booleans())
def test_a_carried_turn_stays_carried_whatever_class_comes_and_goes(first: int, second: int, priority: bool) -> None:
    def claims(credit: int) -> Claim:
        return carried(ISSUED, credit, 60, MAX_CREDIT, "carried:x")

    before = replace(standing(claims(first), priority=priority), why="returned", why_arg="")
    for credit in (second, 0):
        before = amend(before, ISSUED + 1, Amendment("asked", ground=Ground(credit, claims(credit), claims(0))))[0]
        assert (before.due_at, before.priority) == (claims(credit).due_at, credit > 0)
        assert (before.why, before.why_arg) == ("carried", str(min(MAX_CREDIT, credit + 60)))
