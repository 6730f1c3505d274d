"""When a number can be taken: before, between and after the hours, on Saturdays, holidays and make-up days."""

from pathlib import Path

import pytest

from server.hall import opening
from server.rules.errors import ServiceClosed
from server.rules.hours import instant
from tests.hall.house import KIOSK, RECEPTION, ZONE
from tests.hall.opened import closure, offer, said, working

DAY = "2026-11-23"


def at(day: str, clock: str) -> str:
    return f"{day}T{clock}:00+07:00"


@pytest.mark.parametrize(
    ("clock", "code"),
    [("06:59", "before-hours"), ("07:00", None), ("12:00", None), ("15:59", None), ("16:00", "after-hours")],
)
def test_numbers_are_given_in_their_hours_over_lunch_too(tmp_path: Path, clock: str, code: str | None) -> None:
    house = working(tmp_path, at(DAY, clock))
    assert said(house, "AH") == code
    if code:
        with pytest.raises(ServiceClosed):
            house.issue("AH")
    else:
        assert house.issue("AH")["number"] == "AH001"


def test_a_closed_service_says_when_it_opens_again(tmp_path: Path) -> None:
    house = working(tmp_path, at("2026-11-27", "16:00"))
    assert offer(house, "BA")["reason"]["text"].vi == "Đã hết giờ lấy số hôm nay. Mở lại lúc 07:00 thứ Hai, 30/11."
    assert "thứ Bảy, 28/11" in offer(house, "AH")["reason"]["text"].vi, "the police desks work on Saturday"
    with pytest.raises(ServiceClosed) as no:
        house.issue("BA")
    assert no.value.detail.vi == offer(house, "BA")["reason"]["text"].vi


def test_the_police_desks_work_on_saturday_morning(tmp_path: Path) -> None:
    house = working(tmp_path, at("2026-11-28", "09:00"))
    assert (said(house, "AH"), said(house, "BA")) == (None, "closed-today")
    house.clock.set(at("2026-11-28", "11:00"))
    assert said(house, "AH") == "after-hours"


def test_a_holiday_and_a_make_up_day(tmp_path: Path) -> None:
    swap = [closure("2026-11-30"), closure("2026-11-28", "Làm bù", worked_as=0)]
    house = working(tmp_path, at("2026-11-28", "14:00"), closures=swap)
    assert said(house, "BA") is None
    house.clock.set(at("2026-11-30", "09:00"))
    assert offer(house, "BA")["reason"]["text"].vi == "Quốc khánh. Mở lại lúc 07:00 thứ Ba, 1/12."


def test_a_part_of_a_day_that_is_closed_says_why_until_it_is_over(tmp_path: Path) -> None:
    house = working(
        tmp_path, at(DAY, "10:00"), closures=[closure(DAY, "Họp cơ quan", department="CA", stretch=(540, 660))]
    )
    assert (said(house, "AH"), said(house, "BA")) == ("before-hours", None)
    assert offer(house, "AH")["reason"]["text"].vi == "Họp cơ quan. Mở cửa lúc 11:00."


def test_reception_helps_those_who_stand_in_the_hall_after_the_last_number(tmp_path: Path) -> None:
    house = working(tmp_path, at(DAY, "16:10"))
    officer = house.officer("1")
    for who in (KIOSK, officer):
        with pytest.raises(ServiceClosed):
            house.issue("AH", who=who)
    assert house.issue("AH", who=RECEPTION)["state"] == "waiting"
    house.clock.set(at("2026-11-24", "06:30"))
    with pytest.raises(ServiceClosed):
        house.issue("AH", who=RECEPTION)


def test_a_visit_to_a_closed_service_afterwards_is_refused_unless_it_opens_today(tmp_path: Path) -> None:
    house = working(tmp_path, at("2026-11-28", "09:00"))
    with pytest.raises(ServiceClosed) as no:
        house.issue("AH", then=("BA",))
    assert no.value.detail.vi.startswith("BA: Hôm nay không làm việc.")
    assert house.all_tickets() == []
    later = working(tmp_path / "b", at(DAY, "10:00"), closures=[closure(DAY, service="AK", stretch=(540, 660))])
    assert later.issue("AH", then=("AK",))["then"] == ["AK"]


def test_a_cap_counts_the_numbers_of_the_day(tmp_path: Path) -> None:
    house = working(tmp_path, at(DAY, "09:00"), caps={"AH": 2})
    assert offer(house, "AH")["left"] == 2
    assert offer(house, "AK")["left"] is None
    assert [house.issue("AH")["number"] for _ in range(2)] == ["AH001", "AH002"]
    assert (offer(house, "AH")["left"], said(house, "AH")) == (0, "cap-reached")
    for who in (KIOSK, RECEPTION):
        with pytest.raises(ServiceClosed):
            house.issue("AH", who=who)
    house.clock.set(at("2026-11-24", "09:00"))
    assert (offer(house, "AH")["left"], house.issue("AH")["number"]) == (2, "AH001")


def test_counters_rest_at_noon(tmp_path: Path) -> None:
    house = working(tmp_path, at(DAY, "12:00"))
    with house.hall.reading() as view:
        found = opening.spans(house.hall, view, "AH")
    assert found == [tuple(instant(DAY, minute, ZONE) for minute in part) for part in ((450, 690), (780, 990))]


def test_a_catalogue_without_hours_and_one_that_tries_things_are_always_open(tmp_path: Path) -> None:
    house = working(tmp_path, at("2026-11-29", "03:00"), around_the_clock=True, closures=[closure("2026-11-29")])
    assert said(house, "BA") is None
    with house.hall.reading() as view:
        assert opening.issuing(house.hall, view, "BA") is None
        ((began, ended),) = opening.spans(house.hall, view, "BA")
    assert ended - began == 24 * 3_600_000
