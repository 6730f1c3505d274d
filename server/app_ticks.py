"""What only time does while a server runs, and the sign of life, which no slow disk holds up."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import gevent

from server.app_daily import Daily
from server.app_notify import notify
from server.hall import Hall, alerts, closing, darkness, day, waits

log = logging.getLogger("layso.ticks")
TICK_S = 1.0
Step = Callable[[], None]


def steps(hall: Hall, daily: Daily) -> tuple[Step, ...]:
    """The day's turn and close, sessions nobody uses, alerts, the screens, waits, the day's copy."""
    return *(partial(one.tick, hall) for one in (day, closing, alerts, darkness, waits)), daily.tick


def start(hall: Hall, does: Iterable[Step]) -> list[Any]:
    """The greenlets that go on until killed. The steps may write, one after the other, and each may wait for the disk:
    the sign of life waits for none of them, or a hung disk would have a server started anew that still shows screens.
    """
    return [gevent.spawn(_again, [partial(alive, hall)]), gevent.spawn(_again, tuple(does))]


def alive(hall: Hall) -> None:
    """Tells whoever watches this process that it can read the hall; silence has it started anew."""
    with hall.reading():
        pass
    notify("WATCHDOG=1")


def _again(does: Iterable[Step]) -> None:
    while True:
        for step in does:
            try:
                step()
            except Exception:
                log.exception("a tick failed")
        gevent.sleep(TICK_S)
