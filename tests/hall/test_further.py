"""More dossiers than one ticket covers: a finish and its new number are one act, and are undone as one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.hall import deciding, documents, pausing
from server.hall.once import Asked
from server.rules.errors import CounterBusy, NotAllowed, ServiceClosed
from server.rules.people import Identity
from tests.hall import model
from tests.hall.house import RECEPTION, Document, House
from tests.hall.opened import closure, working
from tests.hall.test_citizen import leave, look, rejoin

SUPERVISOR = Identity("supervisor", "s1", "Giám sát", "quangninh")


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Opens a hall with the sample's hours at a time of a Monday."""
    made: list[House] = []

    def opened(at: str, **more: Any) -> House:
        made.append(working(tmp_path, f"2026-11-23T{at}:00+07:00", **more))
        return made[0]

    yield opened
    made[0].close()


def served(house: House, service: str = "AH", **wish: Any) -> tuple[Identity, Document]:
    """An officer at counter 1 with somebody at the desk."""
    one, ticket = house.officer("1"), house.issue(service, **wish)
    house.move(one, ticket, "serve")
    return one, ticket


def no_further(house: House) -> dict[str, str]:
    with house.hall.reading() as view:
        page = documents.counter_page(house.hall, view, "1")
    return {code: text.vi for code, text in page["no_further"].items()}


def test_the_new_number_stands_last_in_the_line_of_what_was_really_done(house: House) -> None:
    one, ticket = served(house, priority="elderly", lang="en", assist=True)
    waits = house.issue("AK")
    house.clock.forward(minutes=5)
    answer = house.move(one, ticket, "finish", service="AK", further=True)
    assert (answer["state"], answer["further"]["state"]) == ("done", "waiting")
    made = house.ticket(answer["further"])
    assert (made.number, made.service, made.lang, made.assist) == ("AK002", "AK", "en", True)
    assert (made.due_at, made.credit, made.priority, made.why) == (house.clock.now, 0, False, "order")
    assert made.due_at > house.ticket(waits).due_at
    assert answer["further"]["ahead"] == 1
    assert [one["what"] for one in house.events()[-2:]] == ["ticket-finished", "ticket-issued"]
    model.sound(house)


def test_a_finish_without_more_dossiers_gives_no_number(house: House) -> None:
    one, ticket = served(house)
    assert "further" not in house.move(one, ticket, "finish")
    assert len(house.all_tickets()) == 1


@pytest.mark.parametrize("at", ["11:40", "16:10"])
def test_who_is_at_the_desk_gets_it_outside_the_hours_of_numbers(later: Callable[..., House], at: str) -> None:
    house = later("11:00", closures=[closure("2026-11-23", stretch=(11 * 60 + 30, 13 * 60))])
    one, ticket = served(house)
    house.clock.set(f"2026-11-23T{at}:00+07:00")
    with pytest.raises(ServiceClosed):
        house.issue("AH", who=one)
    assert no_further(house) == {}
    assert house.move(one, ticket, "finish", further=True)["further"]["state"] == "waiting"


def test_the_cap_does_not_count_for_a_promised_turn(later: Callable[..., House]) -> None:
    house = later("10:00", caps={"AH": 1})
    one, ticket = served(house)
    with pytest.raises(ServiceClosed):
        house.issue("AH", who=one)
    assert house.move(one, ticket, "finish", further=True)["further"]["number"] == "AH002"


@pytest.mark.parametrize(("at", "caps"), [("10:00", {"BA": 1}), ("16:10", {})])
def test_of_what_is_not_done_at_the_desk_there_is_a_number_only_when_everybody_gets_one(
    later: Callable[..., House], at: str, caps: dict[str, int]
) -> None:
    house = later("09:00", caps=caps)
    house.issue("BA")
    one, ticket = served(house)
    house.clock.set(f"2026-11-23T{at}:00+07:00")
    before, events = house.ticket(ticket), len(house.events())
    with pytest.raises(ServiceClosed):
        house.move(one, ticket, "finish", service="BA", further=True)
    assert (house.ticket(ticket), len(house.events())) == (before, events)
    assert house.move(one, ticket, "finish", service="AK", further=True)["further"]["number"] == "AK001"


def test_of_another_desks_service_a_number_is_given_while_it_is_to_be_had(house: House) -> None:
    one, ticket = served(house)
    assert house.move(one, ticket, "finish", service="BA", further=True)["further"]["number"] == "BA001"


def test_what_somebody_came_for_stays_promised_at_a_desk_that_does_not_serve_it(later: Callable[..., House]) -> None:
    house = later("10:00", caps={"BA": 1})
    ticket, eleven, one = house.issue("BA"), house.officer("11"), house.officer("1")
    house.move(eleven, ticket, "serve")
    house.move(eleven, ticket, "transfer", counter="1")
    house.move(one, ticket, "serve")
    assert house.move(one, ticket, "finish", further=True)["further"]["number"] == "BA002"


