"""What an officer does all day, by chance: mostly call, serve and finish, and now and then everything else."""

import random

from tests.chaos.asked import Op, Row
from tests.chaos.recorder import Client

WAYS = {
    ("serve", "finish"): 60,
    ("recall", "serve", "print", "finish"): 6,
    ("hold", "serve", "finish"): 6,
    ("hold", "call", "serve", "finish"): 3,
    ("serve", "return"): 3,
    ("serve", "undo", "serve", "finish"): 4,
    ("serve", "finish", "undo", "finish"): 4,
    ("undo",): 3,
    ("cancel",): 3,
    ("no-show", "return"): 4,
    ("no-show", "serve", "finish"): 3,
    ("no-show", "cancel"): 3,
    ("serve", "transfer to a service"): 4,
    ("transfer to a counter",): 4,
    ("serve", "transfer to a service", "undo", "finish"): 3,
}
MEANWHILE = (403, 409)
"""What is said to somebody who was not the only one to want this ticket."""
CONTESTED = {("finish", "undo"), ("transfer", "undo"), ("no-show", "return")}
"""A move and the one after it which may be refused: somebody else was quicker, or it was missed too often."""


class Desk:
    """One officer's counter; ``counters`` have officers, ``services`` are what people come for."""

    def __init__(self, client: Client, counter: str, counters: list[str], services: list[str]) -> None:
        self.client, self.counter = client, counter
        self.counters, self.services = counters, services

    def works(self) -> bool:
        """Calls somebody and does with them what comes; whether anybody was there."""
        called = self._chosen() if random.random() < 0.05 else None
        called = called or self._next(random.random() < 0.05)
        if called.status == 200:
            self._handle(called.ticket["id"], random.choices(list(WAYS), list(WAYS.values()))[0])
        return called.status != 204

    def _next(self, of_one_service: bool) -> Op:
        """Calls the next, or the next of one service, past whoever came for another."""
        page = self._page() if of_one_service else {}
        served = list(page["waiting"]["by_service"]) if page else []
        wish = {"service": random.choice(served)} if served else {}
        op = self.client.ask("call-next", self.counter, f"/api/v1/counters/{self.counter}/call-next", wish)
        assert op.status in (200, 204, None), op
        return op

    def _chosen(self) -> Op | None:
        """Calls somebody out of turn; None when there was nobody to choose, or another counter was quicker."""
        page = self._page()
        waiting = page["waiting"]["tickets"] if page else []
        if not waiting:
            return None
        op = self._move("call", random.choice(waiting)["id"], {"reason": "vì thế"})
        return None if op.status in MEANWHILE else op

    def _page(self) -> Row:
        page = self.client.look("counter", self.counter, f"/api/v1/counters/{self.counter}")
        return page.document if page else {}

    def _handle(self, ticket: str, way: tuple[str, ...]) -> None:
        before = ""
        for step in way:
            name = step.split()[0]
            op = self._move(name, ticket, self._wish(step))
            if op.status in MEANWHILE and (before, name) in CONTESTED:
                return self._given_up(ticket, name)
            assert op.status in (200, None), op
            if op.status is None:
                return None
            before = name
        return None

    def _given_up(self, ticket: str, name: str) -> None:
        """A number that was missed too often is void: nobody waits for it any more."""
        if name == "return":
            self._move("cancel", ticket, {})

    def _wish(self, step: str) -> Row:
        if step == "transfer to a service":
            return {"service": random.choice(self.services)}
        return {"counter": random.choice(self.counters)} if step == "transfer to a counter" else {}

    def _move(self, name: str, ticket: str, wish: Row) -> Op:
        return self.client.ask(name, ticket, f"/api/v1/tickets/{ticket}/{name}", wish)
