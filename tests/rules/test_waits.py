"""The band: honest about how much is known, longer the longer the line, and never inside a break."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.hours import MINUTE
from server.rules.waits import Band, Line, Pace, Rival, Turn, band, pace, worked

NOW = 1_795_410_000_000
FIVE = tuple([4 * MINUTE, 5 * MINUTE, 6 * MINUTE] * 10)


def known(turns: tuple[int, ...] = FIVE) -> Pace:
    found = pace(Turn(NOW + at * 10 * MINUTE, "1", busy, 0) for at, busy in enumerate(turns))
    assert found
    return found


def told(line: Line, ahead: int, due_in: int = 0) -> Band:
    found = band(line, ahead, NOW + due_in, NOW)
    assert found
    return found


def test_nothing_known_is_nothing_said() -> None:
    assert pace([]) is None
    assert band(Line(known(), 0), 3, NOW, NOW) is None


def test_ten_people_at_five_minutes_each_take_about_fifty() -> None:
    one, two = told(Line(known(), 1), 10), told(Line(known(), 2), 10)
    assert one.low < 55 < one.high
    assert two.low < 28 < two.high
    assert one.high - one.low < 55


def test_a_free_desk_means_at_once() -> None:
    assert told(Line(known(), 2), 0).low == 0
    assert told(Line(known(), 2), 0).high <= 5


def test_little_known_is_a_wide_band() -> None:
    few, many = told(Line(known(FIVE[:2]), 1), 10), told(Line(known(), 1), 10)
    assert few.high - few.low > 1.5 * (many.high - many.low)


def test_who_is_at_the_desk_for_long_will_soon_be_done() -> None:
    turns = known((2 * MINUTE,) * 9 + (20 * MINUTE,))
    assert turns.rest(0) < turns.rest(5 * MINUTE)
    assert turns.rest(19 * MINUTE) < turns.rest(5 * MINUTE)
    assert turns.rest(60 * MINUTE) > 0


def test_the_time_between_two_turns_counts_only_while_somebody_waits() -> None:
    waited = [Turn(NOW + at * 6 * MINUTE, "1", 5 * MINUTE, 30 * MINUTE) for at in range(5)]
    nobody = [Turn(NOW + at * 6 * MINUTE, "1", 5 * MINUTE, 0) for at in range(5)]
    whole, bare = pace(waited), pace(nobody)
    assert whole and bare
    assert whole.mean == 6 * MINUTE
    assert bare.mean < 6 * MINUTE


def test_another_line_at_the_same_desk_is_waited_for_as_the_desk_prefers_it() -> None:
    alone = Line(known(), 1)
    others = tuple(NOW + at * MINUTE for at in (-20, -10, 10, 20))
    assert told(alone, 2).high < told(Line(known(), 1, rivals=(Rival(others, known(), 1.0),)), 2).high
    first = tuple(due - 30 * MINUTE for due in others)
    equal, behind = (told(Line(known(), 1, rivals=(Rival(dues, known(), 1.0),)), 2).high for dues in (others, first))
    assert equal < behind


def test_who_may_still_come_and_go_first_is_counted_in() -> None:
    later = ((30 * MINUTE, 0.3),)
    plain, told_more = told(Line(known(), 1), 10), told(Line(known(), 1, later=later), 10)
    assert told_more.low > plain.low
    # A ticket with more credit than they is not overtaken by them.
    assert told(Line(known(), 1, later=later), 10, -30 * MINUTE) == plain


def hours(*spans: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((NOW + start * MINUTE, NOW + end * MINUTE) for start, end in spans)


def test_a_band_behind_the_break_says_so_and_lies_behind_it() -> None:
    spans = hours((-200, 30), (120, 330))
    later = told(Line(known(), 1, spans=spans), 15)
    assert later.after == NOW + 120 * MINUTE
    assert later.low >= 120
    assert not later.late
    now = told(Line(known(), 1, spans=spans), 1)
    assert now.after is None
    assert now.high < 30
    across = told(Line(known(), 1, spans=spans), 6)
    assert across.after is None
    assert across.low < 30
    assert across.high > 120


def test_before_opening_the_wait_begins_at_the_opening() -> None:
    early = told(Line(known(), 1, spans=hours((30, 200))), 0)
    assert early.low >= 30
    # That is no break: everybody knows when it opens.
    assert early.after is None


def test_past_the_end_of_the_day_is_said() -> None:
    across = told(Line(known(), 1, spans=hours((-10, 60))), 10)
    assert across.late
    assert across.after is None
    beyond = told(Line(known(), 1, spans=hours((-10, 60))), 40)
    assert (beyond.late, beyond.after) == (True, NOW + 60 * MINUTE)
    assert not told(Line(known(), 1, spans=hours((-10, 60))), 2).late


spans = st.lists(st.integers(0, 600), min_size=2, max_size=8, unique=True).map(
    lambda ends: hours(*zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@given(spans, st.integers(0, 600), st.integers(0, 600))
def test_desks_work_in_their_hours_alone(spans: tuple[tuple[int, int], ...], some: int, more: int) -> None:
    """More work never ends earlier, and never in a break."""
    first, second = (worked(NOW, minutes * MINUTE, spans) for minutes in sorted((some, more)))
    assert NOW <= first <= second
    last = spans[-1][1]
    assert all(at >= last or any(start <= at < end for start, end in spans) for at in (first, second))


@given(st.lists(st.integers(1, 5_000_000), min_size=1, max_size=60), st.integers(0, 300), st.integers(1, 9), spans)
def test_a_band_is_always_a_band(took: list[int], ahead: int, desks: int, spans: tuple[tuple[int, int], ...]) -> None:
    line = Line(known(tuple(took)), desks)
    near, far = told(line, ahead), told(line, ahead + 20)
    hours = told(replace(line, spans=spans), ahead)
    assert 0 <= hours.low < hours.high
    assert 0 <= near.low < near.high
    # Turns that differ wildly make the very next one a minute less sure.
    assert near.low <= far.low + 1
    assert near.high <= far.high + 1


@pytest.mark.parametrize("ahead", [0, 1, 5, 30])
def test_more_desks_are_never_slower(ahead: int) -> None:
    bands = [told(Line(known(), desks), ahead) for desks in (1, 2, 4)]
    assert bands == sorted(bands, key=lambda one: (one.high, one.low), reverse=True)
