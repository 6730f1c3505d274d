"""A ticket moved with its line: the number, the place and what it is stay; why it stands there is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules import line, reasons
from server.rules.moving import with_line
from server.rules.ticket import State, Ticket

TICKET = Ticket("t", "BA001", "BA", 1, "2026-11-23", "BA", 1000, 1000, 1, 1000)
KEPT: tuple[str, ...] = (
    "id",
    "number",
    "series",
    "serial",
    "business_date",
    "issued_at",
    "due_at",
    "seq",
    "since",
    "state",
    "credit",
)
KEPT += ("priority", "assist", "then", "counter", "calls", "called_at", "aside_at", "source")
lines = st.lists(st.integers(0, 10**6), min_size=2, max_size=20)


@given(lines, st.sampled_from([{"service": "AK", "counter": None}, {"service": None, "counter": "3"}]))
def test_a_line_arrives_in_the_order_it_left(dues: list[int], to: dict[str, str | None]) -> None:
    before = [replace(TICKET, id=str(seq), seq=seq, due_at=due) for seq, due in enumerate(dues)]
    after = [with_line(one, **to, prefix="BA", seq=100 + one.seq)[0] for one in before]
    order = [one.id for one in line.in_order(before, {})]
    assert [one.id for one in line.in_order(after, {})] == order
    for old, new in zip(before, after, strict=True):
        assert [getattr(old, name) for name in KEPT] == [getattr(new, name) for name in KEPT]


def test_it_says_where_it_came_from_or_where_to_go() -> None:
    other, _ = with_line(TICKET, service="AK", counter=None, prefix="BA", seq=2)
    sent, _ = with_line(TICKET, service=None, counter="3", prefix="BA", seq=2)
    assert reasons.text(other.why, other.why_arg).vi == "Chuyển từ hàng BA, giữ nguyên lượt"
    assert reasons.text(sent.why, sent.why_arg).en == "Moved to counter 3, place kept"
    assert (other.service, other.for_counter, sent.service, sent.for_counter) == ("AK", None, "BA", "3")


def test_who_was_sent_to_somebody_is_nobodys_in_the_new_line() -> None:
    moved, _ = with_line(replace(TICKET, for_officer="o1"), service="AK", counter=None, prefix="BA", seq=2)
    assert moved.for_officer is None


def test_who_is_aside_keeps_the_reason_they_have() -> None:
    missed = replace(TICKET, state=State.NO_SHOW, why="priority", why_arg="30")
    moved, _ = with_line(missed, service="AK", counter=None, prefix="BA", seq=2)
    assert (moved.why, moved.why_arg, moved.last_move) == ("priority", "30", 2)


@pytest.mark.parametrize("state", [State.WAITING, State.HELD, State.NO_SHOW])
def test_misses_count_in_one_line_and_who_is_away_still_has_to_come_back(state: State) -> None:
    before = replace(TICKET, state=state, misses=2)
    other = with_line(before, service="AK", counter=None, prefix="BA", seq=2)[0]
    assert other.misses == (2 if state is State.NO_SHOW else 0)
    assert with_line(before, service=None, counter="3", prefix="BA", seq=2)[0].misses == 2
