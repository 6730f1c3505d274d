"""Which counter serves what, changed while the hall runs: until the close of the day, or for good."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from server.hall import left
from server.hall.hall import Hall, Reading
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hall as events
from server.rules import line
from server.rules.catalogue import Catalogue, Text
from server.rules.errors import Conflict, Invalid, NotAllowed, Unknown
from server.rules.people import SYSTEM, Identity
from server.rules.ticket import State
from server.store import assignments, people, tickets
from server.store import catalogue as catalogues
from server.store.writer import Tx

_NONE = Text("Quầy phải có ít nhất một nội dung.", "A counter must serve at least one service.")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a counter is to serve: service -> preference in minutes. ``version``: what the asker had seen, if said."""

    services: Mapping[str, int]
    until_close: bool
    version: int | None = None


def assign(hall: Hall, who: Identity, asked: Asked, code: str, wish: Assignment) -> Sent:
    """What the counter serves from now on, 200.

    Raises Unknown, Invalid (none at all), Conflict (changed since ``version``), NotAllowed (some would wait in vain).
    """

    def work(tx: Tx) -> Answer:
        _known(hall, wish.services)
        not_changed_since(tx, f"counter:{code}", wish.version)
        _change(hall, tx, who, code, wish)
        return Answer(200, document(tx, catalogues.load(tx.db, tx.centre), code))

    return once(hall, asked, work)


def give(hall: Hall, who: Identity, asked: Asked, service: str, counter: str) -> Sent:
    """Has a counter serve this service too, until the close; what it serves then, 200.

    Whoever of the line is at a closed counter waits again. Raises Unknown, NotAllowed for a counter that is not open.
    """

    def work(tx: Tx) -> Answer:
        must_be_open(hall, tx, counter)
        now = catalogues.load(tx.db, tx.centre).counters[counter]
        _change(hall, tx, who, counter, Assignment({service: 0} | dict(now.services), until_close=True))
        left.bring_back(hall, tx, service, who.actor)
        return Answer(200, document(tx, catalogues.load(tx.db, tx.centre), counter))

    return once(hall, asked, work)


def must_be_open(hall: Hall, tx: Tx, counter: str) -> None:
    """Raises Unknown, or NotAllowed for a counter that calls nobody now."""
    if counter not in hall.catalogue.counters:
        raise Unknown("counter", "counter")
    if people.desk(tx.db, tx.centre, counter).status != "open":
        raise NotAllowed(Text(f"Quầy {counter} hiện không mở.", f"Counter {counter} is not open now."))


def not_changed_since(tx: Tx, subject: str, version: int | None) -> None:
    """Raises Conflict when somebody changed it after what the asker had seen."""
    if version is not None and assignments.changed_at(tx.db, tx.centre, subject) > version:
        raise Conflict


def _known(hall: Hall, services: Mapping[str, int]) -> None:
    if not services:
        raise Invalid(errors={"services": _NONE})
    if any(code not in hall.catalogue.services for code in services):
        raise Unknown("service", "services")


def _change(hall: Hall, tx: Tx, who: Identity, code: str, wish: Assignment) -> None:
    # Not the hall's own catalogue: another change may stand before this one in the same transaction.
    now = catalogues.load(tx.db, tx.centre)
    temporary = code in assignments.counters_until_close(tx.db, tx.centre)
    if dict(now.counters[code].services) == dict(wish.services) and temporary == wish.until_close:
        return
    _nobody_left(tx, now, code, wish)
    put = assignments.put_until_close if wish.until_close else assignments.put_for_good
    put(tx, code, wish.services)
    assignments.mark(tx, [f"counter:{code}"])
    tx.record(events.ServicesAssigned(dict(wish.services), wish.until_close), actor=who.actor, counter=code)
    hall.renew(tx)


