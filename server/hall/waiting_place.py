"""Where a ticket waits, as its holder reads it: the counters that may call it, and whether any of them works now."""

from typing import Any

from server.hall.documents import View
from server.hall.hall import Hall
from server.rules import places
from server.rules.ticket import State, Ticket
from server.store import people
from server.store.people import Desk

_BEST = ("open", "paused", "closed")


def counters(hall: Hall, view: View, one: Ticket) -> list[str]:
    """The counters that may call a ticket: the one it was sent to, its officer's, else all of its line."""
    if one.for_counter:
        return [one.for_counter]
    session = people.session_of(view.db, view.centre, one.for_officer) if one.for_officer else None
    if session and session.counter:
        return [session.counter]
    return list(hall.rooms.counters_of.get(one.service, []))


def document(hall: Hall, view: View, one: Ticket) -> dict[str, Any]:
    """``{"place": TEXT | null, "desks": "open" | "paused" | "closed" | null}``, both null unless it waits."""
    if one.state is not State.WAITING:
        return {"place": None, "desks": None}
    codes = counters(hall, view, one)
    area = hall.rooms.area_of.get(codes[0]) if codes else None
    desks = people.desks(view.db, view.centre)
    states = {desks.get(code, Desk()).status for code in codes}
    where = places.place(area or hall.rooms.line_area.get(one.service, ""), codes)
    return {"place": where, "desks": next((state for state in _BEST if state in states), "closed")}
