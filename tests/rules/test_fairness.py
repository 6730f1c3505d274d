"""Whatever people do in whatever order: whom a call passes over is bounded by credits, and a missed turn is lost."""

from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from server.config.models import MAX_CREDIT
from server.rules import citizen, line
from server.rules.claim import Claim, Visit, by_appointment, carried, walk_in
from server.rules.hours import MINUTE
from server.rules.ticket import CURRENT, Scene, State, Ticket, Wish, let_go, move

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


class Hall(RuleBasedStateMachine):
    """Random people under the pure rules alone; each call of the next looks at everybody it passes over."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.seq = START, 0
        self.tickets: dict[str, Ticket] = {}
        self.came: dict[str, Came] = {}
        self.left: dict[str, Ticket] = {}

    # Who comes

    def _new(self, service: str, claim: Claim, came: Came, then: tuple[str, ...] = ()) -> None:
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
            then=then,
        )
        self.came[id] = came

    @rule(service=services, credit=credits, then=st.lists(services, max_size=2))
    def walk_in(self, service: str, credit: int, then: list[str]) -> None:
        self._new(service, walk_in(self.now, credit), Came(self.now, credit), tuple(then))

    @rule(service=services, credit=credits)
    def come_back_another_day(self, service: str, credit: int) -> None:
        claim = carried(self.now, credit, 60, MAX_CREDIT, "carried:1")
        self._new(service, claim, Came(self.now, claim.credit))

    @rule(service=services, credit=credits, late=st.integers(-180, 40))
    def keep_an_appointment(self, service: str, credit: int, late: int) -> None:
        at = self.now - late * MINUTE
        claim = by_appointment(self.now, credit, Visit(at, max(0, late) * MINUTE, "09:00", "a"), EARLIER, GRACE)
        walks = claim.why != "appointment"
        self._new(service, claim, Came(self.now, credit) if walks else Came(at, EARLIER))

    @rule(minutes=st.integers(0, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE + 1

    # The counters

    def _waiting(self) -> list[Ticket]:
        return [one for one in self.tickets.values() if one.state is State.WAITING]

    def _at(self, counter: str) -> Ticket | None:
        return next((one for one in self.tickets.values() if one.counter == counter and one.state in CURRENT), None)

    @rule(counter=counters)
    def call_next(self, counter: str) -> None:
        serves = COUNTERS[counter]
        may = [one for one in self._waiting() if line.may_call(one, counter, f"o{counter}", serves)]
        if self._at(counter) or not may:
            return
        first, *rest = line.in_order(may, serves)
        for one in rest:
            self._is_fair(first, one, serves)
        self.tickets[first.id] = move(first, "call", Scene(self.now, counter), Wish())[0]

    def _is_fair(self, first: Ticket, passed: Ticket, serves: dict[str, int]) -> None:
        mine, theirs = self.came[first.id], self.came[passed.id]
        credit = mine.credit + serves.get(first.service, 0)
        other = theirs.credit + serves.get(passed.service, 0)
        said = f"{first.number} {mine} goes before {passed.number} {theirs}"
        # Nobody is behind a later comer by more than the largest sum of credits a ticket can have at this counter.
        assert mine.at - theirs.at <= (MAX_CREDIT + max(serves.values())) * MINUTE, said
        # Nor by more than what one has more than the other; within equal credit it is first come, first served.
        assert mine.at - theirs.at <= (credit - other) * MINUTE, said
        if credit == other:
            assert (mine.at, first.seq) < (theirs.at, passed.seq), said

    @precondition(lambda self: any(one.state in CURRENT for one in self.tickets.values()))
    @rule(pick=picks, name=st.sampled_from(["finish", "finish", "no-show", "no-show", "hold", "return"]))
    def work(self, pick: int, name: str) -> None:
        busy = [one for one in self.tickets.values() if one.state in CURRENT]
        one = busy[pick % len(busy)]
        here = Scene(self.now, one.counter)
        if name == "finish" and one.state is State.CALLED:
            one = move(one, "serve", here, Wish())[0]
        if name == "no-show" and one.state is not State.CALLED:
            return
        self.tickets[one.id] = move(one, name, here, Wish())[0]

    @precondition(lambda self: any(one.state in CURRENT for one in self.tickets.values()))
    @rule(pick=picks, service=services, counter=st.none() | counters, end=st.booleans())
    def transfer(self, pick: int, service: str, counter: str | None, end: bool) -> None:
        busy = [one for one in self.tickets.values() if one.state in CURRENT]
        one = busy[pick % len(busy)]
        wish = Wish(service=service, counter=counter, end=end)
        self.tickets[one.id] = move(one, "transfer", Scene(self.now, one.counter), wish)[0]
        if end:
            # Sent to the end, it begins again, and no credit counts any more.
            self.came[one.id] = Came(max(self.now, one.due_at), 0)

    # Who was away

    def _some(self, state: State, pick: int) -> Ticket | None:
        found = [one for one in self.tickets.values() if one.state is state]
        return found[pick % len(found)] if found else None

    @rule(pick=picks, closes=st.booleans())
    def bring_the_paper(self, pick: int, closes: bool) -> None:
        if one := self._some(State.HELD, pick):
            back = let_go(one, self.now) if closes else move(one, "return", Scene(self.now, one.counter), Wish())
            self.tickets[one.id] = back[0]

    @rule(pick=picks, at_counter=st.booleans())
    def come_after_a_missed_call(self, pick: int, at_counter: bool) -> None:
        one = self._some(State.NO_SHOW, pick)
        if one is None or one.misses >= VOID:
            return
        others = line.in_order([other for other in self._waiting() if other.service == one.service], {})
        most = line.lets_pass(one.misses, AFTER, VOID)
        place = line.behind(one.due_at, [other.due_at for other in others[:most]], self.now)
        back = move(one, "return", Scene(self.now, "1", place), Wish()) if at_counter else None
        self.tickets[one.id] = (back or citizen.rejoin(one, self.now, place))[0]
        self._has_lost_the_turn(self.tickets[one.id], others, AFTER if most is None else most, last=most is None)

    def _has_lost_the_turn(self, back: Ticket, others: list[Ticket], most: int, *, last: bool) -> None:
        # Whose time is still to come waits for nobody, and nobody waits for them.
        others = [one for one in others if one.due_at <= self.now]
        order = [one.id for one in line.in_order([*others, back], {})]
        assert order.index(back.id) >= (len(others) if last else min(most, len(others)))
        before = self.came[back.id]
        # From here on it stands where it was put: as if it had come that much later.
        self.came[back.id] = Came(back.due_at + before.credit * MINUTE, before.credit)
        assert self.came[back.id].at >= before.at

    @rule(pick=picks)
    def leave_the_line(self, pick: int) -> None:
        one = self._some(State.WAITING, pick)
        if one:
            self.left[one.id] = one
            self.tickets[one.id] = citizen.leave(one, self.now)[0]

    @rule()
    def think_better_of_leaving(self) -> None:
        for id, before in self.left.items():
            self.tickets[id] = citizen.take_back(self.tickets[id], before, self.now)[0]
            assert self.tickets[id].due_at == before.due_at
        self.left.clear()

    @invariant()
    def only_a_missed_call_or_the_end_of_the_line_costs_a_place(self) -> None:
        for id, one in self.tickets.items():
            came = self.came[id]
            assert one.due_at == came.at - came.credit * MINUTE


Hall.TestCase.settings = settings(max_examples=120, stateful_step_count=50)
TestFairness = Hall.TestCase


def test_the_machine_would_notice_a_line_without_order() -> None:
    hall = Hall()
    hall.walk_in("BA", 0, [])
    hall.time_passes(1)
    hall.walk_in("BA", 0, [])
    first, second = hall.tickets.values()
    hall._is_fair(first, second, COUNTERS["4"])
    with pytest.raises(AssertionError, match="goes before"):
        hall._is_fair(second, first, COUNTERS["4"])
