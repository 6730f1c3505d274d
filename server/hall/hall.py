"""The hall itself: its store, its settings, its clock, and whom it tells."""

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from server.config import Config
from server.hall.foreseen import Foreseen
from server.hall.rooms import Rooms
from server.hall.shared import Shared
from server.rules.catalogue import Catalogue, Text
from server.rules.hours import day_at
from server.rules.opening import Plan
from server.rules.people import Identity
from server.rules.ticket import Ticket
from server.store import catalogue as catalogues
from server.store.database import Database, version
from server.store.people import Device, Session
from server.store.prints import PrintJob
from server.store.store import Store
from server.store.writer import Effects, Tx, Work

if TYPE_CHECKING:
    from server.hall.bursts import Taken
    from server.hall.lines import Line

T = TypeVar("T")
log = logging.getLogger("layso.hall")


def _quiet(*_: Any, **__: Any) -> None:
    """Nobody listens yet."""


def _unknown(_area: str) -> int:
    """Nobody knows of any screen."""
    return 0


def _lit(_area: str) -> None:
    """Nobody knows of any screen that went dark."""


@dataclass(frozen=True, slots=True)
class PrinterNow:
    """How a printer was when last heard of, and since when (UTC milliseconds); ``warning`` is "" or "paper-low",
    ``waiting`` counts its jobs."""

    name: str
    good: bool
    says: Text
    since: int
    warning: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether a device is connected, and since when (UTC milliseconds) it is there or gone."""

    connected: bool
    since: int


@dataclass(frozen=True, slots=True)
class Health:
    """How the server is. Instants are UTC milliseconds; ``disk`` is (free, all) in bytes.

    ``failing_since``: nothing can be written since then. ``clock_step_s``: seconds by which the machine's clock was set
    and the hall's was not; 0 as a rule. ``contact(kind, id)`` is None for a device that never came.
    """

    started: int
    version: str
    failing_since: int | None
    copied: int | None
    disk: tuple[int, int]
    clock_step_s: int
    contact: Callable[[str, str], Contact | None]


@dataclass(slots=True)
class Hall:
    """What every use case is handed. ``publish``, ``cut``, ``ended``, ``print_out`` and ``count`` are called after
    commits only. ``ended(test, why)`` tells those whom ``cut`` is about to cut by which word their session ended.

    ``started`` is when this program took the hall up (UTC milliseconds). ``url`` begins every citizen's link and
    ``phones_reach`` says whether phones can open it. ``latest`` is the instant and business day the log had come to
    when it was last read. ``screens(area)`` is when the last screen of an area went dark, or one came back after that;
    0 if never. ``dark(area)`` is since when no screen shows it, None while one does, or none ever did; ``darkened`` are
    the areas of which that was last so. From the event ``stale`` on the catalogue here is an old one: whoever reads the
    log so far takes the new one first, so that no document has that event's number and what held before it.

    What was worked out is remembered until ``forget``, or as long as it holds: ``known`` whom tokens' stored forms
    belong to until people or devices change, ``foreseen`` what waits are made of, ``drawn`` tickets and what their
    documents say, ``lines`` the head of each, ``plans`` the days of services, ``shared`` what the newest state of the
    database has for every room; ``taken`` what each kiosk gave of each service in the last minute, which nothing else
    knows. ``revoked`` are devices that were known and are none any more: what they asked for before is not done.
    """

    store: Store
    config: Config
    clock: Callable[[], int]
    catalogue: Catalogue
    rooms: Rooms
    secret: str
    started: int = 0
    url: str = ""
    phones_reach: bool = False
    latest: tuple[int, str] = (0, "")
    stale: int | None = None
    known: dict[str, Session | Device] = field(default_factory=dict)
    foreseen: Foreseen = field(default_factory=Foreseen)
    drawn: dict[str, tuple[Ticket, dict[str, Any]]] = field(default_factory=dict)
    lines: dict[str, "Line"] = field(default_factory=dict)
    plans: dict[tuple[str, str], Plan] = field(default_factory=dict)
    taken: dict[tuple[str, str], "Taken"] = field(default_factory=dict)
    revoked: frozenset[str] = frozenset()
    shared: Shared | None = None
    publish: Callable[[Iterable[str], bool], None] = _quiet
    cut: Callable[[Callable[[Identity], bool]], None] = _quiet
    ended: Callable[[Callable[[Identity], bool], str], None] = _quiet
    print_out: Callable[[list[PrintJob]], None] = _quiet
    printers: Callable[[], list["PrinterNow"]] = list
    health: Callable[[], Health] | None = None
    screens: Callable[[str], int] = _unknown
    dark: Callable[[str], int | None] = _lit
    darkened: frozenset[str] = frozenset()
    count: Callable[[Effects], None] = _quiet

    @property
    def centre(self) -> str:
        return self.store.centre

    @property
    def timezone(self) -> str:
        return self.catalogue.centre.timezone

    def today(self) -> tuple[int, str]:
        """Now and its business day, never before what was last read of the log: a clock may be set back."""
        now = max(self.clock(), self.latest[0])
        return now, day_at(now, self.latest[1], self.timezone)

    def write(self, work: Work[T]) -> T:
        return self.store.write(work)

    def try_out(self) -> None:
        """Commits bytes that change nothing: the only honest test of being able to. Raises Unavailable."""
        self.store.try_out()

    @contextmanager
    def reading(self) -> Iterator["Reading"]:
        """One consistent view of now. Raises Unavailable when the disk does not let it."""
        with self.store.reading() as db:
            seq, last, day = catalogues.clock(db, self.centre)
            self.latest = last, day
            if self.stale is not None and seq >= self.stale:
                self._take(catalogues.load(db, self.centre))
            now, today = self.today()
            yield Reading(db, self.centre, seq, now, today, self._shared(db, today))

    def _shared(self, db: Database, day: str) -> Shared:
        now = version(db)
        if self.shared is None or (self.shared.version, self.shared.day) != (now, day):
            self.shared = Shared(db, self.centre, now, day)
        return self.shared

    def reload(self) -> None:
        """Takes the catalogue as the database has it now."""
        with self.store.reading() as db:
            self._take(catalogues.load(db, self.centre))

    def renew(self, tx: Tx) -> None:
        """Has the new catalogue taken with the event just recorded, and tells every screen."""
        self.stale = tx.seq
        tx.effects.after.append(self.reload)
        tx.effects.rooms |= self.rooms.all

    def _take(self, catalogue: Catalogue) -> None:
        self.catalogue, self.rooms, self.stale = catalogue, Rooms(catalogue), None
        self.forget()

    def forget(self) -> None:
        """Has everything read and worked out anew."""
        for remembered in (self.known, self.foreseen, self.drawn, self.lines, self.plans):
            remembered.clear()
        self.shared = None

    def foresee_anew(self) -> None:
        """Forgets what waits were worked out from: desks or the hall stopped or went on, and nothing is told again."""
        self.foreseen.now = None
        self.lines.clear()
        # Whoever looked since the commit may have put waits of before it together.
        self.shared = None

    def apply(self, effects: Effects) -> None:
        """What follows a commit: who is out is cut first, then everybody is told. One that fails stops no other."""
        steps: list[Callable[[], None]] = [*effects.after, lambda: self._tell(effects), lambda: self.count(effects)]
        for step in steps:
            try:
                step()
            except Exception:
                log.exception("what follows a commit failed")

    def _tell(self, effects: Effects) -> None:
        if effects.urgent:
            self.publish(effects.urgent, True)
        if effects.rooms - effects.urgent:
            self.publish(effects.rooms - effects.urgent, False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A view of the database at one ``seq``; has what documents need of a transaction too. ``kept``: as in Tx.

    ``shared`` is what every view of the same state has in common.
    """

    db: Database
    centre: str
    seq: int
    now: int
    business_date: str
    shared: Shared

    @property
    def kept(self) -> dict[Hashable, Any]:
        return self.shared.kept
