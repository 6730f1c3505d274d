"""When each room's newest document goes out: at once if urgent or quiet, else together within 50 ms."""

import logging
import math
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import gevent
import gevent.event
import orjson
from gevent.monkey import get_original

from server.live.rooms import Document, Rooms
from server.live.transport import Push

get_ident = get_original("threading", "get_ident")
GAP_S = 0.05
TOGETHER = 8
"""Rooms built before the first of them is sent: no longer does nobody else have a turn."""
AGAIN_S = 1.0
"""Seconds until a room whose document could not be built is tried again."""

log = logging.getLogger("server.live")


class Schedule:
    """Which rooms are due. ``clock`` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._alone = False

    def mark(self, room: str, urgent: bool = False) -> None:
        """The room changed. Urgent rooms are due at once and come first."""
        quiet = max(self._clock(), self._last.get(room, -math.inf) + GAP_S)
        self._set(room, -math.inf if urgent else quiet)

    def again(self, room: str) -> None:
        self._set(room, self._clock() + AGAIN_S)

    def _set(self, room: str, due: float) -> None:
        self._due[room] = min(due, self._due.get(room, due))

    def take(self, most: int) -> list[str]:
        """Rooms due now, the most pressing first; they count as pushed. Urgent ones without others, by turns."""
        now = self._clock()
        due = sorted((room for room, at in self._due.items() if at <= now), key=self._due.__getitem__)
        urgent = [room for room in due if self._due[room] == -math.inf]
        # However many calls there are, the others have their turn, too.
        self._alone = bool(urgent) and not self._alone
        due = (urgent if self._alone else due[len(urgent) :] or urgent)[:most]
        for room in due:
            del self._due[room]
            self._last[room] = now
        return due

    def wait(self) -> float | None:
        """Seconds until a room is due, or None while none is marked."""
        return max(0.0, min(self._due.values()) - self._clock()) if self._due else None


class Pusher:
    """Owns the greenlet that builds documents and sends them; ``built`` and ``sent`` count both."""

    def __init__(self, rooms: Rooms, document: Document, clock: Callable[[], float]) -> None:
        self._rooms, self._document = rooms, document
        self._schedule = Schedule(clock)
        self._marks: deque[tuple[tuple[str, ...], bool]] = deque()
        self._woken = gevent.event.Event()
        self._greenlet: gevent.Greenlet[..., Any] | None = None
        self._bell: Any = None
        self._thread = 0
        self.built = self.sent = 0

    def start(self) -> None:
        """Begins to push, once; before that nobody watches."""
        if self._greenlet is None:
            self._thread = get_ident()
            self._bell = gevent.get_hub().loop.async_()
            self._bell.start(self._woken.set)
            self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        if self._greenlet is not None:
            self._greenlet.kill()
            self._bell.close()
            self._greenlet = self._bell = None

    def publish(self, rooms: Iterable[str], urgent: bool = False) -> None:
        """Notes that rooms changed and returns; from any greenlet or thread."""
        bell = self._bell
        if bell is None:
            return
        self._marks.append((tuple(rooms), urgent))
        if get_ident() == self._thread:
            # In this order: screens know of a call before the answer to whoever made it is put together.
            self._woken.set()
        else:
            bell.send()

    def trouble(self, since: str | None) -> None:
        """Tells whoever acts on the hall since when nothing can be recorded; None: it can again."""
        push = Push("trouble", orjson.dumps({"since": since}))
        self._rooms.trouble = push if since else None
        for connection in self._rooms.acting():
            connection.offer(push)
            self.sent += 1

    def _run(self) -> None:
        while True:
            self._woken.wait(self._schedule.wait())
            self._woken.clear()
            self._note()
            for room, version, push in self._built(self._schedule.take(TOGETHER)):
                self._send(room, version, push)
                gevent.sleep(0)

    def _note(self) -> None:
        while self._marks:
            rooms, urgent = self._marks.popleft()
            for room in rooms:
                self._schedule.mark(room, urgent)

    def _built(self, rooms: list[str]) -> list[tuple[str, int, Push]]:
        """Their newest documents, in one go: what they have in common is read anew after each commit."""
        built = []
        for room in filter(self._rooms.watches, rooms):
            try:
                version, document = self._document(room)
                built.append((room, version, Push(room.partition("/")[0], document)))
            except Exception:
                log.exception("room %s could not be pushed", room)
                self._schedule.again(room)
        self.built += len(built)
        return built

    def _send(self, room: str, version: int, push: Push) -> None:
        self._rooms.pushed[room] = version
        for watch in self._rooms.watches(room):
            if watch.version < version:
                watch.version = version
                watch.connection.offer(push)
                self.sent += 1
