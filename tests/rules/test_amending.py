"""Putting a ticket right: from which states, what stays, and what a credit is worth."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.amending import Amendment, amend
from server.rules.errors import NotAllowed
from server.rules.hours import MINUTE
from server.rules.ticket import CURRENT, OPEN, State, Ticket

CREDITS = st.integers(0, 120)


def ticket(state: State = State.WAITING, **changed: object) -> Ticket:
    facts = {"id": "t", "number": "AH001", "series": "AH", "serial": 1, "business_date": "2026-11-23", "service": "AH"}
    made = Ticket(**facts, issued_at=10**12, due_at=10**12, seq=1, since=0, state=state)  # type: ignore[arg-type]
    return replace(made, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", State)
def test_what_may_be_changed_in_which_state(state: State) -> None:
    allowed = {
        Amendment("asked", then=("BA",)): state in OPEN,
        Amendment("asked", credit=30, priority=True): state in OPEN - CURRENT,
        Amendment("asked", service="AK"): state is State.WAITING,
        Amendment("asked", service="AK", credit=30): state is State.WAITING,
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
    before = ticket(credit=old, due_at=10**12 - old * MINUTE + later)
    after, event = amend(before, 0, Amendment("entitled", credit=new, priority=new > 0))
    assert after.due_at == 10**12 - new * MINUTE + later
    assert (after.credit, after.priority, after.why) == (new, new > 0, "priority" if new else "order")
    assert event.earlier_s == (before.due_at - after.due_at) // 1000  # type: ignore[attr-defined]
    assert amend(after, 0, Amendment("undue", credit=old, priority=old > 0))[0].due_at == before.due_at


@given(CREDITS, st.integers(-200, 200))
def test_a_class_beside_an_appointment_gives_the_better_of_the_two(credit: int, minutes: int) -> None:
    before = ticket(due_at=10**12 + minutes * MINUTE, why="appointment", why_arg="09:00")
    after = amend(before, 0, Amendment("entitled", credit=credit, priority=True))[0]
    by_class = 10**12 - credit * MINUTE
    assert after.due_at == (min(before.due_at, by_class) if credit else before.due_at)
    assert after.why == ("priority" if credit and by_class < before.due_at else "appointment")
