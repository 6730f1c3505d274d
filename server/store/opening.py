"""Every query about hours: the weekly ones, the days that differ, and what was decided for a day."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlite_utils import Database

from server.rules.catalogue import Closure, Hours, Text
from server.rules.opening import Ruling
from server.store.database import row, rows
from server.store.writer import Tx

HALL = ""
"""In the place of a service's code: the whole hall."""


def hours(db: Database, centre: str) -> tuple[Hours, ...]:
    sql = "SELECT department, service, days, numbers, counters FROM hours WHERE centre = ? ORDER BY position"
    return tuple(_hours(one) for one in rows(db, sql, [centre]))


def _hours(values: Any) -> Hours:
    department, service, days, numbers, counters = values
    numbers, counters = (tuple((a, b) for a, b in orjson.loads(one)) for one in (numbers, counters))
    return Hours(department, service, tuple(orjson.loads(days)), numbers, counters)


def closures(db: Database, centre: str) -> tuple[Closure, ...]:
    sql = (
        "SELECT date, department, service, begins, ends, worked_as, reason_vi, reason_en FROM closure "
        "WHERE centre = ? ORDER BY position"
    )
    return tuple(_closure(one) for one in rows(db, sql, [centre]))


def _closure(values: Any) -> Closure:
    date, department, service, begins, ends, worked_as, vi, en = values
    stretch = None if begins is None else (begins, ends)
    return Closure(date, department, service, stretch, worked_as, Text(vi, en))


def hours_row(one: Hours) -> dict[str, Any]:
    lists = {"days": one.days, "numbers": one.numbers, "counters": one.counters}
    return {"department": one.department, "service": one.service} | {k: _json(v) for k, v in lists.items()}


def _json(facts: Any) -> str:
    return orjson.dumps(facts).decode()


def closure_row(one: Closure) -> dict[str, Any]:
    begins, ends = one.stretch or (None, None)
    facts = {"date": one.date, "department": one.department, "service": one.service, "begins": begins, "ends": ends}
    return facts | {"worked_as": one.worked_as, "reason_vi": one.reason.vi, "reason_en": one.reason.en}


def rulings(db: Database, centre: str, day: str) -> dict[str, Ruling]:
    """What was decided for a day: a service's code (HALL: the whole hall) -> Ruling. Nothing decided: not there."""
    sql = "SELECT service, stopped, opened, closed, closing FROM ruling WHERE business_date = ? AND centre = ?"
    return {str(one[0]): Ruling(bool(one[1]), *one[2:]) for one in rows(db, sql, [day, centre])}


def rule(tx: Tx, service: str, ruling: Ruling) -> None:
    """Puts what is decided for today in the place of what was."""
    tx.kept.clear()
    tx.run(
        "INSERT INTO ruling (centre, business_date, service, stopped, opened, closed, closing) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (business_date, service, centre) DO UPDATE SET "
        "stopped = excluded.stopped, opened = excluded.opened, closed = excluded.closed, closing = excluded.closing",
        [
            *(tx.centre, tx.business_date, service),
            *(int(ruling.stopped), ruling.opened, ruling.closed, ruling.closing),
        ],
    )


def turned(db: Database, centre: str, day: str) -> int | None:
    """Up to which instant of a day it was noted that hours began or ended."""
    found = row(
        db, "SELECT turned FROM ruling WHERE business_date = ? AND service = ? AND centre = ?", [day, HALL, centre]
    )
    return found[0] if found else None


def turn(tx: Tx, at: int) -> None:
    tx.run(
        "INSERT INTO ruling (centre, business_date, service, stopped, turned) VALUES (?, ?, ?, 0, ?) "
        "ON CONFLICT (business_date, service, centre) DO UPDATE SET turned = excluded.turned",
        [tx.centre, tx.business_date, HALL, at],
    )


def cap(db: Database, centre: str, service: str) -> int | None:
    found = row(db, "SELECT cap FROM service WHERE centre = ? AND code = ?", [centre, service])
    return found[0] if found else None


def set_cap(tx: Tx, service: str, cap: int | None) -> None:
    tx.run("UPDATE service SET cap = ? WHERE centre = ? AND code = ?", [cap, tx.centre, service])


def set_hours(tx: Tx, week: Sequence[Hours]) -> None:
    """Puts this week in the place of the present one."""
    tx.run("DELETE FROM hours WHERE centre = ?", [tx.centre])
    tx.insert("hours", [hours_row(one) for one in week])


def set_closures(tx: Tx, closures: Sequence[Closure]) -> None:
    """Puts these closures in the place of the present ones."""
    tx.run("DELETE FROM closure WHERE centre = ?", [tx.centre])
    tx.insert("closure", [closure_row(one) for one in closures])


def issued(db: Database, centre: str, day: str, service: str) -> int:
    """How many numbers of a service's series were given on a day."""
    sql = "SELECT last FROM line WHERE centre = ? AND business_date = ? AND service = ?"
    found = row(db, sql, [centre, day, service])
    return int(found[0]) if found else 0
