"""Clients that remember everything they asked and were told, also when the server dies in the middle of a sentence."""

import contextlib
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.store.database import FILE
from server.store.events import COLUMNS
from tests.chaos.fragile import Fragile
from tests.chaos.history import Op, Past, Row

ANSWER_S = 20.0


@dataclass
class Record:
    """The history so far, and how to wait for more of it."""

    ops: list[Op] = field(default_factory=list)
    grown: threading.Condition = field(default_factory=threading.Condition)
    maybe: int = 0

    def add(self, op: Op) -> None:
        with self.grown:
            self.ops.append(op)
            self.grown.notify_all()

    def doubtful(self) -> None:
        with self.grown:
            self.maybe += 1

    def wait_for(self, more: int, seconds: float = 60.0) -> None:
        """Until so many more requests have been answered."""
        with self.grown:
            target = len(self.ops) + more
            if not self.grown.wait_for(lambda: len(self.ops) >= target, seconds):
                raise TimeoutError(f"only {len(self.ops)} of {target} answers came")


class Client:
    """One connection at a time; asks again under the same key until there is an answer, or until it is told to stop."""

    def __init__(self, demo: Fragile, record: Record, headers: dict[str, str], stop: threading.Event) -> None:
        self.demo, self.record, self.headers, self.stop = demo, record, headers, stop
        self.connection: HTTPConnection | None = None

    def ask(self, kind: str, about: str, path: str, body: Row) -> Op:
        """Sends one request to its end and records it."""
        key = f"{random.getrandbits(96):024x}"
        start = time.monotonic()
        status, answer = self._until_answered(path, json.dumps(body).encode(), key)
        op = Op(key, kind, about, start, time.monotonic(), status, answer)
        self.record.add(op)
        return op

    def _until_answered(self, path: str, body: bytes, key: str) -> tuple[int | None, bytes]:
        while True:
            with contextlib.suppress(OSError, HTTPException):
                status, answer = self.send("POST", path, body, {"Idempotency-Key": key})
                if status != 503:
                    return status, answer
            self.close()
            self.record.doubtful()
            if self.stop.is_set():
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


class Crowd:
    """People at kiosks and officers at counters, all at once, until told to stop."""

    def __init__(self, demo: Fragile, *, services: list[str], issuers: int, officers: list[Row], each: int = 0) -> None:
        self.demo, self.services, self.each = demo, services, each
        self.record, self.stop, self.home = Record(), threading.Event(), threading.Event()
        self.troubles: list[str] = []
        kiosk = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
        self.kiosks = [threading.Thread(target=self._guarded, args=(self._issue, dict(kiosk))) for _ in range(issuers)]
        self.desks = [threading.Thread(target=self._guarded, args=(self._work, dict(one))) for one in officers]

    def start(self) -> None:
        for thread in self.desks + self.kiosks:
            thread.start()

    def finish(self) -> list[Op]:
        """Everybody stops after what they are at; the whole history."""
        self.stop.set()
        for thread in self.kiosks + self.desks:
            thread.join(60)
            assert not thread.is_alive(), "a client never came to an end"
        assert not self.troubles, self.troubles
        return self.record.ops

    def serve_everybody(self) -> list[Op]:
        """Kiosks issue what they have to, officers go home when nobody waits any more; the whole history."""
        for thread in self.kiosks:
            thread.join(60)
        self.home.set()
        for thread in self.desks:
            thread.join(60)
        return self.finish()

    def _guarded(self, work: Callable[[dict[str, Any]], None], about: dict[str, Any]) -> None:
        try:
            work(about)
        except Exception as trouble:
            self.troubles.append(repr(trouble))

    def _issue(self, headers: dict[str, str]) -> None:
        client = Client(self.demo, self.record, headers, self.stop)
        count = 0
        while not self.stop.is_set() and (not self.each or count < self.each):
            service = random.choice(self.services)
            priority = {"priority": "elderly"} if random.random() < 0.2 else {}
            op = client.ask("issue", service, "/api/v1/tickets", {"service": service, **priority})
            assert op.status in (201, None), op
            count += 1
        client.close()

    def _work(self, officer: dict[str, Any]) -> None:
        client = Client(self.demo, self.record, {}, self.stop)
        self._sit_down(client, officer)
        counter, empty = officer["counter"], 0
        while not self.stop.is_set() and not (self.home.is_set() and empty > 3):
            op = client.ask("call-next", counter, f"/api/v1/counters/{counter}/call-next", {})
            assert op.status in (200, 204, None), op
            empty = empty + 1 if op.status == 204 else 0
            if op.status == 200:
                self._handle(client, op.ticket["id"])
            elif op.status == 204:
                self.stop.wait(0.01)
        client.close()

    def _sit_down(self, client: Client, officer: dict[str, Any]) -> None:
        """Signs in, however often the server goes away meanwhile."""
        while not self.stop.is_set():
            with contextlib.suppress(OSError, HTTPException):
                status, said = client.send("POST", "/api/v1/session", json.dumps(officer).encode())
                assert status in (201, 503), said
                if status == 201:
                    return
            client.close()
            self.demo.up.wait(ANSWER_S)

    def _handle(self, client: Client, ticket: str) -> None:
        """Mostly serve and finish; sometimes the person fetches a paper first, or goes back to the line."""
        ways = (["serve", "finish"], ["recall", "serve", "finish"], ["hold", "serve", "finish"], ["serve", "return"])
        for name in random.choices(ways, (14, 2, 2, 1))[0]:
            op = client.ask(name, ticket, f"/api/v1/tickets/{ticket}/{name}", {})
            if op.status is None:
                return
            assert op.status == 200, op


def past(folder: Path) -> Past:
    """What the database of a server that no longer runs holds."""
    with contextlib.closing(sqlite3.connect(str(folder / FILE))) as db:
        log = _rows(db, f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY seq")
        tickets = [{k: v for k, v in row.items() if k != "centre"} for row in _rows(db, "SELECT * FROM ticket")]
        answers = db.execute('SELECT "key", body FROM idempotency').fetchall()
    decoded = [row | {name: json.loads(row[name]) for name in ("before", "after", "details")} for row in log]
    return Past(decoded, {row["id"]: row for row in tickets}, {key: body.encode() for key, body in answers})


def _rows(db: Any, sql: str) -> list[Row]:
    cursor = db.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def serves(folder: Path) -> dict[str, dict[str, int]]:
    """What each counter serves, and how much it prefers it."""
    with contextlib.closing(sqlite3.connect(str(folder / FILE))) as db:
        found: dict[str, dict[str, int]] = {}
        for counter, service, minutes in db.execute("SELECT counter, service, preference FROM counter_service"):
            found.setdefault(counter, {})[service] = minutes
    return found
