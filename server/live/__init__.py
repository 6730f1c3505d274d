"""Every push and every room joined: who may connect, who watches what, and when the newest document goes out."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import orjson
from flask import Flask
from flask_socketio import SocketIO

from server.access import Identity
from server.live.gate import Environ, Gate, Identify, Limits
from server.live.presence import Presence, Screens
from server.live.pusher import Pusher
from server.live.rooms import Announced, Document, Problem, Rooms, Watching
from server.live.transport import GOING_AWAY, Connection, Push, install, options
from server.live.wire import Pace

__all__ = ["Limits", "Live"]


class Live:
    """Live documents over Socket.IO for ``app``, whose ``wsgi_app`` it wraps.

    ``identify(environ)``: the Identity that a handshake request carries, or None.
    ``watch(identity, wish)``: the room's name ("board/A"); raises QueueError for anything else.
    ``document(room)``: (version, JSON bytes) of its newest document.
    ``announced(identity, area, call)``: a display has finished speaking a call.
    ``problem(error, environ)``: the problem document of a refusal, in the language of the request.
    ``now``: UTC milliseconds as the hall sees them.
    """

    def __init__(
        self,
        app: Flask,
        *,
        identify: Identify,
        watch: Watching,
        document: Document,
        announced: Announced,
        problem: Problem,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._identify = identify
        self._cuts = 0
        self.presence, self.screens = Presence(now), Screens(now)
        self._rooms = Rooms(
            watch=watch,
            document=document,
            announced=announced,
            problem=problem,
            missed=self._missed,
            watched=self.screens.watched,
        )
        self._pusher = Pusher(self._rooms, document, clock)
        pages = app.wsgi_app
        socketio: Any = SocketIO(app, **options())
        limits = limits or Limits()
        pace = partial(Pace, limits.messages_at_once, limits.messages_per_s)
        install(socketio.server.eio, self._opened, self._closed, pace)
        self._rooms.listen(socketio)
        gate = Gate(pages, app.wsgi_app, self._known, problem, limits)
        app.wsgi_app = gate  # type: ignore[method-assign]

    def publish(self, rooms: Iterable[str], urgent: bool = False) -> None:
        """Notes that these rooms changed; their watchers get the newest documents, at once if ``urgent``."""
        self._pusher.publish(rooms, urgent)

    def trouble(self, since: str | None) -> None:
        """Tells kiosks and staff since which instant nothing can be recorded; None: it can again."""
        self._pusher.trouble(since)

    def ended(self, test: Callable[[Identity], bool], why: str) -> None:
        """Tells every identity that ``test`` picks by which word its session ended; cutting it is another step."""
        self._rooms.tell(test, Push("ended", orjson.dumps({"why": why})))

    def cut(self, test: Callable[[Identity], bool]) -> None:
        """Ends at once the sockets of every identity that ``test`` picks."""
        self._cuts += 1
        self._rooms.cut(test)

    def count(self) -> int:
        """Open sockets."""
        return self._rooms.count()

    def counts(self) -> dict[str, int]:
        """For metrics: sockets open now, documents built and frames sent since the start."""
        return {"sockets": self.count(), "built": self._pusher.built, "sent": self._pusher.sent}

    def close(self) -> None:
        """Ends every socket, and pushes no more."""
        self._pusher.stop()
        self._rooms.cut(lambda _: True, GOING_AWAY)

    def _known(self, environ: Environ) -> Identity | None:
        """Asks again if somebody was cut while this one was being identified: it may have been the same one."""
        while True:
            cuts = self._cuts
            identity = self._identify(environ)
            if cuts == self._cuts:
                return identity

    def _opened(self, connection: Connection) -> None:
        self._rooms.opened(connection)
        self.presence.opened(connection)
        self._pusher.start()

    def _closed(self, connection: Connection) -> None:
        self._rooms.closed(connection)
        self.presence.closed(connection)

    def _missed(self, room: str) -> None:
        self._pusher.publish([room], urgent=True)
