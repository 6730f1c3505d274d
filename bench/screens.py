"""Sockets that show documents, as screens and pages do: raw, answering pings, counting what comes.

python -m bench.screens     reads a JSON line {"address", "seats": [[wish, headers], ...]}, prints "ready", answers
                            every further line with what came so far, and ends with its input.
"""

import json
import select
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from bench.load import Address, connect

PING, PONG = b"2", b"\x81\x81\0\0\0\x003"
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
)


class Seat(NamedTuple):
    """What a socket watches, such as {"board": "A"}, and the headers that say who it is."""

    wish: dict[str, Any]
    headers: dict[str, str]


@dataclass(slots=True)
class Came:
    """Documents and their bytes by event; ``other`` counts messages that were no documents and no pings."""

    documents: Counter[str]
    bytes: Counter[str]
    other: int = 0

    def __sub__(self, before: "Came") -> "Came":
        return Came(self.documents - before.documents, self.bytes - before.bytes, self.other - before.other)


def masked(text: str) -> bytes:
    """A client's frame; the mask is nothing."""
    raw = text.encode()
    assert len(raw) < 126
    return bytes([0x81, 0x80 | len(raw)]) + bytes(4) + raw


def unframed(data: bytes) -> tuple[bytes | None, bytes]:
    """The first whole message of what came, and what follows it; (None, all of it) while it is not whole."""
    if len(data) < 2:
        return None, data
    start, length = 2, data[1] & 127
    if length >= 126:
        start = 4 if length == 126 else 10
        length = int.from_bytes(data[2:start], "big")
    end = start + length
    return (data[start:end], data[end:]) if len(data) >= end else (None, data)


class Screen:
    """One socket; ``newest`` is the last document's message, ``count`` how many came."""

    def __init__(self, address: Address, seat: Seat, came: Came) -> None:
        self.came, self.count, self.newest, self.got = came, 0, b"", b""
        self.socket = connect(address)
        headers = "".join(f"{name}: {value}\r\n" for name, value in seat.headers.items())
        self._say(HANDSHAKE.format(headers=headers).encode(), b"\r\n\r\n")
        self.got = self.got.partition(b"\r\n\r\n")[2]
        self._say(masked("40"), b'40{"sid"')
        self._say(masked(f'420["watch",{json.dumps(seat.wish)}]'), b"430[")
        while not self.got.endswith(b"}]"):
            self._more()
        self.got = b""
        self.socket.setblocking(False)

    def _say(self, words: bytes, until: bytes) -> None:
        self.socket.sendall(words)
        while until not in self.got:
            self._more()

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError(f"a screen was refused: {self.got[:300]!r}")
        self.got += data

    def read(self) -> None:
        """Takes what has come."""
        data = self.socket.recv(262144)
        if not data:
            raise ConnectionError("a screen was cut off")
        self.got = self.got + data if self.got else data
        while self.got:
            message, self.got = unframed(self.got)
            if message is None:
                return
            self._note(message)

    def _note(self, message: bytes) -> None:
        if message == PING:
            self.socket.sendall(PONG)
        elif message.startswith(b'42["'):
            event = message[4:12].partition(b'"')[0].decode()
            self.count, self.newest = self.count + 1, message
            self.came.documents[event] += 1
            self.came.bytes[event] += len(message)
        else:
            self.came.other += 1


class Crowd:
    """Many screens in this process."""

    def __init__(self, address: Address, seats: list[Seat]) -> None:
        self.came = Came(Counter(), Counter())
        self.epoll = select.epoll()
        self.by_descriptor: dict[int, Screen] = {}
        for number, seat in enumerate(seats):
            self._add(Screen(address, seat, self.came))
            if number % 50 == 49:
                self.rest(0.001)

    def _add(self, screen: Screen) -> None:
        self.by_descriptor[screen.socket.fileno()] = screen
        self.epoll.register(screen.socket, select.EPOLLIN)

    @property
    def screens(self) -> list[Screen]:
        return list(self.by_descriptor.values())

    def read(self, seconds: float) -> list[Screen]:
        """Takes what comes within the time; returns at the first that does."""
        ready = [self.by_descriptor[number] for number, _ in self.epoll.poll(seconds)]
        for screen in ready:
            screen.read()
        return ready

    def rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def settle(self, quiet_s: float = 0.12, most_s: float = 5.0) -> None:
        """Reads until no document has come for a while."""
        end, quiet = time.perf_counter() + most_s, 0.0
        while quiet < quiet_s and time.perf_counter() < end:
            before, began = self.came.documents.total(), time.perf_counter()
            self.rest(0.02)
            quiet = quiet + time.perf_counter() - began if self.came.documents.total() == before else 0.0

    def all_have_one_more(self, most_s: float = 10.0) -> float:
        """When the last screen had one document more than now."""
        missing = {id(screen): screen.count for screen in self.screens}
        end = time.perf_counter() + most_s
        while missing:
            for screen in self.read(0.5):
                if screen.count > missing.get(id(screen), screen.count):
                    del missing[id(screen)]
            if time.perf_counter() > end:
                raise TimeoutError(f"{len(missing)} screens got nothing")
        return time.perf_counter()

    def close(self) -> None:
        for screen in self.screens:
            screen.socket.close()
        self.epoll.close()


class Audience:
    """Many screens in a process of their own, so that reading them slows down no client."""

    def __init__(self, address: Address, seats: list[Seat]) -> None:
        command = [sys.executable, "-m", "bench.screens"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._tell(json.dumps({"address": address, "seats": seats}))
        if self._hear() != "ready":
            raise ConnectionError("the screens could not connect")

    def _tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def came(self) -> Came:
        """What came so far."""
        self._tell("")
        documents, sizes, other = json.loads(self._hear())
        return Came(Counter(documents), Counter(sizes), other)

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def main() -> None:
    given = json.loads(sys.stdin.readline())
    host, port = given["address"]
    crowd = Crowd((host, port), [Seat(*seat) for seat in given["seats"]])
    print("ready", flush=True)
    crowd.epoll.register(sys.stdin, select.EPOLLIN)
    asked = sys.stdin.fileno()
    while True:
        for number, _ in crowd.epoll.poll():
            if number != asked:
                crowd.by_descriptor[number].read()
            elif sys.stdin.readline():
                print(json.dumps([crowd.came.documents, crowd.came.bytes, crowd.came.other]), flush=True)
            else:
                return


if __name__ == "__main__":
    main()
