"""Leaving, taking it back, rejoining: from where, and that nothing is won by it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules import events
from server.rules.citizen import come_back, holder_may, leave, rejoin, take_back
from server.rules.errors import NotAllowed
from server.rules.ticket import State, Ticket

INSTANTS = st.integers(0, 10**13)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    state = draw(st.sampled_from(State))
    counter = None if state is State.WAITING else "5"
    due_at, seq, misses = draw(INSTANTS), draw(st.integers(1, 10**6)), draw(st.integers(0, 2))
    facts = {"id": "t", "number": "AH001", "series": "AH", "serial": 1, "business_date": "2026-11-23", "service": "AH"}
    given = {"issued_at": due_at, "due_at": due_at, "seq": seq, "since": due_at, "misses": misses}
    return Ticket(**facts, **given, state=state, counter=counter)  # type: ignore[arg-type]


@given(tickets(), INSTANTS)
def test_leaving_and_taking_it_back_changes_nothing_unless_it_was_called(ticket: Ticket, now: int) -> None:
    if not holder_may(ticket, "leave"):
        with pytest.raises(NotAllowed):
            leave(ticket, now)
        return
    left, event = leave(ticket, now)
    assert (left.state, event) == (State.CANCELLED, events.Left())
    if ticket.state is State.CALLED:
        with pytest.raises(NotAllowed):
            take_back(left, ticket, now)
        back, event = come_back(left, ticket, now, ticket.due_at + 5_000)
        assert (event, back.due_at, back.misses) == (events.Rejoined(5), ticket.due_at + 5_000, ticket.misses + 1)
        assert (back.state, back.counter, back.aside_at) == (State.WAITING, None, None)
        return
    assert take_back(left, ticket, now) == (ticket, events.Stayed())
    assert take_back(replace(left, printed="yes"), ticket, now)[0].printed == "yes"


@given(tickets(), INSTANTS, st.integers(0, 10**9))
def test_rejoining_places_a_missed_ticket_where_it_is_told(ticket: Ticket, now: int, later: int) -> None:
    if ticket.state is not State.NO_SHOW:
        with pytest.raises(NotAllowed):
            rejoin(ticket, now, ticket.due_at + later)
        return
    back, event = rejoin(ticket, now, ticket.due_at + later)
    assert (back.state, back.due_at, back.counter, back.why) == (State.WAITING, ticket.due_at + later, None, "rejoined")
    assert event == events.Rejoined(later // 1000)


@given(tickets(), tickets())
def test_only_what_was_left_is_taken_back(ticket: Ticket, before: Ticket) -> None:
    if ticket.state is not State.CANCELLED:
        with pytest.raises(NotAllowed):
            take_back(ticket, before, 0)
