"""The week's hours and the days that differ from it, changed at run time: for good, as an import would."""

from dataclasses import dataclass, replace
from typing import Any

from server.hall import unkept
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hours as events
from server.rules import opening as rules
from server.rules import opening_changes as changes
from server.rules.catalogue import Catalogue, Closure, Hours, Text
from server.rules.errors import Conflict, Invalid, NotAllowed, Unknown
from server.rules.hours import day_after, local
from server.rules.opening_text import WEEKDAYS, days_text, hours_text, range_text
from server.rules.people import Identity
from server.rules.ticket import Ticket
from server.store import opening as store
from server.store import tickets
from server.store.writer import Tx

Document = dict[str, Any]
FARTHEST = 800
"""Days ahead for which a closure can be meant."""
_PAST = Text("Ngày này đã qua.", "This day has passed.")
_FAR = Text("Ngày này quá xa.", "This day is too far away.")
_FIRST = Text("Hãy đặt giờ của cả trung tâm trước.", "Give the whole centre its hours first.")
_NOTHING_ABOVE = Text("Giờ của cả trung tâm không bỏ được.", "The centre's own hours cannot be taken away.")
_OTHERWISE = Text("Ngày này đã có dòng khác nói khác.", "Another row says something else of that day.")


@dataclass(frozen=True, slots=True)
class Row:
    """A closure as it is asked for; ``confirmed``: also on a day that has tickets already."""

    closure: Closure
    confirmed: bool = False


def set_hours(
    hall: Hall, who: Identity, asked: Asked, row: Hours, *, own: bool = True, confirmed: bool = False
) -> Sent:
    """The row, 200. ``own`` false: on its days the hours of what it belongs to count again. Raises Conflict where
    appointments are left without counters and nobody confirmed."""

    def work(tx: Tx) -> Answer:
        _known(hall, row)
        if wrong := changes.absurd(row):
            raise _invalid("numbers", wrong)
        week = store.hours(tx.db, tx.centre)
        _has_ground(week, row, own=own)
        after = changes.with_hours(week, row, own=own)
        lost = unkept.left(hall, tx, hall.catalogue, replace(hall.catalogue, hours=after)) if after != week else []
        if not confirmed:
            unkept.refuse(0, lost)
        if after != week:
            store.set_hours(tx, after)
            written = (days_text(row.days), hours_text(row.numbers), hours_text(row.counters))
            tx.record(events.HoursSet(row.department, row.service, *written, own, len(lost)), actor=who.actor)
            hall.renew(tx)
        return Answer(200, {"version": tx.seq, "appointments": len(lost), **hours_document(row), "own": own})

    return once(hall, asked, work)


def _has_ground(week: tuple[Hours, ...], row: Hours, *, own: bool) -> None:
    """A centre without hours is open around the clock: hours of one desk alone would close all others."""
    if not (row.department or row.service):
        if not own:
            raise NotAllowed(_NOTHING_ABOVE)
    elif not any(not (one.department or one.service) for one in week):
        raise NotAllowed(_FIRST)


def add_closure(hall: Hall, who: Identity, asked: Asked, row: Row) -> Sent:
    """The closure, 201; 200 when it was there. Raises Conflict where people wait or have appointments and nobody
    confirmed."""
    new = row.closure

    def work(tx: Tx) -> Answer:
        _known(hall, new)
        _in_time(tx, new)
        known = store.closures(tx.db, tx.centre)
        if new in known:
            return Answer(200, {"version": tx.seq, "tickets": 0, "appointments": 0, **closure_document(new)})
        if any(changes.clash(new, one) for one in known):
            raise Conflict(_OTHERWISE)
        waiting = len(concerned(hall, tx, new))
        lost = unkept.left(hall, tx, hall.catalogue, replace(hall.catalogue, closures=(*known, new)))
        if not row.confirmed:
            unkept.refuse(waiting, lost)
        store.set_closures(tx, sorted((*known, new), key=lambda one: one.date))
        tx.record(events.ClosureAdded(*_facts(new), waiting, len(lost)), actor=who.actor)
        hall.renew(tx)
        told = {"version": tx.seq, "tickets": waiting, "appointments": len(lost)}
        return Answer(201, told | closure_document(new))

    return once(hall, asked, work)


