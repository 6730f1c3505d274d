"""What the hall cannot know of itself and others are shown: the process, its sockets, its disk, its copies."""

import shutil
import time
from importlib.metadata import version

from server.app_clock import SteadyClock
from server.app_daily import Daily
from server.hall import Hall
from server.hall.hall import Contact, Health
from server.live import Live
from server.rules.hours import iso
from server.store.queue import Queued


class Pulse:
    """``pulse()`` is the health of this moment."""

    def __init__(self, hall: Hall, live: Live, daily: Daily) -> None:
        self._hall, self._live, self._daily = hall, live, daily
        self._started = hall.clock()
        self._version = version("layso")

    def __call__(self) -> Health:
        hall, copied = self._hall, self._daily.newest()
        writer = hall.store.writer
        failing = writer.failing_since if isinstance(writer, Queued) else None
        disk = shutil.disk_usage(hall.config.server.data)
        return Health(
            started=self._started,
            version=self._version,
            failing_since=None if failing is None else self._ago(time.monotonic() - failing),
            copied=None if copied is None else self._ago(time.time() - copied),
            disk=(disk.free, disk.total),
            clock_step_s=hall.clock.step_s if isinstance(hall.clock, SteadyClock) else 0,
            contact=self._contact,
        )

    def _contact(self, kind: str, id: str) -> Contact | None:
        found = self._live.presence.of(kind, id)
        return None if found is None else Contact(found.connected, found.since)

    def _ago(self, seconds: float) -> int:
        """The hall's instant that lies so far back."""
        return self._hall.clock() - round(seconds * 1000)


def tell(hall: Hall, live: Live) -> None:
    """Has whoever acts on the hall know when nothing can be written, before they try in vain."""
    writer = hall.store.writer
    if isinstance(writer, Queued):
        writer.failing = lambda fails: live.trouble(iso(hall.clock(), hall.timezone) if fails else None)
