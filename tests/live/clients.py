"""Independent clients for the tests: a bare WebSocket that shows every byte, and the hall's remote control."""

import json
import select
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests
import websocket

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 10.0
"""Seconds after which a test gives up waiting for an event; never a measure of speed."""


class Hall:
    """A running tests/live/hall.py."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.live.hall", *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def post(self, path: str, **told: Any) -> None:
        requests.post(self.url + path, json=told, timeout=PATIENCE).raise_for_status()

    def show(self, room: str, version: int, publish: bool = True, urgent: bool = True, **more: Any) -> None:
        rooms = [room] if publish else []
        self.post("/set", documents={room: {"version": version, **more}}, publish=rooms, urgent=urgent)

    def state(self) -> dict[str, Any]:
        return dict(requests.get(self.url + "/state", timeout=PATIENCE).json())

    def until(self, **wanted: int) -> dict[str, Any]:
        """Waits until the state shows these values."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            state = self.state()
            if all(state[key] == value for key, value in wanted.items()):
                return state
            time.sleep(0.02)
        raise AssertionError(f"never saw {wanted}: {state}")

    def stop(self) -> str:
        if self.process.poll() is None:
            self.process.terminate()
        out, _ = self.process.communicate(timeout=PATIENCE)
        return out or ""

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def open(self, word: str = "display-1", **options: Any) -> "Bare":
        return Bare(self, word, **options)


class Bare:
    """One WebSocket that speaks Engine.IO and Socket.IO by hand."""

    def __init__(self, hall: Hall, word: str, hello: bool = True, **options: Any) -> None:
        header = {"Authorization": f"Bearer {word}"} if word else {}
        url = f"ws://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=websocket"
        options.setdefault("suppress_origin", True)
        self.ws = websocket.create_connection(url, timeout=PATIENCE, header=header, **options)
        assert self.ws.sock
        self.sock = self.ws.sock
        self._acks = 0
        if hello:
            assert self.text().startswith("0{")
            self.ws.send("40")
            assert self.text().startswith("40{")

    def text(self) -> str:
        """The next message; "" at the end. Engine.IO pings are answered and skipped."""
        while True:
            try:
                message = self.ws.recv()
            except (websocket.WebSocketConnectionClosedException, ConnectionError):
                return ""
            if message != "2":
                return str(message)
            self.ws.send("3")

    def event(self) -> tuple[str, Any]:
        """The next event as (name, argument)."""
        message = self.text()
        assert message.startswith("42["), message
        name, argument = json.loads(message[2:])
        return name, argument

    def emit(self, *told: Any) -> dict[str, Any]:
        """Emits with an acknowledgement and gives it back; no push may come before it."""
        self._acks += 1
        self.ws.send(f"42{self._acks}{json.dumps(told)}")
        answer = self.text()
        begin = f"43{self._acks}"
        assert answer.startswith(begin), answer
        return dict(json.loads(answer[len(begin) :])[0])

    def watch(self, **wish: Any) -> dict[str, Any]:
        return self.emit("watch", wish)

    def ended(self) -> bool:
        """Reads until the server has ended the socket."""
        while self.text():
            pass
        return True

    def quiet(self, seconds: float = 0.3) -> bool:
        """Nothing but pings comes for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.sock], [], [], left)[0]:
                return True
            message = self.ws.recv()
            if message != "2":
                return False
            self.ws.send("3")
        return True

    def close(self) -> None:
        self.ws.close()
