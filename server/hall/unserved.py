"""Who waits though no open counter may call them: left at a closed one, sent to one by themselves, or a whole line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from server.hall import left, opening
from server.hall.hall import Hall, Reading
from server.hall.shared import Shared
from server.rules import line
from server.rules.ticket import CURRENT, Ticket
from server.store import alerts, people
from server.store.people import Desk
from server.store.writer import Tx

View = Reading | Tx
_NEVER = Desk()


@dataclass(frozen=True, slots=True)
class Unserved:
    """Lines in which somebody waits whom no open counter may call, though counters should work, and who is at a closed
    counter. Whoever is held there any open counter of the line may take."""

    lines: dict[str, "Alone"]
    stranded: list[Ticket]


@dataclass(frozen=True, slots=True)
class Alone:
    """Since when (UTC milliseconds) nobody has been there for some of a line, and how many those are."""

    since: int
    tickets: int


def now(hall: Hall, view: View, state: Shared) -> Unserved:
    """Whom nobody serves, as the hall is in this state."""
    stranded = _stranded(hall, view, state)
    return Unserved(_lines(hall, view, state, stranded), stranded)


def _lines(hall: Hall, view: View, state: Shared, stranded: Iterable[Ticket]) -> dict[str, Alone]:
    desks, some = state.desks, _sent_in_vain(hall, view, state)
    for one in stranded:
        some.setdefault(one.service, []).append((_closed(desks, [str(one.counter)]), 1))
    alone = {}
    for service in {code for code, count in state.waiting.items() if count > 0} | set(some):
        if service in hall.rooms.counters_of and (begins := _begun(hall, view, service)) is not None:
            found = [*_unsent(hall, view, service, desks), *some.get(service, ())]
            if found:
                alone[service] = Alone(max(begins, min(since for since, _ in found)), sum(n for _, n in found))
    return alone


def _stranded(hall: Hall, view: View, state: Shared) -> list[Ticket]:
    def taken(one: Ticket) -> bool:
        return not state.open_counters.isdisjoint(hall.rooms.counters_of.get(one.service, ()))

    return [one for one in left.behind(view, state) if one.state in CURRENT or not taken(one)]


def _begun(hall: Hall, view: View, service: str) -> int | None:
    """Since when counters of the service should work: the last of its hours that began, though it is over, for whoever
    has a number is served. None before the first and in a break; 0 on a day without hours."""
    spans = opening.spans(hall, view, service)
    begun = [span for span in spans if span[0] <= view.now]
    if len(begun) < len(spans) and (not begun or begun[-1][1] <= view.now):
        return None
    return begun[-1][0] if begun else 0


def _unsent(hall: Hall, view: View, service: str, desks: dict[str, Desk]) -> Iterator[tuple[int, int]]:
    """Since when none of its counters has been open for how many of a line who were sent nowhere."""
    own = hall.rooms.counters_of[service]
    if not any(_open(desks, code) for code in own):
        first, count = alerts.unsent(view.db, view.centre, view.business_date, service)
        if first is not None:
            yield max(first, _closed(desks, own)), count


def _sent_in_vain(hall: Hall, view: View, state: Shared) -> dict[str, list[tuple[int, int]]]:
    """Of each line, since when nobody has been there for those who were sent to a counter or officer: each counts 1."""
    found: dict[str, list[tuple[int, int]]] = {}
    seats = list(_seats(hall, view, state.desks)) if state.sent else []
    for one in state.sent:
        if not any(line.may_call(one, *seat) for seat in seats):
            found.setdefault(one.service, []).append((max(one.since, _left(hall, one, state.desks)), 1))
    return found


def _seats(hall: Hall, view: View, desks: dict[str, Desk]) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Each open counter, the officer there, and what it serves."""
    there = {one.counter: one.person.id for one in people.sessions(view.db, view.centre)}
    for code, counter in hall.catalogue.counters.items():
        if _open(desks, code):
            yield code, there.get(code, ""), counter.services


def _left(hall: Hall, one: Ticket, desks: dict[str, Desk]) -> int:
    """When the counter it was sent to closed; for an officer, the last of its line's counters that did."""
    own = [one.for_counter] if one.for_counter else hall.rooms.counters_of.get(one.service, [])
    return _closed(desks, [code for code in own if not _open(desks, code)])


def _closed(desks: dict[str, Desk], codes: Iterable[str]) -> int:
    return max((desks.get(code, _NEVER).since for code in codes), default=0)


def _open(desks: dict[str, Desk], code: str) -> bool:
    return desks.get(code, _NEVER).status == "open"
