"""The listener and the HTTP server: bounded against slow clients, and stopped without losing an answer."""

import io
import logging
import resource
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

import gevent
import orjson
from gevent import pywsgi
from gevent.event import Event
from gevent.pool import Pool

from server.live.reading import HEADER_BYTES, HEADER_S, Lines, Reader, TooLong, one_length

IDLE_S, BODY_S, SEND_S = 75.0, 20.0, 30.0
"""Seconds between requests, for a body, and for the client to take an answer."""
BODY_BYTES = 1024 * 1024
READ_AHEAD, TOGETHER = 4096, 64 * 1024
DRAIN_S, KILL_S = 2.0, 0.2
"""Seconds that answers in flight are waited for when the server stops, and then their end."""
CONNECTIONS, PER_ADDRESS = 6000, 2500
"""Open at once, so that one address can never take all the places."""
BACKLOG = 1024
AHEAD_S = 0.25
"""Before a request is read that was sent without waiting for the answer before it: no browser or proxy does that."""
TOO_MANY, REFUSED_S, LOOK_S = 429, 1.0, 0.1
"""Nothing more is read for so long from whom was told 429: what they go on sending waits at their side."""

# The stubs leave out what is overridden here.
WSGIHandler: Any = pywsgi.WSGIHandler
WSGIServer: Any = pywsgi.WSGIServer

Log = Callable[[dict[str, Any], int, float], None]
logger = logging.getLogger("server.live.serve")


def _problem(kind: str, status: int, title: str) -> bytes:
    return orjson.dumps({"type": f"/problems/{kind}", "title": title, "status": status, "detail": title})


def _answer(status: str, title: str) -> bytes:
    body = _problem("invalid", int(status[:3]), title)
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


UNREADABLE = ("400", _answer("400 Bad Request", "Không đọc được yêu cầu."))
TOO_SLOW = ("408", _answer("408 Request Timeout", "Yêu cầu đến quá chậm."))
FAILED = _problem("unavailable", 503, "Máy chủ chưa trả lời được. Xin thử lại.")
LONG_LINE = ("414", _answer("414 URI Too Long", "Địa chỉ quá dài."))
TOO_LONG = ("431", _answer("431 Request Header Fields Too Large", "Phần đầu của yêu cầu quá dài."))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on ``host`` ("" or "0.0.0.0": everywhere) and ``port`` (0: a free one).

    OSError if it cannot be had. Small answers leave at once: without TCP_NODELAY each waits some 40 ms.
    """
    info = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = min(info, key=lambda i: i[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


class Handler(WSGIHandler):  # type: ignore[misc]
    """One connection. Idle ones are closed at once when the server stops, the others after their answer."""

    def __init__(self, sock: Any, address: Any, server: "_Wsgi") -> None:
        self._reader = Reader(sock)
        super().__init__(sock, address, server, rfile=io.BufferedReader(self._reader, READ_AHEAD))
        # What makefile() would have counted: the descriptor stays until both are closed.
        sock._io_refs += 1
        self.idle = True
        self._first = True

    def handle(self) -> None:
        self.server.handlers.add(self)
        try:
            super().handle()
        finally:
            self.server.handlers.discard(self)

    def hang_up(self) -> None:
        with suppress(OSError, AttributeError):
            self.socket.shutdown(socket.SHUT_RD)

    def read_requestline(self) -> str:
        self.idle = True
        self._reader.allow(HEADER_S if self._first else IDLE_S, HEADER_BYTES)
        self._first = False
        line: str = "" if self.server.stopping else super().read_requestline()
        self.idle = False
        if line and not self._reader.fresh:
            self.server.ending.wait(self.server.ahead_s)
        return line

    def MessageClass(self, *given: Any) -> Any:
        headers = super().MessageClass(Lines(given[0]), *given[1:])
        one_length(headers)
        return headers

    def read_request(self, raw_requestline: str) -> bool:
        self._reader.allow(HEADER_S, HEADER_BYTES)
        return bool(super().read_request(raw_requestline))

    def handle_one_response(self) -> None:
        self._reader.allow(BODY_S, BODY_BYTES)
        super().handle_one_response()
        # Behind a proxy the connection is that of others too.
        if self.code == TOO_MANY and self.environ["REMOTE_ADDR"] == self.client_address[0]:
            self._hold()
        # What follows on an upgraded socket is not another request.
        if self.server.stopping or "HTTP_UPGRADE" in self.environ:
            self.close_connection = True

    def _hold(self) -> None:
        """Who is gone, or told to go, holds no place that somebody else at the address could have."""
        until = time.monotonic() + REFUSED_S
        while time.monotonic() < until and not (self._closes() or self.server.ending.wait(LOOK_S)):
            pass

    def _closes(self) -> bool:
        if self.close_connection:
            return True
        self.socket.settimeout(0)
        try:
            return not self.socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _write_with_headers(self, data: bytes) -> None:
        """pywsgi's own takes two system calls, and the client two reads, for every answer."""
        self.headers_sent = True
        self.finalize_headers()
        lines = [b"HTTP/1.1 " + self.status, *(b"%b: %b" % pair for pair in self.response_headers)]
        head = b"\r\n".join([*lines, b"", b""])
        if self.response_use_chunked or len(data) > TOGETHER:
            self._sendall(head)
            self._write(data)
        else:
            self._sendall(head + data)

    def handle_one_request(self) -> Any:
        answer = super().handle_one_request()
        return LONG_LINE if isinstance(answer, tuple) and answer[0] == "414" else answer

    def _sendall(self, data: bytes) -> None:
        self.socket.settimeout(SEND_S)
        super()._sendall(data)

    def _handle_client_error(self, fault: BaseException) -> tuple[str, bytes]:
        if isinstance(fault, TooLong):
            return TOO_LONG
        return TOO_SLOW if isinstance(fault, TimeoutError) else UNREADABLE

    def _send_error_response_if_possible(self, _code: int) -> None:
        self.close_connection = True
        if self.response_length:
            return
        headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(FAILED)))]
        with suppress(OSError):
            self.start_response("503 Service Unavailable", [*headers, ("Connection", "close")])
            self.write(FAILED)

    def _log_error(self, kind: type[BaseException], fault: BaseException, trace: TracebackType) -> None:
        if issubclass(kind, OSError):
            logger.info("a client went away: %s", kind.__name__)
        elif not issubclass(kind, gevent.GreenletExit):
            logger.error("a request failed", exc_info=(kind, fault, trace))

    def log_request(self) -> None:
        if self.server.told is not None and self.environ and self.code:
            self.server.told(self.environ, abs(self.code), self.time_finish - self.time_start)


