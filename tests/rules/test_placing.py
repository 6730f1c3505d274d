"""Who missed a call loses the turn, and no more than that."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.errors import NotAllowed
from server.rules.line import behind, in_order, lets_pass
from server.rules.ticket import Ticket
from tests.rules.test_line import comers

lines = comers().filter(bool)
AFTER, VOID = 3, 3
LATER = 10**9
"""After everybody of these lines has come."""


def back(missed: Ticket, others: list[Ticket], misses: int) -> list[Ticket]:
    """The line of one service once the missed ticket stands in it again."""
    order = in_order(others, {})
    most = lets_pass(misses, AFTER, VOID)
    placed = replace(missed, due_at=behind(missed.due_at, [one.due_at for one in order[:most]], LATER))
    return in_order([*others, placed], {})


@given(lines, st.data())
def test_who_missed_a_call_once_stands_behind_the_next_three(line: list[Ticket], data: st.DataObject) -> None:
    missed = data.draw(st.sampled_from(line))
    others = [one for one in line if one is not missed]
    order = back(missed, others, 1)
    place = [one.id for one in order].index(missed.id)
    assert place >= min(AFTER, len(others))
    # No more is lost than that: whoever stands between came with the very same claim, or stood before it anyway.
    last = in_order(others, {})[:AFTER][-1:]
    for one in order[min(AFTER, len(others)) : place]:
        assert one.due_at <= max(missed.due_at, *(other.due_at + 1 for other in last))


@given(lines, st.data())
def test_who_missed_twice_stands_behind_everybody_who_waits_now(line: list[Ticket], data: st.DataObject) -> None:
    missed = data.draw(st.sampled_from(line))
    others = [one for one in line if one is not missed]
    assert back(missed, others, 2)[-1].id == missed.id


@given(lines, st.integers(1, 2), st.data())
def test_a_miss_never_wins_anything(line: list[Ticket], misses: int, data: st.DataObject) -> None:
    missed = data.draw(st.sampled_from(line))
    others = [one for one in line if one is not missed]
    order = back(missed, others, misses)
    now = next(one for one in order if one.id == missed.id)
    assert now.due_at >= missed.due_at
    assert [one for one in order if one.id != missed.id] == in_order(others, {})


@given(st.integers(VOID, 9))
def test_the_third_miss_is_the_last(misses: int) -> None:
    with pytest.raises(NotAllowed):
        lets_pass(misses, AFTER, VOID)


def test_in_an_empty_line_nobody_is_waited_for() -> None:
    assert behind(7, [], LATER) == 7
    assert behind(7, [], 3) == 7


def test_an_appointment_that_is_far_off_holds_nobody_back() -> None:
    assert behind(7, [9, 1_000], 20) == 21
    assert behind(30, [9, 1_000], 20) == 30
