"""Everybody in the hall at once: people at kiosks, officers at their counters, and screens that are looked at."""

import contextlib
import json
import random
import threading
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from tests.chaos.asked import Op, Row
from tests.chaos.desk import Desk
from tests.chaos.fragile import Fragile
from tests.chaos.recorder import ANSWER_S, Client, Record

SERVICES = ["AH", "AK", "AM", "AX", "AC", "AT", "BA", "BM", "BH"]
LOOK_EVERY_S = 0.1
BETWEEN_S = 0.1


class Crowd:
    """People at kiosks and officers at counters, all at once, until told to stop."""

    def __init__(self, demo: Fragile, *, services: list[str], issuers: int, officers: list[Row], each: int = 0) -> None:
        self.demo, self.services, self.each = demo, services, each
        self.record, self.stop, self.home = Record(), threading.Event(), threading.Event()
        self.troubles: list[str] = []
        kiosk = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
        self.kiosks = [threading.Thread(target=self._guarded, args=(self._issue, dict(kiosk))) for _ in range(issuers)]
        self.desks = [threading.Thread(target=self._guarded, args=(self._work, dict(one))) for one in officers]
        screen = {"Authorization": f"Bearer {demo.access['display_token']}"}
        self.screens = [threading.Thread(target=self._guarded, args=(self._watch, dict(screen))) for _ in range(2)]
        self.counters = [one["counter"] for one in officers]

    def start(self) -> None:
        for thread in self.desks + self.kiosks + self.screens:
            thread.start()

    def finish(self) -> list[Op]:
        """Everybody stops after what they are at; the whole history."""
        self.stop.set()
        for thread in self.kiosks + self.desks + self.screens:
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
            wish: Row = {"service": service}
            if random.random() < 0.2:
                wish["priority"] = "elderly"
            if random.random() < 0.1:
                wish["then"] = [random.choice([one for one in self.services if one != service])]
            op = client.ask("issue", service, "/api/v1/tickets", wish)
            assert op.status in (201, None), op
            if op.status == 201 and random.random() < 0.2:
                client.look("ticket", id := op.ticket["id"], f"/api/v1/tickets/{id}")
            count += 1
            # The next person steps up; without that there would be little but numbers in the log.
            self.stop.wait(random.random() * BETWEEN_S)
        client.close()

    def _work(self, officer: dict[str, Any]) -> None:
        client = Client(self.demo, self.record, {}, self.stop)
        self._sit_down(client, officer)
        desk = Desk(client, officer["counter"], self.counters, self.services)
        while not self.stop.is_set() and not self._may_go_home():
            if not desk.works():
                self.stop.wait(0.05)
        client.close()

    def _may_go_home(self) -> bool:
        """Nobody who was given a number is still in the hall."""
        return self.home.is_set() and not self.record.inside()

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

    def _watch(self, headers: dict[str, str]) -> None:
        """A screen that is looked at now and then, until everybody stops."""
        client = Client(self.demo, self.record, headers, self.stop)
        while not self.stop.wait(LOOK_EVERY_S):
            client.look("board", area := random.choice(["A", "B", "all"]), f"/api/v1/board?area={area}")
        client.close()
