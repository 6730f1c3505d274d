"""Who was left when a day closed comes again with a credit: once, within a week, at reception alone."""

from typing import Any

import pytest

from server.hall import closing, deciding
from server.hall.claiming import Grounds
from server.rules.errors import Conflict, Forbidden, Invalid, NotAllowed, Unknown
from tests.hall.house import KIOSK, RECEPTION, House
from tests.hall.test_deciding import decide

Document = dict[str, Any]


def carry(house: House, old: Document | str, **wish: Any) -> Document:
    id = old if isinstance(old, str) else old["id"]
    return house.issue("AH", **{"who": RECEPTION, "grounds": Grounds(carried=id), **wish})


@pytest.fixture
def left(house: House) -> Document:
    ticket = house.issue("AH")
    house.clock.set("2026-11-24T09:00:00+07:00")
    house.issue("BA")
    return ticket


def test_the_next_day_counts_an_hour_earlier_and_says_why(house: House, left: Document) -> None:
    mine = carry(house, left)
    assert mine["due_at"][11:16] == "08:00"
    assert mine["why"]["vi"] == "Chưa kịp phục vụ trước khi đóng, được tính như đến sớm hơn 60 phút"
    assert (mine["priority"], mine["number"]) == (False, "AH001")


def test_a_class_is_added_up_to_two_hours(house: House, left: Document) -> None:
    assert carry(house, left, priority="urgent", reason="deadline")["due_at"][11:16] == "07:00"


def test_a_turn_is_carried_once(house: House, left: Document) -> None:
    number = carry(house, left)["number"]
    with pytest.raises(Conflict, match=number):
        carry(house, left)


def test_who_was_left_at_todays_close_is_carried_when_the_hall_opens_again(house: House) -> None:
    ticket = house.issue("AH")
    decide(house, closing.close)
    decide(house, deciding.open_now, "")
    house.clock.forward(minutes=10)
    mine = carry(house, ticket)
    assert mine["due_at"][:16] < ticket["due_at"][:16]
    assert mine["why"]["vi"].startswith("Chưa kịp phục vụ trước khi đóng")
    with pytest.raises(Conflict, match=mine["number"]):
        carry(house, ticket)


def test_only_what_was_left_lately_is_carried(house: House, left: Document) -> None:
    today = house.issue("AH")
    with pytest.raises(NotAllowed):
        carry(house, today)
    with pytest.raises(Unknown):
        carry(house, "nothing")
    with pytest.raises(Forbidden):
        carry(house, left, who=KIOSK)
    with pytest.raises(Invalid):
        carry(house, left, grounds=Grounds(appointment="123456", carried=left["id"]))
    house.clock.set("2026-11-30T09:00:00+07:00")
    house.issue("BA")
    assert carry(house, left)["due_at"][11:16] == "08:00"
    house.clock.set("2026-12-08T09:00:00+07:00")
    house.issue("BA")
    with pytest.raises(NotAllowed, match="7 days"):
        carry(house, today)
