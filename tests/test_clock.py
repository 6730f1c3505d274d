"""The hall's clock when the machine's is set by hand, drifts, or sleeps."""

from dataclasses import dataclass

import pytest

from server.app_clock import SteadyClock

START = 1_790_000_000_000_000_000
MINUTE = 60_000_000_000


@dataclass
class Machine:
    wall: int = START
    steady: int = 5 * MINUTE

    def passes(self, ns: int) -> None:
        self.wall += ns
        self.steady += ns


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(machine: Machine) -> SteadyClock:
    return SteadyClock(lambda: machine.wall, lambda: machine.steady)


def since_start(clock: SteadyClock) -> float:
    return (clock() - START // 1_000_000) / 60_000


def test_time_that_passes_as_it_should_is_followed(machine: Machine, clock: SteadyClock) -> None:
    machine.passes(7 * MINUTE)
    assert since_start(clock) == 7


def test_small_corrections_are_followed_both_ways(machine: Machine, clock: SteadyClock) -> None:
    for seconds in (30, -45, 10):
        machine.wall += seconds * 1_000_000_000
        assert clock() == machine.wall // 1_000_000


def test_a_day_set_by_mistake_and_corrected_at_once_never_happened(machine: Machine, clock: SteadyClock) -> None:
    machine.wall += 1440 * MINUTE
    assert since_start(clock) == 0
    machine.passes(2 * MINUTE)
    assert since_start(clock) == 2
    machine.wall -= 1440 * MINUTE
    machine.passes(10 * MINUTE)
    assert since_start(clock) == 12


def test_a_step_forward_that_stands_for_five_minutes_is_believed(machine: Machine, clock: SteadyClock) -> None:
    machine.wall += 60 * MINUTE
    assert since_start(clock) == 0
    machine.passes(5 * MINUTE - 1)
    assert since_start(clock) < 5
    machine.passes(1)
    assert since_start(clock) == 65


def test_a_step_back_neither_stops_the_clock_nor_turns_it(machine: Machine, clock: SteadyClock) -> None:
    machine.wall -= 60 * MINUTE
    readings = []
    for _ in range(20):
        machine.passes(MINUTE)
        readings.append(since_start(clock))
    assert readings == list(range(1, 21))


def test_a_clock_behind_the_logs_last_event_is_told_and_follows_the_first_hand_that_sets_it(
    machine: Machine, clock: SteadyClock, caplog: pytest.LogCaptureFixture
) -> None:
    clock.begin_after((START + 30 * 1440 * MINUTE) // 1_000_000)
    assert "behind the log's last event" in caplog.text
    machine.passes(MINUTE)
    machine.wall += 1440 * MINUTE
    assert since_start(clock) == 1441, "a first step that is not far enough"
    machine.wall += 30 * 1440 * MINUTE
    assert since_start(clock) == 1 + 31 * 1440
    assert clock.step_s == 0
    # From here on it is a clock like any.
    machine.wall += 60 * MINUTE
    assert since_start(clock) == 1 + 31 * 1440
    assert clock.step_s == 3600


@pytest.mark.parametrize("ms", [-60_000, 0, 60_000])
def test_a_clock_that_stands_about_where_the_log_ended_is_not_in_doubt(
    machine: Machine, clock: SteadyClock, caplog: pytest.LogCaptureFixture, ms: int
) -> None:
    clock.begin_after(START // 1_000_000 + ms)
    machine.wall += 60 * MINUTE
    assert since_start(clock) == 0
    assert "behind" not in caplog.text


def test_what_is_not_followed_can_be_asked_for(machine: Machine, clock: SteadyClock) -> None:
    machine.wall -= 60 * MINUTE
    clock()
    assert clock.step_s == -3600
    machine.wall += 60 * MINUTE
    clock()
    assert clock.step_s == 0
    machine.wall += 10 * MINUTE
    clock()
    assert clock.step_s == 600
    machine.passes(5 * MINUTE)
    assert since_start(clock) == 15
    assert clock.step_s == 0
