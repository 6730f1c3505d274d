"""Every query about appointments."""

from dataclasses import dataclass

from sqlite_utils import Database

from server.store.database import row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody may come for ``service`` at ``at`` (UTC milliseconds); ``code`` is unique on its day."""

    business_date: str
    code: str
    service: str
    at: int
    cancelled: bool = False

    @property
    def id(self) -> str:
        return f"{self.business_date}-{self.code}"

    @property
    def source(self) -> str:
        """What the ticket taken for it is marked with, so that there is one."""
        return f"appointment:{self.id}"


_SELECT = "SELECT business_date, code, service, at, cancelled FROM appointment WHERE centre = ?"


def _appointment(values: tuple[object, ...]) -> Appointment:
    day, code, service, at, cancelled = values
    return Appointment(str(day), str(code), str(service), int(str(at)), bool(cancelled))


def appointment(db: Database, centre: str, day: str, code: str) -> Appointment | None:
    found = row(db, f"{_SELECT} AND code = ? AND business_date = ?", [centre, code, day])
    return _appointment(found) if found else None


def with_code(db: Database, centre: str, code: str, since: str) -> list[Appointment]:
    """Appointments of any day from ``since`` on that have this code, the nearest first."""
    found = rows(db, f"{_SELECT} AND code = ? AND business_date >= ? ORDER BY business_date", [centre, code, since])
    return [_appointment(one) for one in found]


def appointments(db: Database, centre: str, day: str) -> list[Appointment]:
    """A day's appointments, in the order of their times."""
    found = rows(db, f"{_SELECT} AND business_date = ? ORDER BY at, code", [centre, day])
    return [_appointment(one) for one in found]


def ahead(db: Database, centre: str, service: str, since: str) -> list[Appointment]:
    """Appointments for a service from a day on that are neither cancelled nor kept yet, the nearest first."""
    where = "service = ? AND business_date >= ? AND cancelled = 0 ORDER BY business_date, at"
    found = [_appointment(one) for one in rows(db, f"{_SELECT} AND {where}", [centre, service, since])]
    return [one for one in found if sourced(db, centre, one.source) is None]


def insert(tx: Tx, one: Appointment) -> bool:
    """Whether it was written: not when the day has such a code already."""
    cursor = tx.run(
        "INSERT INTO appointment (centre, business_date, code, service, at, cancelled) VALUES (?, ?, ?, ?, ?, 0) "
        "ON CONFLICT DO NOTHING",
        [tx.centre, one.business_date, one.code, one.service, one.at],
    )
    return int(cursor.rowcount) == 1


def cancel(tx: Tx, one: Appointment) -> None:
    where = "code = ? AND business_date = ? AND centre = ?"
    tx.run(f"UPDATE appointment SET cancelled = 1 WHERE {where}", [one.code, one.business_date, tx.centre])


def sourced(db: Database, centre: str, source: str) -> tuple[str, str] | None:
    """(id, number) of the ticket that this gave, if it did."""
    found = row(db, "SELECT id, number FROM ticket WHERE source = ? AND centre = ?", [source, centre])
    return (str(found[0]), str(found[1])) if found else None
