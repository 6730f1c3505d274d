"""Two days of the sample centre replayed: what people were told came true, and nobody was passed over."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bench.crowd import Seen
from bench.replay import Replay
from server.hall import placing
from server.rules import claim
from server.rules.hours import MINUTE

COMERS = 200


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replay, list[list[Seen]]]]:
    folder: Path = tmp_path_factory.mktemp("replay")
    replay = Replay(folder, COMERS)
    yield replay, [replay.day(date(2026, 11, 23)), replay.day(date(2026, 11, 24))]
    replay.close()


Days = tuple[Replay, list[list[Seen]]]


def test_three_of_four_are_called_within_what_they_were_told(days: Days) -> None:
    for seen in days[1]:
        told = [one for one in seen if one.wait and one.called_at]
        assert sum(one.inside for one in told) / len(told) >= 0.75


def test_everybody_is_told_something_once_something_is_known(days: Days) -> None:
    first, second = days[1]
    assert any(one.wait is None for one in first)
    assert sum(one.wait is not None for one in second) / len(second) > 0.95


def test_the_bands_are_narrow_enough_to_mean_something(days: Days) -> None:
    told = [one for one in days[1][1] if one.wait and one.waited is not None]
    widths = [one.wait["high"] - one.wait["low"] for one in told if one.wait]
    assert sum(widths) / len(widths) < 30
    assert any(one.waited > 30 for one in told if one.waited)


def test_nobody_is_overtaken_by_more_than_the_difference_of_credits(days: Days) -> None:
    replay, _ = days
    assert replay.overtaken
    assert all(one.by <= one.allowed for one in replay.overtaken)
    assert max(one.by for one in replay.overtaken) <= replay.bound * 60_000


@pytest.mark.parametrize("fault", ["credit", "missed"])
def test_a_hall_that_is_unfair_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Classes count four times, or who missed a call comes back four hours earlier."""
    if fault == "credit":
        fair = claim.walk_in
        monkeypatch.setattr(claim, "walk_in", lambda now, credit: fair(now, credit * 4))
    else:
        monkeypatch.setattr(placing, "after_miss", lambda hall, tx, ticket: ticket.due_at - 4 * 60 * MINUTE)
    replay = Replay(tmp_path, 2 * COMERS)
    replay.day(date(2026, 11, 23))
    replay.close()
    assert any(one.by > one.allowed for one in replay.overtaken)


def test_within_equal_credit_it_is_strictly_first_come_first_served(days: Days) -> None:
    equal = [one for one in days[0].overtaken if one.allowed == 0]
    # No desk of the sample prefers one of its services.
    assert equal == []


def test_everybody_who_came_was_called(days: Days) -> None:
    assert all(one.called_at for seen in days[1] for one in seen)
