"""The store as the hall holds it: one connection that reads, one writer, and the file they share."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

from sqlite_utils import Database

from server.rules.catalogue import Centre, Text
from server.store import catalogue
from server.store.database import DISK_FAULTS, FILE, at_once, connect, lock, opened, snapshot, unavailable
from server.store.direct import PATIENCE_S, Direct
from server.store.upgrade import migrate
from server.store.writer import Apply, Batch, Clock, Tx, Work

if TYPE_CHECKING:
    from server.store.queue import Queued

T = TypeVar("T")


@dataclass(slots=True)
class Store:
    """``write`` runs a work in a durable transaction; ``reading`` gives one consistent view.

    Both raise Unavailable when the disk does not let them.
    """

    folder: Path
    centre: str
    db: Database
    writer: "Direct | Queued"
    handle: IO[str] | None = None

    def write(self, work: Work[T]) -> T:
        return self.writer.write(work)

    def post(self, work: Work[T]) -> None:
        """Has a work written that nobody waits for, such as when somebody was last seen."""
        self.writer.post(work)

    def try_out(self) -> None:
        """Raises Unavailable when nothing can be committed."""
        self.writer.try_out()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        try:
            with snapshot(self.db) as db:
                yield db
        except DISK_FAULTS as fault:
            raise unavailable(fault) from fault

    def close(self, within_s: float = PATIENCE_S) -> bool:
        """Writes what waits and closes the files. False when the disk gives no answer so long: then they stay open."""
        if not self.writer.stop(within_s):
            # To close a connection is to wait for what its other thread does with it.
            return False
        self.writer.batch.db.close()
        self.db.close()
        if self.handle:
            self.handle.close()
        return True


def _nothing(tx: Tx) -> None:
    """Opens a business day without closing the one before."""


def _ignore(effects: Any) -> None:
    """A command line has no screens; the running server notices by itself."""


def open_store(
    folder: Path,
    centre: str,
    clock: Clock,
    *,
    opening: Work[None] = _nothing,
    apply: Apply = _ignore,
    elsewhere: Callable[[], None] | None = None,
) -> Store:
    """Opens the folder's database, bringing it up to date. ``elsewhere`` makes it a server's: locked, with a queue.

    Raises CannotOpen with a sentence for the console.
    """
    path = folder / FILE
    with opened(path), ExitStack() as undo:
        folder.mkdir(parents=True, exist_ok=True)
        handle = undo.enter_context(lock(folder)) if elsewhere else None
        writes = _founded(path, centre, serves=elsewhere is not None)
        reads = connect(path, writes=False)
        undo.pop_all()
    for db in (writes, reads):
        at_once(db)
    batch = Batch(writes, centre, clock, opening)
    writer = _queued(batch, apply, elsewhere) if elsewhere else Direct(batch, apply)
    return Store(folder, centre, reads, writer, handle)


def _founded(path: Path, centre: str, *, serves: bool) -> Database:
    """The connection that writes, to a database that is up to date and has its centre."""
    migrate(path, locked=serves)
    writes = connect(path, writes=serves)
    unnamed = Centre(centre, Text("Trung tâm", "Centre"), "Asia/Ho_Chi_Minh")
    catalogue.found_centre(writes, unnamed, secrets.token_urlsafe(32))
    return writes


def _queued(batch: Batch, apply: Apply, elsewhere: Callable[[], None]) -> "Queued":
    # A command line has no use for greenlets.
    from server.store.queue import Queued

    return Queued(batch, apply, elsewhere)
