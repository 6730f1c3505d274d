"""The only place that knows the insides of engineio and simple-websocket: bounded, ordered, checked sockets."""

import logging
import re
import time
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import engineio.base_socket
import engineio.packet
import engineio.socket
import gevent
import orjson
import simple_websocket
from gevent.event import Event
from wsproto.utilities import ProtocolError

from server.access import Identity
from server.live.wire import Pace, Wire, frame

MESSAGE_BYTES = 16384
PING_S = 2
"""Seconds between pings, and for the answer to one."""
POLICY, GOING_AWAY = 1008, 1001
IDENTITY, CONNECTION = "layso.identity", "layso.connection"

log = logging.getLogger("server.live")
EVENT = re.compile(r"2[0-9]{0,9}(\[.*\])", re.DOTALL)
RESERVED = frozenset({"connect", "disconnect", "connect_error"})


class Json:
    """orjson in the shape python-socketio asks for: half the time, and deep nesting is a ValueError."""

    JSONDecodeError = orjson.JSONDecodeError
    loads = staticmethod(orjson.loads)

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return orjson.dumps(value).decode()


class Push:
    """An event with one ready-made JSON argument, encoded once for every socket it goes to."""

    __slots__ = ("frame", "text")

    def __init__(self, event: str, document: bytes) -> None:
        self.text = b'2["' + event.encode() + b'",' + document + b"]"
        self.frame = frame(b"4" + self.text)


def legible(message: object) -> bool:
    """Whether a message is one that a well-behaved client of ours sends; libraries choke on many of the others."""
    if not isinstance(message, str) or not message:
        return False
    if message[0] in "13":
        return True
    body = message[1:]
    return message[0] == "4" and (body in ("0", "1") or _opening(body) or _event(body))


def _opening(body: str) -> bool:
    return body[:2] == "0{" and _parsed(body[1:]) is not None


def _event(body: str) -> bool:
    match = EVENT.fullmatch(body)
    told = _parsed(match[1]) if match else None
    return isinstance(told, list) and bool(told) and isinstance(told[0], str) and told[0] not in RESERVED


def _parsed(text: str) -> object:
    try:
        return orjson.loads(text)
    except ValueError:
        return None


class NoThread:
    """simple-websocket reads in a thread of its own; ours is read by whoever waits for a message."""

    name = ""

    def __init__(self, target: object) -> None:
        pass

    def start(self) -> None:
        pass


class Server(simple_websocket.Server):  # type: ignore[misc]
    """simple-websocket on a Wire: it calls ``send`` where it means sendall, reads ahead, and keeps no bounds.

    One greenlet less for each socket, and while an event is worked on nothing more is taken from its sender.
    """

    sock: Any

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(environ, max_message_size=MESSAGE_BYTES, thread_class=NoThread, event_class=Event)

    def handshake(self) -> None:
        # The duplicate that simple-websocket made would cost a second descriptor for each screen.
        self.sock.close()
        self.sock = Wire(self.environ["wsgi.input"].raw._sock)
        super().handshake()

    def receive(self, timeout: float | None = None) -> str | bytes:
        """The next message; OSError at the end."""
        while not self.input_buffer:
            if not self.connected:
                raise ConnectionResetError("the socket is closed")
            self._read()
        message: str | bytes = self.input_buffer.pop(0)
        return message

    def _read(self) -> None:
        data = self.sock.recv(self.receive_bytes)
        self.connected = False
        if data:
            self.ws.receive_data(data)
            self.connected = self._handle_events()


class Connection:
    """One socket: what engineio takes for its websocket, and what the pusher writes to.

    ``identity`` is whom the gate let in. ``after_event`` functions run once the answer to the event is on its way.
    """

    def __init__(self, run: Callable[["Connection"], Any], opened: "Told", closed: "Told", pace: Pace) -> None:
        self._run, self._opened, self._closed = run, opened, closed
        self._engine: Any = run.__self__  # type: ignore[attr-defined]
        self._engine.schedule_ping = self._schedule_ping
        self._queue = self._engine.queue
        self._pace = pace
        self.after_event: list[Callable[[], None]] = []

    def __call__(self, environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        self.identity: Identity = environ[IDENTITY]
        environ[CONNECTION] = self
        try:
            self._upgrade(environ)
            self._opened(self)
            self._run(self)
        except (OSError, simple_websocket.ConnectionError, simple_websocket.ConnectionClosed, ProtocolError):
            log.info("a socket ended while it opened")
        finally:
            self._finish()
        return []

    def _upgrade(self, environ: dict[str, Any]) -> None:
        self._ws = Server(environ)
        self._wire: Wire = self._ws.sock

    def _finish(self) -> None:
        if hasattr(self, "_wire"):
            self._wire.end(GOING_AWAY)
        self._engine.close(wait=False, abort=True)
        self._closed(self)

    def offer(self, push: Push) -> None:
        """Sends at once if nothing is before it in engineio's own queue, else behind that. Never blocks or raises."""
        if not self._queue.empty():
            self._queue.put(engineio.packet.Packet(engineio.packet.MESSAGE, push.text.decode()))
            return
        try:
            self._wire.send(push.frame)
        except OSError:
            # The reading greenlet sees the end and tidies up.
            return

    def end(self, code: int) -> None:
        """Closes with a WebSocket status; the client's own reconnecting sees a lost transport."""
        self._wire.end(code)

    # What engineio calls.

    def send(self, message: str) -> None:
        try:
            self._ws.send(message)
        except simple_websocket.ConnectionClosed as closed:
            raise OSError("the socket is closed") from closed

    def wait(self) -> str | None:
        while self.after_event:
            self.after_event.pop()()
        try:
            message = self._ws.receive()
        except (OSError, ProtocolError):
            return None
        if not legible(message):
            self.end(POLICY)
        gevent.sleep(self._pace.take())
        return None if self._wire.dead else str(message)

    def close(self) -> None:
        self._wire.end(GOING_AWAY)

    def _schedule_ping(self) -> None:
        """engineio keeps a sleeping greenlet for each socket; one that has not begun costs a tenth of it."""
        if self._engine.last_ping:
            self._engine.last_ping = None
            gevent.spawn_later(PING_S, self._ping)

    def _ping(self) -> None:
        if not self._engine.closing and not self._engine.closed:
            self._engine.last_ping = time.monotonic()
            self._engine.send(engineio.packet.Packet(engineio.packet.PING))


Told = Callable[[Connection], None]


def options() -> dict[str, Any]:
    """The settings of Flask-SocketIO: websockets alone, handled in order, silence noticed within 4 s."""
    quiet = logging.getLogger("server.live.protocol")
    quiet.setLevel(logging.ERROR)
    return {
        "async_mode": "gevent",
        "transports": ["websocket"],
        "ping_interval": PING_S,
        "ping_timeout": PING_S,
        "max_http_buffer_size": MESSAGE_BYTES,
        "cors_allowed_origins": [],
        "async_handlers": False,
        "manage_session": False,
        "json": Json,
        "logger": quiet,
        "engineio_logger": quiet,
    }


def install(eio: Any, opened: Told, closed: Told, pace: Callable[[], Pace]) -> None:
    """Puts our sockets in the place of engineio's; ``opened`` and ``closed`` hear of each, ``pace`` is a new one's."""
    eio._async = {**eio._async, "websocket": lambda run, _: Connection(run, opened, closed, pace())}
    # engineio measures silence with the wall clock; a clock stepped forward would cut every screen off.
    steady = SimpleNamespace(time=time.monotonic)
    engineio.socket.time = engineio.base_socket.time = steady
