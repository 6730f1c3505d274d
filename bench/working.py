"""Many officers at work at once, their pages live: how long their requests take, beside a POST that does nothing."""

import random
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure, Sizes
from bench.halls import hall_of, services_at
from bench.load import Ask, Measured, Script, median_of, message, perform, quantile, repeat
from bench.screens import Audience
from bench.servers import Hall, Nothing, Officer

GOALS_MS = {200: 100, 400: 250}
AREAS = ("A", "B", "H", "K", "M", "X")
Think = Callable[[], float]


def officers_at_work(folder: Path, sizes: Sizes) -> list[Figure]:
    figures = []
    with hall_of(folder / "hall", max(sizes.officers)) as hall, Nothing(folder) as nothing:
        people = hall.officers(max(sizes.officers))
        _fill(hall, people, _needed(sizes))
        for count in sizes.officers:
            figures += _figures(count, *_rounds(hall, nothing, people[:count], sizes))
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


def _rounds(hall: Hall, nothing: Nothing, people: list[Officer], sizes: Sizes) -> tuple[list[Measured], list[Measured]]:
    think = _thinking(sizes.think_s)
    ours, theirs = [], []
    audience = Audience(hall.address, [*hall.screens(len(AREAS), *AREAS), *(officer.seat for officer in people)])
    for _ in range(sizes.officers_rounds):
        ours.append(perform(hall.address, [_shift(officer, think, sizes.officers_s) for officer in people]))
        theirs.append(perform(nothing.address, [_idling(think, sizes.officers_s) for _ in people]))
    audience.close()
    return ours, theirs


def _thinking(between: tuple[float, float]) -> Think:
    chance = random.Random(1)
    return lambda: chance.uniform(*between)


def _shift(officer: Officer, think: Think, seconds: float) -> Script:
    """Serves one after the other; ends with the desk free."""
    yield think() * 0.5
    yield from officer.served(think, seconds)


def _idling(think: Think, seconds: float) -> Script:
    """As many requests with as much thought between them, of a server that does nothing."""
    nothing = Ask("nothing", message("POST", "/nothing", {}))
    while seconds > 0:
        pause = think()
        seconds -= pause
        yield pause
        yield nothing


def _figures(count: int, ours: list[Measured], theirs: list[Measured]) -> list[Figure]:
    what, goal = f"{count} officers at work: ", GOALS_MS.get(count)
    p50, p95 = ([_median_ms(side, share) for side in (ours, theirs)] for share in (0.5, 0.95))
    return [
        Figure(f"{what}p50", p50[0], "ms", p50[1], "nothing"),
        Figure(f"{what}p95", p95[0], "ms", p95[1], "nothing", f"under {goal} ms" if goal else ""),
        Figure(f"{what}requests", median_of(one.rate for one in ours), "/s"),
        Figure(f"{what}errors", sum(len(one.errors) for one in ours), "", None, "", "0"),
    ]


def _median_ms(rounds: list[Measured], share: float) -> float:
    return median_of(quantile(one.seconds, share) * 1000 for one in rounds)
