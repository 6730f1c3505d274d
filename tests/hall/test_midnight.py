"""A midnight at which something is broken: it is told loudly, the rest is done, and the hall opens."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.rules.errors import Unavailable
from tests.hall import model
from tests.hall.house import House

AFTER = "2026-11-24T07:00:00+07:00"
PARTS = [
    *("server.store.closing.forget_help", "server.store.closing.clear_calls", "server.store.keys.forget_old"),
    *("server.store.tickets.still_open", "server.hall.day.expire", "server.store.people.sessions"),
    *("server.hall.day.end_session", "server.hall.pausing.end", "server.hall.noticing.end_all"),
    *("server.hall.alerts.end_all", "server.hall.assigning.end_all", "server.hall.day._note"),
]
Break = Callable[..., None]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Has a function raise after it did what it does; ``when`` says for which of its calls."""

    def of(name: str, fault: Exception, when: Callable[..., bool] = lambda *_: True) -> None:
        module, _, function = name.rpartition(".")
        really = getattr(importlib.import_module(module), function)

        def breaks(*given: Any, **named: Any) -> Any:
            done = really(*given, **named)
            if when(*given):
                raise fault
            return done

        monkeypatch.setattr(name, breaks)

    return of


def left_open(house: House) -> tuple[dict[str, Any], dict[str, Any]]:
    """A hall at night: two tickets, one of them called to a desk where somebody is still signed in."""
    who = house.officer("1")
    waiting, called = house.issue("AH"), house.issue("AK")
    house.move(who, called, "call", reason="x")
    return waiting, called


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("fault", [ValueError("poison"), sqlite3.IntegrityError("poison"), sqlite3.DataError("poison")])
def test_the_hall_opens_whatever_part_of_the_turn_is_broken(
    house: House, broken: Break, caplog: pytest.LogCaptureFixture, part: str, fault: Exception
) -> None:
    waiting, called = left_open(house)
    house.clock.set(AFTER)
    broken(part, fault)
    first = house.issue("AH")
    assert (first["number"], first["business_date"], first["ahead"]) == ("AH001", "2026-11-24", 0)
    assert "poison" in caplog.text, "it was not told"
    whats = [event["what"] for event in house.events()]
    assert whats[-2:] == ["day-opened", "ticket-issued"]
    if part not in ("server.store.tickets.still_open", "server.hall.day.expire"):
        assert {house.ticket(one).state for one in (waiting, called)} == {"expired"}
    if part not in ("server.store.people.sessions", "server.hall.day.end_session"):
        assert house.rows("SELECT count(*) FROM session") == [(0,)]
    # What was taken back left no event, and no gap.
    assert ("day-closed" in whats) == (part != "server.hall.day._note")
    assert house.verify() == (len(whats), None)
    model.log_is_whole(house)


def test_one_broken_ticket_keeps_no_other_open(house: House, broken: Break) -> None:
    waiting, called = left_open(house)
    third = house.issue("BA")
    house.clock.set(AFTER)
    broken("server.hall.day.expire", ValueError("poison"), lambda ticket, now: ticket.id == called["id"])
    house.issue("AH")
    assert [house.ticket(one).state for one in (waiting, called, third)] == ["expired", "called", "expired"]
    closed = [event for event in house.events() if event["what"] == "day-closed"]
    assert [event["details"]["expired"] for event in closed] == [2]


def test_what_was_left_out_is_made_up_for_at_the_next_turn(
    house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, _ = left_open(house)
    house.clock.set(AFTER)
    broken("server.hall.day.expire", ValueError("poison"))
    house.issue("AH")
    monkeypatch.undo()
    assert house.ticket(waiting).state == "waiting"
    house.clock.set("2026-11-25T07:00:00+07:00")
    house.issue("AH")
    assert house.ticket(waiting).state == "expired"


def test_a_disk_that_fails_at_midnight_is_no_broken_part(house: House, broken: Break) -> None:
    waiting, _ = left_open(house)
    house.clock.set(AFTER)
    broken("server.store.closing.clear_calls", sqlite3.OperationalError("disk I/O error"))
    with pytest.raises(Unavailable):
        house.issue("AH")
    assert house.ticket(waiting).state == "waiting"


def test_a_server_goes_on_writing_all_day_after_such_a_night(house: House, broken: Break) -> None:
    left_open(house)
    house.clock.set(AFTER)
    broken("server.hall.day.end_session", ValueError("poison"))
    assert [house.issue("AH")["number"] for _ in range(3)] == ["AH001", "AH002", "AH003"]
