"""How works reach the writer: directly from a command line, or through a queue and its greenlet in a server."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from server.rules.errors import Unavailable
from server.store.database import DISK_FAULTS, place, row
from server.store.writer import Apply, Batch, Outcome, Work, write_all

T = TypeVar("T")
log = logging.getLogger("layso.writer")
TOGETHER = 64
PATIENCE_S = 10.0
LOOK_EVERY_S = 0.5
BACKLOG = 2_000


class Direct:
    """Writes one work at a time, waiting for whoever else is writing: the command line."""

    def __init__(self, batch: Batch, apply: Apply) -> None:
        self.batch, self.apply = batch, apply

    def write(self, work: Work[T]) -> T:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                outcome: Outcome[T] = write_all(self.batch, [work], self.batch.commit, self.apply)[0]
                return outcome.get()
            except DISK_FAULTS:
                if time.monotonic() > until:
                    raise Unavailable from None
                time.sleep(0.01)

    def post(self, work: Work[T]) -> None:
        """Writes what nobody waits for."""
        self.write(work)

    def stop(self) -> None:
        """Nothing waits."""


def _quiet(asked: list[float]) -> None:
    """Nobody measures."""


class Queued:
    """A greenlet that owns the write connection; only COMMIT leaves its thread, so a slow disk stalls no socket.

    ``committed`` hears after each commit when its writes were asked for (perf_counter). ``failing_since`` is when
    (seconds since 1970) the disk first refused, as long as no later batch was committed.
    """

    def __init__(self, batch: Batch, apply: Apply, elsewhere: Callable[[], None]) -> None:
        import gevent
        from gevent.queue import Queue
        from gevent.threadpool import ThreadPool

        self.batch, self.apply, self.elsewhere = batch, apply, elsewhere
        batch.elsewhere = elsewhere
        self.disk = ThreadPool(1)
        self.queue: Any = Queue()
        self.seen = self._data_version()
        self.path, self.opened = place(batch.db)
        self.failing_since: float | None = None
        self.looked = 0.0
        self.committed: Callable[[list[float]], None] = _quiet
        self.greenlet = gevent.spawn(self._run)

    def write(self, work: Work[T]) -> T:
        """The work's result once it is safely on disk. Unavailable when that takes too long: it may yet happen."""
        from gevent import Timeout
        from gevent.event import AsyncResult

        if self.queue.qsize() >= BACKLOG:
            raise Unavailable
        answer: Any = AsyncResult()
        self.queue.put((work, answer, time.perf_counter()))
        try:
            outcome: Outcome[T] = answer.get(timeout=PATIENCE_S)
        except Timeout:
            raise Unavailable from None
        return outcome.get()

    def post(self, work: Work[T]) -> None:
        """Has a work written that nobody waits for; under pressure it is left out."""
        if self.queue.qsize() < TOGETHER:
            self.queue.put((work, None, time.perf_counter()))

    def stop(self) -> None:
        """Writes what waits, then ends."""
        self.queue.put(None)
        self.greenlet.join(timeout=PATIENCE_S)

    def _run(self) -> None:
        while True:
            waiting, last = self._take()
            if waiting:
                self._write(waiting)
            if last:
                return
            self._look()

    def _take(self) -> tuple[list[Any], bool]:
        import gevent
        from gevent.queue import Empty

        waiting: list[Any] = []
        try:
            waiting.append(self.queue.get(timeout=LOOK_EVERY_S))
            # Whoever is just being read joins this commit instead of waiting for the next.
            gevent.sleep(0)
            while len(waiting) < TOGETHER:
                waiting.append(self.queue.get_nowait())
        except Empty:
            pass
        return [item for item in waiting if item is not None], None in waiting

    def _write(self, waiting: list[Any]) -> None:
        works = [work for work, _, _ in waiting]
        outcomes = self._until_free(works) if self._there() else [Outcome(refused=Unavailable()) for _ in works]
        self._note(outcomes)
        for (_, answer, _), outcome in zip(waiting, outcomes, strict=True):
            if answer is not None:
                answer.set(outcome)
        try:
            self.committed([asked for _, _, asked in waiting])
        except Exception:
            # Whoever counts may fail; nobody else writes if this greenlet ends.
            log.exception("a commit was not counted")

    def _there(self) -> bool:
        """Whether the open file still has its name: one that was removed goes on taking commits, until it is closed."""
        try:
            now = self.path.stat()
        except OSError:
            return False
        return (now.st_dev, now.st_ino) == self.opened

    def _note(self, outcomes: list[Outcome[Any]]) -> None:
        if not all(isinstance(outcome.refused, Unavailable) for outcome in outcomes):
            self.failing_since = None
        elif self.failing_since is None:
            self.failing_since = time.time()
            log.error("nothing can be written into %s", self.path)

    def _until_free(self, works: list[Work[Any]]) -> list[Outcome[Any]]:
        """Another process may be writing: then the works wait, but no other greenlet does."""
        import gevent

        until = time.monotonic() + PATIENCE_S / 2
        while True:
            try:
                return write_all(self.batch, works, self._commit, self.apply)
            except DISK_FAULTS as busy:
                if time.monotonic() > until:
                    return [Outcome(refused=Unavailable()) for _ in works]
                log.debug("waiting for another writer: %s", busy)
                gevent.sleep(0.005)
            except Exception as fault:
                log.exception("the writer failed")
                self.batch.rollback()
                return [Outcome(refused=fault) for _ in works]

    def _commit(self) -> None:
        self.disk.apply(self.batch.commit)

    def _look(self) -> None:
        """Notices what a command line wrote beside this server."""
        if time.monotonic() - self.looked < LOOK_EVERY_S:
            return
        self.looked = time.monotonic()
        try:
            version = self._data_version()
            if version != self.seen:
                self.seen = version
                self.elsewhere()
        except Exception:
            log.exception("could not look for changes made elsewhere")

    def _data_version(self) -> int:
        found = row(self.batch.db, "PRAGMA data_version")
        return int(found[0]) if found else 0
