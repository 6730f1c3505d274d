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
    restart: the log would not let time go back anyway, and the hall's would stand still. ``step_s`` are the seconds by
    which the machine's clock was last found to be set, as long as that is not followed; else 0.
    """

    def __init__(self, wall: Callable[[], int] = _wall, steady: Callable[[], int] = _boottime) -> None:
        self._wall, self._steady = wall, steady
        self._lead = wall() - steady()
        self._odd_since: int | None = None
        self._known_ms = 0
        self.step_s = 0

    def begin_after(self, last_ms: int) -> None:
        """Tells the instant of the log's last event: as long as the clock lies behind that by more than a minute, it is
        wrong, as of a machine whose battery is dead, and whoever sets it forward is believed at once."""
        self._known_ms = last_ms
        if behind := self._behind(self()):
            log.error("the machine's clock lies %d s behind the log's last event: it must be set", behind)

    def _behind(self, now_ms: int) -> int:
        """Seconds behind the last event known at the start; 0 where that may be."""
        behind = self._known_ms - now_ms
        return behind // 1000 if behind > STEP_NS // 1_000_000 else 0

    def __call__(self) -> int:
        steady = self._steady()
        step = self._wall() - steady - self._lead
        if abs(step) < STEP_NS:
            self._follow(step)
        elif self._believed(step, steady):
            log.error("the machine's clock stands %d s ahead: followed now", step // SECOND)
            self._follow(step)
        return (steady + self._lead) // 1_000_000

    def _follow(self, step: int) -> None:
        self._odd_since, self.step_s = None, 0
        self._lead += step

    def _believed(self, step: int, steady: int) -> bool:
        if step > 0 and self._behind((steady + self._lead) // 1_000_000):
            return True
        self.step_s = step // SECOND
        if self._odd_since is None:
            self._odd_since = steady
            log.error("the machine's clock was set by %d s: not followed yet", step // SECOND)
        return step > 0 and steady - self._odd_since >= BELIEVE_NS
