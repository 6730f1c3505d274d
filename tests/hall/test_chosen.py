"""Whoever is called before their turn is counted, whatever was said about it, and never under a name."""

import pytest

from server.hall import documents, overview
from server.rules.people import Identity
from tests.hall.house import RECEPTION, House


def counted(house: House) -> dict[tuple[str, str], int]:
    with house.hall.reading() as view:
        officers = overview.record(house.hall, view, view.business_date)["officers"]
    return {(who["counter"], who["officer"]): who["chosen"] for who in officers if who["chosen"]}


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


def test_serving_somebody_before_their_turn_counts_though_nothing_is_announced(house: House) -> None:
    one = house.officer("1")
    first, second = house.issue("AH"), house.issue("AH")
    house.move(one, second, "serve")
    assert house.events()[-1]["details"] == {"chosen": True}
    assert (counted(house), shown(house, "1")) == ({("1", one.actor): 1}, 1)
    with house.hall.reading() as view:
        assert documents.of_room(house.hall, view, "board/all")["calls"] == []
        assert overview.record(house.hall, view, view.business_date)["officers"][0]["chosen"] == 1
    house.move(one, second, "undo")
    assert counted(house) == {}
    house.move(one, first, "serve")
    assert house.events()[-1]["details"] == {"chosen": False}
    assert counted(house) == {}


def test_calling_whose_turn_it_is_with_a_reason_passes_nobody_over(house: House) -> None:
    one, first = house.officer("1"), house.issue("AH")
    house.issue("AH")
    answer = house.move(one, first, "call", reason="help")
    assert answer["why"]["vi"].startswith("Cán bộ gọi chọn: ")
    assert (counted(house), house.events()[-1]["details"]["chosen"]) == ({}, False)


def test_the_record_of_a_day_outlives_its_close(house: House) -> None:
    one, _, second, third = house.officer("1"), *(house.issue("AH") for _ in range(3))
    house.move(one, second, "call")
    house.move(one, second, "cancel")
    house.move(one, third, "serve")
    with house.hall.reading() as view:
        before = overview.record(house.hall, view, view.business_date)["officers"]
        day = view.business_date
    assert [(who["called"], who["chosen"]) for who in before] == [(2, 2)]
    house.clock.forward(minutes=24 * 60)
    house.issue("AH")
    with house.hall.reading() as view:
        assert overview.record(house.hall, view, day)["officers"] == before


def test_each_officer_is_counted_apart_at_each_counter(house: House) -> None:
    one, three = house.officer("1"), house.officer("3")
    house.issue("AH")
    for who in (one, three, one):
        ticket = house.issue("AH")
        house.move(who, ticket, "call")
        house.move(who, ticket, "cancel")
    assert counted(house) == {("1", one.actor): 2, ("3", three.actor): 1}


def test_who_was_picked_out_twice_is_one_person_wherever_it_is_told(house: House) -> None:
    one = house.officer("1")
    house.issue("AH")
    chosen = house.issue("AH")
    for _ in range(2):
        house.move(one, chosen, "call")
        house.move(one, chosen, "return")
    other = house.officer("1", "other", takeover=True)
    house.move(other, chosen, "call")
    with house.hall.reading() as view:
        (at_one,) = [who for who in overview.counters(house.hall, view) if who["counter"] == "1"]
    assert (at_one["chosen"], shown(house, "1")) == (1, 1)
    assert counted(house) == {("1", one.actor): 1, ("1", other.actor): 1}


@pytest.mark.parametrize(("who", "name"), [("1", "hold"), ("1", "cancel"), ("reception", "cancel")])
def test_a_reason_that_is_no_word_is_kept_as_other(house: House, who: str, name: str) -> None:
    one = house.officer("1")
    ticket = house.issue("AH")
    house.move(one, ticket, "call")
    by: Identity = RECEPTION if who == "reception" else one
    house.move(by, ticket, name, reason="ông Nam, số nhà 12")
    assert house.events()[-1]["details"]["reason"] == "other"
    assert "Nam" not in str(house.events())
