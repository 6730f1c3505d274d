"""What a supervisor decides at run time holds at once, is one event, and nobody's decision is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.hall import deciding, opening
from server.hall.once import Asked, Sent
from server.rules.errors import NotAllowed, ServiceClosed, Unknown
from server.rules.people import Identity
from tests.hall.house import KIOSK, RECEPTION, House, body
from tests.hall.opened import offer, said, working

SUPERVISOR = Identity("supervisor", "s1", "Giám sát", "quangninh")
OTHER = Identity("supervisor", "s2", "Giám sát 2", "quangninh")
AT = "2026-11-23T09:00:00+07:00"
Act = Callable[..., Sent]


def decide(house: House, act: Act, *what: Any, who: Identity = SUPERVISOR, key: str | None = None) -> dict[str, Any]:
    return body(act(house.hall, who, Asked(who.actor, key, "x"), *what))


def whats(house: House) -> list[str]:
    return [event["what"] for event in house.events() if event["what"].startswith(("issuing-", "cap-"))]


def test_a_stop_of_the_hall_refuses_everybody_until_it_is_resumed(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    assert decide(house, deciding.stop, "")["stopped"] is True
    for who in (KIOSK, RECEPTION):
        with pytest.raises(ServiceClosed):
            house.issue("AH", who=who)
    assert said(house, "BA") == "stopped"
    assert house.published[-1][0] == house.hall.rooms.all
    assert decide(house, deciding.resume, "")["stopped"] is False
    assert house.issue("AH")["number"] == "AH001"
    assert whats(house) == ["issuing-stopped", "issuing-resumed"]


def test_a_stop_of_one_service_leaves_the_others(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    decide(house, deciding.stop, "AH")
    assert (said(house, "AH"), said(house, "AK")) == ("stopped", None)
    with pytest.raises(ServiceClosed):
        house.issue("AK", then=("AH",))


def test_two_supervisors_do_the_same_or_different_things_and_both_hold(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    first, again = (decide(house, deciding.stop, "AH", who=who) for who in (SUPERVISOR, OTHER))
    assert (first["stopped"], again["stopped"]) == (True, True)
    decide(house, deciding.stop, "AK", who=OTHER)
    decide(house, deciding.set_cap, "AH", 5)
    decide(house, deciding.set_cap, "BA", 7, who=OTHER)
    assert whats(house) == ["issuing-stopped", "issuing-stopped", "cap-set", "cap-set"]
    assert (offer(house, "AH")["left"], offer(house, "BA")["left"]) == (5, 7)


def test_the_same_request_under_the_same_key_acts_once(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    first = decide(house, deciding.stop, "", key="k")
    decide(house, deciding.resume, "")
    assert decide(house, deciding.stop, "", key="k") == first
    assert said(house, "AH") is None


def test_a_stop_survives_a_restart_and_ends_with_the_day(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    decide(house, deciding.stop, "")
    house.reopen()
    assert said(house, "AH") == "stopped"
    house.clock.set("2026-11-24T09:00:00+07:00")
    assert said(house, "AH") is None


def test_opening_early_counts_until_the_planned_hours_take_over(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T06:30:00+07:00")
    opened = decide(house, deciding.open_now, "")
    assert opened["opened_at"] == "2026-11-23T06:30:00.000+07:00"
    assert house.issue("AH")["number"] == "AH001"
    house.clock.set("2026-11-23T15:59:00+07:00")
    assert said(house, "AH") is None
    house.clock.set("2026-11-23T16:00:00+07:00")
    assert said(house, "AH") == "after-hours"
    with house.hall.reading() as view:
        assert len(opening.spans(house.hall, view, "AH")) == 2, "counters do not work earlier for it"


def test_opening_what_is_open_changes_nothing(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    assert decide(house, deciding.open_now, "")["opened_at"] is None
    assert whats(house) == []
    house.clock.set("2026-11-23T16:00:00+07:00")
    assert said(house, "AH") == "after-hours"


def test_opening_after_the_hours_or_on_a_sunday_lasts_until_the_day_is_over(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-29T09:00:00+07:00")
    assert said(house, "AH") == "closed-today"
    decide(house, deciding.open_now, "AH")
    assert (said(house, "AH"), said(house, "AK")) == (None, "closed-today")
    with house.hall.reading() as view:
        assert len(opening.spans(house.hall, view, "AH")) == 1
    house.clock.set("2026-11-29T23:59:59+07:00")
    assert said(house, "AH") is None


def test_a_saturday_opened_for_all_keeps_the_hours_of_those_that_work(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-28T09:00:00+07:00")
    decide(house, deciding.open_now, "")
    assert (said(house, "AH"), said(house, "BA")) == (None, None)
    house.clock.set("2026-11-28T12:00:00+07:00")
    assert (said(house, "AH"), said(house, "BA")) == ("after-hours", None)


def test_opening_ends_a_stop_of_the_same_and_one_service_does_not_open_against_the_halls(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    decide(house, deciding.stop, "")
    with pytest.raises(NotAllowed):
        decide(house, deciding.open_now, "AH")
    decide(house, deciding.open_now, "")
    assert said(house, "AH") is None


def test_a_cap_below_what_was_given_closes_the_service_and_none_opens_it(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    for _ in range(3):
        house.issue("AH")
    assert decide(house, deciding.set_cap, "AH", 2) == {"version": house.events()[-1]["seq"], "service": "AH", "cap": 2}
    assert (offer(house, "AH")["left"], said(house, "AH")) == (0, "cap-reached")
    decide(house, deciding.set_cap, "AH", None)
    assert (offer(house, "AH")["left"], said(house, "AH")) == (None, None)
    assert house.events()[-1]["details"] == {"service": "AH", "before": 2, "cap": None}


def test_what_does_not_exist_cannot_be_decided_about(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    for act in (deciding.stop, deciding.resume, deciding.open_now):
        with pytest.raises(Unknown):
            decide(house, act, "ZZ")
    with pytest.raises(Unknown):
        decide(house, deciding.set_cap, "ZZ", 1)
    assert whats(house) == []
