"""Who may open a socket: judged from the handshake request, before anything is upgraded."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson

from server.access import Identity, same_origin
from server.live.rooms import Problem
from server.live.transport import IDENTITY
from server.live.wire import Pace
from server.rules.errors import Broken, NotSignedIn, QueueError, TooMany, Unavailable

PATH = "/socket.io"
REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    429: "Too Many Requests",
    503: "Service Unavailable",
}
# All a socket keeps of its request: no token or cookie stays in memory, no extension (compression) is agreed on.
KEPT = (
    *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"),
    *("SERVER_SOFTWARE", "REMOTE_ADDR", "HTTP_HOST", "HTTP_CONNECTION", "HTTP_UPGRADE", "HTTP_SEC_WEBSOCKET_KEY"),
    *("HTTP_SEC_WEBSOCKET_VERSION", "HTTP_ACCEPT_LANGUAGE"),
)

Environ = dict[str, Any]
Wsgi = Callable[..., Iterable[bytes]]
Identify = Callable[[Environ], Identity | None]

log = logging.getLogger("server.live")


@dataclass(frozen=True)
class Limits:
    """How many sockets may be open, how many refused handshakes an address may make, how much a socket may say."""

    total: int = 4000
    per_address: int = 1500
    per_identity: int = 1100
    refused_at_once: float = 200
    refused_per_s: float = 50
    messages_at_once: float = 150
    messages_per_s: float = 5

    @classmethod
    def off(cls) -> "Limits":
        return cls(10**9, 10**9, 10**9, 1e9, 1e9, 1e9, 1e9)


class Turnstile:
    """Counts the open sockets, and slows down an address whose handshakes fail."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._addresses: Counter[str] = Counter()
        self._identities: Counter[tuple[str, str]] = Counter()
        self._refused: dict[str, Pace] = {}
        self._locked: set[str] = set()

    @contextmanager
    def through(self, identity: Identity, address: str) -> Iterator[None]:
        who = (identity.kind, identity.id)
        self._check(who, address)
        self._addresses[address] += 1
        self._identities[who] += 1
        try:
            yield
        finally:
            _less(self._addresses, address)
            _less(self._identities, who)

    def _check(self, who: tuple[str, str], address: str) -> None:
        limits = self._limits
        full = (
            self._addresses.total() >= limits.total
            or self._addresses[address] >= limits.per_address
            or self._identities[who] >= limits.per_identity
        )
        if full:
            raise TooMany()

    def admit(self, address: str) -> None:
        """TooMany while this address has failed too often; asked before any credential is looked at."""
        pace = self._refused.get(address)
        if pace is not None and pace.take(0) > 0:
            raise TooMany()

    def refused(self, address: str) -> None:
        if len(self._refused) > 10_000:
            self._refused.clear()
        pace = self._refused.setdefault(address, Pace(self._limits.refused_at_once, self._limits.refused_per_s))
        pace.take(1)


def _less(counter: Counter[Any], key: object) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]


class Gate:
    """WSGI: sends handshakes that pass to ``sockets``, all other requests to ``pages``."""

    def __init__(self, pages: Wsgi, sockets: Wsgi, identify: Identify, problem: Problem, limits: Limits) -> None:
        self._pages, self._sockets = pages, sockets
        self._identify, self._problem = identify, problem
        self._turnstile = Turnstile(limits)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path != PATH and not path.startswith(PATH + "/"):
            return self._pages(environ, start_response)
        try:
            return self._enter(environ, start_response)
        except QueueError as refusal:
            return self._refuse(refusal, environ, start_response)

    def _enter(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        address = str(environ.get("REMOTE_ADDR", ""))
        self._turnstile.admit(address)
        identity = self._known(environ, address)
        same_origin(environ)
        check_handshake(environ)
        with self._turnstile.through(identity, address):
            return self._sockets(stripped(environ, identity), start_response)

    def _known(self, environ: Environ, address: str) -> Identity:
        try:
            identity = self._identify(environ)
        except QueueError:
            self._turnstile.refused(address)
            raise
        except Exception as fault:
            log.exception("a handshake could not be judged")
            raise Unavailable() from fault
        if identity is None:
            self._turnstile.refused(address)
            raise NotSignedIn()
        return identity

    def _refuse(self, refusal: QueueError, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = orjson.dumps(self._problem(refusal, environ))
        headers = [
            ("Content-Type", "application/problem+json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ]
        if isinstance(refusal, TooMany):
            headers.append(("Retry-After", str(refusal.retry_after)))
        start_response(f"{refusal.status} {REASONS.get(refusal.status, 'Refused')}", headers)
        return [body]


def stripped(environ: Environ, identity: Identity) -> Environ:
    """The request with nothing left but what its socket goes on with; the server keeps it as long as the socket."""
    for key in [key for key in environ if key not in KEPT and not key.startswith("wsgi.")]:
        del environ[key]
    environ[IDENTITY] = identity
    return environ


def check_handshake(environ: Environ) -> None:
    """Broken unless this is a first handshake of Engine.IO 4 straight over a websocket."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    words = [word.strip() for word in environ.get("HTTP_CONNECTION", "").lower().split(",")]
    good = (
        query.get("transport") == ["websocket"]
        and query.get("EIO") == ["4"]
        and "sid" not in query
        and environ.get("REQUEST_METHOD") == "GET"
        and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        and "upgrade" in words
        and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
        and len(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")) == 24
    )
    if not good:
        raise Broken()
