"""Leaving while being called: taken back, it is a missed call, so nobody stays first by leaving again and again."""

import pytest

from server.rules.errors import NotAllowed
from server.rules.ticket import State
from tests.hall.house import House
from tests.hall.test_citizen import crowd, leave, look, rejoin


def test_leaving_while_called_and_coming_back_is_a_missed_call_and_said_before(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    crowd(house)
    assert look(house, ticket)["leaving"] == "kept"
    for ahead in (3, 5):
        house.move(officer, ticket, "call")
        assert look(house, ticket)["leaving"] == "missed"
        assert leave(house, ticket)["can_rejoin"]["keeps"] is False
        after = rejoin(house, ticket)
        assert (after["state"], after["ahead"], after["counter"]) == ("waiting", ahead, None)
        assert after["why"]["vi"] == "Vắng khi gọi, đã báo lại"
        assert rejoin(house, ticket)["ahead"] == ahead
    house.move(officer, ticket, "call")
    assert look(house, ticket)["leaving"] == "void"
    assert leave(house, ticket)["can_rejoin"] is None
    with pytest.raises(NotAllowed, match="missed too often"):
        rejoin(house, ticket)
    assert (house.ticket(ticket).state, look(house, ticket)["leaving"]) == (State.CANCELLED, None)


def test_who_left_while_called_cannot_come_back_later_either(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    house.move(officer, ticket, "call")
    leave(house, ticket)
    house.clock.forward(minutes=2, ms=1)
    with pytest.raises(NotAllowed, match="too late"):
        rejoin(house, ticket)