def remove_closure(hall: Hall, who: Identity, asked: Asked, key: str, *, confirmed: bool = False) -> Sent:
    """204. Raises Unknown for a closure that is not, or no longer, there, and Conflict where people wait or have
    appointments on a day that is worked no more (one made up for, or worked longer) and nobody confirmed."""

    def work(tx: Tx) -> Answer:
        known = store.closures(tx.db, tx.centre)
        gone = [one for one in known if changes.key(one) == key]
        if not gone:
            raise Unknown("closure")
        kept = tuple(one for one in known if one not in gone)
        after = replace(hall.catalogue, closures=kept)
        waiting, lost = len(_without_day(hall, tx, after)), unkept.left(hall, tx, hall.catalogue, after)
        if not confirmed:
            unkept.refuse(waiting, lost)
        store.set_closures(tx, list(kept))
        tx.record(events.ClosureRemoved(*_facts(gone[0]), waiting, len(lost)), actor=who.actor)
        hall.renew(tx)
        return Answer(204)

    return once(hall, asked, work)


def _known(hall: Hall, row: Hours | Closure) -> None:
    if row.department and row.department not in hall.catalogue.departments:
        raise Unknown("department", "department")
    if row.service and row.service not in hall.catalogue.services:
        raise Unknown("service", "service")


def _in_time(tx: Tx, new: Closure) -> None:
    if wrong := changes.absurd_closure(new):
        raise _invalid("worked_as" if new.worked_as is not None else "service", wrong)
    if new.date < tx.business_date:
        raise Invalid(errors={"date": _PAST})
    if new.date > day_after(tx.business_date, FARTHEST):
        raise Invalid(errors={"date": _FAR})


def _invalid(field: str, wrong: Text) -> Invalid:
    return Invalid(errors={field: Text(wrong.vi, f"It {wrong.en}")})


def concerned(hall: Hall, tx: Tx, new: Closure) -> list[Ticket]:
    """The tickets of today that wait for what is to be closed: they stay valid."""
    if new.worked_as is not None or new.date != tx.business_date:
        return []
    still = tickets.still_open(tx.db, tx.centre, day_after(tx.business_date))
    services = hall.catalogue.services
    named = {
        code for code, one in services.items() if new.service in ("", code) and new.department in ("", one.department)
    }
    return [one for one in still if one.service in named]


def _without_day(hall: Hall, tx: Tx, after: Catalogue) -> list[Ticket]:
    """The tickets of today whose counters would have worked from now on, and would not with this catalogue."""
    if hall.config.line.around_the_clock:
        return []
    day, now, then = tx.business_date, hall.catalogue, local(tx.now, hall.timezone)

    def works(of: Catalogue, code: str) -> bool:
        plan = rules.plan(of.hours, of.closures, of.services[code], day)
        return any(ends > then.hour * 60 + then.minute for _, ends in plan.counters)

    lost = {code for code in now.services if works(now, code) and not works(after, code)}
    return [one for one in tickets.still_open(tx.db, tx.centre, day_after(day)) if one.service in lost]


def _facts(row: Closure) -> tuple[str, str, str, str, str]:
    document = closure_document(row)
    words = ("date", "department", "service", "hours", "worked_as")
    date, department, service, hours, worked_as = (document[name] or "" for name in words)
    return date, department, service, hours, worked_as


def hours_document(row: Hours) -> Document:
    """A row of the week as hours.csv has it; the parts that are empty there are null."""
    scope = {"department": row.department or None, "service": row.service or None}
    return scope | {
        "days": days_text(row.days),
        "numbers": hours_text(row.numbers),
        "counters": hours_text(row.counters),
    }


def closure_document(row: Closure) -> Document:
    """A row about one day; ``hours`` null is the whole day."""
    return {
        **{"id": changes.key(row), "date": row.date},
        **{"department": row.department or None, "service": row.service or None},
        "hours": range_text(row.stretch) if row.stretch else None,
        "worked_as": None if row.worked_as is None else WEEKDAYS[row.worked_as],
        "reason": row.reason,
    }
