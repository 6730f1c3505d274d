"""A whole line moved: numbers and places stay, and it happens once."""

from typing import Any

import pytest

from server.hall import desks, documents
from server.rules.errors import Conflict, Forbidden, Invalid, NotAllowed, Unknown
from tests.hall.house import House
from tests.hall.supervising import OTHER, move_line, what


def test_every_ticket_keeps_its_number_and_its_place(house: House) -> None:
    officer = house.officer("2")
    line = [house.issue("BA") for _ in range(3)]
    house.clock.forward(minutes=1)
    there = house.issue("AK")
    before = {one["id"]: house.ticket(one).due_at for one in line}
    assert move_line(house, "BA", service="AK")["moved"] == 3
    after = [house.ticket(one) for one in line]
    assert {one.id: one.due_at for one in after} == before
    assert [one.number for one in after] == ["BA001", "BA002", "BA003"]
    assert {one.service for one in after} == {"AK"}
    with house.hall.reading() as view:
        page = documents.counter_page(house.hall, view, "2")
        assert documents.menu(house.hall, view)["departments"][1]["services"][0]["waiting"] == 0
    assert page["waiting"]["by_service"]["AK"] == 4
    called = house.call_next(officer)
    assert called is not None
    assert called["ticket"]["id"] == line[0]["id"]
    assert called["reason"]["text"]["vi"] == "Chuyển từ hàng BA, giữ nguyên lượt"
    assert house.ticket(there).due_at > before[line[-1]["id"]]


def test_one_event_for_the_line_and_one_for_each_ticket(house: House) -> None:
    house.officer("2")
    for _ in range(3):
        house.issue("BA")
    move_line(house, "BA", service="AK")
    assert what(house).count("ticket-moved") == 3
    assert house.events()[-1]["details"] == {"service": "BA", "to_service": "AK", "to_counter": None, "tickets": 3}
    assert house.verify()[1] is None


def test_a_line_may_be_sent_to_one_counter(house: House) -> None:
    officer = house.officer("3")
    first, _ = house.issue("BA"), house.issue("BA")
    move_line(house, "BA", counter="3")
    called = house.call_next(officer)
    assert called is not None
    assert called["ticket"]["id"] == first["id"]
    assert called["ticket"]["service"] == "BA"
    assert called["reason"]["text"]["vi"] == "Chuyển đến quầy 3, giữ nguyên lượt"


def test_of_two_supervisors_one_wins_and_no_ticket_moves_twice(house: House) -> None:
    house.officer("2"), house.officer("11")
    ticket = house.issue("AH")
    seen = house.events()[-1]["seq"]
    move_line(house, "AH", service="AK", version=seen)
    for other in ({"service": "BA", "version": seen}, {"service": "BA"}):
        with pytest.raises(Conflict):
            move_line(house, "AH", who=OTHER, **other)
    with pytest.raises(Conflict):
        move_line(house, "AK", who=OTHER, service="BA", version=seen)
    assert house.ticket(ticket).service == "AK"
    assert what(house).count("ticket-moved") == 1


def test_who_looked_at_the_line_that_people_came_back_from_is_told_too(house: House) -> None:
    house.officer("2"), house.officer("11")
    ticket, other = house.issue("AH"), house.issue("AK")
    move_line(house, "AH", service="AK")
    seen = house.events()[-1]["seq"]
    move_line(house, "AH", service="AH")
    with pytest.raises(Conflict):
        move_line(house, "AK", who=OTHER, service="BA", version=seen)
    assert [house.ticket(one).service for one in (ticket, other)] == ["AH", "AK"]


def test_who_was_missed_or_left_behind_goes_with_the_line(house: House) -> None:
    ill = house.officer("12")
    house.officer("2")
    held, missed, waits = (house.issue("BA") for _ in range(3))
    house.move(ill, held, "serve")
    house.move(ill, held, "hold")
    house.move(ill, missed, "call")
    house.clock.forward(minutes=2)
    for _ in range(2):
        house.move(ill, missed, "recall")
    house.clock.forward(minutes=2)
    house.move(ill, missed, "no-show")
    desks.set_status(house.hall, ill, "12", "paused", None)
    assert move_line(house, "BA", service="AK")["moved"] == 3
    assert {house.ticket(one).service for one in (held, missed, waits)} == {"AK"}
    assert [house.ticket(one).state for one in (held, missed, waits)] == ["held", "no_show", "waiting"]


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ({}, Invalid),
        ({"service": "AK", "counter": "2"}, Invalid),
        ({"service": "BA"}, Invalid),
        ({"service": "ZZ"}, Unknown),
        ({"counter": "99"}, Unknown),
        ({"service": "AK"}, NotAllowed),
        ({"counter": "2"}, NotAllowed),
    ],
)
def test_a_line_goes_only_where_somebody_is(house: House, to: dict[str, Any], error: type[Exception]) -> None:
    house.issue("BA")
    with pytest.raises(error):
        move_line(house, "BA", **to)


def test_what_was_done_before_the_move_cannot_be_undone_after_it(house: House) -> None:
    officer = house.officer("12")
    house.officer("2")
    ticket = house.issue("BA")
    house.move(officer, ticket, "call")
    house.move(officer, ticket, "return")
    move_line(house, "BA", service="AK")
    with pytest.raises(Forbidden):
        house.move(officer, ticket, "undo")


def test_an_empty_line_cannot_be_moved(house: House) -> None:
    house.officer("2")
    with pytest.raises(Conflict):
        move_line(house, "BA", service="AK")
