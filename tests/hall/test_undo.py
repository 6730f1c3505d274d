"""Undo: the officer's own last move, for a few minutes, if nothing else happened to the ticket since."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from server.hall import desks, documents, people
from server.rules.errors import CounterBusy, Forbidden, NotAllowed, Unknown
from tests.hall import model
from tests.hall.house import RECEPTION, House
from tests.hall.supervising import pause, resume


def before_each(name: str) -> list[str]:
    return {
        **{"recall": ["call"], "finish": ["serve"], "no-show": ["call"], "hold": ["serve"], "return": ["serve"]},
        **{"transfer": ["serve"]},
    }.get(name, [])


@pytest.mark.parametrize(
    "name", ["call", "recall", "serve", "finish", "no-show", "hold", "return", "transfer", "cancel"]
)
def test_every_move_can_be_taken_back_exactly(house: House, name: str) -> None:
    one, ticket = house.officer("1"), house.issue("AH", then=("AK",), priority="elderly")
    for step in before_each(name):
        house.move(one, ticket, step)
        house.clock.forward(s=30)
    before, figures = house.ticket(ticket), house.rows("SELECT * FROM visit")
    wish: dict[str, Any] = {"service": "BA", "end": True} if name == "transfer" else {}
    house.move(one, ticket, name, **wish)
    house.clock.forward(minutes=4)
    answer = house.move(one, ticket, "undo")
    assert house.ticket(ticket) == before
    assert answer["state"] == before.state
    assert house.rows("SELECT * FROM visit") == figures
    model.log_is_whole(house)
    model.sound(house)


def test_a_misclick_does_not_reset_the_time_of_service(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    began = house.ticket(ticket).serving_at
    house.clock.forward(minutes=12)
    house.move(one, ticket, "finish")
    house.move(one, ticket, "undo")
    assert house.ticket(ticket).serving_at == began


def test_the_move_before_can_then_be_taken_back_too(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    states = ["waiting"]
    for name in ("call", "serve", "hold"):
        states.append(house.move(one, ticket, name)["state"])
    for state in reversed(states[:-1]):
        assert house.move(one, ticket, "undo")["state"] == state
    with pytest.raises(NotAllowed):
        house.move(one, ticket, "undo")


def test_the_minutes_are_configured(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.clock.forward(minutes=house.config.rules.undo_minutes)
    house.move(one, ticket, "undo")
    house.move(one, ticket, "serve")
    house.clock.forward(minutes=house.config.rules.undo_minutes, ms=1)
    with pytest.raises(NotAllowed):
        house.move(one, ticket, "undo")


def test_nobody_undoes_what_somebody_else_did(house: House) -> None:
    one, other, ticket = house.officer("1"), house.officer("3"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "return")
    with pytest.raises(Forbidden):
        house.move(other, ticket, "undo")
    house.move(other, ticket, "call")
    with pytest.raises(Forbidden):
        house.move(one, ticket, "undo")


def test_what_reception_did_since_is_not_undone(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "call")
    house.move(RECEPTION, ticket, "cancel", reason="về")
    with pytest.raises(Forbidden):
        house.move(one, ticket, "undo")


def test_a_counter_that_is_busy_again_gets_no_second_ticket(house: House) -> None:
    one, first, second = house.officer("1"), house.issue("AH"), house.issue("AH")
    house.move(one, first, "serve")
    house.move(one, first, "finish")
    house.move(one, second, "call")
    with pytest.raises(CounterBusy):
        house.move(one, first, "undo")
    house.move(one, second, "undo")
    house.move(one, first, "undo")
    assert [house.ticket(ticket).state for ticket in (first, second)] == ["serving", "waiting"]


def test_an_officer_who_changed_desks_puts_nobody_at_the_old_one(house: House) -> None:
    one, ticket = house.officer("1", "lan"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "hold")
    moved = house.officer("2", "lan")
    # It went back to its line as the officer left, and is not held again where nobody sits.
    with pytest.raises(Forbidden):
        house.move(moved, ticket, "undo")
    assert house.ticket(ticket).state == "waiting"


@pytest.mark.parametrize("take", ["call", "serve"])
def test_taking_over_from_a_desk_in_its_pause_can_be_taken_back(house: House, take: str) -> None:
    one, other, ticket = house.officer("1"), house.officer("3"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "hold")
    desks.set_status(house.hall, one, "1", "paused", None)
    before = house.ticket(ticket)
    house.move(other, ticket, take)
    assert house.move(other, ticket, "undo")["state"] == "held"
    assert house.ticket(ticket) == before
    # Whoever has no part in it takes nothing away again.
    with pytest.raises(Forbidden):
        house.move(other, ticket, "undo")
    model.log_is_whole(house)
    model.sound(house)


def test_nobody_is_held_at_a_desk_that_closed_after_they_were_taken_over(house: House) -> None:
    one, other, ticket = house.officer("1"), house.officer("3"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "hold")
    desks.set_status(house.hall, one, "1", "paused", None)
    place = house.ticket(ticket).due_at
    house.move(other, ticket, "serve")
    people.sign_out(house.hall, one)
    assert house.move(other, ticket, "undo")["state"] == "waiting"
    assert (house.ticket(ticket).due_at, house.ticket(ticket).counter) == (place, None)
    with pytest.raises(Forbidden):
        house.move(other, ticket, "undo")
    model.log_is_whole(house)
    model.sound(house)


def test_undo_is_an_event_that_says_what_it_undid(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    undone = house.events()[-1]["seq"]
    house.move(one, ticket, "undo")
    event = house.events()[-1]
    assert (event["what"], event["details"], event["actor"]) == ("move-undone", {"undone": undone}, one.actor)


def test_an_undo_survives_a_restart(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    before = house.ticket(ticket)
    house.move(one, ticket, "serve")
    house.reopen()
    house.move(one, ticket, "undo")
    assert house.ticket(ticket) == before


def test_what_does_not_exist_cannot_be_undone(house: House) -> None:
    with pytest.raises(Unknown):
        house.move(house.officer("1"), "nobody", "undo")


@pytest.mark.parametrize("again", [lambda house, who: None, lambda house, who: people.sign_out(house.hall, who)])
def test_signing_in_again_does_not_lose_the_undo(house: House, again: Callable[[House, object], None]) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    again(house, one)
    back = house.officer("1")
    assert replace(back, session="") == replace(one, session="")
    assert house.move(back, ticket, "undo")["state"] == "waiting"


def standing(house: House, counter: str = "1") -> tuple[str, str | None, str]:
    """(status, upcoming) on the counter's page, and the state on the board."""
    with house.hall.reading() as view:
        page = documents.counter_page(house.hall, view, counter)
        board = documents.board(house.hall, view, "A")
    return (
        page["status"],
        page["upcoming"],
        next(one["state"] for one in board["counters"] if one["counter"] == counter),
    )


