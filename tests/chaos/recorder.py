"""Clients that remember everything they asked and were told, also when the server dies in the middle of a sentence."""

import contextlib
import json
import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from tests.chaos.asked import DONE, Op, Row
from tests.chaos.fragile import Fragile
from tests.chaos.replay import OPEN

ANSWER_S = 20.0
AGAIN_S = 0.05


@dataclass
class Record:
    """The history so far, and how to wait for more of it."""

    ops: list[Op] = field(default_factory=list)
    grown: threading.Condition = field(default_factory=threading.Condition)
    maybe: int = 0
    issued: float = 0.0
    """When a number was last promised, as the clock of the clients has it."""
    states: dict[str, tuple[int, str]] = field(default_factory=dict)
    """What is known of each ticket: the newest version that somebody was told, and its state."""

    def add(self, op: Op) -> None:
        with self.grown:
            self.ops.append(op)
            if (op.kind, op.status) == ("issue", 201):
                self.issued = max(self.issued, op.end)
            if op.key and op.status in DONE:
                told = op.ticket
                self.states[told["id"]] = max((told["version"], told["state"]), self.states.get(told["id"], (0, "")))
            self.grown.notify_all()

    def doubtful(self) -> None:
        with self.grown:
            self.maybe += 1

    def inside(self) -> bool:
        """Whether anybody who was given a number is still in the hall."""
        with self.grown:
            return any(state in OPEN for _, state in self.states.values())

    def wait_for(self, more: int, seconds: float = 60.0) -> None:
        """Until so many more requests have been answered."""
        with self.grown:
            target = len(self.ops) + more
            if not self.grown.wait_for(lambda: len(self.ops) >= target, seconds):
                raise TimeoutError(f"only {len(self.ops)} of {target} answers came")

    def wait_for_a_number(self, since: float, seconds: float = 60.0) -> float:
        """Until a number is promised again; how many seconds that was after ``since``."""
        with self.grown:
            if not self.grown.wait_for(lambda: self.issued > since, seconds):
                raise TimeoutError("no number was given any more")
            return self.issued - since


class Client:
    """One connection at a time; asks again under the same key until there is an answer, or until it is told to stop."""

    def __init__(self, demo: Fragile, record: Record, headers: dict[str, str], stop: threading.Event) -> None:
        self.demo, self.record, self.headers, self.stop = demo, record, headers, stop
        self.connection: HTTPConnection | None = None

    def ask(self, kind: str, about: str, path: str, body: Row) -> Op:
        """Sends one request to its end and records it."""
        key, sent = f"{random.getrandbits(96):024x}", json.dumps(body).encode()
        start = time.monotonic()
        status, answer = self._until_answered(path, sent, key)
        op = Op(key, kind, about, start, time.monotonic(), status, answer, sent)
        self.record.add(op)
        return op

    def look(self, kind: str, about: str, path: str) -> Op | None:
        """Looks at something and records what was shown; None when there was no answer."""
        start = time.monotonic()
        with contextlib.suppress(OSError, HTTPException):
            status, answer = self.send("GET", path)
            if status == 200:
                op = Op("", kind, about, start, time.monotonic(), status, answer)
                self.record.add(op)
                return op
        self.close()
        return None

    def _until_answered(self, path: str, body: bytes, key: str) -> tuple[int | None, bytes]:
        while True:
            with contextlib.suppress(OSError, HTTPException):
                status, answer = self.send("POST", path, body, {"Idempotency-Key": key})
                if status != 503:
                    return status, answer
            self.close()
            self.record.doubtful()
            # Nobody presses again within the blink of an eye, nor would a server come to itself under that.
            if self.stop.wait(AGAIN_S):
                return None, b""
            self.demo.up.wait(ANSWER_S)

    def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One request and its answer. Raises OSError or HTTPException when there is none."""
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.demo.port, timeout=ANSWER_S)
        about = {"Content-Type": "application/json", **self.headers, **(headers or {})}
        self.connection.request(method, path, body, about)
        response = self.connection.getresponse()
        if cookie := response.headers.get("Set-Cookie"):
            self.headers["Cookie"] = cookie.partition(";")[0]
        return response.status, response.read()

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None
