"""The end of a running server: three seconds from the signal, whatever hangs."""

import logging
import os
import sys
import time
from collections.abc import Callable
from math import inf
from typing import NoReturn

from server.app_notify import notify

log = logging.getLogger("layso")
STOP_S = 2.8
"""Seconds from the signal to the end: the interpreter needs some of the three, too."""
AGENT_S = 0.2
"""Of them, those in which slips that are being printed may be finished."""
DISK_S = 0.4
"""Those that the disk has in any case, also where all the others took longer."""


class Ending:
    """How much of the time is left, once a signal came; ``clock`` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._until = clock, inf

    def begin(self) -> None:
        self._until = min(self._until, self._clock() + STOP_S)

    def left(self, most_s: float = STOP_S, least_s: float = 0.0) -> float:
        """Seconds, at most and at least so many."""
        return max(least_s, min(most_s, self._until - self._clock()))


def on_signals(ending: Ending, stop: Callable[[], None]) -> None:
    """Has SIGTERM and Ctrl-C stop the server."""
    import signal

    import gevent

    def stopping() -> None:
        ending.begin()
        notify("STOPPING=1")
        gevent.spawn(stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping)


def leave() -> NoReturn:
    """Ends the process although a thread still waits for the disk: whatever is tidied up would wait for it as well."""
    log.error("the disk gave no answer: ended without it")
    logging.shutdown()
    sys.stdout.flush()
    os._exit(1)
