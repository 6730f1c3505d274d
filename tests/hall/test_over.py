"""What a hall screen says once the day is over: that, and when numbers are given again, as soon as nobody waits."""

from pathlib import Path

import pytest

from server.hall import closing, deciding, documents
from tests.hall.house import House
from tests.hall.opened import closure, working
from tests.hall.test_deciding import decide

MONDAY, FRIDAY = "2026-11-23", "2026-11-27"
NO_MORE = "Đã hết giờ lấy số hôm nay."
AGAIN = "Mở lại lúc 07:00 thứ Ba, 24/11."


def over(house: House, area: str = "all") -> str | None:
    with house.hall.reading() as view:
        told = documents.board(house.hall, view, area)["over"]
    return told.vi if told else None


@pytest.mark.parametrize("at", ["06:30", "09:00", "12:00", "15:59"])
def test_nothing_is_over_before_the_last_number_was_given(tmp_path: Path, at: str) -> None:
    assert over(working(tmp_path, f"{MONDAY}T{at}:00+07:00")) is None


def test_a_hall_that_is_always_open_has_no_end(house: House) -> None:
    house.clock.set(f"{MONDAY}T23:59:00+07:00")
    assert over(house) is None


def test_after_the_last_hour_it_is_over_where_nobody_waits(tmp_path: Path) -> None:
    house = working(tmp_path, f"{MONDAY}T15:59:00+07:00")
    house.issue("AH")
    house.clock.set(f"{MONDAY}T16:00:00+07:00")
    assert (over(house, "A"), over(house, "B"), over(house)) == (None, f"{NO_MORE} {AGAIN}", None)
    house.call_next(house.officer("1"))
    assert over(house, "A") == f"{NO_MORE} {AGAIN}"


def test_the_close_says_so_until_the_hall_is_opened_again(tmp_path: Path) -> None:
    house = working(tmp_path, f"{MONDAY}T15:00:00+07:00")
    house.issue("AH")
    decide(house, closing.close)
    assert over(house, "A") == f"Trung tâm đã kết thúc ngày làm việc. {AGAIN}"
    decide(house, deciding.open_now, "")
    assert over(house, "A") is None


def test_the_first_to_open_again_is_told_of_each_area_for_itself(tmp_path: Path) -> None:
    away = [closure(day, department="CA") for day in ("2026-11-28", "2026-11-30")]
    house = working(tmp_path, f"{FRIDAY}T16:30:00+07:00", closures=away)
    monday, tuesday = "Mở lại lúc 07:00 thứ Hai, 30/11.", "Mở lại lúc 07:00 thứ Ba, 1/12."
    said = {area: over(house, area) for area in ("A", "B", "all")}
    assert said == {"A": f"{NO_MORE} {tuesday}", "B": f"{NO_MORE} {monday}", "all": f"{NO_MORE} {monday}"}


def test_a_holiday_is_over_from_its_beginning_and_says_why(tmp_path: Path) -> None:
    house = working(tmp_path, f"{MONDAY}T08:00:00+07:00", closures=[closure(MONDAY)])
    assert over(house) == f"Quốc khánh. {AGAIN}"


def test_what_is_stopped_neither_ends_the_day_nor_keeps_it_from_ending(tmp_path: Path) -> None:
    house = working(tmp_path, f"{MONDAY}T15:00:00+07:00")
    for service in ("AH", "AK"):
        decide(house, deciding.stop, service)
    assert over(house, "A") is None
    decide(house, deciding.resume, "AK")
    house.clock.set(f"{MONDAY}T16:00:00+07:00")
    assert over(house, "A") == f"{NO_MORE} {AGAIN}"
