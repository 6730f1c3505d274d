"""From an officer's call to the last of many screens, beside a bare broadcast of the same bytes to as many."""

import time
from collections.abc import Callable
from pathlib import Path

from bench.disk import Disk
from bench.figures import Figure, Sizes
from bench.halls import sample_hall
from bench.load import Ask, Line, message, p50_ms
from bench.screens import Crowd, Seat
from bench.servers import Bare, Hall

SERVICE, FULL_BOARD = "AH", 20


def call_to_screens(folder: Path, sizes: Sizes) -> list[Figure]:
    figures = []
    for count in sizes.screens:
        ours, bare, commit = map(p50_ms, zip(*_all(_own(folder, count), count, sizes.calls), strict=True))
        what = f"call to the last of {count:,} screens, p50"
        figures.append(Figure(what, ours, "ms", bare, "bare broadcast", "at most 1.5"))
        figures.append(Figure(f"{what}, with the disk", ours, "ms", bare + commit, "bare + commit"))
    return figures


def _own(folder: Path, count: int) -> Path:
    """A folder for each crowd's hall."""
    own = folder / str(count)
    own.mkdir(parents=True)
    return own


def _all(folder: Path, count: int, calls: int) -> list[tuple[float, float, float]]:
    """Seconds of a call, a bare broadcast and a durable commit, in turns."""
    with sample_hall(folder) as hall:
        crowd = Crowd(hall.address, hall.screens(count, "all"))
        caller = Caller(hall, calls + FULL_BOARD)
        for _ in range(FULL_BOARD):
            caller.finish(caller.call(crowd)[1])
        with Bare(folder, crowd.screens[0].newest) as bare:
            reference = Crowd(bare.address, [Seat({"board": "all"}, {})] * count)
            disk = Disk(hall.folder / "bare.db")
            took = [(*_round(caller, crowd, bare, reference), disk.commit()) for _ in range(calls)]
            disk.close()
            reference.close()
        crowd.close()
    return took


def _round(caller: "Caller", crowd: Crowd, bare: Bare, reference: Crowd) -> tuple[float, float]:
    ours, ticket = caller.call(crowd)
    caller.finish(ticket)
    crowd.settle()
    theirs = timed(reference, bare.send)
    return ours, theirs


def timed(crowd: Crowd, act: Callable[[], None]) -> float:
    """Seconds from the act until every screen has one document more."""
    began = time.perf_counter()
    act()
    return crowd.all_have_one_more() - began


class Caller:
    """An officer for whom enough people wait, and whose requests go over one kept connection."""

    def __init__(self, hall: Hall, waiting: int) -> None:
        self.officer = hall.officers(1)[0]
        self.line = Line(hall.address)
        ticket = Ask("issue", message("POST", "/api/v1/tickets", {"service": SERVICE}, hall.kiosk))
        for _ in range(waiting):
            self.line.ask(ticket)

    def call(self, crowd: Crowd) -> tuple[float, str]:
        """Seconds until every screen shows the call, and the ticket's id."""
        crowd.settle()
        took = timed(crowd, lambda: self.line.socket.sendall(self.officer.next.raw))
        return took, str(self.line.wait().json()["ticket"]["id"])

    def finish(self, ticket: str) -> None:
        for name in ("serve", "finish"):
            self.line.ask(self.officer.move(ticket, name))
