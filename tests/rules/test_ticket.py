"""The one table of who may go where: complete, labelled, and nothing beside it."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules import events
from server.rules.errors import NotAllowed
from server.rules.reasons import CODES
from server.rules.ticket import CURRENT, EXPIRE, MOVES, OPEN, Rule, Scene, State, Ticket, Wish, expire, move, must_own

W, C, S, H, N = State.WAITING, State.CALLED, State.SERVING, State.HELD, State.NO_SHOW
CLOSED = frozenset(State) - OPEN
# The contract's table, written a second time: from, to, only the own counter from, reception from, the holder from.
CONTRACT: dict[str, tuple[set[State], State, set[State], set[State], set[State]]] = {
    "call": ({W, H, N}, C, set(), set(), set()),
    "recall": ({C}, C, {C}, set(), set()),
    "serve": ({C, H, W, N}, S, {C}, set(), set()),
    "finish": ({S}, State.DONE, {S}, set(), set()),
    "no-show": ({C}, N, {C}, set(), set()),
    "return": ({C, S, H, N}, W, {C, S, H}, {C, S, H, N}, set()),
    "hold": ({C, S}, H, {C, S}, set(), set()),
    "transfer": ({C, S, H}, W, {C, S, H}, {W, C, S, H}, set()),
    "cancel": ({W, C, H, N}, State.CANCELLED, {C, H}, {W, C, H, N}, set()),
    "record": (set(), State.DONE, set(), {W, C, H, N}, set()),
    "leave": (set(), State.CANCELLED, set(), set(), {W, C, H, N}),
    "rejoin": (set(), W, set(), set(), {N}),
}
HERE = Scene(1_000_000, "5")


def ticket(state: State, **changed: object) -> Ticket:
    counter = None if state is W else "5"
    facts = {"id": "t", "number": "AH001", "series": "AH", "serial": 1, "business_date": "2026-11-23", "service": "AH"}
    made = Ticket(**facts, issued_at=0, due_at=0, seq=1, since=0, state=state, counter=counter)  # type: ignore[arg-type]
    return replace(made, **changed)  # type: ignore[arg-type]


def test_open_current_and_closed_are_every_state() -> None:
    assert {W, C, S, H, N} == OPEN
    assert {C, S} == CURRENT
    assert {State.DONE, State.CANCELLED, State.EXPIRED} == CLOSED


def test_the_table_is_that_of_the_contract() -> None:
    assert set(MOVES) == set(CONTRACT)
    for name, (sources, to, _, reception, holder) in CONTRACT.items():
        rule: Rule = MOVES[name]
        found = (set(rule.sources), rule.to, set(rule.reception), set(rule.holder))
        assert found == (sources, to, reception, holder), name
        supervisor = reception if name == "return" else set()
        assert rule.states("supervisor") == rule.states("admin") == rule.supervisor == supervisor, name
        assert rule.states("kiosk") == rule.states("display") == set()


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", sorted(OPEN))
def test_own_counter_alone_where_the_contract_says_so(name: str, state: State) -> None:
    if state in MOVES[name].sources:
        assert must_own(ticket(state), name) == (state in CONTRACT[name][2])


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("by", "column"), [("officer", 0), ("reception", 3), ("citizen", 4)])
def test_a_move_leads_where_its_row_says_or_is_refused(name: str, state: State, by: str, column: int) -> None:
    sources = CONTRACT[name][column]
    if state not in sources:
        with pytest.raises(NotAllowed):
            move(ticket(state), name, HERE, Wish(), by=by)
        return
    after, event = move(ticket(state), name, HERE, Wish(service="AK"), by=by)
    assert after.state is MOVES[name].to
    assert type(event) in events.EVENTS.values()


@pytest.mark.parametrize("name", MOVES)
def test_every_move_out_of_a_closed_state_is_refused(name: str) -> None:
    for state in CLOSED:
        with pytest.raises(NotAllowed):
            move(ticket(state), name, HERE, Wish())


def test_only_open_tickets_expire_and_never_as_done() -> None:
    for state in State:
        if state in OPEN:
            assert expire(ticket(state), 5)[0].state is State.EXPIRED
        else:
            with pytest.raises(NotAllowed):
                expire(ticket(state), 5)
    assert EXPIRE.sources == OPEN


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    reached = {W} | {rule.to for rule in MOVES.values()} | {EXPIRE.to}
    assert reached == set(State)
    assert all(any(state in rule.sources for rule in MOVES.values()) for state in OPEN)


KEPT = ("id", "number", "series", "serial", "business_date", "issued_at", "seq", "lang", "priority", "assist")


@given(st.sampled_from(sorted(MOVES)), st.sampled_from(sorted(OPEN)), st.booleans())
def test_no_move_touches_number_or_time_of_coming(name: str, state: State, end: bool) -> None:
    if state not in MOVES[name].sources:
        return
    before = ticket(state, credit=30, priority=True, lang="en", printed="yes")
    after, _ = move(before, name, HERE, Wish(service="AK", end=end))
    assert [getattr(after, one) for one in KEPT] == [getattr(before, one) for one in KEPT]
    assert after.printed == before.printed
    last = end and name == "transfer"
    assert (after.due_at, after.credit) == ((HERE.now, 0) if last else (before.due_at, 30))
    assert after.why in CODES


@given(st.sampled_from(sorted(MOVES)), st.sampled_from(sorted(OPEN)))
def test_a_current_ticket_has_a_counter_and_a_waiting_one_has_none(name: str, state: State) -> None:
    if state not in MOVES[name].sources:
        return
    after, _ = move(ticket(state), name, HERE, Wish(service="AK"))
    assert (after.counter == "5") if after.state in CURRENT else True
    assert after.counter is None if after.state is W else True


def test_finish_goes_on_to_the_next_service_under_the_same_number_and_place() -> None:
    planned = ticket(S, then=("AK", "BA"), due_at=77, serving_at=5, for_counter="5")
    after, event = move(planned, "finish", HERE, Wish())
    assert (after.state, after.service, after.then, after.due_at, after.why) == (W, "AK", ("BA",), 77, "next")
    assert (after.for_counter, after.serving_at, after.since) == (None, None, HERE.now)
    assert isinstance(event, events.Finished)
    assert (event.service, event.next) == ("AH", "AK")
    chosen, event = move(planned, "finish", HERE, Wish(next="BT", service="AX", outcome="received", dossiers=2))
    assert (chosen.service, chosen.then) == ("BT", ("AK", "BA"))
    assert event == events.Finished("AX", "received", 2, "BT")


def test_a_call_counts_and_says_whether_it_was_chosen() -> None:
    first, event = move(ticket(W), "call", HERE, Wish(reason="Bà mẹ"))
    assert (first.calls, first.why, first.why_arg, first.called_at) == (1, "chosen", "Bà mẹ", HERE.now)
    assert event == events.Called("chosen", "Bà mẹ", chosen=False)
    passing = replace(HERE, passes=True)
    assert move(ticket(W), "call", passing, Wish(reason="Bà mẹ"))[1] == events.Called("chosen", "Bà mẹ", chosen=True)
    assert move(ticket(W), "serve", passing, Wish())[1] == events.Serving(chosen=True)
    first_here = replace(HERE, because=("preferred", "AK"))
    assert move(ticket(W), "call", first_here, Wish())[1] == events.Called("preferred", "AK")
    assert move(ticket(W), "call", first_here, Wish(reason="help"))[1] == events.Called("chosen", "help")
    assert move(ticket(H, why="returned"), "call", first_here, Wish())[1] == events.Called("returned")
    again, _ = move(first, "recall", HERE, Wish())
    assert again.calls == 2
    missed, _ = move(again, "no-show", HERE, Wish())
    assert missed.misses == 1
    assert move(missed, "return", HERE, Wish())[0].why == "rejoined"
    assert move(ticket(H), "return", HERE, Wish())[0].why == "supplemented"
    assert move(ticket(S), "return", HERE, Wish())[0].why == "returned"


def test_a_transfer_keeps_the_place_unless_sent_to_the_end() -> None:
    kept, _ = move(ticket(S), "transfer", HERE, Wish(counter="7"))
    assert (kept.service, kept.for_counter, kept.due_at, kept.why, kept.why_arg) == ("AH", "7", 0, "transferred", "5")
    last, _ = move(ticket(S), "transfer", HERE, Wish(service="AK", officer="p1", end=True))
    assert (last.service, last.for_officer, last.due_at, last.why) == ("AK", "p1", HERE.now, "sent-last")


def test_a_return_keeps_whom_the_ticket_was_sent_to() -> None:
    sent = ticket(C, for_counter="5", for_officer=None)
    assert move(sent, "return", HERE, Wish())[0].for_counter == "5"


def test_an_unknown_move_is_no_move() -> None:
    with pytest.raises(KeyError):
        move(ticket(W), "teleport", HERE, Wish())


def test_a_ticket_holds_no_personal_data() -> None:
    names = {field.name for field in fields(Ticket)}
    assert not names & {"name", "phone", "person", "citizen", "class", "identity", "email", "address"}
