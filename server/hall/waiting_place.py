"""Where a ticket waits, as its holder reads it: the counters that may call it, whether one works, if it is next."""

from typing import Any

from server.hall.documents import View, upcoming
from server.hall.foreseen import Wait
from server.hall.hall import Hall
from server.rules import places
from server.rules.catalogue import Text
from server.rules.ticket import State, Ticket
from server.store import people
from server.store.people import Desk

_SOON = 5
"""Minutes before which a wait may end that is nearly over."""


def counters(hall: Hall, view: View, one: Ticket) -> list[str]:
    """The counters that may call a ticket: the one it was sent to, its officer's, else all of its line."""
    if one.for_counter:
        return [one.for_counter]
    session = people.session_of(view.db, view.centre, one.for_officer) if one.for_officer else None
    if session and session.counter:
        return [session.counter]
    return list(hall.rooms.counters_of.get(one.service, []))


def document(hall: Hall, view: View, one: Ticket, wait: Wait, ahead: int | None) -> dict[str, Any]:
    """``{"place": TEXT | null, "desks": "open" | "paused" | "closed" | null, "soon": bool, "preferred": [TEXT]}``, null
    or none unless it waits. ``preferred``: services that its counters call before its own.

    ``soon`` with nobody of its own line ahead: next at a counter, whatever other lines wait there, or nearly so.
    """
    if one.state is not State.WAITING:
        return {"place": None, "desks": None, "soon": False, "preferred": []}
    codes = counters(hall, view, one)
    area = hall.rooms.area_of.get(codes[0]) if codes else None
    desks = people.desks(view.db, view.centre)
    where = places.place(area or hall.rooms.line_area.get(one.service, ""), codes)
    best = people.best(desks, codes)
    working = [code for code in codes if desks.get(code, Desk()).status == best]
    nearly = wait is not None and wait["low"] < _SOON
    soon = not ahead and (nearly or _next(hall, view, one, working))
    return {"place": where, "desks": best, "soon": soon, "preferred": _preferred(hall, one, working)}


def _preferred(hall: Hall, one: Ticket, codes: list[str]) -> list[Text]:
    """The services that one of these counters prefers to this ticket's."""
    served = [counter.services for code in codes if (counter := hall.catalogue.counters.get(code))]
    before = {code for some in served for code, minutes in some.items() if minutes > some.get(one.service, 0)}
    return [service.label for code, service in hall.catalogue.services.items() if code in before]


def _next(hall: Hall, view: View, one: Ticket, codes: list[str]) -> bool:
    """Whether one of these counters would call this ticket next."""
    for counter in (found for code in codes if (found := hall.catalogue.counters.get(code))):
        session = people.session_at(view.db, view.centre, counter.code)
        first = upcoming(view, counter, session.person.id if session else "")
        if first and first[0].id == one.id:
            return True
    return False
