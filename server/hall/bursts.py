"""Numbers taken in a burst at one kiosk and then missed: the supervisor is told once, nobody is refused or named."""

from collections import deque
from dataclasses import dataclass, field

from server.hall.hall import Hall
from server.rules.events_visits import BurstSuspected
from server.rules.people import SYSTEM, Identity
from server.rules.ticket import Ticket
from server.store import bursts
from server.store.bursts import Burst
from server.store.writer import Tx

WITHIN_MS = 60_000
TOGETHER = 64
"""Numbers of a burst that are written down at once: one by one they would cost a busy kiosk's every ticket a row."""


@dataclass(slots=True)
class Taken:
    """What one kiosk gave of one service within the last minute: (instant, ticket), and the burst it belongs to.

    ``unwritten`` (ticket, burst) are known here alone until somebody misses a call: all that a restart may forget.
    """

    lately: deque[tuple[int, str]] = field(default_factory=deque)
    burst: str | None = None
    unwritten: list[tuple[str, str]] = field(default_factory=list)

    def add(self, at: int, ticket: str, burst: str | None) -> None:
        """A number that is certain."""
        self.lately.append((at, ticket))
        self.burst = burst
        if burst:
            self.unwritten.append((ticket, burst))


def taken(hall: Hall, tx: Tx, who: Identity, ticket: Ticket) -> None:
    """Counts a number that a kiosk has just given, and notes which belong to a burst."""
    if who.kind != "kiosk":
        return
    here, soon = _known(hall, tx, who.id, ticket.service)
    while here.lately and here.lately[0][0] <= tx.now - WITHIN_MS:
        here.lately.popleft()
    burst = None
    if len(here.lately) + len(soon.lately) >= hall.config.line.burst_tickets:
        burst = soon.burst or here.burst or _begin(tx, who, ticket, [*here.lately, *soon.lately])
    if len(here.unwritten) >= TOGETHER:
        _write(tx, here)
    soon.lately.append((tx.now, ticket.id))
    soon.burst = burst

    def remember() -> None:
        soon.lately.popleft()
        if not soon.lately:
            soon.burst = None
        here.add(tx.now, ticket.id, burst)

    # Not before it is certain: what is tried again must not count twice.
    tx.effects.after.append(remember)


def _known(hall: Hall, tx: Tx, device: str, service: str) -> tuple[Taken, Taken]:
    """What is certain, and what works before this one gave that are committed with it: gone if they are taken back."""
    if (device, service) not in hall.taken:
        hall.taken[device, service] = _remembered(tx, device, service)
    return hall.taken[device, service], tx.kept.setdefault(f"taken {device} {service}", Taken())


def _remembered(tx: Tx, device: str, service: str) -> Taken:
    """The burst that may go on over a restart, as far as it was written down."""
    burst = bursts.last(tx.db, tx.centre, tx.business_date, device, service)
    lately = bursts.since(tx.db, tx.centre, burst, tx.now - WITHIN_MS) if burst else []
    return Taken(deque(lately), burst if lately else None)


def _begin(tx: Tx, who: Identity, ticket: Ticket, lately: list[tuple[int, str]]) -> str:
    one = Burst(ticket.id, tx.business_date, who.id, ticket.service, lately[0][0])
    bursts.insert(tx, one)
    bursts.add(tx, [(earlier, one.id) for _, earlier in lately])
    return one.id


def _write(tx: Tx, here: Taken) -> None:
    written = list(here.unwritten)
    bursts.add(tx, written)
    # Works of the same commit may have written these, too: only what is there goes.
    tx.effects.after.append(lambda: _forget(here, written))


def _forget(here: Taken, written: list[tuple[str, str]]) -> None:
    known = set(written)
    here.unwritten = [one for one in here.unwritten if one not in known]


def missed(hall: Hall, tx: Tx, ticket: Ticket) -> None:
    """Tells the supervisor, once for each burst, when enough of its numbers missed their call."""
    for here in hall.taken.values():
        if here.unwritten:
            _write(tx, here)
    burst = bursts.of_ticket(tx.db, tx.centre, ticket.id)
    if burst is None or burst.suspected is not None:
        return
    tickets, gone = bursts.counts(tx.db, tx.centre, burst.id)
    if gone < hall.config.line.burst_missed:
        return
    bursts.suspect(tx, burst.id)
    tx.record(BurstSuspected(burst.device, burst.service, tickets, gone), actor=SYSTEM)