def _nobody_left(tx: Tx, now: Catalogue, code: str, wish: Assignment) -> None:
    """Raises NotAllowed where people wait for what no counter would serve, or for good nobody would."""
    taken = set(now.counters[code].services) - set(wish.services)
    after = _with(now, code, wish.services)
    for service in sorted(one for one in taken if not after.counters_of(one)):
        if count := _people(tx, service):
            raise NotAllowed(_left(now, service, count))
    if wish.until_close:
        return
    usual = catalogues.load(tx.db, tx.centre, usual=True)
    after = _with(usual, code, wish.services)
    for service in sorted(set(usual.counters[code].services) - set(wish.services)):
        if not after.counters_of(service):
            raise NotAllowed(_nobody(now, service))


def _with(catalogue: Catalogue, code: str, services: Mapping[str, int]) -> Catalogue:
    counter = replace(catalogue.counters[code], services=MappingProxyType(dict(services)))
    return replace(catalogue, counters={**catalogue.counters, code: counter})


def _people(tx: Tx, service: str) -> int:
    """Everybody who is in a line, at a desk or aside for a service: whoever is at a desk may go back into the line."""
    waiting = tickets.waiting(tx.db, tx.centre, tx.business_date).get(service, 0)
    services = [one.service for one in tickets.at_desks(tx.db, tx.centre).values()]
    for state in (State.HELD, State.NO_SHOW):
        services += [one.service for one in tickets.aside(tx.db, tx.centre, tx.business_date, state)]
    return waiting + services.count(service)


def _left(catalogue: Catalogue, service: str, count: int) -> Text:
    label = catalogue.services[service].label
    return Text(
        f"Còn {count} người của {label.vi} ({service}) mà không quầy nào khác làm: hãy chuyển hàng này trước.",
        f"{count} people are here for {label.en} ({service}) and no other counter serves it: move that line first.",
    )


def _nobody(catalogue: Catalogue, service: str) -> Text:
    label = catalogue.services[service].label
    return Text(
        f"Sẽ không còn quầy nào làm {label.vi} ({service}).",
        f"No counter would serve {label.en} ({service}) any more.",
    )


def end_all(hall: Hall, tx: Tx) -> None:
    """Has every counter serve again what the catalogue says."""
    ended = assignments.counters_until_close(tx.db, tx.centre)
    for code in ended:
        assignments.forget(tx, code)
        assignments.mark(tx, [f"counter:{code}"])
        tx.record(events.AssignmentEnded(), actor=SYSTEM, counter=code)
    if ended:
        hall.renew(tx)


def document(view: Reading | Tx, catalogue: Catalogue, code: str) -> dict[str, Any]:
    """``{"counter", "version", "services", "until_close", "usual", "warnings"}``; ``usual``: what the catalogue says,
    ``warnings``: whom that leaves behind others wherever they are served."""
    served, usual = catalogue.counters[code].services, assignments.usual(view.db, view.centre, code)
    counters = [one.services for one in catalogue.counters.values()]
    behind = {service: line.strictly_before(service, counters) for service in sorted({*served, *usual})}
    temporary = code in assignments.counters_until_close(view.db, view.centre)
    return {
        **{"counter": code, "version": view.seq, "services": dict(served), "until_close": temporary, "usual": usual},
        "warnings": [_behind(service, before) for service, before in behind.items() if before],
    }


def _behind(service: str, before: Set[str]) -> Text:
    others = ", ".join(sorted(before))
    return Text(
        f"{service} luôn đứng sau {others} ở mọi quầy: lúc đông sẽ không ai được gọi.",
        f"{service} comes strictly after {others} at every counter that serves it: on a busy day nobody is called.",
    )


def may_sit_usually(view: Reading | Tx, catalogue: Catalogue, counter: str, department: str) -> bool:
    """Whether a counter is a department's by the catalogue, whatever it serves until the close."""
    usual = assignments.usual(view.db, view.centre, counter)
    return any(catalogue.services[code].department == department for code in usual if code in catalogue.services)
