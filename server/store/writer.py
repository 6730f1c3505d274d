"""The one writer: what waits is written together, committed once, and only then answered."""

import logging
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

from server.rules.errors import Conflict, QueueError, Unavailable
from server.rules.events import Event
from server.rules.hours import day_at
from server.store import events
from server.store.database import DISK_FAULTS, OWN_FAULTS, IntegrityError, is_busy, of_disk, row, unavailable

T = TypeVar("T")
Clock = Callable[[], int]
Work = Callable[["Tx"], T]
log = logging.getLogger("layso.writer")


@dataclass(slots=True)
class Head:
    """The end of the centre's log as the open transaction sees it."""

    seq: int
    at: int
    hash: str
    business_date: str
    timezone: str


@dataclass(slots=True)
class Effects:
    """What follows a commit: rooms whose documents changed, and calls to make. Nothing of it happens before.

    ``happened`` and ``waited`` (milliseconds until a call) are for counting.
    """

    rooms: set[str] = field(default_factory=set)
    urgent: set[str] = field(default_factory=set)
    after: list[Callable[[], None]] = field(default_factory=list)
    happened: list[Event] = field(default_factory=list)
    waited: list[int] = field(default_factory=list)

    def add(self, more: "Effects") -> None:
        self.rooms |= more.rooms
        self.urgent |= more.urgent
        self.after += more.after
        self.happened += more.happened
        self.waited += more.waited


@dataclass(slots=True)
class Tx:
    """One unit of work inside the writer's transaction. ``now`` never lies before the event before it.

    ``kept`` is what was read and is written so rarely that the next work need not ask again: whoever writes it clears
    it, and so does everything that takes a write back or comes from elsewhere.
    """

    db: Database
    centre: str
    now: int
    head: Head
    kept: dict[Hashable, Any]
    effects: Effects = field(default_factory=Effects)

    @property
    def business_date(self) -> str:
        return self.head.business_date

    @property
    def seq(self) -> int:
        return self.head.seq

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Executes a statement of this work. Not sqlite-utils' execute(): its care for open transactions is ours."""
        return self.db.conn.execute(sql, parameters)

    def insert(self, table: str, facts: list[dict[str, Any]]) -> None:
        """Writes the centre's rows of a table that has an order."""
        for position, fact in enumerate(facts):
            columns = {"centre": self.centre, "position": position} | fact
            marks = ", ".join("?" * len(columns))
            self.run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(columns.values()))

    def record(self, event: Event, *, actor: str, **of: Any) -> int:
        """Appends the event and returns its seq; ``of`` may give ticket, counter, before and after."""
        head, seq = self.head, self.head.seq + 1
        head.hash = events.append(self.db, self.centre, seq, self.now, event, actor, head.hash, **of)
        head.seq, head.at = seq, self.now
        self.effects.happened.append(event)
        return seq

    def apart(self, what: str, part: "Work[None]") -> bool:
        """Does a part that the rest can do without: where it fails it is taken back and told loudly, and that is all.

        Whether it was done. Only what the disk refuses is raised.
        """
        mine = Tx(self.db, self.centre, self.now, copy(self.head), self.kept)
        self.run("SAVEPOINT part")
        try:
            part(mine)
        except Exception as fault:
            self.kept.clear()
            if of_disk(fault) or not self.db.conn.in_transaction:
                raise
            self.run("ROLLBACK TO part")
            self.run("RELEASE part")
            log.exception("left out, as it failed: %s", what)
            return False
        self.run("RELEASE part")
        self.head.seq, self.head.at, self.head.hash = mine.head.seq, mine.head.at, mine.head.hash
        self.effects.add(mine.effects)
        return True


