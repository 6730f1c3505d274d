"""The one writer: nobody is answered before it is true, and one bad write harms no other."""

import threading
from collections.abc import Callable
from typing import Any

import gevent
import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.rules.errors import Conflict, QueueError, Unavailable
from server.store import queue
from server.store.writer import Effects, Tx
from tests.store.shelf import Shelf, in_a_thread, note, rude, twice

OperationalError: type[Exception] = sqlite3.OperationalError


def test_nobody_is_answered_before_the_commit(shelf: Shelf) -> None:
    entered, go = threading.Event(), threading.Event()
    really = shelf.writer.batch.commit

    def slow() -> None:
        entered.set()
        assert go.wait(20)
        really()

    before = shelf.seqs()
    with shelf.commit(slow):
        asked = [gevent.spawn(shelf.note) for _ in range(3)]
        in_a_thread(entered)
        gevent.sleep(0)
        # The disk is at work: others read what is true so far, and nobody has been promised anything.
        assert shelf.seqs() == before
        assert not any(one.ready() for one in asked)
        go.set()
        gevent.joinall(asked, timeout=20, raise_error=True)
    assert [one.value for one in asked] == shelf.seqs()[len(before) :]


def test_nothing_follows_a_commit_before_it(shelf: Shelf) -> None:
    followed: list[str] = []
    shelf.writer.apply = lambda effects: followed.extend(effects.rooms)

    def told(tx: Tx) -> None:
        note(tx)
        tx.effects.rooms.add("kiosk")

    def refused() -> None:
        assert followed == []
        raise OperationalError("disk I/O error")

    with shelf.commit(refused):
        assert isinstance(shelf.together([told])[0], Unavailable)
    assert followed == []
    shelf.together([told])
    assert followed == ["kiosk"]


def test_what_waits_together_is_committed_once(shelf: Shelf) -> None:
    commits: list[int] = []
    really = shelf.writer.batch.commit

    def counted() -> None:
        commits.append(1)
        really()

    with shelf.commit(counted):
        seqs = shelf.together([note] * 40)
    assert len(commits) == 1
    assert sorted(seqs) == seqs == shelf.seqs()[-40:]


@pytest.mark.parametrize(("bad", "kind"), [(rude, ValueError), (twice, Conflict)])
def test_one_failing_write_fails_alone_and_leaves_no_gap(shelf: Shelf, bad: Callable[[Tx], Any], kind: type) -> None:
    first = len(shelf.seqs())
    answers = shelf.together([note, bad, note, bad, note])
    assert [type(one) for one in answers] == [int, kind, int, kind, int]
    good = [one for one in answers if isinstance(one, int)]
    assert good == [first + 1, first + 2, first + 3]
    assert shelf.verify() == (first + 3, None)


def test_a_write_that_refuses_in_time_costs_the_others_nothing(shelf: Shelf) -> None:
    done: list[int] = []

    def counted(tx: Tx) -> int:
        done.append(seq := note(tx))
        return seq

    def refused(tx: Tx) -> int:
        raise Conflict

    first = len(shelf.seqs())
    answers = shelf.together([counted, refused, counted])
    assert [type(one) for one in answers] == [int, Conflict, int]
    assert done == [first + 1, first + 2] == shelf.seqs()[first:]


@pytest.mark.parametrize("fault", [OperationalError("disk I/O error"), OperationalError("database or disk is full")])
def test_a_failing_commit_fails_the_whole_batch_and_nothing_is_half_done(shelf: Shelf, fault: Exception) -> None:
    before = shelf.seqs()

    def fails() -> None:
        raise fault

    with shelf.commit(fails):
        answers = shelf.together([note, rude, note])
    assert [type(one) for one in answers] == [Unavailable] * 3
    assert shelf.seqs() == before
    assert shelf.note() == len(before) + 1
    assert shelf.verify() == (len(before) + 1, None)


def test_a_fault_nobody_foresaw_fails_the_batch_and_not_the_writer(shelf: Shelf) -> None:
    before = shelf.seqs()

    def fails() -> None:
        raise RuntimeError("lightning")

    with shelf.commit(fails):
        assert [type(one) for one in shelf.together([note, note])] == [RuntimeError, RuntimeError]
    assert shelf.seqs() == before
    assert shelf.note() == len(before) + 1


def test_a_fault_that_cannot_even_be_rolled_back_does_not_end_the_writer(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shelf.seqs()

    def fails() -> None:
        raise RuntimeError("lightning")

    with monkeypatch.context() as broken, shelf.commit(fails):
        broken.setattr(shelf.writer.batch, "rollback", fails)
        assert [type(one) for one in shelf.together([note])] == [RuntimeError]
    # What stayed open is not committed with the next, which fails for it: then it is over.
    assert isinstance(shelf.together([note])[0], Unavailable)
    assert shelf.seqs() == before
    assert shelf.note() == len(before) + 1
    assert shelf.verify() == (len(before) + 1, None)


def test_a_consequence_that_fails_does_not_make_a_commit_untrue(shelf: Shelf) -> None:
    def broken(effects: Effects) -> None:
        raise RuntimeError("no screen")

    shelf.writer.apply = broken
    assert shelf.note() == len(shelf.seqs())


def test_too_much_waiting_is_refused_at_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "BACKLOG", 5)
    answers = shelf.together([note] * 8)
    assert [type(one) for one in answers] == [int] * 5 + [Unavailable] * 3


def test_what_nobody_waits_for_is_left_out_under_pressure(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "TOGETHER", 2)
    before = len(shelf.seqs())
    for _ in range(5):
        shelf.store.post(note)
    shelf.note()
    assert len(shelf.seqs()) == before + 3


def test_stopping_writes_what_waits_first(shelf: Shelf) -> None:
    before = len(shelf.seqs())
    asked = [gevent.spawn(shelf.note) for _ in range(5)]
    gevent.sleep(0)
    assert shelf.writer.stop(5)
    gevent.joinall(asked, timeout=5, raise_error=True)
    assert len(shelf.seqs()) == before + 5


def test_now_never_lies_before_the_event_before_it(shelf: Shelf) -> None:
    def told(tx: Tx) -> int:
        note(tx)
        return tx.now

    first = shelf.store.write(told)
    shelf.now -= 3_600_000
    assert shelf.store.write(told) == first
    shelf.now += 3_600_001
    assert shelf.store.write(told) == first + 1


def test_works_of_one_batch_share_one_instant_so_no_midnight_falls_between_them(shelf: Shelf) -> None:
    def told(tx: Tx) -> tuple[int, str]:
        note(tx)
        return tx.now, tx.business_date

    batch = shelf.writer.batch
    still = batch.clock
    ticks = iter(range(10_000))
    batch.clock = lambda: still() + next(ticks)
    assert len(set(shelf.together([told, told, told]))) == 1


def test_a_refusal_is_raised_where_it_was_asked_for(shelf: Shelf) -> None:
    def refused(tx: Tx) -> None:
        raise Conflict

    with pytest.raises(QueueError) as caught:
        shelf.store.write(refused)
    assert isinstance(caught.value, Conflict)


def test_a_count_that_fails_does_not_stop_the_writer(shelf: Shelf) -> None:
    def fails(asked: list[float]) -> None:
        raise RuntimeError

    shelf.writer.committed = fails
    first = shelf.note()
    assert shelf.note() == first + 1
