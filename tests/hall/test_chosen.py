"""Whoever is called before their turn is counted, whatever was said about it, and never under a name."""

import pytest

from server.hall import documents
from server.rules.people import Identity
from server.store import calls
from tests.hall.house import RECEPTION, House


def counted(house: House) -> dict[tuple[str, str], int]:
    with house.hall.reading() as view:
        return calls.chosen(view.db, view.centre, view.business_date)


def shown(house: House, counter: str) -> int:
    with house.hall.reading() as view:
        return int(documents.counter_page(house.hall, view, counter)["today"]["chosen"])


@pytest.mark.parametrize("reason", [None, "help", "a neighbour of mine"])
def test_a_call_out_of_turn_is_counted_with_and_without_a_reason(house: House, reason: str | None) -> None:
    one = house.officer("1")
    house.issue("AH")
    chosen = house.issue("AH")
    answer = house.move(one, chosen, "call", reason=reason)
    assert answer["why"]["vi"].startswith("Cán bộ gọi chọn")
    assert (counted(house), shown(house, "1"), shown(house, "2")) == ({("1", one.actor): 1}, 1, 0)
    assert "neighbour" not in str(house.events())
    house.move(one, chosen, "undo")
    assert (counted(house), shown(house, "1")) == ({}, 0)


def test_calls_in_turn_and_calls_of_the_held_and_missed_are_not(house: House) -> None:
    one, first, second = house.officer("1"), house.issue("AH"), house.issue("AH")
    assert house.move(one, first, "call")["why"]["vi"] == "Đến lượt theo thứ tự lấy số"
    house.move(one, first, "no-show")
    house.move(one, second, "serve")
    house.move(one, second, "hold")
    for ticket in (first, second):
        house.move(one, ticket, "call")
        house.move(one, ticket, "cancel")
    assert counted(house) == {}


def test_each_officer_is_counted_apart_at_each_counter(house: House) -> None:
    one, three = house.officer("1"), house.officer("3")
    house.issue("AH")
    for who in (one, three, one):
        ticket = house.issue("AH")
        house.move(who, ticket, "call")
        house.move(who, ticket, "cancel")
    assert counted(house) == {("1", one.actor): 2, ("3", three.actor): 1}


@pytest.mark.parametrize(("who", "name"), [("1", "hold"), ("1", "cancel"), ("reception", "cancel")])
def test_a_reason_that_is_no_word_is_kept_as_other(house: House, who: str, name: str) -> None:
    one = house.officer("1")
    ticket = house.issue("AH")
    house.move(one, ticket, "call")
    by: Identity = RECEPTION if who == "reception" else one
    house.move(by, ticket, name, reason="ông Nam, số nhà 12")
    assert house.events()[-1]["details"]["reason"] == "other"
    assert "Nam" not in str(house.events())
