"""A counter that closes keeps nobody: who was held there waits again in the old place."""

from collections.abc import Callable

import pytest

from server.hall import desks, people
from server.rules.errors import Forbidden
from server.rules.people import Identity
from tests.hall.house import Document, House


def held(house: House, who: Identity, service: str = "AH") -> Document:
    ticket = house.issue(service)
    house.move(who, ticket, "serve")
    return house.move(who, ticket, "hold", reason="copy")


def at_once(house: House, who: Identity) -> None:
    desks.set_status(house.hall, who, "1", "closed", None)


def after_the_last(house: House, who: Identity) -> None:
    last = house.issue("AK")
    house.move(who, last, "serve")
    desks.set_status(house.hall, who, "1", "closed", None)
    assert house.rows("SELECT upcoming FROM desk WHERE counter = '1'") == [("closed",)]
    house.move(who, last, "finish")


def signs_out(house: House, who: Identity) -> None:
    people.sign_out(house.hall, who)


def goes_elsewhere(house: House, who: Identity) -> None:
    house.officer("2", "at1")


def is_forgotten(house: House, who: Identity) -> None:
    people.disable(house.hall, "at1")


def gets_a_password(house: House, who: Identity) -> None:
    people.set_password(house.hall, "at1", "new")


# Nobody is there any more for who comes back with the paper, however the desk came to be empty: with one desk for the
# service they would wait for good. Whoever signs in again finds them first in the line.
@pytest.mark.parametrize("closes", [at_once, after_the_last, signs_out, goes_elsewhere, is_forgotten, gets_a_password])
def test_held_people_go_back_to_the_line_with_their_places(
    house: House, closes: Callable[[House, Identity], None]
) -> None:
    one, other = house.officer("1"), house.officer("3")
    mine, theirs = held(house, one), held(house, other)
    house.clock.forward(minutes=1)
    later = house.issue("AH")
    closes(house, one)
    now = house.ticket(mine)
    assert (now.state, now.due_at, now.counter) == ("waiting", house.ticket(mine).issued_at, None)
    assert house.ticket(theirs).state == "held"
    called = house.call_next(other)
    assert called
    assert called["ticket"]["id"] == mine["id"] != later["id"]
    assert called["reason"]["text"]["vi"] == "Quầy trước đã đóng, giữ nguyên lượt"


def test_a_pause_keeps_them_and_so_does_who_sits_down_at_once(house: House) -> None:
    one = house.officer("1")
    mine = held(house, one)
    desks.set_status(house.hall, one, "1", "paused", "lunch")
    house.officer("1")
    other = house.officer("1", "another", takeover=True)
    assert house.ticket(mine).state == "held"
    assert house.move(other, mine, "serve")["state"] == "serving"


def test_who_closed_at_another_desk_meanwhile_is_not_put_back_there(house: House) -> None:
    one = house.officer("1")
    mine = held(house, one)
    at_once(house, one)
    with pytest.raises(Forbidden):
        house.move(house.officer("2", "at1"), mine, "undo")
    assert house.ticket(mine).state == "waiting"


def test_who_closed_can_take_each_of_them_back(house: House) -> None:
    one = house.officer("1")
    mine = held(house, one)
    before = house.ticket(mine)
    at_once(house, one)
    house.move(one, mine, "undo")
    assert house.ticket(mine) == before


def test_closing_twice_or_with_nobody_held_changes_nothing_more(house: House) -> None:
    one = house.officer("1")
    at_once(house, one)
    so_far = len(house.events())
    at_once(house, one)
    assert len(house.events()) == so_far


def test_who_is_held_as_the_desk_closes_is_told_to_be_back_in_the_line(house: House) -> None:
    officer = house.officer("2")
    house.issue("AH")
    called = house.call_next(officer)
    assert called
    desks.set_status(house.hall, officer, "2", "closed", None)
    told = house.move(officer, called["ticket"], "hold")
    assert (told["state"], told["ahead"]) == ("waiting", 0)
