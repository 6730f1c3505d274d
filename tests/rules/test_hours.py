"""The centre's own calendar: its midnight turns the day, UTC's does not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.hours import business_date, day_after, day_at, elapsed, end_of, iso, local, midnight

VIETNAM = "Asia/Ho_Chi_Minh"
ZONES = (VIETNAM, "UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu")
instants = st.integers(0, 4_102_444_800_000)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-11-23T06:59:59.999+07:00", VIETNAM, "2026-11-23"),
        ("2026-11-23T07:00:00.000+07:00", VIETNAM, "2026-11-23"),  # midnight in UTC: opening time here
        ("2026-11-23T23:59:59.999+07:00", VIETNAM, "2026-11-23"),
        ("2026-11-24T00:00:00.000+07:00", VIETNAM, "2026-11-24"),
        ("2028-02-28T23:59:59.999+07:00", VIETNAM, "2028-02-28"),
        ("2028-02-29T00:00:00.000+07:00", VIETNAM, "2028-02-29"),
        ("2028-03-01T00:00:00.000+07:00", VIETNAM, "2028-03-01"),
        ("2026-12-31T17:00:00.000+00:00", VIETNAM, "2027-01-01"),
        ("2026-03-08T04:59:59.999+00:00", "America/New_York", "2026-03-07"),  # the day summer time begins
        ("2026-03-08T05:00:00.000+00:00", "America/New_York", "2026-03-08"),
        ("2026-11-23T10:00:00.000+00:00", "Pacific/Kiritimati", "2026-11-24"),
        ("2026-11-23T10:00:00.000+00:00", "Pacific/Pago_Pago", "2026-11-22"),
    ],
)
def test_the_business_day_is_that_of_the_centre(instant: str, zone: str, day: str) -> None:
    assert business_date(at(instant), zone) == day


@given(instants, st.sampled_from(ZONES))
def test_a_day_begins_at_its_midnight_and_a_millisecond_before_is_another(instant: int, zone: str) -> None:
    day = business_date(instant, zone)
    start = midnight(day, zone)
    assert start <= instant
    assert business_date(start, zone) == day
    assert business_date(start - 1, zone) == day_after(day, -1) or zone.startswith("Pacific")


@given(instants, instants, st.sampled_from(ZONES))
def test_later_instants_never_belong_to_an_earlier_day(one: int, other: int, zone: str) -> None:
    first, last = sorted((one, other))
    assert business_date(first, zone) <= business_date(last, zone)


@given(instants, instants, st.sampled_from(ZONES))
def test_the_day_of_an_instant_never_lies_before_a_known_one(instant: int, other: int, zone: str) -> None:
    known = business_date(other, zone)
    assert day_at(instant, known, zone) == max(business_date(instant, zone), known)
    assert day_at(instant, "", zone) == business_date(instant, zone)


@given(instants, st.sampled_from(ZONES))
def test_a_day_is_over_when_the_next_begins(instant: int, zone: str) -> None:
    day = business_date(instant, zone)
    end = end_of(day, zone)
    assert business_date(end - 1, zone) == day
    assert business_date(end, zone) > day


@given(instants, st.sampled_from(ZONES))
def test_an_instant_survives_being_written_down(instant: int, zone: str) -> None:
    assert at(iso(instant, zone)) == instant
    assert local(instant, zone) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)
    assert local(instant, zone).tzinfo == ZoneInfo(zone)


def test_instants_have_milliseconds_and_the_offset_of_the_centre() -> None:
    assert iso(at("2026-11-23T01:00:00.123+00:00"), VIETNAM) == "2026-11-23T08:00:00.123+07:00"
    assert iso(at("2026-11-23T01:00:00+00:00"), VIETNAM) == "2026-11-23T08:00:00.000+07:00"


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        ("2028-02-28", 1, "2028-02-29"),
        ("2028-02-29", 1, "2028-03-01"),
        ("2027-02-28", 1, "2027-03-01"),
        ("2026-12-31", 1, "2027-01-01"),
        ("2026-11-23", -1, "2026-11-22"),
    ],
)
def test_the_day_after_knows_leap_years(day: str, days: int, then: str) -> None:
    assert day_after(day, days) == then


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), max_size=4),
)
def test_the_halls_own_time_is_what_lies_outside_its_pauses(
    since: int, lasted: int, raw: list[tuple[int, int]]
) -> None:
    # Each in a stretch of its own, so that no two overlap.
    apart = [(10**6 * place + began, 10**6 * place + began + length) for place, (began, length) in enumerate(raw)]
    inside = sum(max(0, min(since + lasted, end) - max(since, began)) for began, end in apart)
    assert elapsed(since, since + lasted, apart) == lasted - inside


def test_a_pause_that_still_lasts_stops_the_halls_time() -> None:
    assert elapsed(1_000, 9_000, [(4_000, None)]) == 3_000
    assert elapsed(5_000, 9_000, [(4_000, None)]) == 0
