"""Areas whose screens show nothing: their officers are told, who then call with their own voice, and wait longer."""

from server.hall import patience, rooms
from server.hall.hall import Hall, Reading
from server.rules import events_hall
from server.rules.people import SYSTEM
from server.rules.ticket import State, Ticket
from server.store import people, tickets
from server.store.writer import Tx


def tick(hall: Hall) -> None:
    """Has the desks of an area told when its last screen went dark, and when one is back. Where nobody sits nobody is
    told: whoever comes later reads it in the counter's document."""
    dark = frozenset(area for area in hall.catalogue.areas if hall.dark(area) is not None)
    turned = dark ^ hall.darkened
    if not turned:
        return
    with hall.reading() as view:
        concerned = _concerned(hall, view, turned)
    if concerned:
        hall.write(lambda tx: _tell(hall, tx, turned, dark))
    hall.darkened = dark


def _tell(hall: Hall, tx: Tx, turned: frozenset[str], dark: frozenset[str]) -> None:
    for area, counters in _concerned(hall, tx, turned).items():
        tx.record(events_hall.ScreensTurned(area, area in dark), actor=SYSTEM)
        tx.effects.rooms |= hall.rooms.staff | {rooms.counter(code) for code in counters}


def _concerned(hall: Hall, view: Reading | Tx, areas: frozenset[str]) -> dict[str, set[str]]:
    """Of each area the counters where somebody is at work, and those that called somebody who sits there."""
    found: dict[str, set[str]] = {}
    for session in people.sessions(view.db, view.centre):
        area = hall.rooms.area_of.get(session.counter or "")
        if area in areas:
            found.setdefault(str(area), set()).add(str(session.counter))
    for ticket in _called(view):
        for area in patience.areas(hall, ticket) & areas:
            found.setdefault(area, set()).add(str(ticket.counter))
    return found


def _called(view: Reading | Tx) -> list[Ticket]:
    called = [one.id for one in tickets.at_desks(view.db, view.centre).values() if one.state is State.CALLED]
    return [one for one in (tickets.find(view.db, view.centre, id) for id in called) if one]
