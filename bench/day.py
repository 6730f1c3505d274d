"""A whole day replayed as fast as it goes: processor time for each ticket, and what was pushed to the screens."""

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure, Sizes
from bench.halls import hall_of, services_at
from bench.load import Ask, Measured, Script, message, perform, repeat
from bench.screens import Audience, Came, Seat
from bench.servers import Hall, Nothing, Officer

AREAS = ("A", "B", "H", "K", "M", "X")
KIOSKS, SEATS_IN_HALL = 2, 150
REQUESTS = 4
"""Of a ticket: issue, call, serve, finish."""


@dataclass(slots=True)
class Day:
    """How many are still to come, and how many wait for each service."""

    hall: Hall
    to_come: list[str]
    waiting: Counter[str] = field(default_factory=Counter)

    def kiosk(self) -> Script:
        """Gives out numbers while there is room in the hall."""
        while self.to_come:
            if self.waiting.total() >= SEATS_IN_HALL:
                yield 0.002
                continue
            service = self.to_come.pop()
            yield Ask("issue", message("POST", "/api/v1/tickets", {"service": service}, self.hall.kiosk))
            self.waiting[service] += 1

    def desk(self, officer: Officer, services: list[str]) -> Script:
        """Serves whoever comes for the counter's services, as its page shows them."""
        while self.to_come or self.waiting.total():
            service = next((one for one in services if self.waiting[one]), None)
            if service is None:
                yield 0.005
                continue
            # Before it is called, so that two desks do not run for one person.
            self.waiting[service] -= 1
            answer = yield officer.next
            called = answer.json()["ticket"]
            self.waiting.update({service: 1, called["service"]: -1} if called["service"] != service else {})
            for name in ("serve", "finish"):
                yield officer.move(called["id"], name)


def whole_day(folder: Path, sizes: Sizes) -> list[Figure]:
    with hall_of(folder / "hall", sizes.counters) as hall, Nothing(folder) as nothing:
        officers = hall.officers(sizes.counters)
        pages = [*(officer.seat for officer in officers), *[Seat({"kiosk": True}, hall.kiosk)] * KIOSKS]
        audience = Audience(hall.address, [*hall.screens(sizes.boards, *AREAS), *pages])
        before, cpu = audience.came(), hall.cpu_s()
        measured = _replay(hall, officers, sizes.tickets)
        time.sleep(0.3)
        spent, came = hall.cpu_s() - cpu, audience.came() - before
        audience.close()
        reference = _cpu_of_nothing(nothing, sizes.tickets)
    return _figures(sizes, measured, came, (spent, reference))


def _replay(hall: Hall, officers: list[Officer], tickets: int) -> Measured:
    at = services_at(hall)
    offered = [service for officer in officers for service in at[officer.counter]]
    day = Day(hall, [offered[number % len(offered)] for number in range(tickets)])
    desks = [day.desk(officer, at[officer.counter]) for officer in officers]
    return perform(hall.address, [*(day.kiosk() for _ in range(KIOSKS)), *desks])


def _cpu_of_nothing(nothing: Nothing, tickets: int) -> float:
    """Processor seconds of as many requests to a server that does nothing."""
    before = nothing.cpu_s()
    ask = Ask("nothing", message("POST", "/nothing", {}))
    perform(nothing.address, [repeat(iter([ask] * (tickets * REQUESTS // 8))) for _ in range(8)])
    return nothing.cpu_s() - before


def _figures(sizes: Sizes, measured: Measured, came: Came, cpu: tuple[float, float]) -> list[Figure]:
    day, each = f"a day of {sizes.tickets:,} tickets: ", 1000 / sizes.tickets
    pushed = [
        Figure(f"{day}{event} documents a ticket", count / sizes.tickets, f"of {came.bytes[event] // count:,} bytes")
        for event, count in sorted(came.documents.items())
    ]
    return [
        Figure(f"{day}processor time a ticket", cpu[0] * each, "ms", cpu[1] * each, f"{REQUESTS} x nothing"),
        Figure(f"{day}replayed in", measured.took, "s"),
        Figure(f"{day}errors", len(measured.errors), "", None, "", "0"),
        *pushed,
        Figure(f"{day}pushed in all", sum(came.bytes.values()) / 1e6, "MB"),
        Figure(f"{day}messages that were no documents", came.other, "", None, "", "0"),
    ]
