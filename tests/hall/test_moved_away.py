"""A line that is moved without its people: they are called and told where they sit, and brought back."""

import pytest

from server.hall import documents, finding
from server.rules.errors import Invalid, NotAllowed
from tests.hall import model
from tests.hall.house import Document, House
from tests.hall.supervising import move_line, notice, what


def on_board(house: House, area: str) -> list[str]:
    with house.hall.reading() as view:
        return [one["number"] for one in documents.board(house.hall, view, area)["calls"]]


def on_phone(house: House, ticket: Document) -> list[str]:
    now = house.ticket(ticket)
    with house.hall.reading() as view:
        return [one.vi for one in finding.shown(house.hall, view, now)["notices"]]


@pytest.mark.parametrize("reason", [None, "help"])
def test_they_are_called_where_they_sit_and_at_the_counters_area(house: House, reason: str | None) -> None:
    officer = house.officer("2")
    house.issue("AK")
    ticket = house.issue("BA")
    move_line(house, "BA", service="AK")
    house.published.clear()
    house.move(officer, ticket, "call", reason=reason)
    assert on_board(house, "A") == on_board(house, "B") == ["BA001"]
    assert {"board/A", "board/B"} <= next(rooms for rooms, urgent in house.published if urgent)
    house.move(officer, ticket, "undo")
    assert on_board(house, "A") == on_board(house, "B") == []


def test_who_came_for_that_line_is_called_in_its_own_area_alone(house: House) -> None:
    officer = house.officer("2")
    house.issue("BA")
    move_line(house, "BA", service="AK")
    own = house.issue("AK")
    house.move(officer, own, "call", reason="help")
    assert (on_board(house, "A"), on_board(house, "B")) == ([own["number"]], [])


def test_however_often_it_is_moved_they_sit_where_they_sat_until_it_is_back(house: House) -> None:
    house.officer("1"), house.officer("2"), house.officer("12")
    ticket = house.issue("BA")
    move_line(house, "BA", service="AK")
    move_line(house, "AK", service="AH")
    assert (house.ticket(ticket).service, house.ticket(ticket).left_line) == ("AH", "BA")
    move_line(house, "AH", service="BA")
    assert house.ticket(ticket).left_line is None


def test_who_was_at_a_desk_and_sent_on_knows_where_to_sit(house: House) -> None:
    officer = house.officer("2")
    ticket = house.issue("BA")
    move_line(house, "BA", service="AK")
    house.move(officer, ticket, "serve")
    house.move(officer, ticket, "transfer", service="AH")
    assert house.ticket(ticket).left_line is None
    house.move(officer, ticket, "call")
    assert on_board(house, "B") == []


def test_the_line_is_brought_back_without_those_it_had_joined(house: House) -> None:
    officer, other = house.officer("2"), house.officer("12")
    ours = [house.issue("BA") for _ in range(3)]
    theirs = house.issue("AK")
    places = [house.ticket(one).due_at for one in ours]
    move_line(house, "BA", service="AK")
    house.move(officer, ours[1], "call", reason="help")
    house.move(officer, ours[1], "no-show")
    assert move_line(house, "BA", service="BA")["moved"] == 3
    now = [house.ticket(one) for one in ours]
    assert [one.service for one in now] == ["BA"] * 3
    assert [one.due_at for one in now] == places
    assert [one.left_line for one in now] == [None] * 3
    assert house.ticket(theirs).service == "AK"
    called = house.call_next(other)
    assert called
    assert called["ticket"]["id"] == ours[0]["id"]
    with pytest.raises(Invalid):
        move_line(house, "BA", service="BA")
    model.log_is_whole(house)


def test_those_who_wait_are_told_with_the_same_press_once_and_on_their_phones(house: House) -> None:
    house.officer("2"), house.officer("12")
    ticket = house.issue("BA")
    move_line(house, "BA", service="AK", tell="line-moved")
    (words,) = on_phone(house, ticket)
    assert words.startswith("BA (BA): ")
    with house.hall.reading() as view:
        boards = [documents.board(house.hall, view, area)["notices"] for area in "AB"]
    assert [len(one) for one in boards] == [0, 1]
    move_line(house, "BA", service="BA", tell="line-moved")
    move_line(house, "BA", service="AK", tell="line-moved")
    assert what(house).count("notice-put") == 1


def test_what_is_said_in_the_area_where_they_sit_or_about_their_old_line_is_for_them(house: House) -> None:
    house.officer("2")
    ticket = house.issue("BA")
    move_line(house, "BA", service="AK")
    notice(house, "network", area="B")
    notice(house, "officer-away", service="BA")
    notice(house, "drill", service="BT")
    assert len(on_phone(house, ticket)) == 2


def test_a_message_that_is_not_there_or_has_no_room_moves_nobody(house: House) -> None:
    house.officer("2")
    ticket = house.issue("BA")
    with pytest.raises(Invalid) as no:
        move_line(house, "BA", service="AK", tell="nonsense")
    assert set(no.value.errors) == {"tell"}
    for _ in range(3):
        notice(house, "network", area="B")
    with pytest.raises(NotAllowed):
        move_line(house, "BA", service="AK", tell="line-moved")
    assert house.ticket(ticket).service == "BA"
