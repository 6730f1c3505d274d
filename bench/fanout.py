"""From a change to the last of N screens: our way, python-socketio's emit, and a bare asyncio broadcast.

    .venv/bin/python -m bench.fanout [--screens 100 500 1000] [--rounds 60] [--json FILE]

All three send the same bytes in the same run to the same client process, taking turns; the bare one is the reference.
"""

import argparse
import json
import select
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.fanout_servers import DOCUMENT

WAYS = ("bare", "live", "emit")
PING, PONG = b"\x81\x012", b"\x81\x81\0\0\0\x003"
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Authorization: Bearer display\r\n\r\n"
)


def masked(text: str) -> bytes:
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text.encode()


class Crowd:
    """N screens at one server, and the socket that tells it to send."""

    def __init__(self, way: str, screens: int) -> None:
        command = [sys.executable, "-m", "bench.fanout_servers", way]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        port, control = map(int, self.process.stdout.readline().split())
        self.screens = [self._screen(port) for _ in range(screens)]
        self._control = socket.create_connection(("127.0.0.1", control))
        self._control.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._epoll = select.epoll()
        self._by_descriptor = {screen.fileno(): screen for screen in self.screens}
        for screen in self.screens:
            screen.setblocking(False)
            self._epoll.register(screen, select.EPOLLIN)

    def _screen(self, port: int) -> socket.socket:
        screen = socket.create_connection(("127.0.0.1", port))
        screen.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        screen.sendall(HANDSHAKE.format(port=port).encode())
        until(screen, b"\r\n\r\n")
        screen.sendall(masked("40"))
        until(screen, b'40{"sid"')
        screen.sendall(masked('420["watch",{"board":"all"}]'))
        until(screen, b"430[")
        return screen

    def rest(self, seconds: float) -> None:
        """Answers pings for a while."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            for descriptor, _ in self._epoll.poll(left):
                self._read(self._by_descriptor[descriptor])

    def round(self) -> float:
        """Seconds from the word to send until the last screen has all of the frame."""
        missing = dict.fromkeys(self._by_descriptor, len(FRAME))
        begun = time.perf_counter()
        self._control.send(b"!")
        while missing:
            for descriptor, _ in self._epoll.poll():
                got = self._read(self._by_descriptor[descriptor])
                if descriptor in missing:
                    missing[descriptor] -= got
                    if missing[descriptor] <= 0:
                        del missing[descriptor]
        return time.perf_counter() - begun

    def _read(self, screen: socket.socket) -> int:
        data = screen.recv(65536)
        if not data:
            raise SystemExit("a screen was cut off")
        pings = data.startswith(PING) + data.endswith(PING) * (len(data) > len(PING))
        if pings:
            screen.sendall(PONG * pings)
        return len(data) - pings * len(PING)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()
        for screen in self.screens:
            screen.close()


def until(screen: socket.socket, mark: bytes) -> None:
    data = b""
    while mark not in data:
        data += screen.recv(65536)
        if not data:
            raise SystemExit("a handshake was refused")
    # The rest of that message, so that the next round counts nothing but its own frame.
    while mark == b"430[" and not data.endswith(b"}]"):
        data += screen.recv(65536)


def measure(screens: int, rounds: int) -> dict[str, float]:
    """Milliseconds, the median for each way."""
    crowds = {way: Crowd(way, screens) for way in WAYS}
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for number in range(rounds + 5):
        for way, crowd in crowds.items():
            for each in crowds.values():
                each.rest(0.02)
            took = crowd.round()
            if number >= 5:
                times[way].append(took * 1000)
    for crowd in crowds.values():
        crowd.close()
    return {way: round(statistics.median(took), 2) for way, took in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="From a change to the last of N screens.")
    parser.add_argument("--screens", type=int, nargs="+", default=[100, 500, 1000])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    print(f"p50 in ms until the last screen has {len(FRAME)} bytes; goal: live at most 1.5 x bare")
    print(f"{'screens':>8}{'bare':>9}{'live':>9}{'emit':>9}{'live/bare':>11}{'emit/bare':>11}")
    results = {}
    for screens in wanted.screens:
        p50 = results[screens] = measure(screens, wanted.rounds)
        ratios = "".join(f"{p50[way] / p50['bare']:>11.2f}" for way in ("live", "emit"))
        print(f"{screens:>8}" + "".join(f"{p50[way]:>9.2f}" for way in WAYS) + ratios, flush=True)
    if wanted.json:
        wanted.json.write_text(json.dumps(results))


FRAME = b"\x81\x7e" + bytes(2) + b'42["board",' + DOCUMENT + b"]"

if __name__ == "__main__":
    main()
