"""What a long history costs: the same requests to a hall with many old tickets and to an empty one, by turns."""

import time
from collections import defaultdict
from pathlib import Path

from bench.figures import Figure, Sizes
from bench.halls import sample_hall, with_history
from bench.load import Answer, Ask, Line, message, p50_ms
from bench.servers import Hall

SERVICE, WARM = "AH", 10
GOAL = "at most 1.05"


def with_old_tickets(folder: Path, sizes: Sizes) -> list[Figure]:
    began = time.perf_counter()
    with with_history(folder / "old", sizes.history) as old, sample_hall(folder) as empty:
        made = time.perf_counter() - began
        clerks = [Clerk(old), Clerk(empty)]
        for number in range(sizes.pairs + WARM):
            if number == WARM:
                for clerk in clerks:
                    clerk.took.clear()
            for clerk in clerks if number % 2 else reversed(clerks):
                clerk.serve_one()
    what = f"with {sizes.history:,} old tickets: "
    past, now = (clerk.took for clerk in clerks)
    figures = [Figure(what + kind, p50_ms(past[kind]), "ms", p50_ms(now[kind]), "empty", GOAL) for kind in past]
    return [*figures, Figure(what + "written in", made, "s")]


class Clerk:
    """One client that issues, calls, serves and finishes at one counter, then reads the documents that changed."""

    def __init__(self, hall: Hall) -> None:
        self.line = Line(hall.address)
        self.officer = hall.officers(1)[0]
        self.issue = Ask("issue", message("POST", "/api/v1/tickets", {"service": SERVICE}, hall.kiosk))
        page = f"/api/v1/counters/{self.officer.counter}"
        self.pages = [
            Ask("board", message("GET", "/api/v1/board?area=all", None, hall.display)),
            Ask("counter page", message("GET", page, None, self.officer.headers)),
        ]
        self.took: dict[str, list[float]] = defaultdict(list)

    def serve_one(self) -> None:
        self._timed(self.issue)
        ticket = self._timed(self.officer.next).json()["ticket"]["id"]
        for name in ("serve", "finish"):
            self._timed(self.officer.move(ticket, name))
        for page in self.pages:
            self._timed(page)

    def _timed(self, ask: Ask) -> Answer:
        began = time.perf_counter()
        answer = self.line.ask(ask)
        self.took[ask.kind].append(time.perf_counter() - began)
        assert answer.status in (200, 201), answer
        return answer
