"""A hall of the pure rules alone, in which random people do everything that can be done to a place in a line."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from server.config.models import MAX_CREDIT
from server.rules import citizen, events, line, moving
from server.rules.amending import Amendment, Ground
from server.rules.amending import amend as amend
from server.rules.hours import MINUTE
from server.rules.ticket import CURRENT, Scene, State, Ticket, Wish, let_go
from server.rules.ticket import move as move
from tests.rules.comers import AFTER, COUNTERS, VOID, Came, Comers, counters, credits, picks, services


class Hall(Comers):
    """Random people under the pure rules alone; each call of the next looks at everybody it passes over."""

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
        first, *rest = ordered = line.in_order(may, serves)
        for one in rest:
            self._is_fair(first, one, serves)
        # Who goes first only by the counter's preference is known, so that the call can say so.
        passes = any(line.key(one) < line.key(first) for one in rest)
        assert (first.id in line.first_by_preference(ordered)) == passes
        self._put(move(first, "call", Scene(self.now, counter), Wish())[0], undoable=True)

    @rule(counter=counters, service=services)
    def call_next_of_one_service(self, counter: str, service: str) -> None:
        serves = COUNTERS[counter]
        may = [one for one in self._waiting() if line.may_call(one, counter, f"o{counter}", serves)]
        ordered = [one for one in line.in_order(may, serves) if one.service == service]
        if self._at(counter) or not ordered:
            return
        for one in ordered[1:]:
            self._is_fair(ordered[0], one, serves)
        self._put(move(ordered[0], "call", Scene(self.now, counter), Wish())[0], undoable=True)

    @rule(counter=counters, pick=picks, name=st.sampled_from(["call", "serve"]))
    def choose_somebody(self, counter: str, pick: int, name: str) -> None:
        """Out of turn: never without the log saying so, and nobody else's place changes."""
        serves = COUNTERS[counter]
        ordered = line.in_order(
            [one for one in self._waiting() if line.may_call(one, counter, f"o{counter}", serves)], serves
        )
        if self._at(counter) or not ordered:
            return
        one = ordered[pick % len(ordered)]
        after, event = move(one, name, Scene(self.now, counter, passes=one != ordered[0]), Wish())
        assert isinstance(event, events.Called | events.Serving)
        assert event.chosen == (one != ordered[0])
        self._put(after, undoable=True)

    @precondition(lambda self: self.before)
    @rule(pick=picks)
    def undo(self, pick: int) -> None:
        found = sorted(self.before)
        before, came = self.before[found[pick % len(found)]]
        there = self._at(before.counter) if before.state in CURRENT and before.counter else None
        if there is None or there.id == before.id:
            self._put(before)
            self.came[before.id] = came

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
        self._put(move(one, name, here, Wish())[0], undoable=True)

    @precondition(lambda self: any(one.state in CURRENT for one in self.tickets.values()))
    @rule(pick=picks, service=services, counter=st.none() | counters, end=st.booleans())
    def transfer(self, pick: int, service: str, counter: str | None, end: bool) -> None:
        busy = [one for one in self.tickets.values() if one.state in CURRENT]
        one = busy[pick % len(busy)]
        wish = Wish(service=service, counter=counter, end=end)
        # Nobody is sent on in the very millisecond in which they came.
        self.now += 1
        self._put(move(one, "transfer", Scene(self.now, one.counter), wish)[0], undoable=True)
        if end:
            # Sent to the end, it begins again, and no credit counts any more.
            self.came[one.id] = Came(max(self.now, one.due_at), 0)
            # Whose time is still to come stands behind the end already: nothing is lost by being sent there.
            self.late |= {one.id} if one.due_at < self.now else set()

    # Who was away

    def _some(self, state: State, pick: int) -> Ticket | None:
        found = [one for one in self.tickets.values() if one.state is state]
        return found[pick % len(found)] if found else None

    @rule(pick=picks, closes=st.booleans())
    def bring_the_paper(self, pick: int, closes: bool) -> None:
        if one := self._some(State.HELD, pick):
            back = let_go(one, self.now) if closes else move(one, "return", Scene(self.now, one.counter), Wish())
            self._put(back[0], undoable=not closes)

    @rule(pick=picks, at_counter=st.booleans())
    def come_after_a_missed_call(self, pick: int, at_counter: bool) -> None:
        one = self._some(State.NO_SHOW, pick)
        if one is None or one.misses >= VOID:
            return
        others = line.in_order([other for other in self._waiting() if other.service == one.service], {})
        most = line.lets_pass(one.misses, AFTER, VOID)
        place = line.behind(one.due_at, [other.due_at for other in others[:most]], self.now)
        back = move(one, "return", Scene(self.now, "1", place), Wish()) if at_counter else None
        self._put((back or citizen.rejoin(one, self.now, place))[0], undoable=at_counter)
        self._has_lost_the_turn(self.tickets[one.id], others, AFTER if most is None else most, last=most is None)

    def _has_lost_the_turn(self, back: Ticket, others: list[Ticket], most: int, *, last: bool) -> None:
        # Whose time is still to come waits for nobody, and nobody waits for them.
        others = [one for one in others if one.due_at <= self.now]
        order = [one.id for one in line.in_order([*others, back], {})]
        assert order.index(back.id) >= (len(others) if last else min(most, len(others)))
        before = self.came[back.id]
        # From here on it stands where it was put: as if it had come that much later.
        self.came[back.id] = Came(back.due_at + before.credit * MINUTE, before.credit)
        self.late.add(back.id)
        assert self.came[back.id].at >= before.at

    @rule(pick=picks)
    def leave_the_line(self, pick: int) -> None:
        one = self._some(State.WAITING, pick)
        if one:
            self.left[one.id] = one
            self._put(citizen.leave(one, self.now)[0])

    @rule()
    def think_better_of_leaving(self) -> None:
        for id, before in self.left.items():
            self._put(citizen.take_back(self.tickets[id], before, self.now)[0])
            assert self.tickets[id].due_at == before.due_at
        self.left.clear()

    # Who puts things right

    @rule(pick=picks, service=st.none() | services, credit=st.none() | credits)
    def amend(self, pick: int, service: str | None, credit: int | None) -> None:
        """Another class counts as if it had been given at once; what a missed call cost stays lost."""
        one = self._some(State.WAITING, pick)
        if one is None or (service is None and credit is None):
            return
        claims, before = self.claims[one.id], self.came[one.id]
        ground = None if credit is None else Ground(credit, claims(credit)[0], claims(0)[0])
        after = amend(one, self.now, Amendment("wrong-class", service, ground))[0]
        if credit is not None:
            self._counts_as_if_given_at_once(one, after, credit)
            self.came[one.id] = Came(after.due_at + after.credit * MINUTE, after.credit)
            self.given[one.id] = credit
        self._put(after)
        assert credit is not None or self.came[one.id] == before

    def _counts_as_if_given_at_once(self, before: Ticket, after: Ticket, credit: int) -> None:
        was, new = self.came[before.id], self.claims[before.id](credit)[1]
        first = min(self.claims[before.id](given)[1].at for given in (0, MAX_CREDIT))
        assert after.due_at + after.credit * MINUTE >= min(first, new.at), "nobody counts from before they came"
        assert after.credit <= MAX_CREDIT
        if before.id not in self.late:
            assert (after.due_at, after.credit) == (new.at - new.credit * MINUTE, new.credit)
        else:
            # Somebody who lost a turn, or was sent to the end, gains no more than the class is worth.
            claims = self.claims[before.id]
            worth = claims(self.given[before.id])[0].due_at - claims(credit)[0].due_at
            assert before.due_at - after.due_at <= max(0, worth, (after.credit - was.credit) * MINUTE)
        claimed = new.at - new.credit * MINUTE
        assert after.due_at <= max(self.now, before.due_at, claimed), "nor behind those who have yet to come"

    @rule(service=services, to=st.none() | services, counter=counters)
    def move_a_whole_line(self, service: str, to: str | None, counter: str) -> None:
        target = None if to else counter
        for one in [one for one in self._waiting() if one.service == service]:
            self._put(moving.with_line(one, service=to, counter=target, prefix=service, seq=self.seq)[0])

    @rule()
    def give_back_who_was_sent(self) -> None:
        for one in [one for one in self._waiting() if one.for_counter or one.for_officer]:
            self._put(moving.released(one, why="closed", seq=self.seq)[0])
            assert line.may_call(self.tickets[one.id], "1", "anybody", [one.service])

    @invariant()
    def only_a_missed_call_or_the_end_of_the_line_costs_a_place(self) -> None:
        for id, one in self.tickets.items():
            came = self.came[id]
            assert one.due_at == came.at - came.credit * MINUTE
