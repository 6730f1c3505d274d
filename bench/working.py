"""Many officers at work at once, their pages live: how long their requests take."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from bench.disk import Disk
from bench.figures import Figure, Sizes
from bench.halls import hall_of, services_at
from bench.load import Ask, Measured, Script, median_of, message, perform, quantile, repeat
from bench.screens import Audience
from bench.servers import Hall, Nothing, Officer

GOALS_MS = {200: 100, 400: 250}
AREAS, COMMITS, AGAINST = ("A", "B", "H", "K", "M", "X"), 100, "nothing + commit"
Think = Callable[[], float]


def officers_at_work(folder: Path, sizes: Sizes) -> list[Figure]:
    figures = []
    with hall_of(folder / "hall", max(sizes.officers)) as hall, Nothing(folder) as nothing:
        people = hall.officers(max(sizes.officers))
        _fill(hall, people, _needed(sizes))
        for count in sizes.officers:
            figures += _figures(count, _rounds(hall, nothing, people[:count], sizes))
    return figures


def _needed(sizes: Sizes) -> int:
    """Tickets an officer gets through in all rounds: three steps each, with a margin."""
    steps = len(sizes.officers) * sizes.officers_rounds * sizes.officers_s / sizes.think_s[0]
    return int(steps / 3) + 3


def _fill(hall: Hall, people: list[Officer], each: int) -> None:
    """Lets enough people wait in the lines of every officer."""
    by_counter = services_at(hall)
    asks = [
        Ask("issue", message("POST", "/api/v1/tickets", {"service": by_counter[officer.counter][0]}, hall.kiosk))
        for officer in people
        for _ in range(each)
    ]
    perform(hall.address, [repeat(iter(asks[part::4])) for part in range(4)])


@dataclass(frozen=True, slots=True)
class Turn:
    """Milliseconds at the 50th and the 95th percentile."""

    p50: float
    p95: float
    rate: float = 0.0
    errors: int = 0

    def __add__(self, other: "Turn") -> "Turn":
        return Turn(self.p50 + other.p50, self.p95 + other.p95)


def _turn(measured: Measured) -> Turn:
    p50, p95 = (quantile(measured.seconds, share) * 1000 for share in (0.5, 0.95))
    return Turn(p50, p95, measured.rate, len(measured.errors))


def _rounds(hall: Hall, nothing: Nothing, people: list[Officer], sizes: Sizes) -> list[tuple[Turn, Turn]]:
    """The hall's turns, each beside as many requests that do nothing and as durable commits, one at a time."""
    think = _thinking(sizes.think_s)
    audience = Audience(hall.address, [*hall.screens(len(AREAS), *AREAS), *(officer.seat for officer in people)])
    disk, turns = Disk(hall.folder / f"bare-{len(people)}.db"), []
    for _ in range(sizes.officers_rounds):
        ours = perform(hall.address, [officer.served(think, sizes.officers_s) for officer in people])
        theirs = perform(nothing.address, [_idling(think, sizes.officers_s / 2) for _ in people])
        commits = Measured({"commit": disk.commits(COMMITS, 0.01)})
        turns.append((_turn(ours), _turn(theirs) + _turn(commits)))
    disk.close()
    audience.close()
    return turns


def _thinking(between: tuple[float, float]) -> Think:
    chance = random.Random(1)
    return lambda: chance.uniform(*between)


def _idling(think: Think, seconds: float) -> Script:
    """As many requests with as much thought between them, of a server that does nothing."""
    nothing = Ask("nothing", message("POST", "/nothing", {}))
    while seconds > 0:
        pause = think()
        seconds -= pause
        yield pause
        yield nothing


def _figures(count: int, turns: list[tuple[Turn, Turn]]) -> list[Figure]:
    what, goal = f"{count} officers at work: ", GOALS_MS.get(count)
    ours, theirs = zip(*turns, strict=True)
    p50, p95 = ([median_of(map(fact, side)) for side in (ours, theirs)] for fact in (P50, P95))
    return [
        Figure(f"{what}p50", p50[0], "ms", p50[1], AGAINST),
        Figure(f"{what}p95", p95[0], "ms", p95[1], AGAINST, f"under {goal} ms" if goal else ""),
        Figure(f"{what}requests", median_of(one.rate for one in ours), "/s"),
        Figure(f"{what}errors", sum(one.errors for one in ours), "", None, "", "0"),
    ]


P50, P95 = attrgetter("p50"), attrgetter("p95")
