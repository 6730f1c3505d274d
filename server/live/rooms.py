"""Who watches what: the one place where a room is joined, left, or refused."""

import logging
import math
from collections.abc import Callable
from typing import Any

import flask
import flask_socketio
import orjson

from server.access import Identity
from server.live.transport import CONNECTION, POLICY, Connection, Push
from server.rules.errors import Forbidden, Invalid, QueueError, TooMany, Unavailable

ROOMS_PER_SOCKET = 16
JOINING = math.inf
"""The version of a watch whose answer is not yet sent: nothing is newer than it."""

Watching = Callable[[Identity, object], str]
Document = Callable[[str], tuple[int, bytes]]
Announced = Callable[[Identity, str, int], None]
Problem = Callable[[QueueError, dict[str, Any]], dict[str, Any]]
Answer = dict[str, Any]

log = logging.getLogger("server.live")


class Watch:
    """One socket in one room; ``version`` is that of the newest document on its way there."""

    __slots__ = ("connection", "version")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.version: float = JOINING


class Rooms:
    """The open sockets and their rooms. ``missed(room)`` is called when a push may have passed a joining socket by,
    ``watched(connection, room, on)`` for each room that a socket joins or leaves.

    ``trouble`` is what whoever acts on the hall is told before the answer to each watch, as long as it lasts.
    """

    def __init__(
        self,
        *,
        watch: Watching,
        document: Document,
        announced: Announced,
        problem: Problem,
        missed: Callable[[str], None],
        watched: Callable[[Connection, str, bool], None],
    ) -> None:
        self._watch, self._document, self._announced = watch, document, announced
        self._problem, self._missed, self._watched = problem, missed, watched
        self._sockets: dict[Connection, set[str]] = {}
        self._rooms: dict[str, dict[Connection, Watch]] = {}
        self.pushed: dict[str, int] = {}
        self.trouble: Push | None = None

    def listen(self, socketio: flask_socketio.SocketIO) -> None:
        """Takes `watch` and `announced`; every other event goes unheard."""
        socketio.on_event("watch", lambda *told: self._answered(self._join, told))
        socketio.on_event("announced", lambda *told: self._answered(self._hear, told))

    def count(self) -> int:
        return len(self._sockets)

    def watches(self, room: str) -> list[Watch]:
        return list(self._rooms.get(room, {}).values())

    def acting(self) -> list[Connection]:
        """The sockets of whoever can change something: all but the screens."""
        return [connection for connection in self._sockets if connection.identity.kind != "display"]

    def opened(self, connection: Connection) -> None:
        self._sockets[connection] = set()

    def closed(self, connection: Connection) -> None:
        for room in list(self._sockets.get(connection, ())):
            self._put(connection, room, None)
        self._sockets.pop(connection, None)

    def tell(self, test: Callable[[Identity], bool], push: Push) -> None:
        """Offers a push to every socket whose identity ``test`` picks, whatever it watches."""
        for connection in list(self._sockets):
            if test(connection.identity):
                connection.offer(push)

    def cut(self, test: Callable[[Identity], bool], code: int = POLICY) -> None:
        """Ends every socket whose identity ``test`` picks, at once."""
        for connection in list(self._sockets):
            if test(connection.identity):
                self.closed(connection)
                connection.end(code)

    def _answered(self, work: Callable[[Connection, object], Answer], told: tuple[object, ...]) -> Answer:
        environ = flask.request.environ
        try:
            if len(told) != 1:
                raise Invalid()
            return work(environ[CONNECTION], told[0])
        except QueueError as refusal:
            return {"ok": False, "problem": self._problem(refusal, environ)}
        except Exception:
            log.exception("an event of a socket failed")
            return {"ok": False, "problem": self._problem(Unavailable(), environ)}

    def _join(self, connection: Connection, wish: object) -> Answer:
        room = self._watch(connection.identity, wish)
        self._has_place(connection, room)
        # Entered before the document is read, so that no push falls between, and deaf until the answer is on its way.
        before, watch = self._rooms.get(room, {}).get(connection), Watch(connection)
        self._put(connection, room, watch)
        try:
            version, document = self._document(room)
        except BaseException:
            self._put(connection, room, before)
            raise
        connection.after_event.append(lambda: self._joined(watch, room, version))
        if self.trouble is not None and connection.identity.kind != "display":
            connection.offer(self.trouble)
        return {"ok": True, "document": orjson.Fragment(document)}

    def _has_place(self, connection: Connection, room: str) -> None:
        rooms = self._sockets.get(connection, set())
        if len(rooms) >= ROOMS_PER_SOCKET and room not in rooms:
            raise TooMany()

    def _put(self, connection: Connection, room: str, watch: Watch | None) -> None:
        if connection not in self._sockets:
            return
        self._watched(connection, room, watch is not None)
        watchers = self._rooms.setdefault(room, {})
        if watch is not None:
            watchers[connection] = watch
            self._sockets[connection].add(room)
            return
        del watchers[connection]
        self._sockets[connection].discard(room)
        if not watchers:
            del self._rooms[room]

    def _joined(self, watch: Watch, room: str, version: int) -> None:
        watch.version = version
        if self.pushed.get(room, version) > version:
            self._missed(room)

    def _hear(self, connection: Connection, told: object) -> Answer:
        if connection.identity.kind != "display":
            raise Forbidden()
        area, call = _announcement(told)
        self._announced(connection.identity, area, call)
        return {"ok": True}


# What a call's number can be at most: the largest that a database holds.
MOST = 2**63 - 1


def _announcement(told: object) -> tuple[str, int]:
    if not isinstance(told, dict) or set(told) != {"area", "call"}:
        raise Invalid()
    area, call = told["area"], told["call"]
    if not isinstance(area, str) or not 0 < len(area) <= 40 or type(call) is not int or not 0 <= call <= MOST:
        raise Invalid()
    return area, call
