"""Every query about notices: chosen words that stand on boards until they are taken off or the day closes."""

from dataclasses import dataclass

from sqlite_utils import Database

from server.store.database import row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Notice:
    """``area`` "" is the whole hall; ``service`` the line it is about, if it is about one; ``at`` UTC milliseconds."""

    id: str
    message: str
    area: str
    service: str | None
    at: int


_SELECT = "SELECT id, message, area, service, at FROM notice WHERE centre = ?"


def standing(db: Database, centre: str) -> list[Notice]:
    """All that stand now, oldest first."""
    return [Notice(*one) for one in rows(db, f"{_SELECT} ORDER BY at, id", [centre])]


def find(db: Database, centre: str, id: str) -> Notice | None:
    found = row(db, f"{_SELECT} AND id = ?", [centre, id])
    return Notice(*found) if found else None


def put(tx: Tx, notice: Notice) -> None:
    tx.run(
        "INSERT INTO notice (centre, id, message, area, service, at) VALUES (?, ?, ?, ?, ?, ?)",
        [tx.centre, notice.id, notice.message, notice.area, notice.service, notice.at],
    )


def take_off(tx: Tx, id: str) -> None:
    tx.run("DELETE FROM notice WHERE centre = ? AND id = ?", [tx.centre, id])
