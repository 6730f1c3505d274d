"""A line that waits for nobody is said within a minute."""

from typing import Any

from server.hall import alerts, desks
from tests.hall.house import House
from tests.hall.supervising import give, move_line, pause, resume, what


def standing(house: House, seconds: float = 0) -> list[dict[str, Any]]:
    house.clock.forward(s=seconds)
    alerts.tick(house.hall)
    with house.hall.reading() as view:
        return alerts.standing(house.hall, view)


def test_an_officer_who_falls_ill_is_noticed_within_a_minute(house: House) -> None:
    ill = house.officer("12")
    house.officer("3")
    for _ in range(30):
        house.issue("BA")
    assert standing(house, 3600) == []
    desks.set_status(house.hall, ill, "12", "closed", None)
    assert standing(house, 30) == []
    (alert,) = standing(house, 29)
    assert (alert["kind"], alert["service"], alert["waiting"]) == ("no-counter", "BA", 30)
    assert (alert["counters"], alert["offers"]) == (["11", "12"], [])
    assert what(house).count("alert-began") == 1


def test_an_open_counter_ends_it_whoever_it_is(house: House) -> None:
    officer = house.officer("3")
    first = house.issue("BA")
    assert len(standing(house, 60)) == 1
    give(house, "BA", "3")
    assert standing(house) == []
    assert what(house).count("alert-ended") == 1
    called = house.call_next(officer)
    assert called is not None
    assert called["ticket"]["id"] == first["id"]


def test_a_line_sent_to_an_open_counter_is_served(house: House) -> None:
    house.officer("3")
    house.issue("BA")
    assert len(standing(house, 60)) == 1
    move_line(house, "BA", counter="3")
    assert standing(house) == []


def test_only_counters_of_the_lines_own_area_are_offered(house: House) -> None:
    for counter in ("11", "12", "3"):
        house.officer(counter)
    desks.set_status(house.hall, house.officer("11"), "11", "closed", None)
    house.issue("BT"), house.issue("AH"), house.issue("BA"), house.issue("AK")
    offered = {alert["service"]: alert["offers"] for alert in standing(house, 60)}
    assert offered == {"BT": ["12"], "AK": ["3"]}


def test_nobody_waits_is_no_alert(house: House) -> None:
    ticket = house.issue("BA")
    assert len(standing(house, 60)) == 1
    house.move(house.officer("11"), ticket, "serve")
    assert standing(house) == []
    assert standing(house, 600) == []


def test_the_minute_stands_still_while_the_hall_pauses(house: House) -> None:
    house.issue("BA")
    pause(house)
    assert standing(house, 600) == []
    resume(house)
    assert standing(house, 30) == []
    assert len(standing(house, 30)) == 1


def test_an_alert_survives_a_restart_and_is_said_once(house: House) -> None:
    house.issue("BA")
    standing(house, 60)
    house.reopen()
    assert len(standing(house, 60)) == 1
    assert what(house).count("alert-began") == 1


def test_a_tick_without_news_writes_nothing(house: House) -> None:
    house.issue("BA")
    standing(house, 60)
    before = len(house.events())
    standing(house, 60)
    assert len(house.events()) == before
