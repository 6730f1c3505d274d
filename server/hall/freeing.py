"""Who was sent to a counter or an officer and is so no more: every counter of the line may call them."""

from dataclasses import replace

from server.hall.hall import Hall
from server.rules import moving
from server.rules.people import SYSTEM
from server.rules.ticket import WHY_BACK, State, Ticket
from server.store import people, tickets
from server.store.writer import Tx


def from_counter(hall: Hall, tx: Tx, sent: Ticket, code: str) -> Ticket:
    """Gives a ticket that was sent to this counter back to its line, if another counter serves that."""
    if sent.for_counter == code and _others(hall, sent, code):
        return one(hall, tx, sent, why="closed", actor=SYSTEM)
    return sent


def from_closed(hall: Hall, tx: Tx, back: Ticket, since: int = 0) -> Ticket:
    """The ticket as it comes back to its line: sent nowhere if that counter is closed, since ``since`` or later, and
    another serves the line. The close itself frees only who then waits, is held or missed.

    Nothing is written: it is part of the move that brings the ticket back, and undone with that.
    """
    code = back.for_counter
    if back.state is not State.WAITING or code is None or not _others(hall, back, code):
        return back
    desk = people.desk(tx.db, tx.centre, code)
    if desk.status != "closed" or desk.since < since:
        return back
    free = replace(back, for_counter=None)
    return free if back.why in WHY_BACK.values() else replace(free, why="closed", why_arg="")


def _others(hall: Hall, sent: Ticket, code: str) -> bool:
    return bool(set(hall.rooms.counters_of.get(sent.service, ())) - {code})


def one(hall: Hall, tx: Tx, sent: Ticket, *, why: str, actor: str) -> Ticket:
    """Has every counter of its line call a ticket that was sent to one, or to an officer."""
    free, event = moving.released(sent, why=why, seq=tx.seq + 1)
    old, new = tickets.change(tx, sent, free)
    tx.record(event, actor=actor, ticket=sent.id, counter=sent.for_counter, before=old, after=new)
    tx.effects.rooms |= hall.rooms.of_ticket(sent)
    return free
