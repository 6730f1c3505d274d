"""The power goes at any instant of anything people do: what they were told is there when it comes back, and only that.

Bytes are copied from the disk as they are, nothing is closed, and a hall is opened on the copy. The whole history is
then held against the log by the checker of the chaos runs.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.rules.ticket import Wish
from server.store import keys
from server.store.database import FILE
from server.store.writer import Batch
from tests.chaos.asked import Op
from tests.chaos.diary import Cut, Diary
from tests.chaos.history import faults
from tests.chaos.remains import past
from tests.hall import model
from tests.hall.house import RECEPTION, SERVES, House

LOG = f"{FILE}-wal"
MOVES = ("recall", "serve", "finish", "no-show", "hold", "return", "transfer", "cancel", "call", "undo", "print")
AT_WORK = {
    "called": ("serve", "serve", "recall", "no-show", "hold", "transfer", "cancel", "undo", "print", "return"),
    "serving": ("finish", "finish", "hold", "transfer", "undo", "return"),
    "held": ("serve", "call", "undo", "transfer", "cancel"),
}
AT_DESK = "state IN ('called', 'serving', 'held')"
Fate = Callable[[Callable[[], None]], None]
"""What happens at a commit, in whose place; it is handed the commit."""
# What was written is read back as bytes, so the memory is as good as a disk here, and quick.
SPACE = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
counters = st.sampled_from(sorted(SERVES))
desks = st.sampled_from([*sorted(SERVES), "reception"])
services = st.sampled_from(["AH", "AK", "BA", "BT"])
places = st.integers(0, 1_000)


class Power(RuleBasedStateMachine):
    """People at five desks; ``lives`` counts how often the hall has come back from what was on the disk.

    ``fate`` is what happens instead of the next commit, ``left`` what the last fall left of the database and of its
    log; ``doubtful`` are the operations that nobody was told the end of.
    """

    def __init__(self) -> None:
        super().__init__()
        self.space = Path(tempfile.mkdtemp(prefix="layso-power-", dir=SPACE))
        self.lives = 0
        self.house = House(self.space / "0")
        self.officers = {counter: self.house.officer(counter) for counter in SERVES}
        self.diary = Diary(self.house)
        self.doubtful: list[int] = []
        self.fate: Fate | None = None
        self.left = b"", b""

    def teardown(self) -> None:
        self.the_power_goes()
        model.log_is_whole(self.house)
        self.house.close()
        found = faults(self.diary.ops, past(self.house.folder), SERVES)
        assert not found, "\n".join(found)
        shutil.rmtree(self.space)

    @initialize()
    def a_morning(self) -> None:
        for service in ("AH", "AK", "AH", "BA"):
            self.issue(service, [])
        for counter in ("1", "11"):
            self.call_next(counter)

    # What people do

    @rule(service=services, then=st.lists(services, max_size=1))
    def issue(self, service: str, then: list[str]) -> None:
        self._tried(lambda: self.diary.took(service, tuple(one for one in then if one != service)))

    @rule(counter=counters)
    def call_next(self, counter: str) -> None:
        self._tried(lambda: self.diary.called(self.officers[counter]))

    @rule(counter=desks, place=places, name=st.sampled_from(MOVES), to=counters)
    def anybody_moves_anything(self, counter: str, place: int, name: str, to: str) -> None:
        """What is refused may not happen."""
        tickets = self._tickets()
        self._moved(counter, tickets[place % len(tickets)][0], name, to)

    @precondition(lambda self: self._tickets(AT_DESK))
    @rule(place=places, pick=places, to=counters)
    def work_at_a_desk(self, place: int, pick: int, to: str) -> None:
        """Most moves of a day: what an officer may do with a ticket of theirs."""
        busy = self._tickets(AT_DESK)
        id, counter, state = busy[place % len(busy)]
        self._moved(counter, id, AT_WORK[state][pick % len(AT_WORK[state])], to)

    @precondition(lambda self: self._tickets(AT_DESK))
    @rule(place=places, pick=places, to=counters)
    def more_work_at_a_desk(self, place: int, pick: int, to: str) -> None:
        self.work_at_a_desk(place, pick, to)

    def _tickets(self, which: str = "1") -> list[tuple[str, str, str]]:
        return self.house.rows(f"SELECT id, counter, state FROM ticket WHERE {which} ORDER BY seq")

    def _moved(self, counter: str, id: str, name: str, to: str) -> None:
        who = self.officers.get(counter, RECEPTION)
        wish = Wish(counter=to if name == "transfer" else None, reason="vì thế")
        self._tried(lambda: self.diary.moved(who, name, id, wish))

    @rule(area=st.sampled_from("AB"))
    def look(self, area: str) -> None:
        self.diary.saw_board(area)

    @rule(ms=st.integers(1, 90_000))
    def time_passes(self, ms: int) -> None:
        self.house.clock.forward(ms=ms)

    # What becomes of it

    @rule()
    def the_power_goes(self) -> None:
        """While nothing is being written."""
        self._comes_back(*self._on_disk())

    @rule(share=st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1)))
    def the_power_goes_at_the_next_commit(self, share: float) -> None:
        """0: before it; 1: after it, and before the answer; between: while the log was being written."""
        self.fate = lambda real: self._cut(real, share)

    @rule()
    def the_disk_refuses_the_next_commit(self) -> None:
        self.fate = _refused

    @precondition(lambda self: self.doubtful)
    @rule(place=places)
    def somebody_asks_again(self, place: int) -> None:
        """Under the same key: whoever was cut off or refused by the disk."""
        number = self.doubtful.pop(place % len(self.doubtful))
        self._tried(lambda: self.diary.again(number), number)

    @precondition(lambda self: self.diary.asked)
    @rule(place=places)
    def somebody_did_not_hear_the_answer(self, place: int) -> None:
        """What was answered is asked again, and answered with the same bytes."""
        numbers = [number for number in self.diary.asked if self.diary.ops[number].status in (200, 201)]
        if numbers:
            op = self.diary.ops[number := numbers[place % len(numbers)]]
            again = self.diary.again(number)
            assert (again.status, again.body) == (op.status, op.body)
            # It was done when it was first asked, whatever came of the answer.
            self.diary.ops[number] = op

    def _tried(self, ask: Callable[[], Op], number: int | None = None) -> None:
        """Asks, and has happen what was to happen to the next commit."""
        instead, self.fate = self.fate, None
        with self._commit(instead) if instead else nullcontext():
            op = ask()
        if op.status in (None, 503):
            self.doubtful.append(len(self.diary.ops) - 1 if number is None else number)
        if op.status is None:
            self._comes_back(*self.left)

    def _on_disk(self) -> tuple[bytes, bytes]:
        folder = self.house.folder
        return (folder / FILE).read_bytes(), (folder / LOG).read_bytes()

    @contextmanager
    def _commit(self, instead: Fate) -> Iterator[None]:
        """Something else than a commit, until the end of the `with`."""
        batch = self.house.hall.store.writer.batch
        real = batch.commit
        batch.commit = lambda: instead(real)  # type: ignore[method-assign]
        yield
        batch.commit = real  # type: ignore[method-assign]

    def _cut(self, real: Callable[[], None], share: float) -> None:
        """The log as it was, and of what the commit adds to it as much as had arrived."""
        database, before = self._on_disk()
        real()
        log = self._on_disk()[1]
        assert log[: len(before)] == before
        self.left = database, log[: len(before) + round((len(log) - len(before)) * share)]
        raise Cut

    def _comes_back(self, database: bytes, log: bytes) -> None:
        old, self.lives = self.house, self.lives + 1
        folder = self.space / str(self.lives)
        folder.mkdir()
        (folder / FILE).write_bytes(database)
        (folder / LOG).write_bytes(log)
        self.house = House(folder)
        self.house.clock.now = old.clock.now
        self.diary.house = self.house
        old.close()
        shutil.rmtree(old.folder)


def _refused(real: Callable[[], None]) -> None:
    raise sqlite3.OperationalError("database or disk is full")


Power.TestCase.settings = settings(max_examples=30, stateful_step_count=40)
TestPower = Power.TestCase


@pytest.fixture
def power() -> Iterator[Power]:
    """One such hall, to be led by hand."""
    made = Power()
    yield made
    shutil.rmtree(made.space, ignore_errors=True)


def test_a_life_with_a_fall_is_sound(power: Power) -> None:
    power.issue("AH", [])
    power.the_power_goes_at_the_next_commit(1.0)
    power.issue("AH", [])
    power.somebody_asks_again(0)
    power.teardown()
    assert [op.ticket["number"] for op in power.diary.ops] == ["AH001", "AH002"]


def test_who_was_cut_off_and_then_refused_may_have_got_what_they_asked_for(power: Power) -> None:
    power.the_power_goes_at_the_next_commit(1.0)
    power.issue("AH", [])
    power.the_disk_refuses_the_next_commit()
    power.somebody_asks_again(0)
    power.teardown()


def test_a_store_that_does_what_it_refuses_is_found_out(power: Power, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = Batch.commit

    def lying(batch: Batch) -> None:
        commit(batch)
        _refused(lambda: None)

    with monkeypatch.context() as while_it_lies:
        while_it_lies.setattr(Batch, "commit", lying)
        power.issue("AH", [])
    with pytest.raises(AssertionError, match="issue AH was refused with 503 and happened all the same"):
        power.teardown()


def test_a_store_that_answers_before_its_commit_is_found_out(power: Power, monkeypatch: pytest.MonkeyPatch) -> None:
    """It commits when the next one is written, and the power is quicker."""
    begin = Batch.begin

    def late(batch: Batch) -> None:
        if batch.db.conn.in_transaction:
            batch.db.execute("COMMIT")
        begin(batch)

    monkeypatch.setattr(Batch, "begin", late)
    monkeypatch.setattr(Batch, "commit", lambda batch: None)
    power.issue("AH", [])
    power.issue("AH", [])
    with pytest.raises(AssertionError, match=r"issue AH was promised \(AH002, version \d+\) and is not in the log"):
        power.teardown()


def test_a_store_that_forgets_its_keys_is_found_out(power: Power, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "remember", lambda *of: None)
    power.the_power_goes_at_the_next_commit(1.0)
    power.issue("AH", [])
    power.somebody_asks_again(0)
    with pytest.raises(AssertionError, match="asked for by nobody: something happened twice"):
        power.teardown()


def test_a_store_that_gives_a_number_again_after_a_fall_is_found_out(power: Power) -> None:
    """What was on the disk before the last number comes back instead of what was there after it."""
    power.issue("AH", [])
    old = power._on_disk()
    power.issue("AH", [])
    power._comes_back(*old)
    power.issue("AH", [])
    with pytest.raises(AssertionError, match="was promised to two requests"):
        power.teardown()
