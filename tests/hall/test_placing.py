"""A missed ticket comes back behind the next three, then behind everybody, and then not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.rules.errors import NotAllowed
from tests.hall.house import RECEPTION, Document, House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def line(house: House, many: int) -> list[Document]:
    """People who came a minute after one another."""
    came = []
    for _ in range(many):
        came.append(house.issue("AH"))
        house.clock.forward(minutes=1)
    return came


def order(house: House) -> list[str]:
    waiting = [one for one in house.all_tickets() if one.state == "waiting"]
    return [one.number for one in sorted(waiting, key=lambda one: (one.due_at, one.seq))]


def miss(house: House, ticket: Document) -> None:
    who = house.officer("1")
    house.move(who, ticket, "call", reason="other")
    house.move(who, ticket, "no-show")


def test_the_first_miss_lets_three_pass_the_second_all_and_the_third_ends_it(house: House) -> None:
    first, *rest = line(house, 7)
    numbers = [one["number"] for one in rest]
    miss(house, first)
    back = house.move(house.officer("1"), first, "return")
    assert order(house) == [*numbers[:3], first["number"], *numbers[3:]]
    assert (back["ahead"], back["why"]["vi"]) == (3, "Vắng khi gọi, đã báo lại")
    miss(house, first)
    house.move(RECEPTION, first, "return")
    assert order(house) == [*numbers, first["number"]]
    miss(house, first)
    for who in (house.officer("1"), RECEPTION):
        with pytest.raises(NotAllowed) as refused:
            house.move(who, first, "return")
        assert "lấy số mới" in refused.value.detail.vi
    # Who stands at the desk may still be served: that is the officer's word, not the line's.
    assert house.move(house.officer("1"), first, "serve")["state"] == "serving"


def test_with_nobody_waiting_nothing_is_lost_and_a_short_line_is_let_pass_whole(house: House) -> None:
    first = line(house, 1)[0]
    miss(house, first)
    assert house.move(house.officer("1"), first, "return")["due_at"] == first["due_at"]
    late = line(house, 2)
    miss(house, late[0])
    house.move(house.officer("1"), late[0], "return")
    assert order(house) == [first["number"], late[1]["number"], late[0]["number"]]


def test_the_log_says_how_much_later_it_stands_and_undo_gives_the_old_miss_back(house: House) -> None:
    first, *_ = line(house, 4)
    miss(house, first)
    who = house.officer("1")
    house.move(who, first, "return")
    told = house.events()[-1]
    assert told["details"]["later_s"] == 180
    assert told["after"]["due_at"] - told["before"]["due_at"] == 3 * 60_000 + 1
    house.move(who, first, "undo")
    assert house.ticket(first).state == "no_show"
    assert house.ticket(first).due_at == told["before"]["due_at"]


def test_misses_count_in_one_line_only(house: House) -> None:
    first = house.issue("AH", then=("AK",))
    miss(house, first)
    who = house.officer("1")
    house.move(who, first, "serve")
    house.move(who, first, "finish")
    assert house.ticket(first).misses == 0


def test_another_line_knows_nothing_of_misses_wherever_the_ticket_was_sent_from(house: House) -> None:
    first = house.issue("AH")
    miss(house, first)
    who = house.officer("1")
    house.move(who, first, "serve")
    house.move(who, first, "transfer", counter="3")
    assert house.ticket(first).misses == 1
    house.move(RECEPTION, first, "transfer", service="AK", reason="mistaken")
    assert (house.ticket(first).service, house.ticket(first).misses) == ("AK", 0)


def test_reception_is_bound_by_the_minutes_for_coming_back_and_a_counter_is_not(house: House) -> None:
    first, second = house.issue("AH"), house.issue("AH")
    who = house.officer("1")
    miss(house, first)
    house.clock.forward(minutes=30)
    assert house.move(RECEPTION, first, "return")["state"] == "waiting"
    for ticket in (first, second):
        miss(house, ticket)
    house.clock.forward(minutes=30, ms=1)
    with pytest.raises(NotAllowed) as refused:
        house.move(RECEPTION, first, "return")
    assert "Đã quá thời gian" in refused.value.detail.vi
    assert house.ticket(first).state == "no_show"
    assert house.move(who, first, "serve")["state"] == "serving"
    assert house.move(house.officer("2"), second, "return")["state"] == "waiting"


def test_the_next_three_are_those_with_the_best_places_not_the_first_who_came(house: House) -> None:
    first, *rest = line(house, 5)
    late = house.issue("AH", priority="elderly")
    miss(house, first)
    house.move(house.officer("1"), first, "return")
    numbers = [one["number"] for one in rest]
    assert order(house) == [late["number"], *numbers[:2], first["number"], *numbers[2:]]
