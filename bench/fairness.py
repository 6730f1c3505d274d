"""Two days replayed: who waited how long, whether what they were told came true, and whom later comers overtook."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from statistics import mean

from bench.crowd import CLASSES, Overtaken, Seen
from bench.figures import Figure, Sizes
from bench.replay import Replay
from server.rules.hours import MINUTE

KINDS = ("appointment", *(name for name, _ in CLASSES if name))
DAYS = (date(2026, 11, 23), date(2026, 11, 24))
"""On the first nothing is known yet."""


def fair_days(folder: Path, sizes: Sizes) -> list[Figure]:
    replay = Replay(folder / "hall", sizes.comers)
    first, second = (replay.day(day) for day in DAYS)
    replay.close()
    what = f"{sizes.comers:,} people a day: "
    return [
        *_waits(what, second),
        *_bands(f"{what}the first day, ", first),
        *_bands(f"{what}the second day, ", second),
        *_bound(what, replay),
    ]


def _waits(what: str, seen: Iterable[Seen]) -> list[Figure]:
    """By priority class; each longest wait beside that of people without one."""
    waited: dict[str, list[float]] = defaultdict(list)
    for one in seen:
        if one.waited is not None:
            waited[one.kind].append(one.waited)
    plain = waited["none"]
    figures = [
        Figure(f"{what}mean wait, no class", mean(plain), "min"),
        Figure(f"{what}longest, no class", max(plain), "min"),
    ]
    for kind in (kind for kind in KINDS if waited[kind]):
        figures += [
            Figure(f"{what}mean wait, {kind}", mean(waited[kind]), "min", mean(plain), "no class"),
            Figure(f"{what}longest, {kind}", max(waited[kind]), "min", max(plain), "no class"),
        ]
    return figures


def _bands(what: str, seen: list[Seen]) -> list[Figure]:
    told = [one for one in seen if one.wait and one.waited is not None]
    if not told:
        return [Figure(f"{what}people who were told a band", 0, "%")]
    widths = [one.wait["high"] - one.wait["low"] for one in told if one.wait]
    return [
        Figure(f"{what}people who were told a band", 100 * len(told) / len(seen), "%"),
        Figure(f"{what}called within it", 100 * sum(one.inside for one in told) / len(told), "%", None, "", "75 %"),
        Figure(f"{what}mean width", mean(widths), "min", mean(one.waited or 0 for one in told), "the mean wait"),
    ]


def _bound(what: str, replay: Replay) -> list[Figure]:
    """How much later somebody had come who was called before one that waited, beside what credits allow at most."""
    most = max((one.by for one in replay.overtaken), default=0) / MINUTE
    wrong = sum(not allowed(one) for one in replay.overtaken)
    return [
        Figure(f"{what}latest comer called first, came later by", most, "min", replay.bound, "largest credits", "1"),
        Figure(f"{what}overtaken beyond the difference of credits", wrong, "", None, "", "0"),
    ]


def allowed(one: Overtaken) -> bool:
    """By no more than the difference of both credits at that desk, and never within equal credit."""
    return one.by <= one.allowed
