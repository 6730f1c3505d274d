"""Whatever people do in whatever order: whom a call passes over is bounded by credits, and a missed turn is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings

from server.rules import moving
from server.rules.hours import MINUTE
from server.rules.ticket import Moved
from tests.rules import fair
from tests.rules.comers import COUNTERS
from tests.rules.fair import Hall

Hall.TestCase.settings = settings(max_examples=150, stateful_step_count=60)
TestFairness = Hall.TestCase


def with_two() -> Hall:
    """Two people for BA, a minute apart."""
    hall = Hall()
    hall.walk_in("BA", 0, [])
    hall.time_passes(1)
    hall.walk_in("BA", 0, [])
    return hall


def test_the_machine_would_notice_a_line_without_order() -> None:
    hall = with_two()
    first, second = hall.tickets.values()
    hall._is_fair(first, second, COUNTERS["4"])
    with pytest.raises(AssertionError, match="goes before"):
        hall._is_fair(second, first, COUNTERS["4"])


def earlier(made: Callable[..., Moved]) -> Callable[..., Moved]:
    """The same, but whoever it concerns stands ten minutes earlier afterwards."""

    def changed(*args: Any, **more: Any) -> Moved:
        after, event = made(*args, **more)
        return replace(after, due_at=after.due_at - 10 * MINUTE), event

    return changed


def amends(hall: Hall) -> None:
    hall.amend(1, None, 30)


def moves_the_line(hall: Hall) -> None:
    hall.move_a_whole_line("BA", None, "1")


def gives_back(hall: Hall) -> None:
    hall.move_a_whole_line("BA", None, "1")
    hall.give_back_who_was_sent()


def calls_and_undoes(hall: Hall) -> None:
    hall.call_next("4")
    hall.undo(0)


def chooses(hall: Hall) -> None:
    hall.choose_somebody("4", 1, "call")


@pytest.mark.parametrize("act", [amends, moves_the_line, gives_back, calls_and_undoes, chooses])
def test_the_machine_lets_what_is_fair_happen(act: Callable[[Hall], None]) -> None:
    hall = with_two()
    act(hall)
    hall.only_a_missed_call_or_the_end_of_the_line_costs_a_place()


@pytest.mark.parametrize(
    ("owner", "name", "act"),
    [
        (fair, "amend", amends),
        (moving, "with_line", moves_the_line),
        (moving, "released", gives_back),
        (fair, "move", chooses),
    ],
)
def test_the_machine_would_notice_a_place_that_changes(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, act: Callable[[Hall], None]
) -> None:
    hall = with_two()
    monkeypatch.setattr(owner, name, earlier(getattr(owner, name)))
    with pytest.raises(AssertionError):
        act(hall)
        hall.only_a_missed_call_or_the_end_of_the_line_costs_a_place()


def test_the_machine_would_notice_a_choice_that_is_not_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    hall, real = with_two(), fair.move
    monkeypatch.setattr(
        fair, "move", lambda one, name, scene, wish: real(one, name, replace(scene, passes=False), wish)
    )
    with pytest.raises(AssertionError):
        chooses(hall)
