"""Every query about pauses of the whole hall: while one lasts, none of its clocks runs."""

from dataclasses import dataclass

from sqlite_utils import Database

from server.store.database import row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Pause:
    """Instants in UTC milliseconds; ``ended`` None while it lasts. ``message`` is a configured word."""

    began: int
    ended: int | None
    message: str


def current(db: Database, centre: str) -> Pause | None:
    """The pause that lasts now, if any."""
    found = row(db, "SELECT began, ended, message FROM hall_pause WHERE centre = ? AND ended IS NULL", [centre])
    return Pause(*found) if found else None


def since(db: Database, centre: str, instant: int) -> list[Pause]:
    """Pauses that lasted at ``instant`` or began after it, oldest first."""
    sql = (
        "SELECT began, ended, message FROM hall_pause WHERE centre = ? AND (ended IS NULL OR ended > ?) ORDER BY began"
    )
    return [Pause(*one) for one in rows(db, sql, [centre, instant])]


def begin(tx: Tx, message: str) -> None:
    tx.kept.clear()
    tx.run("INSERT INTO hall_pause (centre, began, message) VALUES (?, ?, ?)", [tx.centre, tx.now, message])


def end(tx: Tx) -> None:
    tx.kept.clear()
    tx.run("UPDATE hall_pause SET ended = ? WHERE centre = ? AND ended IS NULL", [tx.now, tx.centre])
