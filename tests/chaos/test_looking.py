"""The checker again: the rarer moves, what was only looked at, and being told that nobody waits."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from server.rules.ticket import Wish
from tests.chaos.asked import Op, Row
from tests.chaos.diary import Diary
from tests.chaos.remains import past
from tests.chaos.spoiling import Told, asked, of, said
from tests.hall.house import House


@pytest.fixture(scope="module")
def true(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """An afternoon as it really was, with an officer at each of three counters."""
    folder = tmp_path_factory.mktemp("afternoon")
    house = House(folder)
    one, two, other = (house.officer(counter) for counter in ("1", "2", "11"))
    diary = Diary(house)
    assert diary.called(one).status == 204
    ids = [diary.took(service).ticket["id"] for service in ("AH", "AH", "AK", "AH", "AH")]
    diary.saw_board("A")
    assert diary.called(other).status == 204
    first = diary.called(one).ticket["id"]
    diary.moved(one, "no-show", first)
    diary.saw_ticket(ids[3])
    diary.moved(one, "return", first)
    chosen = diary.moved(one, "call", ids[4], Wish(reason="vì thế"))
    assert chosen.status == 200
    diary.saw_board("A")
    diary.moved(one, "undo", ids[4])
    diary.saw_board("A")
    second = diary.called(one).ticket["id"]
    diary.moved(one, "print", second)
    diary.moved(one, "transfer", second, Wish(counter="11"))
    assert diary.called(two).ticket["id"] != second
    assert diary.called(other).ticket["id"] == second
    diary.moved(other, "cancel", second)
    assert diary.called(other).status == 204
    house.close()
    return diary.ops, past(folder)


def shown(told: Told, kind: str, nth: int, change: Callable[[Row], Any]) -> None:
    """Somebody was shown another document, and it is remembered like that."""
    op = told[0][place := asked(told, kind, nth)]
    document = op.document
    change(document)
    told[0][place] = replace(op, body=json.dumps(document).encode())
    if op.key:
        told[1].answers[op.key] = told[0][place].body


def test_a_sound_afternoon_has_no_faults(told: Told) -> None:
    assert said(told) == ""


def test_that_nobody_waits_is_true_if_it_was_so_at_any_instant_of_the_question(told: Told) -> None:
    """The first number was taken while the officer asked."""
    empty, issued = asked(told, "call-next"), asked(told, "issue")
    told[0][empty] = replace(told[0][empty], end=told[0][issued].end)
    assert said(told) == ""


def test_a_look_may_show_what_was_before_or_after_something_that_happened_meanwhile(told: Told) -> None:
    place = asked(told, "board", 1)
    undone = told[0][asked(told, "undo")]
    told[0][place] = replace(told[0][place], end=undone.end)
    assert said(told) == ""


def told_nobody_waits(told: Told) -> None:
    """Four people waited for counter 1, and its officer was told that nobody did."""
    called = told[0][asked(told, "call-next", 2)]
    told[0].append(Op("key-late", "call-next", "1", called.start - 0.5, called.start - 0.4, 204))


def told_nobody_of_a_service_waits(told: Told) -> None:
    """Somebody waited for AK, and counter 1 asked for the next of AK."""
    called = told[0][asked(told, "call-next", 2)]
    op = Op("key-late", "call-next", "1", called.start - 0.5, called.start - 0.4, 204)
    told[0].append(replace(op, sent=b'{"service": "AK"}'))


def told_nobody_was_sent(told: Told) -> None:
    """Somebody had been sent to counter 11."""
    sent = told[0][asked(told, "transfer")]
    told[0].append(Op("key-late", "call-next", "11", sent.end + 0.1, sent.end + 0.2, 204))


def old_board(told: Told) -> None:
    """A board from before the call was shown after it."""
    told[0].append(replace(told[0][asked(told, "board")], start=500.0, end=501.0))


def board_to_come(told: Told) -> None:
    told[0].append(replace(told[0][asked(told, "board", 1)], start=0.5, end=0.6))


def wrong_desk(told: Told) -> None:
    shown(told, "board", 1, lambda board: board["counters"][0].update(number="AH009"))


def wrong_count(told: Told) -> None:
    shown(told, "board", 0, lambda board: board["waiting"][0].update(count=9))


def call_still_shown(told: Told) -> None:
    """A call that was taken back is still on the board."""
    calls = told[0][asked(told, "board", 1)].document["calls"]
    shown(told, "board", 2, lambda board: board.update(calls=calls))


def wrong_ahead(told: Told) -> None:
    shown(told, "ticket", 0, lambda ticket: ticket.update(ahead=7))


def wrong_state(told: Told) -> None:
    shown(told, "ticket", 0, lambda ticket: ticket.update(state="called"))


def wrong_answer(told: Told) -> None:
    """The answer of a move says something else than what it did."""
    shown(told, "no-show", 0, lambda ticket: ticket.update(calls=9))


def wrong_undone(told: Told) -> None:
    of(told, "move-undone")["details"]["undone"] -= 1


def not_brought_back(told: Told) -> None:
    del of(told, "move-undone")["after"]["why"]


def lost_place(told: Told) -> None:
    of(told, "ticket-transferred")["after"]["due_at"] = 1


def called_past_who_was_sent(told: Told) -> None:
    """Counter 11 called somebody else while one had been sent there."""
    called = of(told, "ticket-called", -2)
    called["counter"] = called["after"]["counter"] = "11"


def otherwise_before(told: Told) -> None:
    of(told, "ticket-cancelled")["before"]["calls"] = 9


def undone_by_nobody(told: Told) -> None:
    del told[0][asked(told, "undo")]


def printed_unasked(told: Told) -> None:
    del told[0][asked(told, "print")]


def moved_unasked(told: Told) -> None:
    del told[0][asked(told, "transfer")]


def printed_when_over(told: Told) -> None:
    of(told, "ticket-called", -1)["after"]["state"] = "done"
    of(told, "ticket-cancelled")["what"] = "print-queued"


PLANTED: dict[Callable[[Told], Any], str] = {
    told_nobody_waits: "counter 1 was told that nobody waits, while AH",
    told_nobody_of_a_service_waits: "counter 1 was told that nobody waits, while AK001 did",
    told_nobody_was_sent: "counter 11 was told that nobody waits, while AH002 did",
    old_board: "board A showed event",
    board_to_come: "board A showed event",
    wrong_desk: "what was not so: counter 1",
    wrong_count: "what was not so: line AH",
    call_still_shown: "what was not so: call",
    wrong_ahead: "what was not so: ahead",
    wrong_state: "what was not so: state",
    wrong_answer: "what was not so: calls",
    wrong_undone: "was not the last move of AH004",
    not_brought_back: "did not bring back what AH004 was",
    lost_place: "AH002 lost its place with ticket-transferred",
    called_past_who_was_sent: "AK001 was called at counter 11 before AH002",
    otherwise_before: "ticket-cancelled of AH002 says that it was otherwise before",
    undone_by_nobody: "(move-undone) was asked for by nobody",
    printed_unasked: "(print-queued) was asked for by nobody",
    moved_unasked: "(ticket-transferred) was asked for by nobody",
    printed_when_over: "print-queued of AH002 while it was done",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_every_planted_fault_is_found_and_named(told: Told, plant: Callable[[Told], Any]) -> None:
    plant(told)
    assert PLANTED[plant] in said(told)
