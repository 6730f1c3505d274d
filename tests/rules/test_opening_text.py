"""Hours as people write them: read as they are meant, written as they were read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules import opening_text as texts
from server.rules.opening import DAY, merged

apart = st.lists(
    st.tuples(st.integers(0, DAY - 20), st.integers(texts.SHORTEST, 300)).map(lambda one: (one[0], min(DAY, sum(one)))),
    max_size=4,
).map(lambda some: tuple(merged(some)))


@given(apart)
def test_hours_that_are_written_are_read_back(found: tuple[tuple[int, int], ...]) -> None:
    assert texts.stretches(texts.hours_text(found)) == found


@given(st.sets(st.integers(0, 6), min_size=1))
def test_days_that_are_written_are_read_back(found: set[int]) -> None:
    assert texts.days(texts.days_text(found)) == tuple(sorted(found))


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(written: str) -> None:
    for reader in (texts.stretches, texts.days, texts.day):
        try:
            reader(written)
        except texts.Absurd as absurd:
            assert absurd.text.vi
            assert absurd.text.en


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7:30-11:30, 13:00–16:30", ((450, 690), (780, 990))),
        ("13:00-16:30 07:30-11:30", ((450, 690), (780, 990))),
        ("00:00-24:00", ((0, DAY),)),
        ("07:00-11:00 11:00-12:00", ((420, 660), (660, 720))),
        ("", ()),
    ],
)
def test_hours_are_read_as_people_write_them(written: str, read: tuple[tuple[int, int], ...]) -> None:
    assert texts.stretches(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("mon-fri", (0, 1, 2, 3, 4)), ("Sat", (5,)), ("mon, wed; fri", (0, 2, 4)), ("mon-wed tue-thu", (0, 1, 2, 3))],
)
def test_days_are_read_as_people_write_them(written: str, read: tuple[int, ...]) -> None:
    assert texts.days(written) == read
