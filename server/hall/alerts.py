"""Alerts: in a line somebody waits whom no open counter may call, such as when an officer fell ill."""

from collections.abc import Mapping, Set
from typing import Any

from server.hall import clocks, lateness, shared, unserved
from server.hall.hall import Hall, Reading
from server.rules import events_hall as events
from server.rules.catalogue import Counter
from server.rules.hours import iso
from server.rules.people import SYSTEM
from server.rules.ticket import Ticket
from server.store import alerts, people
from server.store import bursts as store
from server.store.writer import Tx


def tick(hall: Hall) -> None:
    """Begins and ends alerts. Cheap when there is nothing to do."""
    with hall.reading() as view:
        due, over = _news(hall, view)
    if due or over:
        hall.write(lambda tx: _settle(hall, tx))


def _settle(hall: Hall, tx: Tx) -> None:
    due, over = _news(hall, tx)
    for service in over:
        _end(hall, tx, service)
    for service, since in due.items():
        alerts.begin(tx, service, since)
        tx.record(events.LineAlone(service, since), actor=SYSTEM)
        tx.effects.urgent |= hall.rooms.staff


def _end(hall: Hall, tx: Tx, service: str) -> None:
    alerts.end(tx, service)
    tx.record(events.LineServed(service), actor=SYSTEM)
    tx.effects.urgent |= hall.rooms.staff


def end_all(hall: Hall, tx: Tx) -> None:
    for service in alerts.standing(tx.db, tx.centre):
        _end(hall, tx, service)


def _news(hall: Hall, view: Reading | Tx) -> tuple[dict[str, int], list[str]]:
    """Lines whose alert is due, with since when, and those whose alert is over."""
    alone, known = unserved.now(hall, view, shared.of(view)).lines, alerts.standing(view.db, view.centre)
    patience = hall.config.line.alert_s * 1000
    new = {service: one.since for service, one in alone.items() if service not in known}
    due = {service: since for service, since in new.items() if clocks.elapsed(view, since) >= patience}
    return due, sorted(set(known) - set(alone))


def told(hall: Hall, view: Reading) -> list[dict[str, Any]]:
    """All that needs somebody now, the close of the day first."""
    return [*lateness.soon(hall, view), *standing(hall, view), *bursts(hall, view)]


def standing(hall: Hall, view: Reading | Tx) -> list[dict[str, Any]]:
    """Each alert with what can be done.

    ``{"kind", "service", "name", "area", "since", "waiting", "left", "counters", "offers"}``
    ``waiting`` counts whom no open counter may call, ``left`` names those of them who are at a closed counter.
    ``counters`` usually serve the line; ``offers`` are open counters of its area that could: those of its department
    first, then those with the fewest people waiting for them. A line that has an open counter needs no other: who waits
    in it in vain was sent elsewhere or left at a counter, and is given back by moving the line to its own service.
    """
    known = alerts.standing(view.db, view.centre)
    if not known:
        return []
    now = shared.of(view)
    found = unserved.now(hall, view, now)
    return [
        _document(hall, service, since, found.lines[service].tickets if service in found.lines else 0)
        | {"left": [_left(one) for one in found.stranded if one.service == service]}
        | {"offers": _offers(hall, service, now.waiting, now.open_counters)}
        for service, since in sorted(known.items(), key=lambda one: one[1])
        if service in hall.catalogue.services
    ]


def _document(hall: Hall, code: str, since: int, waiting: int) -> dict[str, Any]:
    service = hall.catalogue.services[code]
    return {
        **{"kind": "no-counter", "service": code, "name": service.label, "area": service.area},
        **{"since": iso(since, hall.timezone), "waiting": waiting},
        "counters": [one.code for one in hall.catalogue.counters_of(code)],
    }


def _left(one: Ticket) -> dict[str, Any]:
    return {"ticket": one.id, "number": one.number, "state": one.state, "counter": one.counter}


def _offers(hall: Hall, code: str, waiting: Mapping[str, int], open_now: Set[str]) -> list[str]:
    if not open_now.isdisjoint(one.code for one in hall.catalogue.counters_of(code)):
        return []
    service = hall.catalogue.services[code]

    def far(one: Counter) -> tuple[bool, int]:
        other = service.department not in hall.catalogue.departments_at(one.code)
        return other, sum(waiting.get(served, 0) for served in one.services)

    # Another area's officers know nothing of it: whether one of them may take it is not one touch.
    there = [one for one in hall.catalogue.counters.values() if one.code in open_now and one.area == service.area]
    return [one.code for one in sorted(there, key=far)]


def bursts(hall: Hall, view: Reading) -> list[dict[str, Any]]:
    """Today's suspicions that numbers were taken to be held: ``{"kind", "service", "name", "area", "since", ...}``.

    ``tickets`` were taken at the kiosk ``device`` in the burst, ``missed`` of them were called in vain so far.
    """
    names = {one.id: one.name for one in people.devices(view.db, view.centre)}
    return [
        _burst(hall, view, one, names.get(one.device))
        for one in store.suspected(view.db, view.centre, view.business_date)
        if one.service in hall.catalogue.services
    ]


def _burst(hall: Hall, view: Reading, one: store.Burst, device: str | None) -> dict[str, Any]:
    service = hall.catalogue.services[one.service]
    taken, missed = store.counts(view.db, view.centre, one.id)
    return {
        **{"kind": "burst", "service": one.service, "name": service.label, "area": service.area},
        "since": iso(one.began, hall.timezone),
        **{"tickets": taken, "missed": missed, "device": device},
    }
