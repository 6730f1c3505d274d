"""Whatever people do in whatever order: nothing illegal happens, nothing is lost, and the log can tell it all."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from server.hall import desks, people
from server.hall.once import Asked
from server.rules.errors import QueueError, ServiceClosed
from server.rules.people import Identity
from server.rules.ticket import Ticket
from server.store.tickets import columns, logged
from tests.hall import model, supervising
from tests.hall.house import RECEPTION, SERVES, Document, House
from tests.hall.memory import Memory
from tests.hall.model import CURRENT, W

SERVICES = ("AH", "AK", "BA", "BT")
counters = st.sampled_from(sorted(SERVES))
services = st.sampled_from(SERVICES)
places = st.integers(0, 10_000)
DAY_MS, HANOI_MS = 86_400_000, 25_200_000
aims = st.sampled_from(["service", "counter", "officer", "end"])


class Hall(Memory):
    """Random people at random desks; the model in tests/hall/model.py knows what must come of it."""

    # What happens

    @rule(
        service=services,
        priority=st.sampled_from([None, None, "elderly", "child"]),
        then=st.lists(services, max_size=2),
    )
    def issue(self, service: str, priority: str | None, then: list[str]) -> None:
        waiting = [one for one in self.tickets if one.service == service and one.state is W]
        made = self.house.issue(
            service, priority=priority, then=tuple(dict.fromkeys(one for one in then if one != service))
        )
        row = self.house.ticket(made)
        assert row.serial == 1 + sum(
            one.series == service and one.business_date == row.business_date for one in self.tickets if one.id != row.id
        )
        assert made["ahead"] == sum((one.due_at, one.seq) < (row.due_at, row.seq) for one in waiting)
        self.issued += 1

    @rule(counter=counters, service=st.sampled_from([None, None, *SERVICES]))
    def call_next(self, counter: str, service: str | None) -> None:
        who, before = self.officers[counter], self.tickets
        expected = model.callable_at(who, before, service)
        wrong = self.may_not_call(who, service)
        if wrong:
            with pytest.raises(wrong):
                self.house.call_next(who, service)
            return
        called = self.house.call_next(who, service)
        assert (called and called["ticket"]["id"]) == (expected[0].id if expected else None)
        if called:
            assert (called["ticket"]["counter"], called["ticket"]["state"]) == (counter, "called")
            assert called["reason"]["code"] == model.why_called(who, before, service)
            assert called["ticket"]["why"] == called["reason"]["text"]
            self.moved(who, expected[0])

    @precondition(lambda self: self.issued)
    @rule(
        counter=st.sampled_from([*sorted(SERVES), *sorted(SERVES), "reception"]),
        place=places,
        name=st.sampled_from(sorted(model.FROM)),
        service=services,
        aim=aims,
        other=counters,
        again=st.booleans(),
    )
    def move(self, counter: str, place: int, name: str, service: str, aim: str, other: str, again: bool) -> None:
        who = RECEPTION if counter == "reception" else self.officers[counter]
        self._move(who, self.one(place), name, _wish(name, service, aim, other), again=again)

    def _move(self, who: Identity, before: Ticket, name: str, wish: dict[str, Any], *, again: bool = False) -> None:
        everything = self.tickets
        expected = model.refusal(self.house, who, before, name, everything)
        if expected:
            with pytest.raises(expected):
                self.house.move(who, before.id, name, **wish)
            assert self.house.ticket(before.id) == before
            return
        asked = Asked(who.actor, f"{before.id}-{len(self.house.events())}", name)
        answer = self.house.move(who, before.id, name, asked, **wish)
        missed = name == "return" and before.state is model.N
        due_at = model.back_at(before, everything) if missed else before.due_at
        after = self.house.ticket(before.id)
        assert after.due_at == (self.house.clock.now if wish.get("end") else due_at)
        self._right(before, after, name, wish, answer)
        self.moved(who, before)
        self.let_go(who, everything, before.id)
        if again:
            assert self.house.move(who, before.id, name, asked, **wish) == answer

    def _right(self, before: Ticket, after: Ticket, name: str, wish: dict[str, Any], answer: Document) -> None:
        assert answer["state"] == after.state
        assert (after.number, after.issued_at, after.seq, after.credit) == (
            *(before.number, before.issued_at),
            *(before.seq, 0 if wish.get("end") else before.credit),
        )
        if name == "finish":
            following = (wish["next"], before.then) if "next" in wish else (before.then[:1], before.then[1:])
            upcoming = "".join(following[0])
            expected = (W, upcoming, following[1]) if upcoming else ("done", before.service, ())
            assert (after.state, after.service, after.then) == expected

    @precondition(lambda self: any(one.state in CURRENT for one in self.tickets))
    @rule(place=places, name=st.sampled_from(sorted(model.FROM)), service=services, aim=aims, other=counters)
    def work_at_a_desk(self, place: int, name: str, service: str, aim: str, other: str) -> None:
        """Most moves of a day: the officer's own current ticket."""
        busy = [one for one in self.tickets if one.state in CURRENT]
        one = busy[place % len(busy)]
        self._move(self.officers[str(one.counter)], one, name, _wish(name, service, aim, other))

    @precondition(lambda self: any(_sent(one) for one in self.tickets))
    @rule(counter=counters, place=places, name=st.sampled_from(["call", "serve"]))
    def take_one_that_was_sent_to_somebody(self, counter: str, place: int, name: str) -> None:
        sent = [one for one in self.tickets if _sent(one)]
        self._move(self.officers[counter], sent[place % len(sent)], name, _wish(name, "AH", "", counter))

    @precondition(lambda self: any(self.moves.values()))
    @rule(place=places)
    def think_better_of_it(self, place: int) -> None:
        """Most undos: whoever moved a ticket last takes it back."""
        moved = [(id, made[-1][1]) for id, made in sorted(self.moves.items()) if made]
        id, actor = moved[-1 - place % min(2, len(moved))]
        self._undo(next((who for who in self.officers.values() if who.actor == actor), self.officers["1"]), id)

    @precondition(lambda self: self.issued)
    @rule(counter=counters, place=places)
    def undo(self, counter: str, place: int) -> None:
        self._undo(self.officers[counter], self.one(place).id)

    def _undo(self, who: Identity, id: str) -> None:
        now = self.house.ticket(id)
        made = self.moves.get(now.id, [])
        expected = self.may_not_undo(who, now, made)
        if expected:
            with pytest.raises(expected):
                self.house.move(who, now.id, "undo")
            assert self.house.ticket(now.id) == now
            return
        everything = self.tickets
        self.house.move(who, now.id, "undo")
        self.let_go(who, everything, now.id)
        back, before = self.house.ticket(now.id), made.pop()[0]
        if back.for_counter != before.for_counter:
            assert (back.state, model.desk(self.house, before.for_counter)) == (W, "closed")
            before = replace(before, for_counter=None, why=back.why, why_arg=back.why_arg)
        assert back == replace(before, printed=now.printed)

    @rule(counter=counters, status=st.sampled_from(["open", "open", "paused", "closed"]))
    def set_status(self, counter: str, status: str) -> None:
        who, before = self.officers[counter], self.tickets
        page = desks.set_status(self.house.hall, who, counter, status, None)
        busy = page["current"] is not None
        self.let_go(who, before)
        if page["status"] == "closed":
            assert not [one for one in self.tickets if one.state is model.H and one.counter == counter]
        assert (page["status"], page["upcoming"]) == (("open", status) if busy and status != "open" else (status, None))

    @rule(counter=counters)
    def leave_and_come_back(self, counter: str) -> None:
        before = self.tickets
        people.sign_out(self.house.hall, self.officers[counter])
        self.let_go(self.officers[counter], before)
        assert model.desk(self.house, counter) == "closed"
        self.officers[counter] = self.house.officer(counter)
        assert model.desk(self.house, counter) == "open"

    @rule(ms=st.one_of(st.integers(1, 90_000), st.integers(1, 4_000_000)))
    def time_passes(self, ms: int) -> None:
        self.house.clock.forward(ms=ms)
        self._morning()

    @rule(ms=st.integers(1, 90_000), counter=counters, service=services)
    def the_hall_stands_still(self, ms: int, counter: str, service: str) -> None:
        """Nothing is called or issued while the hall pauses, and nobody stands elsewhere afterwards."""
        # A day's turn would send everybody home.
        if (self.house.clock.now + HANOI_MS) % DAY_MS + ms >= DAY_MS:
            return
        before = self.tickets
        supervising.pause(self.house)
        self.house.clock.forward(ms=ms)
        with pytest.raises(QueueError):
            self.house.call_next(self.officers[counter])
        with pytest.raises(ServiceClosed):
            self.house.issue(service)
        supervising.resume(self.house)
        # No undo runs out meanwhile.
        self.moves = {id: [(one, who, at + ms) for one, who, at in made] for id, made in self.moves.items()}
        assert self.tickets == before

    @precondition(lambda self: self.issued > 3)
    @rule(ms=st.integers(1, 3_000_000))
    def the_clock_is_set_back(self, ms: int) -> None:
        last = self.house.events()[-1]["at"]
        self.house.clock.now = max(last, self.house.clock.now - ms)

    @rule()
    def the_server_restarts(self) -> None:
        before = self.tickets
        self.house.reopen()
        self.house.hall.store.writer.batch.db.execute("PRAGMA synchronous=OFF")
        assert self.tickets == before

    @precondition(lambda self: self.issued > 5)
    @rule()
    def night_falls(self) -> None:
        self.house.clock.forward(minutes=24 * 60)
        self._morning()

    def _morning(self) -> None:
        """The first write of a new day sends everybody home; officers come back."""
        with self.house.hall.reading() as view:
            today = view.business_date
        before = {one.id: one for one in self.tickets}
        if today == self.house.rows("SELECT business_date FROM centre")[0][0]:
            return
        self.house.hall.write(lambda tx: None)
        for one in self.tickets:
            assert one.state == ("expired" if before[one.id].state in model.OPEN else before[one.id].state)
        self.officers = {counter: self.house.officer(counter) for counter in SERVES}

    # What must always hold

    @invariant()
    def everything_is_sound(self) -> None:
        model.sound(self.house)
        model.shows_nothing_old(self.house)

    @invariant()
    def no_pause_waits_for_a_ticket_that_is_gone(self) -> None:
        busy = {one.counter for one in self.tickets if one.state in CURRENT}
        waits = {counter for (counter,) in self.house.rows("SELECT counter FROM desk WHERE upcoming IS NOT NULL")}
        assert waits <= busy

    @invariant()
    def people_ahead_are_counted_right(self) -> None:
        from server.store import tickets as store

        everything = self.tickets
        with self.house.hall.reading() as view:
            for one in everything:
                if one.state is W:
                    assert store.ahead(view.db, view.centre, one) == model.ahead(one, everything)


def _sent(one: Ticket) -> bool:
    return one.state is W and bool(one.for_counter or one.for_officer)


def _wish(name: str, service: str, aim: str, other: str) -> dict[str, Any]:
    if name == "transfer":
        return {
            "service": {"service": service},
            "counter": {"counter": other},
            "officer": {"officer": f"at{other}"},
        }.get(aim, {"service": service, "end": True}) | {"reason": "mistaken"}
    if name == "finish" and aim == "service":
        return {"next": service}
    return {"reason": "vì thế"} if name in ("call", "hold", "cancel", "return") else {}


Hall.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestHall = Hall.TestCase


def test_the_model_would_notice_a_broken_log(tmp_path: Path) -> None:
    house = House(tmp_path)
    who = house.officer("1")
    house.issue("AH")
    house.call_next(who)
    log = house.events()
    assert model.replayed(log) == {one.id: logged(columns(one)) for one in house.all_tickets()}
    log[-1]["before"]["state"] = "held"
    with pytest.raises(AssertionError):
        model.replayed(log)
    writer = house.hall.store.writer.batch.db
    writer.execute("UPDATE line SET waiting = waiting + 1")
    with pytest.raises(AssertionError):
        model.sound(house)
    house.close()
