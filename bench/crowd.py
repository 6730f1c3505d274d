"""Who comes to a replayed day: how many, when, for what, and what became of each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from server.rules.catalogue import Hours
from server.rules.hours import MINUTE
from server.rules.ticket import Ticket

LOAD = {"A": 0.35, "B": 0.22, "H": 0.13, "K": 0.17, "M": 0.08, "X": 0.05}
"""The share of each area in a day's tickets."""
RESULTS = 0.22
"""The share of an area's people who only collect a result."""
CURVE = (("07:00", "07:05", 9), ("07:05", "08:00", 9), ("08:00", "10:00", 36), ("10:00", "11:30", 15),
         ("11:30", "13:00", 3), ("13:00", "14:00", 6), ("14:00", "15:30", 17), ("15:30", "16:00", 5))  # fmt: skip
"""When people come, in hundredths: the crowd at the door first."""
DESKS = (("07:30", "11:30"), ("13:00", "16:30"))
WEEK = Hours("", "", (0, 1, 2, 3, 4), ((420, 960),), ((450, 690), (780, 990)))
"""The same in minutes of a day; numbers from seven to four."""
CLASSES = ((None, 78), ("elderly", 9), ("child", 6), ("elderly75", 3), ("merit", 2), ("disability", 2))
APPOINTED = 0.05
"""Of those who come after eight."""
BUSY = 0.8
"""How much of its day a desk works when everybody has come."""
MISSES, HELD, SENT, LATER = 0.06, 0.03, 0.03, 0.04
"""Of those called: do not come; have to fetch a paper; belong to another desk of the area; go on to the cashier."""
CASHIER = "XH"
SECOND = 1000


@dataclass(slots=True)
class Seen:
    """One ticket as its person lived it. Instants in UTC milliseconds; ``wait`` as its document said at issue.

    ``came`` is the instant that its place counts from and ``credit`` its milliseconds, both as they are due to who
    asked so, whatever the hall made of it; ``missed`` counts missed calls in its line.
    """

    id: str
    service: str
    kind: str
    issued_at: int
    wait: dict[str, Any] | None
    came: int = 0
    credit: int = 0
    missed: int = 0
    called_at: int | None = None

    @property
    def due(self) -> int:
        """The instant that its place stands for."""
        return self.came - self.credit

    def come_back(self, line: Iterable[int], passes: int) -> None:
        """A missed one returns: behind the next ``passes`` of its line, the second time behind everybody."""
        order = sorted(line)
        passed = order[:passes] if self.missed == 1 else order
        place = max([self.due, *(due + 1 for due in passed[-1:])])
        if place != self.due:
            self.came, self.credit = place, 0

    @property
    def waited(self) -> float | None:
        """Minutes until the first call."""
        return None if self.called_at is None else (self.called_at - self.issued_at) / MINUTE

    @property
    def inside(self) -> bool:
        """Whether the call came within what was said."""
        if self.wait is None or self.waited is None:
            return False
        return bool(self.wait["low"] <= self.waited <= self.wait["high"])


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody was called before ``waited``, who had come ``by`` milliseconds earlier and could have been called."""

    by: int
    allowed: int
    waited: Ticket
    first: Ticket


@dataclass(slots=True)
class Clock:
    now: int = 0

    def __call__(self) -> int:
        return self.now
