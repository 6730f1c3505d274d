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

from tests.wire import PATIENCE as PATIENCE
from tests.wire import Wire, event

ROOT = Path(__file__).resolve().parents[2]


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
        return Bare(self.url, word, **options)


class Bare(Wire):
    """A socket that shows every message, each where it belongs."""

    def event(self) -> tuple[str, Any]:
        """The next event as (name, argument)."""
        return event(self.text())

    def emit(self, *told: Any) -> dict[str, Any]:
        """Emits with an acknowledgement and gives it back; no push may come before it."""
        begin = self.ask(*told)
        answer = self.text()
        assert answer.startswith(begin), answer
        return dict(json.loads(answer[len(begin) :])[0])

    def watch(self, **wish: Any) -> dict[str, Any]:
        return self.emit("watch", wish)

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