def stopped(house: House) -> None:
    deciding.stop(house.hall, SUPERVISOR, Asked("s"), "AH")


def pauses(house: House) -> None:
    pausing.pause(house.hall, RECEPTION, Asked("r"), "drill")


@pytest.mark.parametrize("happens", [stopped, pauses])
def test_where_none_can_be_given_the_finish_has_not_happened_either(
    house: House, happens: Callable[[House], None]
) -> None:
    one, ticket = served(house)
    happens(house)
    before, events = house.ticket(ticket), len(house.events())
    with pytest.raises(ServiceClosed):
        house.move(one, ticket, "finish", further=True)
    assert (house.ticket(ticket), len(house.events())) == (before, events)
    assert house.move(one, ticket, "finish")["state"] == "done"


def test_the_page_says_beforehand_why_there_is_none(house: House) -> None:
    served(house)
    assert no_further(house) == {}
    stopped(house)
    assert set(no_further(house)) == {"AH"}
    assert no_further(house)["AH"]


def test_a_service_closed_for_the_day_gives_none(later: Callable[..., House]) -> None:
    house = later("09:30", closures=[closure("2026-11-23", service="AK")])
    one, ticket = served(house)
    assert set(no_further(house)) == {"AK"}
    with pytest.raises(ServiceClosed):
        house.move(one, ticket, "finish", service="AK", further=True)


def test_undoing_the_finish_takes_the_untouched_number_back(house: House) -> None:
    one, ticket = served(house)
    before = house.ticket(ticket)
    fresh = house.move(one, ticket, "finish", further=True)["further"]
    answer = house.move(one, ticket, "undo")
    gone = answer["further"]
    assert (answer["state"], gone["number"], gone["state"]) == ("serving", fresh["number"], "cancelled")
    assert house.ticket(ticket) == before
    again = house.move(one, ticket, "finish", further=True)["further"]
    assert (again["number"], again["state"], again["ahead"]) == ("AH003", "waiting", 0)
    model.sound(house)
    model.log_is_whole(house)


@pytest.mark.parametrize("moves", [["call"], ["serve", "hold"], ["serve", "finish"], ["call", "return"]])
def test_a_number_that_was_used_keeps_the_finish_from_being_undone(house: House, moves: list[str]) -> None:
    one, ticket = served(house)
    fresh = house.move(one, ticket, "finish", further=True)["further"]
    three = house.officer("3")
    for name in moves:
        house.move(three, fresh, name)
    before = house.ticket(fresh)
    with pytest.raises(NotAllowed) as refused:
        house.move(one, ticket, "undo")
    assert fresh["number"] in refused.value.detail.vi
    assert (house.ticket(ticket).state, house.ticket(fresh)) == ("done", before)


def test_a_number_that_its_holder_left_is_gone_once_its_finish_is_undone(house: House) -> None:
    one, ticket = served(house)
    fresh = house.move(one, ticket, "finish", further=True)["further"]
    assert leave(house, fresh)["can_rejoin"]
    assert "further" not in house.move(one, ticket, "undo")
    assert look(house, fresh)["can_rejoin"] is None
    with pytest.raises(NotAllowed):
        rejoin(house, fresh)
    assert leave(house, fresh)["state"] == "cancelled"
    again = house.move(one, ticket, "finish", further=True)["further"]
    assert [made.number for made in house.all_tickets() if made.state == "waiting"] == [again["number"]]
    # That one may be left and taken back as any other is.
    leave(house, again)
    assert rejoin(house, again)["state"] == "waiting"
    model.sound(house)
    model.log_is_whole(house)


@pytest.mark.parametrize("undoes", [False, True])
def test_a_number_that_was_left_and_taken_back_stays(house: House, undoes: bool) -> None:
    one, ticket = served(house)
    fresh = house.move(one, ticket, "finish", further=True)["further"]
    leave(house, fresh)
    if undoes:
        # Of another turn: that says nothing of this one.
        other = house.issue("AH")
        house.move(one, other, "serve")
        house.move(one, other, "finish")
        house.move(one, other, "undo")
    assert rejoin(house, fresh)["state"] == "waiting"
    with pytest.raises(CounterBusy if undoes else NotAllowed):
        house.move(one, ticket, "undo")
    assert house.ticket(fresh).state == "waiting"


def test_a_number_cancelled_by_hand_is_no_hindrance(house: House) -> None:
    one, ticket = served(house)
    fresh = house.move(one, ticket, "finish", further=True)["further"]
    house.move(one, fresh, "cancel")
    assert "further" not in house.move(one, ticket, "undo")
