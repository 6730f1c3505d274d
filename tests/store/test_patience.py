"""Waiting for the disk: nobody waits for ever, and what was refused never happens behind their back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import gevent
import pytest
from gevent.queue import Queue as Channel
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.rules.errors import Unavailable
from server.store import queue
from tests.store.shelf import Hung, Shelf, note
from tests.store.test_disk import holding

OperationalError: type[Exception] = sqlite3.OperationalError


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nobody waits long, until it is undone."""
    monkeypatch.setattr(queue, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(queue, "PATIENCE_S", 0.05)
    return monkeypatch


def begun(shelf: Shelf, wanted: bool = True) -> None:
    """Comes back once a write has begun; or, not ``wanted``, once none is under way."""
    with gevent.Timeout(20):
        while bool(shelf.writer.begun) is not wanted:
            gevent.sleep(0.001)


@contextmanager
def hung(shelf: Shelf) -> Iterator[Hung]:
    """A first write stays inside its COMMIT for the length of the ``with``."""
    commit = Hung(shelf)
    with shelf.commit(commit):
        gevent.spawn(shelf.together, [note])
        commit.entered()
        try:
            yield commit
        finally:
            commit.go.set()
        begun(shelf, False)


def test_who_was_refused_while_the_disk_hung_gets_nothing_written_later(
    shelf: Shelf, hasty: pytest.MonkeyPatch
) -> None:
    before = len(shelf.seqs())
    with hung(shelf):
        assert [type(one) for one in shelf.together([note] * 3)] == [Unavailable] * 3
        hasty.undo()
    # What was inside the COMMIT could not be taken back.
    assert len(shelf.seqs()) == before + 1
    assert shelf.note() == before + 2


def test_a_disk_that_hangs_is_told_like_one_that_refuses(shelf: Shelf, hasty: pytest.MonkeyPatch) -> None:
    heard: Channel[bool] = Channel()
    shelf.writer.failing = heard.put
    with hung(shelf):
        assert heard.get(timeout=20) is True
        hasty.undo()
    assert heard.get(timeout=20) is False


def test_who_is_inside_a_commit_is_not_kept_waiting_either(shelf: Shelf, hasty: pytest.MonkeyPatch) -> None:
    commit = Hung(shelf)
    with shelf.commit(commit):
        assert [type(one) for one in shelf.together([note])] == [Unavailable]
        hasty.undo()
        commit.go.set()
        shelf.note()


def test_who_was_refused_under_anothers_lock_gets_nothing_written_once_it_is_given_back(
    shelf: Shelf, hasty: pytest.MonkeyPatch
) -> None:
    before, other = shelf.seqs(), holding(shelf.folder)
    early = gevent.spawn(shelf.together, [note] * 2)
    begun(shelf)
    answers = [*shelf.together([note] * 2), *early.get(timeout=20)]
    assert [type(one) for one in answers] == [Unavailable] * 4
    hasty.undo()
    other.execute("ROLLBACK")
    other.close()
    assert shelf.note() == len(before) + 1
    assert len(shelf.seqs()) == len(before) + 1


def test_who_went_away_while_waiting_gets_nothing_written(shelf: Shelf) -> None:
    before = len(shelf.seqs())
    with hung(shelf):
        gone = gevent.spawn(shelf.note)
        gevent.sleep(0)
        gone.kill()
    assert shelf.note() == before + 2


def test_what_nobody_waits_for_is_dropped_too(shelf: Shelf, hasty: pytest.MonkeyPatch) -> None:
    before = len(shelf.seqs())
    with hung(shelf):
        shelf.store.post(note)
        assert [type(one) for one in shelf.together([note])] == [Unavailable]
        hasty.undo()
    assert shelf.note() == before + 2


# Since when nothing can be written


def test_the_first_failure_counts_until_something_is_committed(shelf: Shelf) -> None:
    faults = iter([OperationalError("disk I/O error"), RuntimeError("lightning"), OperationalError("disk I/O error")])

    def fails() -> None:
        raise next(faults)

    shelf.note()
    begun, since = time.monotonic(), []
    with shelf.commit(fails):
        for _ in range(3):
            shelf.together([note])
            since.append(shelf.writer.failing_since)
    assert since[0] is not None
    assert begun <= since[0] <= time.monotonic(), "not of the steady clock"
    assert since == [since[0]] * 3
    shelf.note()
    assert shelf.writer.failing_since is None


def test_a_fault_nobody_foresaw_is_one_of_not_writing(shelf: Shelf) -> None:
    def fails() -> None:
        raise RuntimeError("lightning")

    with shelf.commit(fails):
        shelf.together([note])
    assert shelf.writer.failing_since is not None


# Whether something can be written


class Trials:
    """Many who ask at once, and the commits that this takes."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.commits, self.full = shelf, 0, False
        self._really = shelf.writer.batch.commit

    def commit(self) -> None:
        self.commits += 1
        if self.full:
            raise OperationalError("database or disk is full")
        self._really()

    def good(self) -> set[bool]:
        """What fifty are told who ask in the same moment."""
        with self.shelf.commit(self.commit):
            asked = [gevent.spawn(self._one) for _ in range(50)]
            gevent.joinall(asked, timeout=20, raise_error=True)
        return {bool(one.value) for one in asked}

    def _one(self) -> bool:
        try:
            self.shelf.store.try_out()
        except Unavailable:
            return False
        return True


@pytest.fixture
def trials(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Trials:
    """Nothing becomes old by itself."""
    monkeypatch.setattr(queue, "FRESH_S", 10_000.0)
    return Trials(shelf)


def test_many_who_ask_whether_it_can_write_cost_one_commit(trials: Trials, shelf: Shelf) -> None:
    assert (trials.good(), trials.commits) == ({True}, 1)
    assert (trials.good(), trials.commits) == ({True}, 1)
    shelf.writer.committed_at = -1e9
    assert (trials.good(), trials.commits) == ({True}, 2)


def test_a_commit_that_went_well_is_the_best_trial(trials: Trials, shelf: Shelf) -> None:
    shelf.note()
    assert (trials.good(), trials.commits) == ({True}, 0)


def test_many_who_ask_in_vain_cost_one_commit_as_well(trials: Trials, shelf: Shelf) -> None:
    trials.full = True
    assert (trials.good(), trials.commits) == ({False}, 1)
    assert (trials.good(), trials.commits) == ({False}, 1)
    shelf.writer.tried_at = -1e9
    assert (trials.good(), trials.commits) == ({False}, 2)


def test_a_failing_disk_is_not_called_ready_because_it_just_was(trials: Trials) -> None:
    assert trials.good() == {True}
    trials.full = True
    with trials.shelf.commit(trials.commit):
        trials.shelf.together([note])
    assert trials.good() == {False}
    trials.full = False
    trials.shelf.note()
    assert trials.good() == {True}


# The end


def test_a_disk_that_hangs_does_not_hold_up_the_end(shelf: Shelf) -> None:
    before = len(shelf.seqs())
    with hung(shelf):
        late = gevent.spawn(shelf.together, [note])
        gevent.sleep(0)
        assert not shelf.store.close(0.01)
        assert [type(one) for one in late.get(timeout=20)] == [Unavailable]
        assert [type(one) for one in shelf.together([note])] == [Unavailable]
    assert len(shelf.seqs()) == before + 1


def test_a_writer_with_nothing_to_do_ends_well_however_little_time_there_is(shelf: Shelf) -> None:
    # A turn that comes late, as on a busy machine.
    shelf.writer.committed = lambda asked: gevent.sleep(0.05)
    shelf.note()
    assert shelf.writer.stop(0)


def test_anothers_lock_does_not_hold_up_the_end(shelf: Shelf) -> None:
    other = holding(shelf.folder)
    waiting = gevent.spawn(shelf.together, [note])
    begun(shelf)
    assert shelf.writer.stop(2 * queue.ENDING_S)
    assert [type(one) for one in waiting.get(timeout=20)] == [Unavailable]
    other.execute("ROLLBACK")
    other.close()
