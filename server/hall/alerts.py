"""Alerts: a line waits and none of its counters is open, such as when an officer fell ill."""

from collections.abc import Mapping
from typing import Any

from server.hall import clocks, opening
from server.hall.hall import Hall, Reading
from server.rules import events_hall as events
from server.rules.catalogue import Counter
from server.rules.hours import iso
from server.rules.people import SYSTEM
from server.store import alerts, people, tickets
from server.store import bursts as store
from server.store.people import Desk
from server.store.writer import Tx

CLOSED = Desk()


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
    alone, known = unserved(hall, view), alerts.standing(view.db, view.centre)
    patience = hall.config.line.alert_s * 1000
    new = {service: since for service, since in alone.items() if service not in known}
    due = {service: since for service, since in new.items() if clocks.elapsed(view, since) >= patience}
    return due, sorted(set(known) - set(alone))


def unserved(hall: Hall, view: Reading | Tx) -> dict[str, int]:
    """Lines in which somebody waits whom no open counter may call, and since when (UTC milliseconds)."""
    waiting = tickets.waiting(view.db, view.centre, view.business_date)
    desks = people.desks(view.db, view.centre)
    there = {one.person.id for one in people.sessions(view.db, view.centre) if _open(desks, one.counter)}
    alone = {}
    for service, count in waiting.items():
        counters = hall.rooms.counters_of.get(service)
        if count > 0 and counters is not None and not any(_open(desks, code) for code in counters):
            since, begins = _since(view, service, desks, there), _opened(hall, view, service)
            if since is not None and begins is not None:
                alone[service] = max(since, begins, *(desks.get(code, CLOSED).since for code in counters))
    return alone


def _opened(hall: Hall, view: Reading | Tx, service: str) -> int | None:
    """When the hours began in which counters of the service should work now; None at noon and after hours."""
    return next((begins for begins, ends in opening.spans(hall, view, service) if begins <= view.now < ends), None)


def _open(desks: dict[str, Desk], code: str | None) -> bool:
    return desks.get(str(code), CLOSED).status == "open"


def _since(view: Reading | Tx, service: str, desks: dict[str, Desk], there: set[str]) -> int | None:
    """When the first of those whom no open counter may call joined the line; None: each was sent to somebody there."""
    found = alerts.waiting(view.db, view.centre, view.business_date, service)
    left = [since for since, counter, officer in found if not _open(desks, counter) and officer not in there]
    return min(left, default=None)


def standing(hall: Hall, view: Reading | Tx) -> list[dict[str, Any]]:
    """Each alert with what can be done: ``{"kind", "service", "name", "since", "waiting", "counters", "offers"}``.

    ``counters`` usually serve the line; ``offers`` are open counters that could: of the same area first, and of those
    the ones with the fewest people waiting for them.
    """
    known = alerts.standing(view.db, view.centre)
    if not known:
        return []
    waiting = tickets.waiting(view.db, view.centre, view.business_date)
    desks = people.desks(view.db, view.centre)
    open_now = [one for one in hall.catalogue.counters.values() if _open(desks, one.code)]
    return [
        _document(hall, service, since, waiting, open_now)
        for service, since in sorted(known.items(), key=lambda one: one[1])
        if service in hall.catalogue.services
    ]


def _document(hall: Hall, code: str, since: int, waiting: Mapping[str, int], open_now: list[Counter]) -> dict[str, Any]:
    service = hall.catalogue.services[code]

    def far(one: Counter) -> tuple[bool, int]:
        return one.area != service.area, sum(waiting.get(served, 0) for served in one.services)

    nearest = sorted(open_now, key=far)
    return {
        **{"kind": "no-counter", "service": code, "name": service.label, "area": service.area},
        **{"since": iso(since, hall.timezone), "waiting": waiting.get(code, 0)},
        "counters": [one.code for one in hall.catalogue.counters_of(code)],
        "offers": [one.code for one in nearest],
    }


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
