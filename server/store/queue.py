"""How a server's works reach the writer: through a queue, and a greenlet that owns the write connection."""

import logging
import time
from collections.abc import Callable, Iterable
from math import inf
from typing import Any, TypeVar

import gevent
from gevent.event import AsyncResult
from gevent.queue import Empty, Queue
from gevent.threadpool import ThreadPool

from server.rules.errors import Unavailable
from server.store import keys
from server.store.database import DISK_FAULTS, place, version
from server.store.writer import Apply, Batch, Outcome, Work, write_all

T = TypeVar("T")
log = logging.getLogger("layso.writer")
TOGETHER = 64
PATIENCE_S = 10.0
LOOK_EVERY_S = 0.5
FRESH_S = 1.0
"""Seconds for which one trial, or a commit that went well, says whether the next would."""
IDLE_S = 5.0
"""Seconds without a commit after which it is tried whether there could be one."""
BACKLOG = 2_000
ENDING_S = 0.1
"""Of the seconds to stop in, what is left for refusing those whose work was not written."""
Waiting = tuple[Work[Any], Any, float]
"""A work, where its outcome is waited for (None: nowhere), and when it was asked for (perf_counter)."""


def _quiet(asked: list[float]) -> None:
    """Nobody measures."""


def _unheard(failing: bool) -> None:
    """Nobody is told."""


