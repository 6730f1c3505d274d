"""How long a wait will probably be: a band made of the line's own recent turns at its desks, never a promise.

A line is thought of as work in milliseconds: what is left of those at its desks, everybody before, and whoever may
still come and go first (credits, a desk's preference). So many desks work it off; how far turns differ, and how few
of them are known, makes the band wide.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log1p, sqrt

from server.rules.hours import MINUTE

Spans = Sequence[tuple[int, int]]
"""Stretches of the day in which desks work, (from, to) in UTC milliseconds, in order."""

_WIDTH = 1.3
"""Standard deviations to each side: more than three of four, with something to spare for a bad day."""
_UNSURE = 0.17
"""What no turn tells: short breaks, people who come back, desks that open or close. A share of the wait."""
_FEW = 0.6
"""How far turns differ at least until many are known, as a share of their mean."""
_MORE = 1.08
"""The work of who comes back to an old place (papers fetched, sent on) and of short breaks: a line looks shorter."""
_LONGEST = 90 * MINUTE
_LONGEST_GAP = 3 * MINUTE
_USUAL_GAP = 15_000
_LEAST = MINUTE // 2
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """A ticket at a desk, called until gone: when it ended, how long it took, how long it had waited; milliseconds."""

    at: int
    counter: str
    busy: int
    waited: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a desk has one ticket of a line, and how far that varies; milliseconds. ``known`` turns say so."""

    mean: float
    deviation: float
    known: int
    turns: tuple[int, ...]

    def rest(self, spent: int) -> float:
        """What is left of a turn that has lasted ``spent``: the mean of those that took longer."""
        longer = self.turns[bisect_right(self.turns, spent) :]
        return sum(longer) / len(longer) - spent if longer else self.mean / 2

    @property
    def left(self) -> float:
        """What is left of a turn looked at by chance."""
        return (self.mean + self.deviation**2 / self.mean) / 2


def pace(turns: Iterable[Turn]) -> Pace | None:
    """What the recent turns of a line say; None when there are none."""
    known = sorted(turns, key=lambda one: one.at)
    if not known:
        return None
    gap = _gap(known)
    took = sorted(min(one.busy, _LONGEST) + gap for one in known)
    mean = sum(took) / len(took)
    # A single turn varies, too: by how much is not known yet.
    spread = sum((one - mean) ** 2 for one in took) / max(1, len(took) - 1)
    return Pace(mean, max(sqrt(spread), mean / 4), len(took), tuple(took))


def _gap(known: list[Turn]) -> int:
    """The usual time from a ticket's end to the next call while somebody waits."""
    ended: dict[str, int] = {}
    gaps = []
    for one in known:
        gap = one.at - one.busy - ended.get(one.counter, -_LONGEST)
        if 0 <= gap <= min(one.waited, _LONGEST_GAP):
            gaps.append(gap)
        ended[one.counter] = one.at
    return sorted(gaps)[len(gaps) // 2] if gaps else _USUAL_GAP


@dataclass(frozen=True, slots=True)
class Rival:
    """Another line at some of the same desks: ``dues`` in its order, as these desks count them; ``share`` of it."""

    dues: tuple[int, ...]
    pace: Pace
    share: float


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of a line at one moment; times in milliseconds.

    ``desks`` that serve it, ``left`` the work left of the ``served`` tickets at them. ``later``: people who come from
    now on and count as having come this much earlier, with the work that they bring in each millisecond.
    """

    pace: Pace
    desks: int
    left: float = 0.0
    served: int = 0
    rivals: tuple[Rival, ...] = ()
    later: tuple[tuple[int, float], ...] = ()
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Band:
    """Minutes from now, rounded outwards. ``late`` says that it reaches past the end of the desks' day.

    ``after`` (UTC milliseconds) is the end of the break that the whole band lies behind, or that of the desks' day.
    """

    low: int
    high: int
    after: int | None = None
    late: bool = False


def band(line: Line, ahead: int, due_at: int, now: int) -> Band | None:
    """The band of a ticket with ``ahead`` people of its line before it; None when no desk is there."""
    if line.desks < 1:
        return None
    low, high = _spread(line, ahead, due_at, now)
    return _on_the_clock(low, high, now, line.spans)


def _spread(line: Line, ahead: int, due_at: int, now: int) -> tuple[float, float]:
    """Milliseconds of the desks' time."""
    one, desks = line.pace, line.desks
    work, variance = line.left + ahead * one.mean, (ahead + line.served) * one.deviation**2
    for rival in line.rivals:
        others = bisect_right(rival.dues, due_at) * rival.share
        work += others * rival.pace.mean
        variance += others * rival.pace.deviation**2
    # When one desk turns to this ticket, the others are in the middle of a turn.
    base = (_MORE * work - (desks - 1) * one.left) / desks
    time = max(_LEAST, _with_later(line, base, due_at - now))
    unsure = _UNSURE + max(_FEW, one.deviation / one.mean) / sqrt(one.known)
    # Beyond that a skewed spread would draw its upper end in again.
    share = min(_WIDTH**2, log1p((variance / desks**2) / time**2 + unsure**2))
    middle, width = time * exp(-share / 2), _WIDTH * sqrt(share)
    return middle * exp(-width), middle * exp(width) + one.mean / desks / 4


def _with_later(line: Line, base: float, due_in: int) -> float:
    """The wait with those who will come meanwhile and go first: the longer it is, the more of them."""
    time = base
    for _ in range(_ROUNDS if line.later else 0):
        first = sum(rate * min(max(0.0, time), max(0, due_in + credit)) for credit, rate in line.later)
        time = base + first / line.desks
    return time


def _on_the_clock(low: float, high: float, now: int, spans: Spans) -> Band:
    early, late = worked(now, low, spans), worked(now, high, spans)
    first, last = (early - now) / MINUTE, (late - now) / MINUTE
    ends = [start for start, _ in spans[1:]] + [end for _, end in spans[-1:]]
    behind = [at for at in ends if now < at <= early]
    past = bool(spans) and late > spans[-1][1]
    return Band(floor(first), max(ceil(last), floor(first) + 1), behind[-1] if behind else None, past)


def worked(now: int, time: float, spans: Spans) -> float:
    """The instant by which desks have worked for ``time`` from now on; after the day's end they serve on."""
    at = float(now)
    for start, end in spans:
        at = max(at, start)
        if at < end:
            if time < end - at:
                return at + time
            time, at = time - (end - at), float(end)
    return at + time
