"""The first of each line as counters' pages show them: read and drawn once for all the counters of the line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson

from server.hall.hall import Hall, Reading
from server.rules import line
from server.rules.catalogue import Counter
from server.rules.ticket import Ticket
from server.store import tickets

READ = 100
"""Tickets of a line that are kept: some of them may be for other counters."""
FRESH_MS = 1_000
"""How long tickets stay as they were drawn, though nothing happened in their line: the time goes on."""

Draw = Callable[[Ticket, int | None, bool], dict[str, Any]]
"""The document of a waiting ticket with so many ahead of it (None: not known), and whether it stands before others only
because the counter prefers its service."""


@dataclass(slots=True)
class Line:
    """The head of a line, as long as what it was ``made_of`` is the same; ``drawn`` are documents without version."""

    made_of: tuple[str, int, int]
    tickets: list[Ticket]
    places: dict[str, int]
    sent: bool
    drawn: dict[tuple[str, bool], bytes] = field(default_factory=dict)

    def for_desk(self, counter: str, officer: str, most: int) -> list[Ticket] | None:
        """The first that this counter and officer may call; None where too few of those who are kept are for them."""
        if not self.sent:
            return self.tickets[:most]
        theirs = (
            one for one in self.tickets if one.for_counter in (None, counter) and one.for_officer in (None, officer)
        )
        found = list(islice(theirs, most))
        return found if len(found) == most or len(self.tickets) < READ else None


def shown(hall: Hall, view: Reading, counter: Counter, officer: str, most: int, draw: Draw) -> orjson.Fragment:
    """Who may be called at this counter, in its order, as a list of tickets in JSON."""
    known = view.shared.lines
    lines = {code: _line(hall, view, code, known[code].changed) for code in counter.services if code in known}
    sent = [one for one in view.shared.sent if one.for_counter == counter.code or one.for_officer == officer]
    if sent or any(head.sent for head in lines.values()):
        return _listed(view, lines, _own(view, lines, sent, (counter.code, officer), most), counter, most, draw)
    # Nobody was sent anywhere: every desk with the same services has the same people before it.
    alike = ("in line", view.now // FRESH_MS, *counter.services.items())
    if alike not in view.kept:
        first = [one for head in lines.values() for one in head.tickets[:most]]
        view.kept[alike] = _listed(view, lines, first, counter, most, draw)
    found: orjson.Fragment = view.kept[alike]
    return found


def _own(
    view: Reading, lines: dict[str, Line], sent: list[Ticket], desk: tuple[str, str], most: int
) -> Iterable[Ticket]:
    """Whom this counter and officer may call, of each line and of those sent here."""
    found = {one.id: one for one in sent}
    for code, head in lines.items():
        found |= {one.id: one for one in _first(head, view, code, desk, most)}
    return found.values()


def _listed(
    view: Reading, lines: dict[str, Line], found: Iterable[Ticket], counter: Counter, most: int, draw: Draw
) -> orjson.Fragment:
    ordered = line.in_order(found, counter.services)
    first = line.first_by_preference(ordered) if any(counter.services.values()) else set[str]()
    version = b',"version":%d}' % view.seq
    rows = [_drawn(lines.get(one.service), one, draw, one.id in first) + version for one in ordered[:most]]
    return orjson.Fragment(b"[" + b",".join(rows) + b"]")


def _line(hall: Hall, view: Reading, service: str, changed: int) -> Line:
    made_of = (view.business_date, changed, view.now // FRESH_MS)
    kept = hall.lines.get(service)
    if kept and kept.made_of == made_of:
        return kept
    first = tickets.first(view.db, view.centre, view.business_date, service, READ)
    places = {one.id: place for place, one in enumerate(first)}
    sent = any(one.for_counter or one.for_officer for one in first)
    made = hall.lines[service] = Line(made_of, first, places, sent)
    return made


def _first(head: Line, view: Reading, service: str, desk: tuple[str, str], most: int) -> list[Ticket]:
    found = head.for_desk(*desk, most)
    if found is not None:
        return found
    return tickets.callable_at(view.db, view.centre, view.business_date, service, *desk, most)


def _drawn(head: Line | None, one: Ticket, draw: Draw, first: bool) -> bytes:
    """The ticket's document, open for its version at the end."""
    place = head.places.get(one.id) if head else None
    if head is None or place is None:
        return _open(draw(one, None, first))
    if (one.id, first) not in head.drawn:
        head.drawn[one.id, first] = _open(draw(one, place, first))
    return head.drawn[one.id, first]


def _open(document: dict[str, Any]) -> bytes:
    return orjson.dumps({name: value for name, value in document.items() if name != "version"})[:-1]
