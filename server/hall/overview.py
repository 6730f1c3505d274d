"""One look at the whole hall for who looks after it, and the record of a day by counter and officer."""

from collections import Counter as Count
from typing import Any

from server.hall import alerts, noticing, pausing
from server.hall.hall import Hall, Reading
from server.rules.catalogue import Counter, Service
from server.rules.hours import iso
from server.rules.ticket import OPEN, State
from server.store import assignments, calls, people, tickets
from server.store import overview as store
from server.store.calls import OutOfTurn
from server.store.people import Desk
from server.store.tickets import AtDesk

Document = dict[str, Any]


def document(hall: Hall, view: Reading) -> Document:
    """``{"version", "at", "paused", "notices", "alerts", "open", "lines", "counters"}``; ``open`` counts by state."""
    here = store.still_open(view.db, view.centre, view.business_date)
    return {
        "version": view.seq,
        "at": iso(view.now, hall.timezone),
        "paused": pausing.state(hall, view)["paused"],
        "notices": noticing.standing(hall, view),
        "alerts": alerts.told(hall, view),
        "open": {str(state): here.get(state, 0) for state in State if state in OPEN},
        "lines": lines(hall, view),
        "counters": counters(hall, view),
    }


def lines(hall: Hall, view: Reading) -> list[Document]:
    """Each line: who waits, how long the first of them has, and which of its counters are open."""
    longest = store.longest(view.db, view.centre, view.business_date)
    waiting, open_now = view.shared.waiting, view.shared.open_counters
    return [
        _line(hall, view, one, waiting.get(one.code, 0), longest.get(one.code), open_now)
        for one in hall.catalogue.services.values()
    ]


def _line(hall: Hall, view: Reading, one: Service, waiting: int, first: int | None, open_now: set[str]) -> Document:
    served = [counter.code for counter in hall.catalogue.counters_of(one.code)]
    return {
        **{"service": one.code, "prefix": one.prefix, "name": one.label, "area": one.area, "waiting": waiting},
        "longest_s": None if first is None else max(0, view.now - first) // 1000,
        **{"counters": served, "open": [code for code in served if code in open_now]},
    }


def counters(hall: Hall, view: Reading) -> list[Document]:
    """Each counter: who sits there, what they do and since when, and the day's figures."""
    desks, current = view.shared.desks, view.shared.at_desks
    seated = {one.counter: one.person.name for one in people.sessions(view.db, view.centre) if one.counter}
    figures = store.figures(view.db, view.centre, view.business_date)
    passed = calls.out_of_turn(view.db, view.centre, view.business_date)
    changed = assignments.counters_until_close(view.db, view.centre)
    held = Count(one.counter for one in tickets.aside(view.db, view.centre, view.business_date, State.HELD))
    return [
        {
            **_desk(hall, one, desks.get(one.code, Desk()), current.get(one.code)),
            **{"officer": seated.get(one.code), "held": held[one.code]},
            "served": figures.get(one.code, (0, 0))[0],
            "no_shows": figures.get(one.code, (0, 0))[1],
            **passed.get(one.code, OutOfTurn(0, 0))._asdict(),
            "services": dict(one.services),
            "until_close": one.code in changed,
        }
        for one in hall.catalogue.counters.values()
    ]


def _desk(hall: Hall, one: Counter, desk: Desk, current: AtDesk | None) -> Document:
    state, since = ("free" if desk.status == "open" else desk.status), desk.since
    if current is not None:
        called = current.state is State.CALLED
        state, since = str(current.state), (current.called_at if called else current.serving_at) or desk.since
    return {
        **{"counter": one.code, "area": one.area, "desk": desk.status},
        **{"state": state, "number": current.number if current else None},
        "since": iso(since, hall.timezone) if since else None,
    }


def record(hall: Hall, view: Reading, day: str) -> Document:
    """A day's figures: of each officer at a counter, people called, those of them before their turn, and what came of
    the turns that this officer ended.

    ``{"version", "date", "officers": [{"officer", "name", "counter", "called", "chosen", "by_service", "served",
    "no_shows"}], "counters": [...]}``
    """
    figures = store.figures(view.db, view.centre, day)
    return {
        "version": view.seq,
        "date": day,
        "officers": _officers(hall, view, day),
        "counters": [
            {"counter": code, "served": served, "no_shows": missed}
            for code, (served, missed) in sorted(figures.items())
        ],
    }


def _officers(hall: Hall, view: Reading, day: str) -> list[Document]:
    """Each officer at each counter, in the order of the counters."""
    callers = store.callers(view.db, view.centre, day)
    ended = store.finishers(view.db, view.centre, day)
    places = {code: place for place, code in enumerate(hall.catalogue.counters)}
    found = []
    for counter, actor in sorted({*callers, *ended}, key=lambda one: (places.get(one[0], len(places)), one)):
        called = callers.get((counter, actor), store.Called(0, 0, 0))
        served, missed = ended.get((counter, actor), (0, 0))
        who = {"officer": actor, "name": _name(view, actor), "counter": counter}
        found.append(who | called._asdict() | {"served": served, "no_shows": missed})
    return found


def _name(view: Reading, actor: str) -> str | None:
    """Whose the log's word for somebody is; None for who is known no more."""
    person = people.person(view.db, view.centre, actor.partition(":")[2])
    return person.name if person else None
