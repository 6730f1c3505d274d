"""Hours: the closest row counts, closed parts are cut out, and what was opened today is open."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.rules import opening, opening_words
from server.rules.catalogue import Closure, Hours, Kind, Service, Text
from server.rules.opening import DAY, NONE, Plan, Ruling

NAME = Text("x", "x")
PASSPORT = Service("AH", "AH", "CA", "A", Kind.INTAKE, NAME, NAME)
LAND = Service("BA", "BA", "DD", "B", Kind.INTAKE, NAME, NAME)
MORNING, AFTERNOON = (450, 690), (780, 990)
NUMBERS = (420, 960)
WEEK = Hours("", "", (0, 1, 2, 3, 4), (NUMBERS,), (MORNING, AFTERNOON))
POLICE = Hours("CA", "", (5,), ((420, 660),), (MORNING,))
HOURS = (WEEK, POLICE)
MONDAY, SATURDAY, SUNDAY = "2026-11-23", "2026-11-28", "2026-11-29"
PARTY = Text("Hội nghị", "A meeting")


def shut(
    date: str = MONDAY, department: str = "", service: str = "", stretch: tuple[int, int] | None = None
) -> Closure:
    return Closure(date, department, service, stretch, None, PARTY)


def worked(date: str, weekday: int, department: str = "") -> Closure:
    return Closure(date, department, "", None, weekday, PARTY)


def planned(service: Service, day: str, *closures: Closure, hours: tuple[Hours, ...] = HOURS) -> Plan:
    return opening.plan(hours, closures, service, day)


def test_the_week_is_the_centres_unless_a_department_or_service_has_its_own() -> None:
    assert planned(PASSPORT, MONDAY) == Plan((NUMBERS,), (MORNING, AFTERNOON))
    assert planned(PASSPORT, SATURDAY) == Plan(((420, 660),), (MORNING,))
    assert planned(LAND, SATURDAY) == planned(PASSPORT, SUNDAY) == Plan((), ())
    own = Hours("", "AH", (5,), (), ())
    assert planned(PASSPORT, SATURDAY, hours=(*HOURS, own)) == Plan((), ()), "a service closed on its department's day"


def test_a_centre_without_hours_is_open_around_the_clock() -> None:
    assert planned(LAND, SUNDAY, hours=()) == opening.ALWAYS


def test_a_closed_day_has_no_hours_and_says_why() -> None:
    day = planned(PASSPORT, MONDAY, shut())
    assert (day.numbers, day.counters, day.shut) == ((), (), (((0, DAY), PARTY),))
    assert planned(PASSPORT, MONDAY, shut(department="DD")).numbers == (NUMBERS,)
    assert planned(LAND, MONDAY, shut(service="BA")).numbers == ()


def test_a_part_of_a_day_is_cut_out_of_both_kinds_of_hours() -> None:
    day = planned(PASSPORT, MONDAY, shut(stretch=(660, 840)))
    assert day.numbers == ((420, 660), (840, 960))
    assert day.counters == ((450, 660), (840, 990))


def test_a_make_up_saturday_is_worked_as_the_weekday_it_replaces() -> None:
    assert planned(LAND, SATURDAY, worked(SATURDAY, 0)) == planned(LAND, MONDAY)
    assert planned(LAND, SATURDAY, worked(SATURDAY, 0), shut(SATURDAY)).numbers == (), "closed as closely as worked"


def test_a_desk_may_work_on_the_centres_holiday() -> None:
    holiday, duty = shut(), worked(MONDAY, 5, "CA")
    assert planned(PASSPORT, MONDAY, holiday, duty) == Plan(((420, 660),), (MORNING,))
    assert planned(LAND, MONDAY, holiday, duty).numbers == ()


stretches = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).filter(lambda one: one[0] < one[1])


@given(st.lists(stretches, max_size=4), st.lists(stretches, max_size=4), st.integers(0, DAY - 1))
def test_a_minute_is_open_if_it_is_planned_and_not_shut(
    plan: list[tuple[int, int]], cuts: list[tuple[int, int]], minute: int
) -> None:
    numbers = tuple(opening.merged(plan))
    hours = (Hours("", "", tuple(range(7)), numbers, numbers),)
    day = planned(PASSPORT, MONDAY, *(shut(stretch=cut) for cut in cuts), hours=hours)
    inside = any(a <= minute < b for a, b in plan) and not any(a <= minute < b for a, b in cuts)
    assert any(a <= minute < b for a, b in day.numbers) == inside
    assert list(day.numbers) == sorted(day.numbers)
    assert all(a < b for a, b in day.numbers)


@given(st.lists(stretches, max_size=4), st.integers(0, DAY - 1), st.integers(0, DAY - 1))
def test_what_was_opened_is_open_until_the_next_planned_hour(plan: list[tuple[int, int]], at: int, now: int) -> None:
    hours = opening.merged(plan)
    open_ = opening.issuing(hours, [at, None], DAY)
    within = any(a <= at < b for a, b in hours)
    until = at if within else min((a for a, _ in hours if a > at), default=DAY)
    expected = any(a <= now < b for a, b in hours) or at <= now < until
    assert any(a <= now < b for a, b in open_) == expected
    assert all(before[1] < after[0] for before, after in pairwise(open_)), "spans that touch"


@given(st.lists(stretches, max_size=4), st.integers(0, DAY - 1), st.booleans(), st.booleans(), st.booleans())
def test_a_stop_and_a_closed_day_refuse_whatever_the_hours(
    plan: list[tuple[int, int]], now: int, stopped: bool, own: bool, closed: bool
) -> None:
    hall = Ruling(stopped=stopped, closed=0 if closed else None)
    code = opening.refused(now, opening.merged(plan), hall, Ruling(stopped=own))
    if closed:
        assert code == "day-closed"
    elif stopped or own:
        assert code == "stopped"
    else:
        assert (code is None) == any(a <= now < b for a, b in plan)
    assert code is None or code in opening_words.CODES


def test_each_hour_of_a_day_has_its_reason() -> None:
    spans = [(60, 120), (180, 240)]
    codes = {now: opening.refused(now, spans, NONE, NONE) for now in (0, 60, 119, 120, 180, 240)}
    closed, later = "before-hours", "after-hours"
    assert codes == {0: closed, 60: None, 119: None, 120: closed, 180: None, 240: later}
    assert opening.refused(0, [], NONE, NONE) == "closed-today"


def test_counters_work_as_planned_and_on_a_day_that_was_opened_after_all() -> None:
    assert opening.working([(60, 120)], [10], DAY) == [(60, 120)]
    assert opening.working([(60, 120)], [200], DAY) == [(60, 120), (200, DAY)]
    assert opening.working([], [200, None], DAY) == [(200, DAY)]


def test_words_say_why_and_when_again() -> None:
    now = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    monday, later = datetime(2026, 11, 30, 7, 0, tzinfo=UTC), datetime(2026, 11, 27, 18, 5, tzinfo=UTC)
    said = opening_words.words("after-hours", now, monday)
    assert said == Text(
        "Đã hết giờ lấy số hôm nay. Mở lại lúc 07:00 thứ Hai, 30/11.",
        "No more numbers are given today. Opens again at 07:00 on Monday, 30/11.",
    )
    assert opening_words.words("before-hours", now, later).vi == "Mở cửa lúc 18:05."
    assert opening_words.words("before-hours", now, later, PARTY).en == "A meeting. Opens at 18:05."
    assert opening_words.words("closed-today", now, None, PARTY).vi == "Hội nghị."
    assert opening_words.words("stopped", now, None, PARTY).en.startswith("No numbers are given")
