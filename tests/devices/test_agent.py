"""The print agent: in turn, once, never two at a time, and always reported."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.agent import Agent, Job, Ways
from kiosk.printer_outcome import Outcome
from kiosk.slip import Slip, draw
from server.config.models import Printer as Config
from tests.devices.escpos_reader import slips_in
from tests.devices.fake_printer import BUSY_FAULTS, FakePrinter, Habits
from tests.devices.samples import numbered

QUIET = Ways(look_every=None, retry_after=0.01)
PREVIEW = Config.model_validate({"kind": "preview"})


class Hall:
    """Takes reports and can be waited for; `refusals` reports fail before one is taken."""

    def __init__(self, refusals: int = 0) -> None:
        self.outcomes: list[tuple[str, Outcome]] = []
        self.batches: list[int] = []
        self.refusals = refusals
        self._changed = threading.Condition()

    def report(self, batch: Sequence[tuple[Job, Outcome]]) -> None:
        with self._changed:
            if self.refusals:
                self.refusals -= 1
                raise OSError("the disk is full")
            self.outcomes += [(job.id, outcome) for job, outcome in batch]
            self.batches.append(len(batch))
            self._changed.notify_all()

    def wait(self, count: int) -> dict[str, str]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.outcomes) >= count, 20)
        return {job: outcome.code for job, outcome in self.outcomes}


def job(number: int, printer: str = "p", **facts: Any) -> Job:
    return Job(f"j{number}", f"t{number}", printer, numbered(f"BA{number:03}"), **facts)


def dots(image: Image.Image) -> bytes:
    return image.convert("L").tobytes()


def test_jobs_are_printed_in_turn_and_never_interleave() -> None:
    hall = Hall()
    with FakePrinter() as printer:
        agent = Agent({"p": printer.config()}, hall.report, QUIET)
        threads = [threading.Thread(target=agent.submit, args=([job(n)],)) for n in range(8)]
        for thread in threads:
            thread.start()
        assert set(hall.wait(8).values()) == {"ok"}
        assert agent.stop(5)
    assert sorted(map(dots, printer.slips)) == sorted(dots(draw(job(n).slip)) for n in range(8))
    assert not printer.stray


def test_two_printers_print_at_the_same_time() -> None:
    hall, gate = Hall(), threading.Event()
    with FakePrinter(Habits(gate=gate)) as slow, FakePrinter() as quick:
        agent = Agent({"slow": slow.config(), "quick": quick.config()}, hall.report, QUIET)
        agent.submit([job(1, "slow")])
        assert slow.image_began.wait(10)
        agent.submit([job(2, "quick")])
        assert hall.wait(1) == {"j2": "ok"}
        gate.set()
        assert hall.wait(2)["j1"] == "ok"
        assert agent.stop(5)


def test_thousands_of_previews_are_reported_together_without_drawing_one() -> None:
    def never(slip: Slip, width: int) -> Image.Image:
        raise AssertionError("nobody looked")

    hall = Hall()
    agent = Agent({"p": PREVIEW}, hall.report, replace(QUIET, draw=never, limit=1))
    agent.submit(job(n) for n in range(3000))
    assert set(hall.wait(3000).values()) == {"shown"}
    assert len(hall.batches) < 1500
    assert [name for name, _ in hall.outcomes] == [f"j{n}" for n in range(3000)]
    assert agent.stop(5)


def test_a_job_begun_before_a_restart_is_reported_and_not_printed_again() -> None:
    hall = Hall()
    with FakePrinter() as printer:
        agent = Agent({"p": printer.config()}, hall.report, QUIET)
        agent.submit([job(1, begun=True), job(2)])
        assert hall.wait(2) == {"j1": "interrupted", "j2": "ok"}
        assert agent.stop(5)
    assert list(map(dots, printer.slips)) == [dots(draw(job(2).slip))]


def test_a_job_is_marked_as_begun_before_its_first_byte() -> None:
    rows: list[int] = []
    hall = Hall()
    with FakePrinter() as printer:
        ways = replace(QUIET, started=lambda job: rows.append(printer.rows))
        agent = Agent({"p": printer.config()}, hall.report, ways)
        agent.submit([job(1)])
        hall.wait(1)
        assert agent.stop(5)
    assert rows == [0] and printer.rows > 0


def test_a_job_that_cannot_be_marked_is_not_printed_and_the_owner_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(job: Job) -> None:
        if job.id == "j1":
            raise OSError("disk full")

    hall = Hall()
    with FakePrinter() as printer:
        agent = Agent({"p": printer.config()}, hall.report, replace(QUIET, started=refuse))
        agent.submit([job(1), job(2)])
        assert hall.wait(2) == {"j1": "fault", "j2": "ok"}
        assert agent.stop(5)
    assert len(printer.slips) == 1
    assert any(record.exc_info for record in caplog.records)


def test_a_slip_that_cannot_be_drawn_fails_alone(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    def fails(slip: Slip, width: int) -> Image.Image:
        if slip.number == "BA001":
            raise RuntimeError("no ink in this letter")
        return draw(slip, width)

    hall, path = Hall(), tmp_path / "paper"
    config = Config.model_construct(kind="file", path=path, width=576)
    agent = Agent({"p": config}, hall.report, replace(QUIET, draw=fails))
    agent.submit([job(1), job(2)])
    assert hall.wait(2) == {"j1": "not-drawn", "j2": "sent"}
    assert agent.stop(5)
    assert len(slips_in(path.read_bytes())) == 1
    assert caplog.records[0].levelno == logging.ERROR and caplog.records[0].exc_info


def test_a_full_queue_refuses_at_once_and_an_unknown_printer_is_named() -> None:
    hall, gate = Hall(), threading.Event()
    with FakePrinter(Habits(gate=gate)) as printer:
        agent = Agent({"p": printer.config()}, hall.report, replace(QUIET, limit=2))
        agent.submit([job(0)])
        assert printer.image_began.wait(10)
        agent.submit([job(1), job(2), job(3), job(4, "gone")])
        assert hall.wait(2) == {"j3": "queue-full", "j4": "no-printer"}
        assert agent.states()["p"].waiting == 2
        gate.set()
        assert hall.wait(5)["j2"] == "ok"
        assert agent.stop(5)


def test_outcomes_that_could_not_be_reported_are_reported_later_once() -> None:
    hall = Hall(refusals=3)
    agent = Agent({"p": PREVIEW}, hall.report, QUIET)
    agent.submit([job(1)])
    hall.wait(1)
    assert agent.stop(5)
    assert len(hall.outcomes) == 1


def test_stopping_finishes_the_slip_in_hand_and_leaves_the_rest_unreported() -> None:
    hall, gate = Hall(), threading.Event()
    with FakePrinter(Habits(gate=gate)) as printer:
        agent = Agent({"p": printer.config()}, hall.report, QUIET)
        agent.submit([job(1), job(2), job(3)])
        assert printer.image_began.wait(10)
        assert not agent.stop(0.05)
        gate.set()
        for owner in agent._owners.values():
            owner.join(10)
        agent.submit([job(4)])
    assert len(printer.slips) == 1


def test_the_state_of_a_printer_is_known_before_its_first_job_and_since_when() -> None:
    moments = iter(datetime(2026, 11, 23, 8, minute, tzinfo=UTC) for minute in range(60))
    hall = Hall()
    with FakePrinter(Habits(status=BUSY_FAULTS["paper-out"])) as printer:
        ways = Ways(look_every=0.02, now=lambda: next(moments))
        agent = Agent({"p": printer.config(), "screen": PREVIEW}, hall.report, ways)
        try:
            wait_for(lambda: agent.states()["p"].code == "paper-out")
            out = agent.states()["p"]
            printer.habits.status = {4: 0x1E}
            wait_for(lambda: agent.states()["p"].code == "ok")
            refilled = agent.states()["p"]
        finally:
            agent.stop(5)
    assert refilled.since > out.since
    assert refilled.warning == "paper-low"
    assert agent.states()["screen"].code == "shown"


def wait_for(true: Any, seconds: float = 10) -> None:
    tick = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if true():
            return
        tick.wait(0.01)
    raise AssertionError("It never became so.")