class Batch:
    """One transaction around several works.

    ``elsewhere`` is called when the log has grown without this writer, before any work relies on what was known before.
    """

    def __init__(self, db: Database, centre: str, clock: Clock, opening: Work[None]) -> None:
        self.db, self.centre, self.clock, self.opening = db, centre, clock, opening
        self.elsewhere: Callable[[], None] | None = None
        self.left_at: int | None = None
        self.kept: dict[Hashable, Any] = {}

    def begin(self) -> None:
        self.db.conn.execute("BEGIN IMMEDIATE")
        found = row(
            self.db,
            "SELECT seq, at, hash, business_date, timezone FROM centre WHERE code = ?",
            [self.centre],
        )
        if found is None:
            raise Unavailable
        self.head = Head(*found)
        if self.left_at != self.head.seq:
            self.kept.clear()
        if self.elsewhere and self.left_at not in (None, self.head.seq):
            self.elsewhere()
        # One instant for the whole transaction: no midnight falls between the day's turn and a number of that day.
        self.now = max(self.clock(), self.head.at)

    def open_day(self) -> list[Effects]:
        """Closes the day before first, if the centre's midnight has passed since the last event."""
        today = day_at(self.now, self.head.business_date, self.head.timezone)
        if today == self.head.business_date:
            return []

        def turn(tx: Tx) -> None:
            tx.head.business_date = today
            self.opening(tx)

        return [self.run_apart(turn)[1]]

    def run(self, work: Work[T]) -> tuple[T, Effects]:
        """The work's result and effects. What it wrote before it raised stands in the transaction: see ``changes``."""
        tx = Tx(self.db, self.centre, self.now, self.head, self.kept)
        return work(tx), tx.effects

    def run_apart(self, work: Work[T]) -> tuple[T, Effects]:
        """As ``run``, but whatever it raises is undone alone: dearer, as a savepoint keeps a copy of every page.

        As sqlite-utils' atomic() does it, but under one name, so that the statements stay prepared.
        """
        tx = Tx(self.db, self.centre, self.now, copy(self.head), self.kept)
        tx.run("SAVEPOINT work")
        try:
            result = work(tx)
        except BaseException:
            self.kept.clear()
            # A full disk may have ended the whole transaction, savepoints included.
            if self.db.conn.in_transaction:
                tx.run("ROLLBACK TO work")
                tx.run("RELEASE work")
            raise
        tx.run("RELEASE work")
        self.head = tx.head
        return result, tx.effects

    def changes(self) -> int:
        """Counts every row written so far: the same number again means that nothing was."""
        return int(self.db.conn.total_changes)

    def advance(self) -> None:
        """Writes down how far the log has come: once for all works of the transaction."""
        head = self.head
        self.db.conn.execute(
            "UPDATE centre SET seq = ?, at = ?, hash = ?, business_date = ? WHERE code = ?",
            [head.seq, head.at, head.hash, head.business_date, self.centre],
        )

    def commit(self) -> None:
        self.db.execute("COMMIT")
        self.left_at = self.head.seq

    def rollback(self) -> None:
        self.kept.clear()
        if self.db.conn.in_transaction:
            self.db.execute("ROLLBACK")


Apply = Callable[[Effects], None]


@dataclass(slots=True)
class Outcome(Generic[T]):
    """What came of one work: its value or what it raised."""

    value: T | None = None
    refused: BaseException | None = None
    effects: Effects = field(default_factory=Effects)

    def get(self) -> T:
        if self.refused is not None:
            raise self.refused
        return self.value  # type: ignore[return-value]


def write_all(batch: Batch, works: list[Work[Any]], commit: Callable[[], None], apply: Apply) -> list[Outcome[Any]]:
    """Writes the works in one transaction. A refused work fails alone; a fault of the disk fails them all."""
    try:
        try:
            opened, outcomes = _hopeful(batch, works)
        except Spoiled:
            batch.rollback()
            opened, outcomes = _careful(batch, works)
        batch.advance()
        commit()
    except DISK_FAULTS as fault:
        batch.rollback()
        if is_busy(fault):
            raise
        # Said once by whoever writes, not at every try: the log may be on the same disk.
        log.debug("nothing could be written", exc_info=fault)
        return [Outcome(refused=unavailable(fault)) for _ in works]
    except QueueError as refused:
        batch.rollback()
        return [Outcome(refused=refused) for _ in works]
    except BaseException:
        batch.rollback()
        raise
    for effects in [*opened, *(outcome.effects for outcome in outcomes)]:
        _follow(apply, effects)
    return outcomes


def _follow(apply: Apply, effects: Effects) -> None:
    try:
        apply(effects)
    except Exception:
        # What is committed stays true whatever its consequences do.
        log.exception("an effect of a commit failed")


class Spoiled(Exception):
    """A work failed after it had written something, which the works before it must not be committed with."""


Done = tuple[list[Effects], list[Outcome[Any]]]


def _hopeful(batch: Batch, works: list[Work[Any]]) -> Done:
    """Works refuse before they write, as a rule: then there is nothing to undo. Raises Spoiled."""
    batch.begin()
    opened, outcomes = batch.open_day(), []
    for work in works:
        before = batch.changes()
        outcomes.append(outcome := _one(batch.run, work))
        if outcome.refused is not None and batch.changes() != before:
            raise Spoiled
    return opened, outcomes


def _careful(batch: Batch, works: list[Work[Any]]) -> Done:
    """All of them once more, each so that it can be undone."""
    batch.begin()
    return batch.open_day(), [_one(batch.run_apart, work) for work in works]


def _one(run: Callable[[Work[Any]], tuple[Any, Effects]], work: Work[Any]) -> Outcome[Any]:
    try:
        value, effects = run(work)
    except IntegrityError as forbidden:
        log.warning("the database forbade a write: %s", forbidden)
        return Outcome(refused=Conflict())
    except OWN_FAULTS as mistake:
        log.error("a write was wrong in itself", exc_info=mistake)
        return Outcome(refused=mistake)
    except DISK_FAULTS:
        raise
    except Exception as refused:
        return Outcome(refused=refused)
    return Outcome(value, None, effects)