class Queued:
    """A greenlet that owns the write connection; only COMMIT leaves its thread, so a slow disk stalls no socket.

    Another looks each half second for who has waited too long: to time each write by itself would cost all of them.
    ``committed`` hears after each commit when its writes were asked for (perf_counter). ``failing_since`` is when
    (monotonic) a batch first failed, as long as no later one was committed; ``committed_at`` when the last one was.
    ``failing`` hears when that begins and ends, both of which are found out though nobody writes.
    """

    def __init__(self, batch: Batch, apply: Apply, elsewhere: Callable[[], None]) -> None:
        self.batch, self.apply, self.elsewhere = batch, apply, elsewhere
        batch.elsewhere = elsewhere
        self.disk = ThreadPool(1)
        self.queue: Any = Queue()
        self.begun: list[Waiting] = []
        self.began_at = 0.0
        self.seen = version(self.batch.db)
        self.path, self.opened = place(batch.db)
        self.failing_since: float | None = None
        self.committed_at = self.tried_at = -inf
        self.landed, self.ended, self.until = False, False, inf
        self.looked = 0.0
        self.trial: Any = None
        self.committed: Callable[[list[float]], None] = _quiet
        self.failing: Callable[[bool], None] = _unheard
        self.greenlet, self.watcher = gevent.spawn(self._run), gevent.spawn(self._watch)

    def write(self, work: Work[T]) -> T:
        """The work's result once it is safely on disk. Raises Unavailable when that takes too long.

        Then it never happens, unless it was already being committed: that cannot be taken back.
        """
        if self.ended or self.queue.qsize() >= BACKLOG:
            raise Unavailable
        answer: Any = AsyncResult()
        self.queue.put((work, answer, time.perf_counter()))
        try:
            outcome: Outcome[T] = answer.get()
        except BaseException:
            # Who is killed while waiting wants nothing any more.
            answer.set()
            raise
        return outcome.get()

    def post(self, work: Work[T]) -> None:
        """Has a work written that nobody waits for; under pressure it is left out."""
        if self.queue.qsize() < TOGETHER:
            self.queue.put((work, None, time.perf_counter()))

    def try_out(self) -> None:
        """Raises Unavailable when nothing can be committed. One trial a second at most, whoever asks how often."""
        if self.failing_since is None and time.monotonic() - self.committed_at < FRESH_S:
            return
        if not self._tried().get():
            raise Unavailable

    def _tried(self) -> Any:
        """The newest trial, which may not have come to its end."""
        now, trial = time.monotonic(), self.trial
        if trial is None or (trial.ready() and (trial.value or now - self.tried_at >= FRESH_S)):
            trial = self.trial = gevent.spawn(self._try_out)
        return trial

    def _try_out(self) -> bool:
        try:
            self.write(keys.try_out)
        except Exception:
            return False
        finally:
            self.tried_at = time.monotonic()
        return True

    def stop(self, within_s: float) -> bool:
        """Writes what waits, then ends. False: the disk owes an answer; what has not begun by then never happens."""
        self.until, self.ended = time.monotonic() + max(0.0, within_s - ENDING_S), True
        self.queue.put(None)
        self.greenlet.join(timeout=within_s)
        # Where no work is begun the end only wants its turn, however late a busy machine gives it.
        while not (self.begun or self.greenlet.ready()):
            self.greenlet.join(timeout=ENDING_S)
        self.watcher.kill()
        for one in self._left() + self.begun:
            _refuse(one)
        # Whenever the disk answers, this is the end of it.
        self.queue.put(None)
        return bool(self.greenlet.ready())

    def _left(self) -> list[Waiting]:
        waiting = [self.queue.get_nowait() for _ in range(self.queue.qsize())]
        return [one for one in waiting if one is not None]

    def _run(self) -> None:
        while True:
            waiting, last = self._take()
            if waiting:
                self._write(waiting)
            if last:
                return
            self._look()

    def _take(self) -> tuple[list[Waiting], bool]:
        waiting: list[Any] = []
        try:
            waiting.append(self.queue.get(timeout=LOOK_EVERY_S))
            # Whoever is just being read joins this commit instead of waiting for the next.
            gevent.sleep(0)
            while len(waiting) < TOGETHER:
                waiting.append(self.queue.get_nowait())
        except Empty:
            pass
        return _wanted(item for item in waiting if item is not None), None in waiting

    def _write(self, waiting: list[Waiting]) -> None:
        self.begun, self.began_at, self.landed = waiting, time.perf_counter(), False
        outcomes = self._until_free() if self._there() else _no(waiting)
        self._note(not self.landed, outcomes)
        begun, self.begun = self.begun, []
        for (_, answer, _), outcome in zip(begun, outcomes, strict=True):
            if answer is not None and not answer.ready():
                answer.set(outcome)
        if self.landed:
            self._count(begun)

    def _count(self, begun: list[Waiting]) -> None:
        try:
            self.committed([asked for _, _, asked in begun])
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

    def _note(self, failing: bool, outcomes: list[Outcome[Any]]) -> None:
        if failing == (self.failing_since is not None):
            return
        self.failing_since = time.monotonic() if failing else None
        if failing:
            why = next((one.refused.__cause__ for one in outcomes if one.refused), None)
            log.error("nothing can be written into %s", self.path, exc_info=why)
        try:
            self.failing(failing)
        except Exception:
            log.exception("nobody was told whether anything can be written")

    def _until_free(self) -> list[Outcome[Any]]:
        """Another process may be writing: then the works wait, but no other greenlet does."""
        until = time.monotonic() + PATIENCE_S / 2
        while True:
            try:
                return write_all(self.batch, [work for work, _, _ in self.begun], self._commit, self.apply)
            except DISK_FAULTS as busy:
                if time.monotonic() > min(until, self.until):
                    return _no(self.begun)
                log.debug("waiting for another writer: %s", busy)
                gevent.sleep(0.005)
                self.begun = _wanted(self.begun)
            except Exception as fault:
                log.exception("the writer failed")
                self._roll_back()
                return [Outcome(refused=fault) for _ in self.begun]

    def _roll_back(self) -> None:
        try:
            self.batch.rollback()
        except Exception:
            # The next batch fails for what stays open, and rolls it back; nobody else writes if this greenlet ends.
            log.exception("what failed could not be rolled back")

    def _commit(self) -> None:
        self.disk.apply(self.batch.commit)
        self.landed, self.committed_at = True, time.monotonic()

    def _watch(self) -> None:
        while True:
            gevent.sleep(LOOK_EVERY_S)
            self._refuse_before(time.perf_counter() - PATIENCE_S)
            idle = time.monotonic() - max(self.committed_at, self.tried_at)
            if self.failing_since is not None or idle >= IDLE_S:
                self._tried()

    def _refuse_before(self, then: float) -> None:
        """Refuses whoever has waited since before ``then`` (perf_counter): what is not yet in a COMMIT is dropped."""
        if self.begun and self.began_at < then:
            # A disk that hangs lets no batch come to its end; a busy machine only lets it begin late.
            self._note(True, [])
        while self.queue.qsize() and (oldest := self.queue.peek_nowait()) is not None and oldest[2] < then:
            self.queue.get_nowait()
            _refuse(oldest)
        for one in self.begun:
            if one[2] < then:
                _refuse(one)

    def _look(self) -> None:
        """Notices what a command line wrote beside this server."""
        if time.monotonic() - self.looked < LOOK_EVERY_S:
            return
        self.looked = time.monotonic()
        try:
            now = version(self.batch.db)
            if now != self.seen:
                self.seen = now
                self.elsewhere()
        except Exception:
            log.exception("could not look for changes made elsewhere")


def _no(waiting: list[Waiting]) -> list[Outcome[Any]]:
    return [Outcome(refused=Unavailable()) for _ in waiting]


def _wanted(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those whose asker has not been answered meanwhile, or gone."""
    return [one for one in waiting if one[1] is None or not one[1].ready()]


def _refuse(one: Waiting) -> None:
    if one[1] is not None and not one[1].ready():
        one[1].set(Outcome(refused=Unavailable()))
