"""How long a called person has been waited for, in the hall's own time; and the screens' word that a call was said."""

from dataclasses import replace

from server.hall import clocks, rooms
from server.hall.hall import Hall, Reading
from server.rules import events, patience
from server.rules.hours import MINUTE
from server.rules.people import Identity
from server.rules.ticket import State, Ticket
from server.store import calls, tickets
from server.store.writer import Tx

LONGEST_MS = 180_000
"""How long after a call its announcement can end: nothing waits longer in an area's queue of announcements."""


def owed(hall: Hall, view: Reading | Tx, ticket: Ticket) -> patience.Patience:
    """What a called ticket is still owed before it may be missed."""
    rules = hall.config.line
    return patience.left(ticket.calls, _waited(hall, view, ticket), rules.no_show_calls, rules.no_show_delay_s)


def _waited(hall: Hall, view: Reading | Tx, ticket: Ticket) -> int:
    # After a restart or an outage of the screens the wait begins anew: who was called before it may have heard nothing.
    since = (hall.started, *(hall.screens(area) for area in areas(hall, ticket)))
    return clocks.elapsed(view, max(ticket.announced_at or ticket.called_at or 0, *since))


def areas(hall: Hall, ticket: Ticket) -> set[str]:
    """Where a call of the ticket is shown: at its counter, and where its holder sits."""
    return {area for area in (hall.rooms.area_of.get(ticket.counter or ""), hall.rooms.sits_in(ticket)) if area}


def no_show_at(hall: Hall, view: Reading | Tx, ticket: Ticket) -> int | None:
    """The instant from which a called ticket may be missed; None while calls are owed, or nothing is called."""
    if ticket.state is not State.CALLED or owed(hall, view, ticket).calls:
        return None
    return view.now - _waited(hall, view, ticket) + hall.config.line.no_show_delay_s * 1000


def remind_at(hall: Hall, view: Reading | Tx, ticket: Ticket) -> int | None:
    """The instant from which a held ticket stands out at its counter; None for others."""
    if ticket.state is not State.HELD or ticket.aside_at is None:
        return None
    return view.now - clocks.elapsed(view, ticket.aside_at) + hall.config.line.hold_reminder_minutes * MINUTE


def announced(hall: Hall, who: Identity, area: str, number: int) -> None:
    """A screen of ``area`` has finished speaking a call: from now on its person is waited for. Anything else than the
    present call of a ticket, once for each area, changes nothing: a screen is helpful here, never needed."""
    with hall.reading() as view:
        if _spoken(view, area, number) is None:
            return
    hall.store.post(lambda tx: _note(hall, tx, who, area, number))


def _spoken(view: Reading | Tx, area: str, number: int) -> tuple[calls.Call, Ticket] | None:
    call = calls.find(view.db, view.centre, number)
    if call is None or area not in (call.area, call.line_area, "all") or area in call.announced:
        return None
    ticket = tickets.find(view.db, view.centre, call.ticket)
    if ticket is None or ticket.state is not State.CALLED or ticket.last_move != call.seq:
        return None
    return (call, ticket) if view.now - call.at <= LONGEST_MS else None


def _note(hall: Hall, tx: Tx, who: Identity, area: str, number: int) -> None:
    spoken = _spoken(tx, area, number)
    if spoken is None:
        return
    call, ticket = spoken
    calls.heard(tx, call, area)
    before, after = tickets.change(tx, ticket, replace(ticket, announced_at=tx.now))
    told = events.Announced(number, area)
    tx.record(told, actor=who.actor, ticket=ticket.id, counter=call.counter, before=before, after=after)
    tx.effects.rooms.add(rooms.counter(call.counter))
