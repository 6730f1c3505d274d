"""Before the day closes by itself it is said whose numbers would end, while they can still be served."""

from pathlib import Path
from typing import Any

from server.hall import alerts, closing, deciding, overview
from tests.hall.house import House
from tests.hall.opened import working
from tests.hall.test_deciding import decide


def told(house: House, at: str) -> list[dict[str, Any]]:
    house.clock.set(f"2026-11-23T{at}:00+07:00")
    with house.hall.reading() as view:
        return [one for one in alerts.told(house.hall, view) if one["kind"] == "closing"]


def test_half_an_hour_before_the_close_it_is_said_how_many_would_end(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T09:00:00+07:00")
    officer = house.officer("12")
    house.issue("BA")
    held, missed, current = (house.issue("BA") for _ in range(3))
    house.move(officer, held, "serve")
    house.move(officer, held, "hold")
    house.move(officer, missed, "call", reason="x")
    house.move(officer, missed, "no-show")
    house.move(officer, current, "serve", reason="x")
    assert told(house, "19:29") == []
    assert told(house, "19:30") == [{"kind": "closing", "at": "2026-11-23T20:00:00.000+07:00", "tickets": 4}]
    with house.hall.reading() as view:
        here = overview.document(house.hall, view)["open"]
    assert here == {"waiting": 1, "called": 0, "serving": 1, "held": 1, "no_show": 1}
    house.clock.set("2026-11-23T20:00:00+07:00")
    closing.tick(house.hall)
    assert told(house, "20:01") == []
    assert len([one for one in house.events() if one["what"] == "ticket-expired"]) == 4
    house.close()


def test_nobody_here_or_no_such_hour_is_nothing_to_say(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T09:00:00+07:00")
    assert told(house, "19:45") == []
    house.close()
    never = working(tmp_path / "never", "2026-11-23T09:00:00+07:00", close_at=None)
    never.issue("BA")
    assert told(never, "19:45") == []
    never.close()


def test_a_hall_that_was_opened_after_that_hour_does_not_close_by_itself(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T21:00:00+07:00")
    decide(house, closing.close)
    decide(house, deciding.open_now, "")
    house.issue("BA")
    assert told(house, "22:00") == []
    house.close()
