"""Who is left at a desk stays with the counter, is said within a minute, and is given back by one touch."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.hall import closing_counter, desks, documents, people
from server.hall.once import Asked
from server.rules.errors import Conflict, Forbidden, Invalid, NotAllowed
from server.rules.people import Identity
from server.store import opening
from tests.hall import model
from tests.hall.house import RECEPTION, Document, House, body
from tests.hall.opened import closure, working
from tests.hall.supervising import SUPERVISOR, give, move_line, what
from tests.hall.test_alerts import standing
from tests.hall.test_closing_desk import held


def close(house: House, counter: str) -> dict[str, Any]:
    return body(closing_counter.close(house.hall, SUPERVISOR, Asked(SUPERVISOR.actor), counter))


def left(house: House, counter: str = "12", move: str = "serve", service: str = "BA") -> Document:
    """Somebody whose officer went away."""
    gone = house.officer(counter)
    ticket = house.issue(service)
    house.move(gone, ticket, move)
    people.sign_out(house.hall, gone)
    return ticket


def left_behind(house: House, ticket: Document) -> bool:
    now = house.ticket(ticket)
    with house.hall.reading() as view:
        return bool(documents.ticket(house.hall, view, now)["left_behind"])


@pytest.mark.parametrize("move", ["call", "serve"])
def test_a_current_ticket_stays_with_the_counter_and_the_same_officer_goes_on_with_it(house: House, move: str) -> None:
    ticket = left(house, move=move)
    assert house.ticket(ticket).counter == "12"
    assert left_behind(house, ticket)
    again = house.officer("12")
    assert not left_behind(house, ticket)
    if move == "call":
        house.move(again, ticket, "serve")
    assert house.move(again, ticket, "finish")["state"] == "done"


@pytest.mark.parametrize("others", [True, False])
def test_who_is_left_at_a_desk_is_said_within_a_minute(house: House, others: bool) -> None:
    if others:
        house.officer("11")
    house.clock.forward(minutes=30)
    ticket = left(house)
    assert standing(house, 30) == []
    (alert,) = standing(house, 30)
    assert (alert["service"], alert["waiting"], alert["offers"]) == ("BA", 1, [])
    assert alert["left"] == [
        {"ticket": ticket["id"], "number": "BA001", "state": "serving", "counter": "12"},
    ]
    house.officer("12")
    assert standing(house) == []
    assert what(house).count("alert-began") == what(house).count("alert-ended") == 1


def returned(house: House, ticket: Document) -> None:
    house.move(RECEPTION, ticket, "return")


def returned_by_supervisor(house: House, ticket: Document) -> None:
    house.move(SUPERVISOR, ticket, "return")


def line_given_back(house: House, ticket: Document) -> None:
    assert move_line(house, "BA", service="BA")["moved"] == 1


def counter_closed(house: House, ticket: Document) -> None:
    assert close(house, "12") | {"version": 0} == {"version": 0, "counter": "12", "officer": None, "back": 1}


@pytest.mark.parametrize("answer", [returned, returned_by_supervisor, line_given_back, counter_closed])
@pytest.mark.parametrize("move", ["call", "serve"])
def test_one_touch_gives_the_place_back(house: House, answer: Callable[[House, Document], None], move: str) -> None:
    other = house.officer("11")
    ticket = left(house, move=move)
    place = house.ticket(ticket).due_at
    house.clock.forward(minutes=5)
    later = house.issue("BA")
    answer(house, ticket)
    now = house.ticket(ticket)
    assert (now.state, now.due_at, now.counter, now.for_counter) == ("waiting", place, None, None)
    with house.hall.reading() as view:
        board = documents.board(house.hall, view, "B")
    assert {one["number"] for one in board["counters"]} == {None}
    called = house.call_next(other)
    assert called
    assert called["ticket"]["id"] == ticket["id"] != later["id"]
    assert called["reason"]["text"]["vi"] == "Quầy trước đã đóng, giữ nguyên lượt"
    assert standing(house, 600) == []
    model.log_is_whole(house)


def test_reception_sends_who_was_left_to_another_line(house: House) -> None:
    house.officer("2")
    ticket = left(house)
    assert house.move(RECEPTION, ticket, "transfer", service="AK", reason="help")["service"] == "AK"


@pytest.mark.parametrize("who", [RECEPTION, SUPERVISOR])
@pytest.mark.parametrize("move", ["call", "serve"])
def test_nobody_takes_a_ticket_from_a_counter_that_works(house: House, who: Identity, move: str) -> None:
    ticket = house.issue("BA")
    house.move(house.officer("12"), ticket, move)
    with pytest.raises(NotAllowed):
        house.move(who, ticket, "return")


@pytest.mark.parametrize("who", [RECEPTION, SUPERVISOR])
@pytest.mark.parametrize("status", ["paused", "closed"])
def test_nobody_takes_a_person_from_an_officer_who_serves_one_more_in_the_pause(
    house: House, who: Identity, status: str
) -> None:
    one = house.officer("1")
    house.officer("2")
    ticket = house.issue("AH")
    desks.set_status(house.hall, one, "1", status, None)
    house.move(one, ticket, "serve", reason="other")
    assert not left_behind(house, ticket)
    with pytest.raises(NotAllowed):
        house.move(who, ticket, "return")
    with pytest.raises(Conflict):
        move_line(house, "AH", service="AH")
    assert standing(house, 600) == []
    assert house.move(one, ticket, "finish")["state"] == "done"


def test_reception_gives_back_who_is_held_at_a_counter_that_pauses(house: House) -> None:
    one = house.officer("1")
    ticket = held(house, one)
    with pytest.raises(NotAllowed):
        house.move(RECEPTION, ticket, "return")
    desks.set_status(house.hall, one, "1", "paused", None)
    assert house.move(RECEPTION, ticket, "return")["state"] == "waiting"


def test_who_had_been_sent_to_the_counter_that_is_gone_is_called_by_the_others(house: House) -> None:
    other, gone = house.officer("11"), house.officer("12")
    ticket = house.issue("BA")
    house.move(RECEPTION, ticket, "transfer", counter="12", reason="help")
    house.move(gone, ticket, "serve")
    people.sign_out(house.hall, gone)
    assert house.move(RECEPTION, ticket, "return")["for"] is None
    assert house.call_next(other)


def test_a_line_that_is_moved_or_given_takes_who_was_left_with_it(house: House) -> None:
    house.officer("2"), house.officer("3")
    first, second = left(house, "11", service="BT"), left(house)
    assert move_line(house, "BA", service="AK")["moved"] == 1
    assert (house.ticket(second).state, house.ticket(second).service) == ("waiting", "AK")
    give(house, "BT", "3")
    called = house.call_next(house.officer("3"), "BT")
    assert called
    assert called["ticket"]["id"] == first["id"]


def test_nobody_left_and_nobody_sent_is_there_already(house: House) -> None:
    house.officer("12")
    house.move(house.officer("11"), house.issue("BA"), "serve")
    house.issue("BA")
    with pytest.raises(Invalid):
        move_line(house, "BA", service="BA")


def test_a_supervisor_closes_the_counter_of_an_officer_who_is_gone(house: House) -> None:
    gone, other = house.officer("1"), house.officer("3")
    waits = held(house, gone)
    at_desk, sent = house.issue("AH"), house.issue("AH")
    house.move(gone, at_desk, "serve")
    house.move(RECEPTION, sent, "transfer", counter="1", reason="help")
    answer = close(house, "1")
    assert (answer["officer"], answer["back"]) == ("At1", 2)
    assert [house.ticket(one).state for one in (waits, at_desk)] == ["waiting", "waiting"]
    assert any(cut(gone) for cut in house.cuts)
    assert not any(cut(other) for cut in house.cuts)
    signed_out = house.events()[-1]
    assert (signed_out["what"], signed_out["actor"], signed_out["details"]) == (
        *("signed-out", SUPERVISOR.actor),
        {"why": "counter-closed"},
    )
    assert what(house).count("ticket-returned") == 2
    with pytest.raises(Forbidden):
        house.move(house.officer("1"), at_desk, "undo")
    for number in (waits, at_desk, sent):
        called = house.call_next(other)
        assert called
        assert called["ticket"]["id"] == number["id"]
        house.move(other, called["ticket"], "serve")
        house.move(other, called["ticket"], "finish")
    model.log_is_whole(house)


def test_closing_it_twice_or_with_nobody_there_changes_nothing_more(house: House) -> None:
    house.officer("1")
    close(house, "1")
    so_far = len(house.events())
    assert close(house, "1") | {"version": 0} == {"version": 0, "counter": "1", "officer": None, "back": 0}
    assert close(house, "3")["back"] == 0
    assert len(house.events()) == so_far


def alerted(house: House, at: str) -> list[str]:
    house.clock.set(f"2026-11-23T{at}:00+07:00")
    return [one["service"] for one in standing(house)]


def test_who_still_waits_after_the_hours_is_said_but_not_before_them_nor_at_noon(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T07:10:00+07:00")
    house.issue("BA")
    assert [alerted(house, at) for at in ("07:29", "07:30", "07:31")] == [[], [], ["BA"]]
    assert [alerted(house, at) for at in ("11:31", "12:59", "13:01")] == [[], [], ["BA"]]
    assert [alerted(house, at) for at in ("16:29", "16:31", "19:00")] == [["BA"], ["BA"], ["BA"]]
    house.close()


def test_who_waits_on_a_day_that_was_closed_meanwhile_is_said(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T09:00:00+07:00")
    house.issue("BA")
    house.hall.write(lambda tx: opening.set_closures(tx, [closure("2026-11-23", "Mất điện")]))
    house.hall.reload()
    assert alerted(house, "09:02") == ["BA"]
    house.close()
