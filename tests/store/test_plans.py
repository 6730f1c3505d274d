"""No question of a working day looks through the history: every query's plan goes by an index made for it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.hall import (
    alerts,
    closing,
    day,
    deciding,
    desks,
    documents,
    journal,
    opening_page,
    overview,
    patience,
    people,
    printing,
)
from server.hall.once import Asked
from server.rules.people import Identity
from server.store import calls
from server.store import overview as figures
from tests.hall.house import House

ROOT = Path(__file__).parents[2]
GROWS = re.compile(r"\b(ticket|event|call|visit|print_job|idempotency)\b")
# Once a day, at the close or the turn: keys of two days, and what was current last night.
ONCE_A_DAY = ("DELETE FROM idempotency", "UPDATE idempotency", "business_date < ")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


def asked(house: House) -> set[str]:
    """Every statement of a small day, as the connections saw it."""
    hall, seen = house.hall, set[str]()
    connections = [hall.store.writer.batch.db.conn, hall.store.db.conn]
    for connection in connections:
        connection.set_trace_callback(seen.add)
    officer = house.officer("1")
    tickets = [house.issue("AH") for _ in range(4)]
    house.issue("AK", priority="elderly")
    called = house.call_next(officer)
    assert called
    for move in ("recall", "serve", "hold", "serve", "return"):
        house.move(officer, called["ticket"], move)
    house.move(officer, called["ticket"], "undo")
    house.move(officer, called["ticket"], "finish")
    house.call_next(officer, "AK")
    last = house.call_next(officer)
    assert last
    patience.announced(hall, Identity("display", "d1", "display-1", hall.centre), "A", last["ticket"]["version"])
    for move in ("no-show", "return"):
        house.move(officer, last["ticket"], move)
    house.move(officer, tickets[3], "call", reason="help")
    house.move(officer, tickets[3], "hold")
    desks.set_status(hall, officer, "1", "closed", None)
    with hall.reading() as now:
        assert calls.out_of_turn(now.db, now.centre, now.business_date) == {"1": (1, 0)}
    for room in ("board/all", "board/A", "counter/1", "kiosk"):
        with hall.reading() as now:
            documents.of_room(hall, now, room)
    printing.unfinished(hall)
    printing.newest_slip(hall, tickets[0]["id"])
    people.still(hall)
    alerts.tick(hall)
    with hall.reading() as now:
        overview.document(hall, now)
    day.tick(hall)
    closing.tick(hall)
    supervisor = Identity("supervisor", "s1", "Giám sát", hall.centre)
    for decide in (deciding.stop, deciding.resume, deciding.open_now):
        decide(hall, supervisor, Asked("s"), "AH")
    house.clock.forward(minutes=1)
    house.issue("AH", assist=True)
    closing.close(hall, supervisor, Asked("s"))
    with hall.reading() as now:
        opening_page.page(hall, now)
    house.clock.forward(minutes=24 * 60)
    day.tick(hall)
    told(house, tickets[0]["id"])
    for connection in connections:
        connection.set_trace_callback(None)
    return seen


def told(house: House, ticket: str) -> None:
    """Asks for what the log says of a ticket and of a day."""
    with house.hall.reading() as now:
        assert journal.history(house.hall, now, Identity("reception", "r1", "", house.hall.centre), ticket)["events"]
        for what in (None, "counters", "chosen"):
            assert journal.day(house.hall, now, "2026-11-23", (0, None), what)["events"]
        assert figures.finishers(now.db, now.centre, "2026-11-23")


def bad_plans(house: House, statements: set[str]) -> dict[str, list[str]]:
    connection = house.hall.store.db.conn
    found: dict[str, list[str]] = {}
    for statement in statements:
        if statement.split()[0] not in ("SELECT", "UPDATE", "DELETE") or any(one in statement for one in ONCE_A_DAY):
            continue
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
        bad = [step for step in plan if GROWS.search(step) and (step.startswith("SCAN") or too_wide(step))]
        bad += ["sorts a day's calls"] if " call " in statement and any("TEMP" in step for step in plan) else []
        if bad:
            found[statement] = bad
    return found


def too_wide(step: str) -> bool:
    """By the centre alone, or by the day alone: unless the index itself holds only a few."""
    few = re.search(r"ticket_(current|aside|sent|line|assist)|print_job_open", step)
    return not few and bool(re.search(r"\((centre|business_date)=\?\)", step))


def test_every_query_of_a_day_goes_by_an_index(house: House) -> None:
    statements = asked(house)
    assert len(statements) > 100
    assert bad_plans(house, statements) == {}


def test_a_query_that_scans_would_be_noticed(house: House) -> None:
    for scan in ("SELECT * FROM ticket WHERE centre = 'x' AND lang = 'en'", "SELECT count(*) FROM event"):
        assert bad_plans(house, {scan})


def test_no_statement_is_planned_anew_each_time_it_runs() -> None:
    everything = "".join(path.read_text("utf-8") for path in (ROOT / "server" / "store").glob("*.py"))
    assert "LIMIT ?" not in everything
    assert not re.search(r"(AND|WHERE) state = \?", everything)
