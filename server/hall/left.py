"""Who was left at a counter that does not work: found, and given back to the lines with the places they had."""

from dataclasses import replace

from server.hall import freeing, shared
from server.hall.hall import Hall, Reading
from server.hall.shared import Shared
from server.rules.ticket import CURRENT, State, Ticket, let_go
from server.store import people, tickets
from server.store.people import Desk
from server.store.writer import Tx

STAYING = CURRENT | {State.HELD}
"""The states in which a ticket is one counter's."""
_NEVER = Desk()


def is_left(view: Reading | Tx, one: Ticket) -> bool:
    """Whether nobody sits where a ticket is, or the counter that holds it calls nobody now.

    Whoever is at a desk that pauses has the officer before them, who served one more in the pause.
    """
    code = one.counter or ""
    if one.state in CURRENT:
        return people.session_at(view.db, view.centre, code) is None
    return one.state is State.HELD and people.desk(view.db, view.centre, code).status != "open"


def at(view: Reading | Tx, code: str) -> list[Ticket]:
    """Who is at a desk, and who is held there."""
    current = tickets.current(view.db, view.centre, code)
    return [*([current] if current else []), *(one for one in _held(view) if one.counter == code)]


def behind(view: Reading | Tx, now: Shared) -> list[Ticket]:
    """Everybody at closed counters: a pause ends by itself, but nobody is at these."""
    shut = {code for code in now.at_desks if now.desks.get(code, _NEVER).status == "closed"}
    current = [tickets.current(view.db, view.centre, code) for code in sorted(shut)]
    held = [one for one in now.held if now.desks.get(one.counter or "", _NEVER).status == "closed"]
    return [*(one for one in current if one and is_left(view, one)), *held]


def of_line(view: Reading | Tx, service: str) -> list[Ticket]:
    """Those of one line who are at closed counters."""
    return [one for one in behind(view, shared.of(view)) if one.service == service]


def _held(view: Reading | Tx) -> list[Ticket]:
    return tickets.aside(view.db, view.centre, view.business_date, State.HELD)


def bring_back(hall: Hall, tx: Tx, service: str, actor: str) -> set[str]:
    """Gives everybody of a line who is at a closed counter back to it; the tickets' ids."""
    found = of_line(tx, service)
    for one in found:
        give_back(hall, tx, one, actor)
    return {one.id for one in found}


def give_back(hall: Hall, tx: Tx, one: Ticket, actor: str) -> None:
    """Has a ticket that was a counter's wait again, where it stood before."""
    back, event = let_go(one, tx.now)
    back = freeing.from_closed(hall, tx, back)
    old, new = tickets.change(tx, one, replace(back, last_move=tx.seq + 1))
    seq = tx.record(event, actor=actor, ticket=one.id, counter=one.counter, before=old, after=new)
    if one.state in CURRENT:
        tickets.insert_visit(tx, seq, one, "sent-on", one.service)
    tx.effects.rooms |= hall.rooms.of_move(one, back)
