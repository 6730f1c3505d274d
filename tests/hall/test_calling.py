"""Who is called next: as the rules order them, at every counter, and said why."""

import orjson
import pytest

from server.hall import desks, documents, lines, people
from server.rules import line
from server.rules.errors import Forbidden, NotAllowed, Unknown
from server.rules.people import Identity
from tests.hall import model
from tests.hall.house import House


def drained(house: House, who: Identity, service: str | None = None) -> list[tuple[str, str]]:
    """Everybody this counter calls, in order: (number, why)."""
    order = []
    while answer := house.call_next(who, service):
        order.append((answer["ticket"]["number"], answer["reason"]["code"]))
        house.move(who, answer["ticket"], "serve")
        house.move(who, answer["ticket"], "finish")
    return order


def test_priority_is_counted_as_coming_earlier_and_never_more(house: House) -> None:
    plain = house.issue("AH")
    house.clock.forward(minutes=29)
    house.issue("AH", priority="elderly")
    house.clock.forward(minutes=2)
    house.issue("AH", priority="elderly")
    assert house.ticket(plain).due_at - house.all_tickets()[1].due_at == 60_000
    assert drained(house, house.officer("1")) == [("AH002", "priority"), ("AH001", "order"), ("AH003", "priority")]


def test_the_class_is_forgotten_and_only_the_credit_kept(house: House) -> None:
    issued = house.issue("AH", priority="disability")
    assert (issued["priority"], house.ticket(issued).credit) == (True, 30)
    assert issued["why"]["vi"] == "Ưu tiên: được tính như đến sớm hơn 30 phút"
    everything = str(house.rows("SELECT * FROM ticket")) + str(house.events())
    assert "disability" not in everything
    assert "khuyết tật" not in everything


def test_a_counter_calls_by_its_own_preference(house: House) -> None:
    house.issue("AH")
    house.clock.forward(minutes=29)
    house.issue("AK")
    house.clock.forward(minutes=2)
    house.issue("AK")
    with house.hall.reading() as view:
        shown = orjson.loads(orjson.dumps(documents.counter_page(house.hall, view, "2")))["waiting"]["tickets"]
    assert [one["number"] for one in shown] == ["AK001", "AH001", "AK002"]
    assert [number for number, _ in drained(house, house.officer("2"))] == ["AK001", "AH001", "AK002"]


def test_strictly_first_is_a_day(house: House) -> None:
    house.issue("BA")
    house.clock.forward(minutes=10 * 60)
    house.issue("BT")
    assert [number for number, _ in drained(house, house.officer("11"))] == ["BT001", "BA001"]


def test_every_counter_calls_whom_the_rules_put_first(house: House) -> None:
    for place, service in enumerate(["AH", "AK", "AH", "AH", "AK", "AK", "AH"]):
        house.issue(service, priority="child" if place % 3 == 2 else None)
        house.clock.forward(minutes=11)
    for counter in ("1", "2", "3"):
        who, catalogue = house.officer(counter), house.hall.catalogue.counters[counter]
        waiting = [one for one in house.all_tickets() if one.state == "waiting" and one.service in catalogue.services]
        answer = house.call_next(who)
        assert answer
        assert answer["ticket"]["id"] == line.in_order(waiting, catalogue.services)[0].id


def test_naming_a_service_calls_from_it_alone(house: House) -> None:
    house.issue("AH")
    house.issue("AK")
    one = house.officer("1")
    assert drained(house, one, "AK") == [("AK001", "by-service")]
    with pytest.raises(Forbidden):
        house.call_next(one, "BA")
    with pytest.raises(Unknown):
        house.call_next(one, "ZZ")


def test_nobody_waiting_is_no_ticket_and_no_event(house: House) -> None:
    one = house.officer("1")
    events = len(house.events())
    assert house.call_next(one) is None
    assert len(house.events()) == events


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_a_counter_that_does_not_work_calls_nobody(house: House, status: str) -> None:
    one = house.officer("1")
    house.issue("AH")
    desks.set_status(house.hall, one, "1", status, "ăn trưa")
    with pytest.raises(NotAllowed):
        house.call_next(one)
    desks.set_status(house.hall, one, "1", "open", None)
    assert house.call_next(one)


