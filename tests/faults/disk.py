"""Faults of the disk under a running server, each for the length of a `with`, and what the database says afterwards."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3 as newest  # type: ignore[attr-defined]

from server.store.database import FILE
from tests.web.running import Demo


@contextmanager
def full(demo: Demo) -> Iterator[None]:
    """No file of the server can grow: the disk has not one byte left."""
    pid, log = demo.process.pid, demo.folder / f"{FILE}-wal"
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def locked(demo: Demo) -> Iterator[None]:
    """Another program is writing, and does not come to an end."""
    with closing(newest.connect(str(demo.folder / FILE), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def gone(demo: Demo) -> Iterator[None]:
    """The files have left their place, as those of a disk that was pulled out."""
    away = demo.folder / "away"
    away.mkdir(exist_ok=True)
    files = sorted(demo.folder.glob(f"{FILE}*"))
    for one in files:
        one.rename(away / one.name)
    try:
        yield
    finally:
        for one in files:
            (away / one.name).rename(one)


def rows(folder: Path, sql: str) -> list[Any]:
    """What the database holds, read by another program."""
    with closing(sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def tickets(folder: Path, service: str) -> list[str]:
    """The numbers given out for a service, in their order."""
    return [one for (one,) in rows(folder, f"SELECT number FROM ticket WHERE service = '{service}' ORDER BY seq")]