@pytest.mark.parametrize("status", ["closed", "paused"])
@pytest.mark.parametrize("move", ["finish", "return", "transfer"])
def test_a_desk_that_stopped_after_a_turn_works_while_that_turn_goes_on(house: House, status: str, move: str) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    desks.set_status(house.hall, one, "1", status, None)
    before = standing(house)
    assert before == ("open", status, "serving")
    house.clock.forward(s=30)
    wish: dict[str, Any] = {"service": "AK"} if move == "transfer" else {}
    house.move(one, ticket, move, **wish)
    assert standing(house) == (status, None, status)
    house.clock.forward(s=30)
    house.move(one, ticket, "undo")
    assert standing(house) == before
    event = house.events()[-1]
    assert (event["what"], event["details"]["after_current"]) == ("counter-status", True)
    house.move(one, ticket, move, **wish)
    assert standing(house) == (status, None, status)
    model.log_is_whole(house)
    model.sound(house)


def test_a_desk_closed_right_after_a_turn_closes_after_it_once_the_turn_goes_on(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "finish")
    house.clock.forward(s=30)
    desks.set_status(house.hall, one, "1", "closed", None)
    house.move(one, ticket, "undo")
    assert standing(house) == ("open", "closed", "serving")


def test_a_desk_that_served_in_its_pause_is_in_its_pause_again(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    desks.set_status(house.hall, one, "1", "paused", None)
    house.clock.forward(s=30)
    for name in ("serve", "finish", "undo"):
        house.move(one, ticket, name)
    assert standing(house) == ("paused", None, "serving")


def test_a_pause_of_the_hall_is_no_time_in_which_an_undo_runs_out(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.move(one, ticket, "serve")
    house.move(one, ticket, "finish")
    house.clock.forward(minutes=house.config.rules.undo_minutes - 1)
    pause(house)
    house.clock.forward(minutes=60)
    resume(house)
    house.clock.forward(s=59)
    assert house.move(one, ticket, "undo")["state"] == "serving"
    house.move(one, ticket, "finish")
    pause(house)
    house.clock.forward(minutes=60)
    assert house.move(one, ticket, "undo")["state"] == "serving", "while it lasts, too"
    resume(house)
    house.move(one, ticket, "finish")
    house.clock.forward(minutes=house.config.rules.undo_minutes, s=1)
    with pytest.raises(NotAllowed):
        house.move(one, ticket, "undo")
