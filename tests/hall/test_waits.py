"""What documents say about the wait: nothing while nothing is known, the same everywhere, and what was told stays."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from server.hall import desks, documents, printing, waits
from server.rules import wait_words
from server.rules.catalogue import Text
from server.rules.people import Identity
from server.rules.waits import Band
from server.store import pauses
from tests.hall.house import ZONE, Document, House
from tests.hall.opened import working

Told = dict[str, Any]


def served(house: House, who: Identity, service: str, turns: int, minutes: float = 5) -> None:
    """People who come and are served one after another."""
    for _ in range(turns):
        house.issue(service)
        called = house.call_next(who)
        assert called
        house.move(who, called["ticket"], "serve")
        house.clock.forward(minutes=minutes)
        house.move(who, called["ticket"], "finish")


@pytest.fixture
def known(house: House) -> House:
    """Ten people were served for BA at counter 12, five minutes each."""
    served(house, house.officer("12"), "BA", 10)
    return house


def menu(house: House, service: str) -> Told | None:
    with house.hall.reading() as view:
        offers = [one for some in documents.menu(house.hall, view)["departments"] for one in some["services"]]
    found: Told | None = next(one["wait"] for one in offers if one["code"] == service)
    return found


def board(house: House, service: str) -> Document:
    with house.hall.reading() as view:
        lines = documents.board(house.hall, view, "B")["waiting"]
    return next(one for one in lines if one["service"] == service)


def test_nothing_is_said_while_nothing_is_known(house: House) -> None:
    house.officer("12")
    assert house.issue("BA")["wait"] is None
    assert menu(house, "BA") is None
    assert board(house, "BA")["wait"] is None


def test_after_ten_people_the_wait_of_the_next_is_known_everywhere(known: House) -> None:
    first, *_, last = (known.issue("BA") for _ in range(5))
    assert first["wait"]["low"] == 0
    assert last["wait"]["low"] < 20 < last["wait"]["high"]
    known.clock.forward(s=2)
    comes = menu(known, "BA")
    assert comes
    assert comes == board(known, "BA")["wait"]
    assert comes["high"] > last["wait"]["high"]
    assert set(comes) == {"low", "high", "after", "late", "text"}


def test_only_who_waits_is_told_a_wait(known: House) -> None:
    ticket = known.issue("BA")
    called = known.call_next(known.officer("12", "at12"))
    assert called
    assert called["ticket"]["id"] == ticket["id"]
    assert called["ticket"]["wait"] is None


def test_more_desks_make_the_wait_shorter_within_a_second(known: House) -> None:
    for _ in range(10):
        known.issue("BA")
    alone = menu(known, "BA")
    known.officer("11")
    known.clock.forward(s=1)
    both = menu(known, "BA")
    assert alone
    assert both
    assert both["high"] < 0.7 * alone["high"]


def test_a_line_whose_desks_are_closed_promises_nothing_and_a_pause_is_short(known: House) -> None:
    who = known.officer("12", "at12")
    known.clock.forward(s=2)
    desks.set_status(known.hall, who, "12", "paused", None)
    known.clock.forward(s=2)
    assert menu(known, "BA")
    desks.set_status(known.hall, who, "12", "closed", None)
    known.clock.forward(s=2)
    assert menu(known, "BA") is None


def test_nobody_knows_how_long_a_pause_of_the_hall_lasts(known: House) -> None:
    known.hall.write(lambda tx: pauses.begin(tx, "fire"))
    known.clock.forward(s=2)
    assert menu(known, "BA") is None
    known.hall.write(pauses.end)
    known.clock.forward(s=2)
    assert menu(known, "BA")


def test_who_waits_for_one_desk_by_name_is_told_no_wait_of_the_line(known: House) -> None:
    who = known.officer("12", "at12")
    ticket = known.issue("BA")
    known.move(who, ticket, "serve")
    assert known.move(who, ticket, "transfer", counter="11")["wait"] is None


def test_yesterdays_turns_count_today_and_those_of_last_year_do_not(known: House) -> None:
    known.clock.forward(minutes=24 * 60)
    known.hall.write(lambda tx: None)
    known.officer("12", "at12")
    assert known.issue("BA")["wait"]
    known.clock.forward(minutes=40 * 24 * 60)
    known.hall.write(lambda tx: None)
    known.officer("12", "at12")
    assert known.issue("BA")["wait"] is None


def test_what_was_told_stands_in_the_log_and_on_the_slip(known: House) -> None:
    ticket = known.issue("BA")
    assert ticket["wait"]
    event = known.events()[-1]
    assert event["details"]["wait"] == ticket["wait"]
    known.clock.forward(minutes=3)
    slip = printing.newest_slip(known.hall, ticket["id"])
    assert slip
    assert orjson.loads(slip[0])["expected"] == ticket["wait"]["text"]


def test_the_words_go_on_with_the_clock_though_the_minutes_stay(known: House) -> None:
    ticket = known.issue("BA")
    known.clock.forward(minutes=5)
    one = known.ticket(ticket)
    with known.hall.reading() as view:
        later = documents.ticket(known.hall, view, one)["wait"]
    minutes = ("low", "high", "after", "late")
    assert [later[name] for name in minutes] == [ticket["wait"][name] for name in minutes]
    assert later["text"] != Text(**ticket["wait"]["text"])
    assert later["text"] == wait_words.said(Band(later["low"], later["high"]), known.clock.now, ZONE)


def test_an_undone_turn_teaches_nothing(known: House) -> None:
    who = known.officer("12", "at12")
    ticket = known.issue("BA")
    known.move(who, ticket, "serve")
    known.clock.forward(minutes=4)
    turns = known.rows("SELECT count(*) FROM visit")
    known.move(who, ticket, "return")
    assert known.rows("SELECT count(*) FROM visit WHERE what = 'sent-on'") == [(1,)]
    known.move(who, ticket, "undo")
    assert known.rows("SELECT count(*) FROM visit") == turns


def test_a_turn_lasts_from_the_call_but_not_from_one_long_before(house: House) -> None:
    who = house.officer("12")
    house.issue("BA")
    called = house.call_next(who)
    assert called
    house.clock.forward(minutes=1)
    house.move(who, called["ticket"], "serve")
    house.clock.forward(minutes=4)
    house.move(who, called["ticket"], "hold")
    house.clock.forward(minutes=60)
    house.move(who, called["ticket"], "serve")
    house.clock.forward(minutes=4)
    house.move(who, called["ticket"], "finish")
    assert [busy // 60_000 for (busy,) in house.rows("SELECT busy_ms FROM visit ORDER BY seq")] == [5, 9]


def test_a_wait_through_lunch_ends_after_it_and_one_past_closing_is_late(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T10:00:00+07:00")
    served(house, house.officer("12"), "BA", 8, minutes=10)
    for _ in range(12):
        last = house.issue("BA")
    assert last["wait"]["after"] == "2026-11-23T13:00:00.000+07:00"
    assert last["wait"]["low"] >= 100
    assert not last["wait"]["late"]
    for _ in range(20):
        last = house.issue("BA")
    assert last["wait"]["late"]
    house.close()


def test_the_tick_gathers_what_a_call_would_otherwise_wait_for(tmp_path: Path) -> None:
    house = House(tmp_path)
    for at in range(60):
        house.clock.forward(s=1)
        waits.tick(house.hall)
        seen: list[str] = []
        with house.hall.reading() as view:
            view.db.conn.set_trace_callback(seen.append)
            waits.bands(house.hall, view, {})
            view.db.conn.set_trace_callback(None)
        assert seen == [], at
    house.close()
