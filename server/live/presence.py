"""Which devices are connected, and since when each is there or gone."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from server.access import DEVICES
from server.live.transport import Connection

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """``since`` is when the device came or went, by the monotonic clock in seconds."""

    connected: bool
    since: float


class Presence:
    """Hears of every socket; remembers devices only: they are few, and nobody's private matter."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[Key, set[Connection]] = {}
        self._since: dict[Key, float] = {}

    def opened(self, connection: Connection) -> None:
        key = (connection.identity.kind, connection.identity.id)
        if key[0] not in DEVICES:
            return
        sockets = self._open.setdefault(key, set())
        if not sockets:
            self._since[key] = self._clock()
        sockets.add(connection)

    def closed(self, connection: Connection) -> None:
        """May hear of an end twice, or of one that was never opened."""
        key = (connection.identity.kind, connection.identity.id)
        sockets = self._open.get(key, set())
        if connection not in sockets:
            return
        sockets.discard(connection)
        if not sockets:
            self._since[key] = self._clock()

    def of(self, kind: str, id: str) -> Contact | None:
        """The device's contact; None when it never came since the server's start."""
        since = self._since.get((kind, id))
        return None if since is None else Contact(bool(self._open.get((kind, id))), since)
