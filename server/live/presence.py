"""Which devices are connected, since when each is there or gone, and since when an area's screens show it or do not."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from server.access import DEVICES
from server.live.transport import Connection

Key = tuple[str, str]
Clock = Callable[[], int]
"""UTC milliseconds."""
GAP_MS = 10_000
"""Screens that come back sooner have missed nothing: what was called meanwhile is still on them."""


@dataclass(frozen=True, slots=True)
class Contact:
    """``since`` is when the device came or went, in UTC milliseconds."""

    connected: bool
    since: int


class Presence:
    """Hears of every socket; remembers devices only: they are few, and nobody's private matter."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: dict[Key, set[Connection]] = {}
        self._since: dict[Key, int] = {}

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


class Screens:
    """Hears of every board that is watched; only displays count, as nobody waits before another page."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._on: dict[str, set[Connection]] = {}
        self._gone: dict[str, float] = {}
        self._gap: dict[str, tuple[float, float]] = {}

    def watched(self, connection: Connection, room: str, on: bool) -> None:
        """A socket has joined a room, or left it."""
        if connection.identity.kind != "display" or not room.startswith("board/"):
            return
        screens = self._on.setdefault(room, set())
        if on:
            self._lit(room)
            screens.add(connection)
        elif connection in screens:
            screens.discard(connection)
            self._gone[room] = self._clock()

    def _lit(self, room: str) -> None:
        gone, now = self._gone.get(room, -inf), self._clock()
        if not self._on[room] and now - gone >= GAP_MS:
            self._gap[room] = gone, now

    def _last_gap(self, room: str) -> tuple[float, float]:
        """From when to when nothing showed this board, the last time; from ever where nothing had shown it before."""
        gone = self._gone.get(room, -inf)
        if self._on.get(room) or self._clock() - gone < GAP_MS:
            return self._gap.get(room, (-inf, -inf))
        return gone, inf

    def dark(self, area: str) -> int | None:
        """Since when no screen shows the area, where one did before; None while one does that has come to stay, or was
        away for a moment."""
        gone, back = self._gap_of(area)
        stays = self._clock() - back >= GAP_MS
        return None if stays or gone == -inf or back - gone < GAP_MS else int(gone)

    def since(self, area: str) -> int:
        """When the area's last screen went dark or, if one shows it now, came back after a while in which none did.

        0 where nothing of that has happened, or no screen has ever shown it.
        """
        gone, back = self._gap_of(area)
        if gone == -inf:
            return 0
        if back == inf:
            return int(gone)
        return int(back) if back - gone >= GAP_MS else 0

    def _gap_of(self, area: str) -> tuple[float, float]:
        gaps = [self._last_gap(f"board/{name}") for name in (area, "all")]
        return max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
