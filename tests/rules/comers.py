"""Random people who come to a hall of the pure rules alone, and what the test itself remembers of them."""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from server.config.models import MAX_CREDIT
from server.rules.claim import Claim, Visit, by_appointment, carried, walk_in
from server.rules.hours import MINUTE
from server.rules.ticket import Ticket

START = 1_795_410_000_000
AFTER, VOID = 3, 3
EARLIER, GRACE = 60, 15
SERVICES = ("AH", "AK", "BA")
COUNTERS: dict[str, dict[str, int]] = {
    "1": {"AH": 0, "AK": 0},
    "2": {"AH": 0, "AK": 30},
    "3": {"BA": 1440, "AH": 0},
    "4": {"BA": 0},
}
counters = st.sampled_from(sorted(COUNTERS))
services = st.sampled_from(SERVICES)
picks = st.integers(0, 10_000)
credits = st.sampled_from([0, 0, 0, 15, 30, 45, 60, MAX_CREDIT])


@dataclass(frozen=True)
class Came:
    """The test's own memory of a ticket: the instant it counts from, and with how much credit (minutes)."""

    at: int
    credit: int


Claims = Callable[[int], tuple[Claim, Came]]
"""What a ticket could claim with a class of so many minutes when it was taken, and what that counts as."""


class Comers(RuleBasedStateMachine):
    """Who comes: walk-ins, appointments, and who was not reached on another day."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.seq = START, 0
        self.tickets: dict[str, Ticket] = {}
        self.came: dict[str, Came] = {}
        self.left: dict[str, Ticket] = {}
        self.claims: dict[str, Claims] = {}
        self.given: dict[str, int] = {}
        self.before: dict[str, tuple[Ticket, Came]] = {}
        self.late: set[str] = set()

    # Who comes

    def _new(self, service: str, claims: Claims, credit: int, then: tuple[str, ...] = ()) -> None:
        claim, came = claims(credit)
        self.seq += 1
        id = f"{self.seq:04}"
        facts = {"number": f"{service}{self.seq:03}", "series": service, "serial": self.seq, "service": service}
        self.tickets[id] = Ticket(
            **facts,  # type: ignore[arg-type]
            id=id,
            business_date="2026-11-23",
            issued_at=self.now,
            since=self.now,
            due_at=claim.due_at,
            seq=self.seq,
            credit=claim.credit,
            priority=credit > 0,
            then=then,
        )
        self.came[id], self.claims[id], self.given[id] = came, claims, credit

    def _put(self, after: Ticket, *, undoable: bool = False) -> None:
        """What became of a ticket; ``undoable``: by the officer, who may take that back as long as it is the last."""
        self.before.pop(after.id, None)
        if undoable:
            self.before[after.id] = self.tickets[after.id], self.came[after.id]
        self.tickets[after.id] = after

    @rule(service=services, credit=credits, then=st.lists(services, max_size=2))
    def walk_in(self, service: str, credit: int, then: list[str]) -> None:
        now = self.now
        self._new(service, lambda given: (walk_in(now, given), Came(now, given)), credit, tuple(then))

    @rule(service=services, credit=credits)
    def come_back_another_day(self, service: str, credit: int) -> None:
        now = self.now

        def claims(given: int) -> tuple[Claim, Came]:
            claim = carried(now, given, 60, MAX_CREDIT, "carried:1")
            return claim, Came(now, claim.credit)

        self._new(service, claims, credit)

    @rule(service=services, credit=credits, late=st.integers(-180, 40))
    def keep_an_appointment(self, service: str, credit: int, late: int) -> None:
        now, at = self.now, self.now - late * MINUTE
        visit = Visit(at, max(0, late) * MINUTE, "09:00", "a")

        def claims(given: int) -> tuple[Claim, Came]:
            claim = by_appointment(now, given, visit, EARLIER, GRACE)
            return claim, Came(at, EARLIER) if claim.why == "appointment" else Came(now, given)

        self._new(service, claims, credit)

    @rule(minutes=st.integers(0, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE + 1
