"""A store as a server holds it: the greenlet that writes, a clock that stands still, a work to give it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gevent

from server.rules import events
from server.store.events import verify
from server.store.queue import Queued
from server.store.store import Store, open_store
from server.store.writer import Tx

NOON = 1_795_410_000_000
CENTRE = "quangninh"


class Shelf:
    """One open store; ``works`` is the number of events written by ``note``."""

    def __init__(self, folder: Path, *, queued: bool = True) -> None:
        self.folder, self.now, self.elsewhere = folder, NOON, 0
        notices = self._noticed if queued else None
        self.store: Store = open_store(folder, CENTRE, lambda: self.now, elsewhere=notices)

    def _noticed(self) -> None:
        self.elsewhere += 1

    @property
    def writer(self) -> Queued:
        assert isinstance(self.store.writer, Queued)
        return self.store.writer

    def note(self) -> int:
        return self.store.write(note)

    def seqs(self) -> list[int]:
        with self.store.reading() as db:
            return [int(one[0]) for one in db.execute("SELECT seq FROM event ORDER BY seq").fetchall()]

    def verify(self) -> tuple[int, int | None]:
        with self.store.reading() as db:
            return verify(db, CENTRE)

    def together(self, works: list[Callable[[Tx], Any]]) -> list[Any]:
        """What came of works that were asked for at the same moment: values, or what was raised."""
        asked = [gevent.spawn(self._tried, work) for work in works]
        gevent.joinall(asked, timeout=20, raise_error=True)
        return [one.value for one in asked]

    def _tried(self, work: Callable[[Tx], Any]) -> Any:
        try:
            return self.store.write(work)
        except Exception as refused:
            return refused

    @contextmanager
    def commit(self, replacement: Callable[[], None]) -> Iterator[None]:
        """Commits by something else for a while."""
        batch = self.store.writer.batch
        batch.commit = replacement  # type: ignore[method-assign]
        yield
        del batch.commit


def note(tx: Tx) -> int:
    """A work that writes one event; its seq."""
    return tx.record(events.DeviceRevoked("d"), actor="test")


def rude(tx: Tx) -> int:
    """A work that writes, and then thinks better of it."""
    note(tx)
    raise ValueError("no")


def twice(tx: Tx) -> int:
    """A work that the database itself forbids."""
    seq = note(tx)
    tx.db.execute("INSERT INTO event SELECT * FROM event WHERE seq = ?", [seq])
    return seq


def in_a_thread(wait: threading.Event) -> None:
    """Waits for something another thread does, without stopping the other greenlets."""
    assert gevent.get_hub().threadpool.apply(wait.wait, (20,))


class Hung:
    """A commit that is on the disk's side of things until ``go``."""

    def __init__(self, shelf: Shelf) -> None:
        self._really = shelf.writer.batch.commit
        self._entered, self.go = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self._entered.set()
        assert self.go.wait(20)
        self._really()

    def entered(self) -> None:
        in_a_thread(self._entered)