@pytest.mark.parametrize("ends", [["serve", "finish"], ["hold"], ["return"], ["no-show"], ["undo"], ["cancel"]])
def test_a_pause_begins_when_the_current_ticket_is_gone_however_it_went(house: House, ends: list[str]) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.call_next(one)
    page = desks.set_status(house.hall, one, "1", "paused", "meeting")
    assert (page["status"], page["upcoming"]) == ("open", "paused")
    for name in ends:
        house.move(one, ticket, name)
    assert house.rows("SELECT status, reason, upcoming FROM desk WHERE counter = '1'") == [("paused", "meeting", None)]


def test_nobody_calls_for_a_counter_where_somebody_else_sits(house: House) -> None:
    one = house.officer("1")
    house.issue("AH")
    with pytest.raises(Forbidden):
        desks.set_status(house.hall, one, "2", "paused", None)
    moved = house.officer("2", "at1")
    assert moved.id == one.id
    assert house.call_next(moved)


def test_a_call_is_on_the_boards_of_its_counter_and_of_where_the_person_waits(house: House) -> None:
    far, one = house.officer("11"), house.officer("1")
    ticket = house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "transfer", counter="11")
    house.published.clear()
    answer = house.call_next(far)
    assert answer
    for area in ("A", "B", "all"):
        with house.hall.reading() as view:
            calls = documents.board(house.hall, view, area)["calls"]
        assert [(call["number"], call["counter"], call["area"]) for call in calls] == [("AH001", "11", "B")]
        assert calls[0]["call"] == answer["ticket"]["version"]
    urgent = [rooms for rooms, at_once in house.published if at_once]
    assert {"board/A", "board/B", "board/all", "counter/11"} <= urgent[0]


def test_call_numbers_only_grow_and_undoing_withdraws_a_call_everywhere(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")

    def calls() -> list[int]:
        with house.hall.reading() as view:
            return [call["call"] for call in documents.board(house.hall, view, "A")["calls"]]

    house.call_next(one)
    house.move(one, ticket, "recall")
    assert calls() == sorted(calls())
    assert len(set(calls())) == 2
    house.move(one, ticket, "undo")
    assert len(calls()) == 1
    house.move(one, ticket, "undo")
    assert calls() == []
    assert house.ticket(ticket).calls == 0
    house.call_next(one)
    assert calls() == [house.events()[-1]["seq"]]


def test_a_current_ticket_stays_with_the_counter_when_the_officer_leaves(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.call_next(one)
    people.sign_out(house.hall, one)
    assert (house.ticket(ticket).state, house.ticket(ticket).counter) == ("called", "1")
    back = house.officer("1", "other")
    assert house.move(back, ticket, "serve")["state"] == "serving"
    model.sound(house)


def test_the_days_figures_count_who_was_served_and_missed(house: House) -> None:
    one = house.officer("1")
    first, second = house.issue("AH"), house.issue("AH")
    house.clock.forward(minutes=2)
    house.call_next(one)
    house.move(one, first, "serve")
    house.clock.forward(minutes=4)
    house.move(one, first, "finish")
    house.call_next(one)
    house.move(one, second, "no-show")

    def today() -> dict[str, int | None]:
        with house.hall.reading() as view:
            figures: dict[str, int | None] = documents.counter_page(house.hall, view, "1")["today"]
        return figures

    means = {"mean_serve_s": 240, "mean_wait_s": 120}
    assert today() == {"served": 1, "no_shows": 1, **means, "chosen": 0, "by_service": 0}
    house.move(one, second, "undo")
    assert today()["no_shows"] == 0


def test_a_page_is_full_though_most_of_the_line_was_sent_elsewhere(house: House) -> None:
    one = house.officer("1")
    for _ in range(lines.READ + 10):
        served = house.move(one, house.issue("AH"), "serve")
        house.move(one, served, "transfer", counter="2")
    mine = [house.issue("AH")["number"] for _ in range(3)]
    with house.hall.reading() as view:
        pages = [orjson.loads(orjson.dumps(documents.counter_page(house.hall, view, code))) for code in "12"]
    assert [ticket["number"] for ticket in pages[0]["waiting"]["tickets"]] == mine
    assert [ticket["ahead"] for ticket in pages[0]["waiting"]["tickets"]] == [110, 111, 112]
    assert len(pages[1]["waiting"]["tickets"]) == documents.SHOWN
