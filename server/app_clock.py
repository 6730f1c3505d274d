"""The hall's clock: steady when the machine's is set wrong, so that a slip of a hand closes no day."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger("layso.clock")
SECOND = 1_000_000_000
STEP_NS = 60 * SECOND
BELIEVE_NS = 300 * SECOND


def _wall() -> int:
    return time.time_ns()


def _boottime() -> int:
    """Goes on while the machine sleeps, and nobody can set it."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


class SteadyClock:
    """UTC milliseconds. Follows the machine's clock as long as that moves like time.

    A step forward of a minute or more is followed only when it has stood for five minutes; a step back, not before a
    restart: the log would not let time go back anyway, and the hall's would stand still.
    """

    def __init__(self, wall: Callable[[], int] = _wall, steady: Callable[[], int] = _boottime) -> None:
        self._wall, self._steady = wall, steady
        self._lead = wall() - steady()
        self._odd_since: int | None = None

    def __call__(self) -> int:
        steady = self._steady()
        step = self._wall() - steady - self._lead
        if abs(step) < STEP_NS:
            self._odd_since = None
            self._lead += step
        elif self._believed(step, steady):
            log.error("the machine's clock stands %d s ahead: followed now", step // SECOND)
            self._odd_since = None
            self._lead += step
        return (steady + self._lead) // 1_000_000

    def _believed(self, step: int, steady: int) -> bool:
        if self._odd_since is None:
            self._odd_since = steady
            log.error("the machine's clock was set by %d s: not followed yet", step // SECOND)
        return step > 0 and steady - self._odd_since >= BELIEVE_NS
