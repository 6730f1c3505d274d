"""A thousand connections of people who mean harm: each kind is one way to hold or hurt a server. Loopback only."""

import os
import select
import socket
import subprocess
import sys
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.servers import ROOT

EACH_TURN_S = 0.2
"""How often a slow one sends its next byte, and a flood its next piece."""


READY = b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def _bomb() -> bytes:
    """A compressed frame of some 100 KB that unpacks to 100 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = (packer.compress(b"4" * 100_000_000) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    return b"\xc1\xff" + len(packed).to_bytes(8, "big") + bytes(4) + packed


def _frame(text: bytes) -> bytes:
    """A client's short frame, masked with zeros."""
    return b"\x81\xfe" + len(text).to_bytes(2, "big") + bytes(4) + text


@dataclass
class Kind:
    """What one sends first, whether it then upgrades, and what it goes on sending every turn; ``reads`` its answers."""

    first: bytes
    then: bytes = b""
    more: bytes = b""
    reads: bool = False
    half: bool = False


def kinds(token: str) -> dict[str, Kind]:
    """Every way, by name; ``token`` is a screen's: they got hold of one."""
    host = b"Host: 127.0.0.1\r\nAuthorization: Bearer " + token.encode() + b"\r\n"
    upgrade = (
        b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n" + host + b"Upgrade: websocket\r\nConnection: Upgrade"
        b"\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Sec-WebSocket-Extensions: permessage-deflate\r\n"
    )
    opened, watch = upgrade + b"\r\n", _frame(b"40") + _frame(b'421["watch",{"board":"all"}]')
    post = b"POST /api/v1/tickets HTTP/1.1\r\n" + host + b"Content-Type: application/json\r\n"
    board = b"GET /api/v1/board HTTP/1.1\r\n" + host + b"\r\n"
    return {
        "bomb": Kind(opened, then=_frame(b"40") + _bomb(), reads=True),
        "stalled handshake": Kind(upgrade, more=b"X"),
        "stalled reader": Kind(opened, then=watch),
        "flood": Kind(opened, then=watch, more=_frame(b'422["watch",{"board":"all"}]') * 50),
        "half-open": Kind(board, half=True),
        "asks and never reads": Kind(board * 20, more=board),
        "slow headers": Kind(b"GET / HTTP/1.1\r\nX-A: ", more=b"a"),
        "slow body": Kind(post + b"Content-Length: 60000\r\n\r\n{", more=b" "),
        "endless headers": Kind(b"GET / HTTP/1.1\r\n", more=b"X-A: " + b"a" * 2000 + b"\r\n"),
        "asks whether it can commit": Kind(READY, more=READY * 10, reads=True),
        "silent": Kind(b""),
    }


class Crowd:
    """``size`` connections of all kinds in turn, in a process of their own, kept up until the ``with`` ends.

    They go to the server ``pid`` at ``port``; ``token`` is a screen's. ``turns`` are the times that all of them have
    pressed on; ``peak`` is the server's memory at most, in bytes.
    """

    def __init__(self, pid: int, port: int, token: str, size: int) -> None:
        self.pid, self.turns, self.peak = pid, 0, 0
        self._line = [sys.executable, "-m", "bench.harm", str(port), token, str(size)]
        self._pressed = threading.Condition()

    def wait(self, turns: int) -> None:
        """Until they have pressed on so many times more."""
        with self._pressed:
            until = self.turns + turns
            self._pressed.wait_for(lambda: self.turns >= until)

    def __enter__(self) -> "Crowd":
        self._process = subprocess.Popen(self._line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._thread.join()
        self._process.wait()

    def _count(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            with self._pressed:
                self.turns += line == "pressed on\n"
                self.peak = max(self.peak, rss(self.pid))
                self._pressed.notify_all()


def _attack(port: int, token: str, size: int) -> None:
    """Says a word for each connection and each turn; ends with stdin."""
    crowd: list[tuple[socket.socket, Kind]] = []
    for kind in islice(cycle(kinds(token).values()), size):
        with suppress(OSError):
            crowd.append((_connected(port, kind), kind))
        print("connected", flush=True)
    while not select.select([sys.stdin], [], [], EACH_TURN_S)[0]:
        for wire, kind in crowd:
            _press_on(wire, kind)
        print("pressed on", flush=True)


def _connected(port: int, kind: Kind) -> socket.socket:
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.settimeout(5)
    wire.connect(("127.0.0.1", port))
    if kind.first:
        wire.sendall(kind.first)
    if kind.then:
        # The upgrade's answer comes before anything else may be sent.
        wire.recv(200)
    wire.settimeout(0)
    if kind.then:
        _send(wire, kind.then)
    if kind.half:
        wire.shutdown(socket.SHUT_WR)
    return wire


def _press_on(wire: socket.socket, kind: Kind) -> None:
    if kind.more:
        _send(wire, kind.more)
    if kind.reads and select.select([wire], [], [], 0)[0]:
        with suppress(OSError):
            wire.recv(65536)


def _send(wire: socket.socket, data: bytes) -> None:
    with suppress(OSError):
        wire.send(data)


def rss(pid: int) -> int:
    """A process's resident memory in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    _attack(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
