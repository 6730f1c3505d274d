"""Appointments: made by the centre's people, found by their code at a kiosk, and kept once each."""

import secrets
from bisect import bisect_right
from datetime import datetime

from server.hall import claiming, outlook, unkept, waits
from server.hall.claiming import Grounds
from server.hall.documents import Document, label_of
from server.hall.hall import Hall, Reading
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_visits
from server.rules.catalogue import Text
from server.rules.errors import Invalid, NotAllowed, Unavailable, Unknown
from server.rules.hours import MINUTE, business_date, iso
from server.rules.people import Identity
from server.store import visits
from server.store.visits import Appointment
from server.store.waits import dues
from server.store.writer import Tx

DIGITS = 6
MOST_DAYS = 366
_TRIES = 50
_WHEN = Text(
    "Hãy ghi ngày giờ có múi giờ, ví dụ 2026-11-24T09:00:00+07:00.",
    "Give a date and time with its offset, such as 2026-11-24T09:00:00+07:00.",
)
_PAST = Text("Giờ hẹn phải ở phía trước, trong vòng một năm.", "The time must lie ahead, within a year.")
_SHUT = Text("Giờ đó quầy không làm việc.", "The counters do not work at that time.")
_KEPT = Text("Người có lịch hẹn này đã lấy số.", "A number was already taken for this appointment.")


def make(hall: Hall, who: Identity, asked: Asked, service: str, at: str) -> Sent:
    """``{"id", "code", "service", "at", ...}`` of a new appointment, 201. Raises Unknown and Invalid.

    The code is drawn by lot: who knows one knows nothing of the others. Nothing is stored about a person.
    """

    def work(tx: Tx) -> Answer:
        if service not in hall.catalogue.services:
            raise Unknown("service", "service")
        instant = _instant(tx, at)
        if not unkept.works(hall, service, instant):
            raise Invalid(errors={"at": _SHUT})
        one = _placed(tx, service, instant, hall.timezone)
        made = events_visits.AppointmentMade(one.id, one.code, service, one.at)
        tx.record(made, actor=who.actor)
        return Answer(201, shown(hall, tx, one), f"/api/v1/appointments/{one.id}")

    return once(hall, asked, work)


def _instant(tx: Tx, at: str) -> int:
    try:
        given = datetime.fromisoformat(at)
        instant = round(given.timestamp() * 1000) if given.tzinfo else None
    except (ValueError, OverflowError):
        instant = None
    if instant is None:
        raise Invalid(errors={"at": _WHEN})
    if not tx.now <= instant <= tx.now + MOST_DAYS * 24 * 3_600_000:
        raise Invalid(errors={"at": _PAST})
    return instant


def _placed(tx: Tx, service: str, at: int, timezone: str) -> Appointment:
    day = business_date(at, timezone)
    for _ in range(_TRIES):
        one = Appointment(day, f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", service, at)
        if visits.insert(tx, one):
            return one
    raise Unavailable


def cancel(hall: Hall, who: Identity, asked: Asked, id: str) -> Sent:
    """The appointment, cancelled, 200; twice is once. Raises Unknown, and NotAllowed once a number was taken for it."""

    def work(tx: Tx) -> Answer:
        one = _found(tx, id)
        if visits.sourced(tx.db, tx.centre, one.source):
            raise NotAllowed(_KEPT)
        if not one.cancelled:
            visits.cancel(tx, one)
            tx.record(events_visits.AppointmentCancelled(one.id), actor=who.actor)
        return Answer(200, shown(hall, tx, _found(tx, id)))

    return once(hall, asked, work)


def _found(view: Reading | Tx, id: str) -> Appointment:
    day, _, code = id.rpartition("-")
    found = visits.appointment(view.db, view.centre, day, code)
    if found is None:
        raise Unknown("appointment")
    return found


def known(hall: Hall, id: str) -> None:
    """Raises Unknown for an id that no appointment has."""
    with hall.reading() as view:
        _found(view, id)


def of_day(hall: Hall, day: str | None) -> Document:
    """``{"date", "appointments": [...]}`` of a day, today unless named, in the order of their times."""
    with hall.reading() as view:
        wanted = day or view.business_date
        listed = visits.appointments(view.db, view.centre, wanted)
        return {"date": wanted, "appointments": [shown(hall, view, one) for one in listed]}


def with_code(hall: Hall, code: str) -> Document:
    """Today's appointment with this code, for the kiosk: before a number is taken for it.

    Raises Unknown, Invalid for another day's, NotAllowed for one that was cancelled or whose service is gone, Conflict
    when a number was taken.
    """
    with hall.reading() as view:
        one = claiming.kept(hall, view, code)
        claiming.usable(hall, view, one)
        return shown(hall, view, one) | _offered(hall, view, one)


def _offered(hall: Hall, view: Reading, one: Appointment) -> Document:
    """What coming now makes of it, which refusals do not count for it, and the place its number would have."""
    place = claiming.visit(hall, one, view.now, claiming.late_by(view, one), 0).due_at
    ahead = bisect_right(dues(view.db, view.centre, view.business_date, one.service), place)
    wait = waits.of_place(hall, view, one.service, ahead, place)
    passes = sorted(claiming.passed(hall, view, Grounds(appointment=one.code)))
    told = {"standing": _standing(hall, view, one), "passes": passes}
    return told | {"ahead": ahead, "wait": wait, "again": outlook.again(hall, view, one.service, wait)}


def _standing(hall: Hall, view: Reading, one: Appointment) -> str:
    """``early``, ``kept`` or ``late``: what coming now makes of it."""
    rules = hall.config.line
    if not claiming.in_time(hall, view, one):
        return "late"
    return "early" if view.now < one.at - rules.appointment_credit * MINUTE else "kept"


def shown(hall: Hall, view: Reading | Tx, one: Appointment) -> Document:
    ticket = visits.sourced(view.db, view.centre, one.source)
    over = one.cancelled or ticket is not None
    return {
        **{"id": one.id, "code": one.code, "service": one.service, "service_name": label_of(hall, one.service)},
        **{"date": one.business_date, "at": iso(one.at, hall.timezone), "cancelled": one.cancelled},
        "outside": not over and unkept.outside(hall, one),
        "ticket": ticket[0] if ticket else None,
        "number": ticket[1] if ticket else None,
    }
