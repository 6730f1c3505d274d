"""The print agent: one owner per printer takes its jobs in turn, and one reporter says what became of each."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PIL import Image

from kiosk.printer import Heavy, Outcome, Printer, open_printer
from kiosk.printer_contract import at_once
from kiosk.printer_outcome import CODES
from kiosk.slip import Slip, draw
from server.config.models import Printer as Config

_log = logging.getLogger(__name__)
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Job:
    """One slip to print once. `begun`: its bytes may have gone out before a restart, so it is not printed again."""

    id: str
    ticket: str
    printer: str
    slip: Slip
    begun: bool = False


Report = Callable[[Sequence[tuple[Job, Outcome]]], None]
Draw = Callable[[Slip, int], Image.Image]


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer was when last heard of: a word of CODES, a warning or "", since when, and jobs waiting."""

    code: str
    warning: str
    since: datetime
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Ways:
    """How the agent does things; each can be replaced. `limit` is jobs per printer, `look_every` idle seconds.

    `started` marks a job as begun where a restart will find it, before a byte goes out; if it raises, nothing is
    sent. `heavy` runs what keeps a processor busy. `look_every` None never asks an idle printer how it is.
    """

    started: Callable[[Job], None] = lambda job: None
    draw: Draw = draw
    heavy: Heavy = at_once
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    limit: int = 200
    look_every: float | None = 30.0
    retry_after: float = 1.0


class Agent:
    """Prints the jobs it is handed and reports each exactly once, from its own thread, several at a time.

    `report` may be slow and may fail: it is asked again with the same outcomes until it returns.
    """

    def __init__(self, printers: Mapping[str, Config], report: Report, ways: Ways | None = None) -> None:
        ways = ways or Ways()
        self._reporter = _Reporter(report, ways.retry_after)
        opened = {name: (config, open_printer(config, ways.heavy)) for name, config in printers.items()}
        self._instant = {name: printer for name, (_, printer) in opened.items() if printer.instant}
        self._since = ways.now()
        self._owners = {
            name: _Owner(name, printer, config.width, ways, self._reporter)
            for name, (config, printer) in opened.items()
            if not printer.instant
        }
        self._stopping = False
        for owner in self._owners.values():
            owner.start()
        self._reporter.start()

    def submit(self, jobs: Iterable[Job]) -> None:
        """Takes jobs; returns at once, prints nothing itself and reports nothing from the caller's thread.

        After `stop` jobs are left alone: they are still queued where they came from.
        """
        if self._stopping:
            return
        for job in jobs:
            if refusal := self._hand_over(job):
                self._reporter.put(job, Outcome.of(refusal))

    def _hand_over(self, job: Job) -> str | None:
        """Gives the job to its printer; the code of its outcome where it is known already."""
        if job.begun:
            return "interrupted"
        if job.printer in self._instant:
            return "shown"
        owner = self._owners.get(job.printer)
        if owner is None:
            return "no-printer"
        return None if owner.offer(job) else "queue-full"

    def states(self) -> dict[str, PrinterState]:
        """How each printer was when last heard of, for the people who refill paper."""
        shown = {name: PrinterState("shown", "", self._since) for name in self._instant}
        return shown | {name: owner.state() for name, owner in self._owners.items()}

    def stop(self, timeout: float = 2.0) -> bool:
        """Finishes the slips being printed and the reports; True if that took less than `timeout` seconds.

        Jobs not begun are neither printed nor reported: hand them in again at the next start.
        """
        self._stopping = True
        ends = time.monotonic() + timeout
        for owner in self._owners.values():
            owner.leave()
        for owner in self._owners.values():
            owner.join(max(0.0, ends - time.monotonic()))
        self._reporter.leave()
        self._reporter.join(max(0.0, ends - time.monotonic()))
        return not any(thread.is_alive() for thread in (*self._owners.values(), self._reporter))


class _Owner(threading.Thread):
    """The only one that touches its printer: prints the jobs in turn, and looks after it when idle."""

    def __init__(self, name: str, printer: Printer, width: int, ways: Ways, reporter: "_Reporter") -> None:
        super().__init__(name=f"printer {name}", daemon=True)
        self._printer, self._width, self._ways, self._reporter = printer, width, ways, reporter
        self._jobs: queue.Queue[Job | None] = queue.Queue(ways.limit)
        self._leaving = threading.Event()
        self._state = PrinterState("unknown", "", ways.now())

    def offer(self, job: Job) -> bool:
        """Whether there was room for the job."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        return True

    def leave(self) -> None:
        self._leaving.set()
        # Wakes an idle owner; a full queue needs no waking.
        self._offer_nothing()

    def _offer_nothing(self) -> None:
        try:
            self._jobs.put_nowait(None)
        except queue.Full:
            return

    def state(self) -> PrinterState:
        known = self._state
        return PrinterState(known.code, known.warning, known.since, self._jobs.qsize())

    def run(self) -> None:
        if self._ways.look_every is not None:
            self._look()
        while not self._leaving.is_set():
            try:
                job = self._jobs.get(timeout=self._ways.look_every)
            except queue.Empty:
                self._look()
                continue
            if job is not None and not self._leaving.is_set():
                self._finish(job, self._print(job))

    def _print(self, job: Job) -> Outcome:
        try:
            image = self._ways.heavy(lambda: self._ways.draw(job.slip, self._width))
        except Exception:
            _log.exception("The slip of print job %s could not be drawn.", job.id)
            return Outcome.of("not-drawn")
        try:
            return self._printer.print(image, lambda: self._ways.started(job))
        except Exception:
            _log.exception("Print job %s failed.", job.id)
            return Outcome.of("fault")

    def _finish(self, job: Job, outcome: Outcome) -> None:
        self._note(outcome)
        self._reporter.put(job, outcome)

    def _look(self) -> None:
        try:
            self._note(self._printer.check())
        except Exception:
            _log.exception("The printer could not be asked how it is.")

    def _note(self, outcome: Outcome) -> None:
        known = self._state
        if CODES[outcome.code].of_job or (outcome.code, outcome.warning) == (known.code, known.warning):
            return
        since = known.since if outcome.code == known.code else self._ways.now()
        self._state = PrinterState(outcome.code, outcome.warning, since)


class _Reporter(threading.Thread):
    """Hands outcomes on, together where several wait, and again until they were taken."""

    def __init__(self, report: Report, retry_after: float) -> None:
        super().__init__(name="print reports", daemon=True)
        self._report, self._retry_after = report, retry_after
        self._done: queue.Queue[tuple[Job, Outcome] | None] = queue.Queue()
        self._leaving = threading.Event()

    def put(self, job: Job, outcome: Outcome) -> None:
        self._done.put((job, outcome))

    def leave(self) -> None:
        self._leaving.set()
        self._done.put(None)

    def run(self) -> None:
        last = False
        while not last:
            batch, last = self._batch()
            while batch and not self._told(batch) and not self._leaving.wait(self._retry_after):
                continue

    def _batch(self) -> tuple[list[tuple[Job, Outcome]], bool]:
        """What waits, at least one; and whether nothing comes after it."""
        found = [self._done.get()]
        while found[-1] is not None and len(found) < _BATCH:
            try:
                found.append(self._done.get_nowait())
            except queue.Empty:
                break
        return [item for item in found if item is not None], found[-1] is None

    def _told(self, batch: Sequence[tuple[Job, Outcome]]) -> bool:
        try:
            self._report(batch)
        except Exception:
            _log.exception("%d print outcomes could not be reported; they are tried again.", len(batch))
            return False
        return True
