"""Opening the database: pragmas, versions, and one server per data folder."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlite_utils import Database as Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.rules.errors import Unavailable
from server.store.migrations import migrations

FILE = "layso.db"
# 16 MB: pages that many commits touch are copied back once.
CHECKPOINT_PAGES = 4_000
Row = tuple[Any, ...]
# A whole transaction is lost to these: nothing after them can be trusted to be recorded.
DISK_FAULTS = (sqlite3.OperationalError, sqlite3.DatabaseError)
# A work's own mistake, although they count as faults of the database: nobody else's write suffers from it.
OWN_FAULTS = (sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.NotSupportedError, sqlite3.InterfaceError)
IntegrityError = sqlite3.IntegrityError
_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


# While opening, another program may be writing, or bringing the log of a killed server home.
OPENING_S = 10.0


class CannotOpen(Exception):
    """The database cannot be used; the message is a sentence for the person at the console."""


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """Turns whatever the disk says while a database is opened into CannotOpen."""
    try:
        yield
    except (*DISK_FAULTS, OSError) as fault:
        raise CannotOpen(f"The database {path} cannot be used: {fault}.") from fault


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite lacks the fault of 3.7.0 to 3.51.2 that can lose committed data (sqlite.org/wal.html)."""
    return version >= _SAFE[0] or any(version[:2] == fixed[:2] and version >= fixed for fixed in _SAFE[1:])


def connect(path: Path, *, writes: bool) -> Database:
    """A connection for one owner at a time; ``writes`` says whether it may checkpoint the log."""
    if not wal_is_safe(sqlite3.sqlite_version_info):
        raise CannotOpen(
            f"SQLite {sqlite3.sqlite_version} can lose committed data (fixed in 3.51.3, 3.50.7 and 3.44.6): "
            "install the package pysqlite3 or a newer SQLite."
        )
    db = Database(sqlite3.connect(str(path), timeout=OPENING_S, check_same_thread=False), execute_plugins=False)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"wal_autocheckpoint={CHECKPOINT_PAGES * writes}",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def place(db: Database) -> tuple[Path, tuple[int, int]]:
    """The name of the open file, and which file that is (device and inode)."""
    path = Path(rows(db, "PRAGMA database_list")[0][2])
    found = path.stat()
    return path, (found.st_dev, found.st_ino)


def at_once(db: Database) -> None:
    """From now on a lock that another program holds is said at once: nobody may wait inside SQLite."""
    db.execute("PRAGMA busy_timeout=0").fetchall()


def rows(db: Database, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """All rows at once: a greenlet never switches with a cursor open.

    A number of rows, and a word that a partial index has in its condition, belong into the text: given as parameters
    they have SQLite plan the statement anew each time.
    """
    found: list[Row] = db.conn.execute(sql, parameters).fetchall()
    return found


def row(db: Database, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    return next(iter(rows(db, sql, parameters)), None)


def version(db: Database) -> int:
    """Another number once another connection has committed; the same all through a snapshot that was read from."""
    found = row(db, "PRAGMA data_version")
    return int(found[0]) if found else 0


@contextmanager
def snapshot(db: Database) -> Iterator[Database]:
    """One consistent view over several queries of a connection that is not inside a transaction."""
    db.execute("BEGIN")
    try:
        yield db
    finally:
        db.execute("ROLLBACK")


def refuse_newer(db: Database) -> None:
    """Raises CannotOpen for a database that a newer program has migrated."""
    known = {step.name for step in migrations._migrations}
    newer = [step.name for step in migrations.applied(db) if step.name not in known]
    if newer:
        raise CannotOpen(
            f"The database was made by a newer version of this program (it has {newer[-1]}): use that version."
        )


def lock(folder: Path) -> IO[str]:
    """Takes the data folder for one server for as long as the returned file stays open."""
    handle = (folder / "server.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        handle.close()
        raise CannotOpen(f"Another server is already running on {folder}.") from taken
    return handle


def of_disk(fault: BaseException) -> bool:
    return isinstance(fault, DISK_FAULTS) and not isinstance(fault, (IntegrityError, *OWN_FAULTS))


def is_busy(fault: BaseException) -> bool:
    return "locked" in str(fault) or "busy" in str(fault)


def unavailable(fault: BaseException) -> Unavailable:
    """What a citizen is told when the disk says no."""
    refusal = Unavailable()
    refusal.__cause__ = fault
    return refusal
