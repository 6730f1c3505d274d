"""One socket's bytes: in order, never waiting for the reader, bounded in what waits and for how long."""

import os
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from errno import EPIPE

import gevent
from gevent.socket import socket as GeventSocket

TEXT, CLOSE = 0x81, 0x88
WAITING = 8
"""Frames that may wait for a slow reader before it is cut off."""
BEHIND_S = 4.0
"""Seconds a reader may take to catch up with what waits."""
SILENT_S = 6.0
"""Seconds without one byte from the other side, pings being answered every two."""
SEND_BUFFER, RECEIVE_BUFFER = 128 * 1024, 32 * 1024
BYTES_AT_ONCE, BYTES_PER_S = 256 * 1024, 4 * 1024


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A whole unmasked WebSocket frame, as a server sends it."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", opcode, size) + payload
    if size < 65536:
        return struct.pack("!BBH", opcode, 126, size) + payload
    return struct.pack("!BBQ", opcode, 127, size) + payload


class Pace:
    """A token bucket: ``take(n)`` says how many seconds to wait so that the long-run rate holds."""

    __slots__ = ("_at", "_left", "_most", "_rate")

    def __init__(self, most: float, rate: float) -> None:
        self._most, self._rate = most, rate
        self._left, self._at = most, time.monotonic()

    def take(self, amount: float = 1.0) -> float:
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._rate) - amount
        self._at = now
        return max(0.0, -self._left / self._rate)


class Wire:
    """Stands in for simple-websocket's socket: ``send`` takes whole frames, ``recv`` gives what came.

    A frame goes straight to the kernel while the reader keeps up. What the kernel does not take waits, and a reader
    with more than WAITING frames or BEHIND_S seconds to catch up is cut off. Frames never mix, whoever sends them.
    """

    __slots__ = ("_fd", "_pace", "_sock", "_waiting", "dead")

    def __init__(self, sock: GeventSocket) -> None:
        self._sock = sock
        self._fd = sock.fileno()
        self._waiting: deque[bytes | memoryview] = deque()
        self._pace = Pace(BYTES_AT_ONCE, BYTES_PER_S)
        self.dead = False
        sock.settimeout(SILENT_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(BEHIND_S * 1000))

    def send(self, data: bytes) -> int:
        """Takes one frame whole and returns at once. OSError once the socket is dead."""
        if self.dead:
            raise BrokenPipeError(EPIPE, "the socket is closed")
        if self._waiting:
            self._queue(data)
            return len(data)
        try:
            sent = os.write(self._fd, data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.abort()
            raise
        if sent < len(data):
            self._waiting.append(memoryview(data)[sent:])
            gevent.spawn(self._drain)
        return len(data)

    def _queue(self, data: bytes) -> None:
        if len(self._waiting) >= WAITING:
            self.abort()
            raise BrokenPipeError(EPIPE, "the reader is too slow")
        self._waiting.append(data)

    def _drain(self) -> None:
        try:
            with gevent.Timeout(BEHIND_S, TimeoutError):
                while self._waiting:
                    piece = self._waiting[0]
                    sent = self._sock.send(piece)
                    self._took(piece, sent)
        except OSError:
            self.abort()

    def _took(self, piece: bytes | memoryview, sent: int) -> None:
        if self.dead:
            return
        if sent == len(piece):
            self._waiting.popleft()
        else:
            self._waiting[0] = memoryview(piece)[sent:]

    def recv(self, size: int) -> bytes:
        """What came, at most ``size`` bytes; a flood is read slowly, so that it fills its sender's buffers."""
        data = self._sock.recv(size)
        delay = self._pace.take(len(data))
        if delay:
            gevent.sleep(delay)
        return data

    def end(self, code: int) -> None:
        """Closes with a WebSocket status: a frame to say so if the reader keeps up, and no waiting for an answer."""
        if self._waiting:
            return self.abort()
        with suppress(OSError):
            self.send(frame(struct.pack("!H", code), CLOSE))
        return self._shut()

    def abort(self) -> None:
        """Closes at once, dropping what waits here and in the kernel."""
        if not self.dead:
            with suppress(OSError):
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._shut()

    def _shut(self) -> None:
        if self.dead:
            return
        self.dead = True
        self._waiting.clear()
        # Wakes the greenlet that reads, which then ends everything else; pywsgi closes the descriptor.
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._shut()
