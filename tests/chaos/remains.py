"""What the database of a server that no longer runs holds."""

import contextlib
import json
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.store.database import FILE
from server.store.events import COLUMNS
from tests.chaos.asked import Past, Row


def past(folder: Path) -> Past:
    """The log, the tickets and the answers remembered."""
    with contextlib.closing(sqlite3.connect(str(folder / FILE))) as db:
        log = _rows(db, f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY seq")
        tickets = [{k: v for k, v in row.items() if k != "centre"} for row in _rows(db, "SELECT * FROM ticket")]
        answers = db.execute('SELECT "key", body FROM idempotency').fetchall()
    decoded = [row | {name: json.loads(row[name]) for name in ("before", "after", "details")} for row in log]
    return Past(decoded, {row["id"]: row for row in tickets}, {key: body.encode() for key, body in answers})


def _rows(db: Any, sql: str) -> list[Row]:
    cursor = db.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def serves(folder: Path) -> dict[str, dict[str, int]]:
    """What each counter serves, and how much it prefers it."""
    with contextlib.closing(sqlite3.connect(str(folder / FILE))) as db:
        found: dict[str, dict[str, int]] = {}
        for counter, service, minutes in db.execute("SELECT counter, service, preference FROM counter_service"):
            found.setdefault(counter, {})[service] = minutes
    return found