class _Wsgi(WSGIServer):  # type: ignore[misc]
    def __init__(
        self, listener: socket.socket, application: Any, told: Log | None, per_address: int, ahead_s: float
    ) -> None:
        self.told, self.ahead_s = told, ahead_s
        self._most, self._from = per_address, Counter[str]()
        self.ending = Event()
        self.handlers: set[Handler] = set()
        # Given, it is not looked up in DNS.
        name = {"SERVER_NAME": str(listener.getsockname()[0])}
        pool = Pool(CONNECTIONS)
        super().__init__(
            listener, application, spawn=pool, log=None, error_log=logger, handler_class=Handler, environ=name
        )

    @property
    def stopping(self) -> bool:
        return bool(self.ending.is_set())

    def handle(self, sock: Any, address: Any) -> None:
        host = address[0]
        if self._from[host] >= self._most:
            return
        self._from[host] += 1
        try:
            super().handle(sock, address)
        finally:
            self._from[host] -= 1
            if not self._from[host]:
                del self._from[host]


class Server:
    """Serves ``application`` on ``listener``. ``log(environ, status, seconds)`` hears of each answer."""

    def __init__(
        self,
        listener: socket.socket,
        application: Any,
        log: Log | None = None,
        per_address: int = PER_ADDRESS,
        ahead_s: float = AHEAD_S,
    ) -> None:
        _more_descriptors()
        self._wsgi = _Wsgi(listener, application, log, per_address, ahead_s)
        self._stopped = Event()

    def start(self) -> None:
        """Begins to accept; returns at once."""
        self._wsgi.start()

    def serve_forever(self) -> None:
        """Accepts until ``stop`` was called, from a signal's greenlet for instance, and is done."""
        self._wsgi.start()
        self._stopped.wait()

    def stop(self, close_sockets: Callable[[], None] = lambda: None, deadline_s: float = DRAIN_S) -> None:
        """Accepts no more, ends the live sockets, and lets the answers in flight finish for ``deadline_s`` seconds."""
        wsgi = self._wsgi
        if wsgi.stopping:
            return
        wsgi.ending.set()
        wsgi.close()
        close_sockets()
        for handler in list(wsgi.handlers):
            if handler.idle:
                handler.hang_up()
        wsgi.pool.join(timeout=deadline_s)
        wsgi.pool.kill(block=True, timeout=KILL_S)
        self._stopped.set()


def _more_descriptors() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
