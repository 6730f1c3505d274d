"""A wait in words: clock times that are never narrower than the minutes, and no time that today has not got."""

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.catalogue import Text
from server.rules.hours import MINUTE, iso
from server.rules.wait_words import said
from server.rules.waits import Band

ZONE = "Asia/Ho_Chi_Minh"
NOW, LUNCH, EVENING = (
    round(datetime.fromisoformat(f"2026-11-23T{at}+07:00").timestamp() * 1000)
    for at in ("09:12:30", "13:00:00", "16:30:00")
)
DAY = 24 * 60 * MINUTE


@pytest.mark.parametrize(
    ("after", "late", "vi", "en"),
    [
        (None, False, "09:40-10:05", "09:40-10:05"),
        (LUNCH, False, "sau 13:00 (09:40-10:05)", "after 13:00 (09:40-10:05)"),
        (None, True, "từ 09:40", "from 09:40"),
        (LUNCH, True, "sau 13:00", "after 13:00"),
        (EVENING, True, "sau 16:30", "after 16:30"),
    ],
)
def test_a_time_that_today_has_not_got_is_not_promised(after: int | None, late: bool, vi: str, en: str) -> None:
    assert said(Band(30, 50, after, late), NOW, ZONE) == Text(vi, en)


def test_a_short_wait_near_the_end_is_told_as_it_is_everywhere_else() -> None:
    assert said(Band(0, 40, None, late=True), NOW, ZONE) == Text("từ 09:15", "from 09:15")


@pytest.mark.parametrize(
    ("high", "times"), [(5, "09:15-09:20"), (2, "09:15-09:20"), (20, "09:15-09:35")], ids=["soon", "at once", "wide"]
)
def test_a_time_never_begins_in_the_past_and_still_spans_five_minutes(high: int, times: str) -> None:
    assert said(Band(0, high), NOW, ZONE) == Text(times, times)


zones = st.sampled_from([ZONE, "UTC", "Asia/Kathmandu", "America/St_Johns"])


@given(st.integers(0, DAY), st.integers(0, 600), st.integers(1, 300), zones)
def test_clock_times_are_full_five_minutes_and_just_as_wide_as_they_must_be(
    more: int, low: int, width: int, zone: str
) -> None:
    now = NOW + more
    text = said(Band(low, low + width), now, zone)
    assert text.vi == text.en
    first, last = (int(hour) * 60 + int(minute) for hour, minute in re.findall(r"(\d\d):(\d\d)", text.vi))
    begins, ends = (_of_day(now + minutes * MINUTE, zone) for minutes in (low, low + width))
    assert first % 5 == last % 5 == 0
    assert (last - first) % (24 * 60) >= 5
    past = (begins - _of_day(now, zone)) % DAY < begins % (5 * MINUTE)
    assert 0 <= (first * MINUTE - begins if past else begins - first * MINUTE) % DAY < 5 * MINUTE
    assert 0 <= (last * MINUTE - ends) % DAY < (10 if past else 5) * MINUTE


def _of_day(instant: int, zone: str) -> int:
    """Milliseconds since midnight on the clocks of the zone."""
    hours, minutes, seconds = iso(instant, zone)[11:23].split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE + round(float(seconds) * 1000)
