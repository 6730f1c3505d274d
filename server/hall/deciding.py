"""What a supervisor decides for today: stop giving numbers, go on, give them outside the hours, change a cap."""

from dataclasses import replace
from typing import Any

from server.hall import opening
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hours as events
from server.rules import opening as rules
from server.rules.catalogue import Text
from server.rules.errors import NotAllowed, Unknown
from server.rules.event import Event
from server.rules.hours import iso
from server.rules.opening import NONE, Ruling
from server.rules.people import Identity
from server.store import opening as store
from server.store.writer import Tx

Document = dict[str, Any]
_CLOSED = Text("Ngày làm việc đã đóng: hãy mở lại cả trung tâm trước.", "The day is closed: open the whole hall first.")
_STOPPED = Text(
    "Cả trung tâm đang ngừng phát số: hãy cho phát lại trước.", "The whole hall is stopped: resume that first."
)


def stop(hall: Hall, who: Identity, asked: Asked, service: str) -> Sent:
    """Gives no more numbers, of the service or (``""``) of the whole hall, until resumed or the day is over; 200."""
    return _decided(
        hall, who, asked, service, events.IssuingStopped(service), lambda _, now: replace(now, stopped=True)
    )


def resume(hall: Hall, who: Identity, asked: Asked, service: str) -> Sent:
    """Ends such a stop; 200."""
    return _decided(
        hall, who, asked, service, events.IssuingResumed(service), lambda _, now: replace(now, stopped=False)
    )


def open_now(hall: Hall, who: Identity, asked: Asked, service: str) -> Sent:
    """Gives numbers from now on, before and after the hours, on closed days, and after the day was closed; 200."""

    def opened(tx: Tx, now: Ruling) -> Ruling:
        today = store.rulings(tx.db, tx.centre, tx.business_date)
        whole = today.get(store.HALL, NONE)
        if service and (whole.closed is not None or whole.stopped):
            raise NotAllowed(_CLOSED if whole.closed is not None else _STOPPED)
        return now if _gives(hall, tx, service, today) else Ruling(opened=tx.now)

    return _decided(hall, who, asked, service, events.IssuingOpened(service), opened)


def _gives(hall: Hall, tx: Tx, service: str, today: opening.Rulings) -> bool:
    """Whether there is nothing to open: numbers are given already."""
    whole = today.get(store.HALL, NONE)
    for code in [service] if service else hall.catalogue.services:
        own = today.get(service, NONE) if service else NONE
        if rules.refused(tx.now, opening.numbers(hall, tx, code, today), whole, own):
            return False
    return True


def _decided(hall: Hall, who: Identity, asked: Asked, service: str, event: Event, decide: Any) -> Sent:
    def work(tx: Tx) -> Answer:
        if service and service not in hall.catalogue.services:
            raise Unknown("service", "service")
        before = store.rulings(tx.db, tx.centre, tx.business_date).get(service, NONE)
        after = decide(tx, before)
        if after != before:
            store.rule(tx, service, after)
            tx.record(event, actor=who.actor)
            tx.effects.rooms |= hall.rooms.all
        return Answer(200, _ruling(hall, tx, service, after))

    return once(hall, asked, work)


def _ruling(hall: Hall, tx: Tx, service: str, ruling: Ruling) -> Document:
    opened = iso(ruling.opened, hall.timezone) if ruling.opened is not None else None
    return {"version": tx.seq, "service": service or None, "stopped": ruling.stopped, "opened_at": opened}


def set_cap(hall: Hall, who: Identity, asked: Asked, service: str, cap: int | None) -> Sent:
    """How many numbers the service gives in a day from now on, today too; None: as many as are wanted; 200."""

    def work(tx: Tx) -> Answer:
        if service not in hall.catalogue.services:
            raise Unknown("service")
        before = store.cap(tx.db, tx.centre, service)
        if before != cap:
            store.set_cap(tx, service, cap)
            tx.record(events.CapSet(service, before, cap), actor=who.actor)
            hall.renew(tx)
        return Answer(200, {"version": tx.seq, "service": service, "cap": cap})

    return once(hall, asked, work)
