"""What the disk alone takes: a bare SQLite commit, as durable as the hall's."""

import time
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

ROW = "x" * 1500
"""About what a ticket, its event and its slip's job take."""


class Disk:
    """A database that does nothing but commit."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(str(path), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self.db.execute(f"PRAGMA {pragma}").fetchall()
        self.db.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, text TEXT)")

    def commit(self) -> float:
        """Seconds for one row."""
        began = time.perf_counter()
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("INSERT INTO fact (text) VALUES (?)", [ROW])
        self.db.execute("COMMIT")
        return time.perf_counter() - began

    def commits(self, count: int, pause_s: float = 0.0) -> list[float]:
        took = []
        for _ in range(count):
            took.append(self.commit())
            time.sleep(pause_s)
        return took

    def close(self) -> None:
        self.db.close()
