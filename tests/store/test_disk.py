"""When the disk says no: full, read-only, locked, damaged. Each has one answer, and the hall recovers by itself."""

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gevent
import pytest
from gevent.queue import Queue as Channel
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.rules.errors import Unavailable
from server.store import queue
from server.store.database import FILE, CannotOpen, lock, wal_is_safe
from server.store.store import open_store
from tests.store.shelf import CENTRE, NOON, Shelf, note


def refused(shelf: Shelf, works: int = 3) -> bool:
    """Whether writes are refused as unavailable, all of them, with nothing written."""
    before = shelf.seqs()
    answers = shelf.together([note] * works)
    assert shelf.seqs() == before or not all(isinstance(one, Unavailable) for one in answers)
    return all(isinstance(one, Unavailable) for one in answers)


def recovered(shelf: Shelf) -> None:
    """Writing goes on where it stopped, and the chain has no break."""
    last = len(shelf.seqs())
    assert shelf.note() == last + 1
    assert shelf.verify() == (last + 1, None)


# Full


def test_a_full_database_refuses_and_recovers_by_itself(shelf: Shelf) -> None:
    db = shelf.writer.batch.db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(10_000):
        if refused(shelf):
            break
    else:
        pytest.fail("the database never got full")
    assert len(shelf.seqs()) == shelf.seqs()[-1]
    db.execute("PRAGMA max_page_count = 1000000")
    recovered(shelf)


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """A disk that has room for files of this size only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_during_the_commit_refuses_and_recovers(shelf: Shelf) -> None:
    log = shelf.folder / f"{FILE}-wal"
    for _ in range(20):
        shelf.note()
    before = shelf.seqs()
    with no_file_beyond(log.stat().st_size + 100):
        assert refused(shelf)
        assert shelf.seqs() == before
    recovered(shelf)


def test_a_disk_that_fails_is_noticed_and_told_without_a_write_and_so_is_its_end(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(queue, "IDLE_S", 0.0)
    monkeypatch.setattr(queue, "FRESH_S", 0.0)
    monkeypatch.setattr(queue, "LOOK_EVERY_S", 0.01)
    heard: Channel[bool] = Channel()
    shelf.note()
    tries = 0

    def full() -> None:
        nonlocal tries
        tries += 1
        raise sqlite3.OperationalError("database or disk is full")

    shelf.writer.failing = heard.put
    with shelf.commit(full):
        assert heard.get(timeout=20) is True
        since = shelf.writer.failing_since
        while tries < 5:
            gevent.sleep(0.001)
    assert heard.get(timeout=20) is False
    assert (since is None, shelf.writer.failing_since) == (False, None)
    assert heard.empty()
    assert [one.levelname for one in caplog.records if "written" in one.message] == ["ERROR"]
    assert shelf.seqs() == [1], "trying leaves nothing behind"


def test_a_writer_goes_on_when_nobody_can_be_told(shelf: Shelf) -> None:
    def broken(_failing: bool) -> None:
        raise RuntimeError("no")

    shelf.writer.failing = broken
    with no_file_beyond((shelf.folder / f"{FILE}-wal").stat().st_size):
        assert refused(shelf)
    recovered(shelf)


# Read-only


def test_a_disk_that_became_read_only_refuses_and_recovers(shelf: Shelf) -> None:
    db = shelf.writer.batch.db
    db.execute("PRAGMA query_only = ON")
    assert refused(shelf)
    assert shelf.seqs() == shelf.seqs()
    db.execute("PRAGMA query_only = OFF")
    recovered(shelf)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write into the folder, not even those whom no right stops."""
    files = [folder, *folder.iterdir()]
    for one in files:
        one.chmod(stat.S_IMODE(one.stat().st_mode) & ~0o222 | 0o444)
    rights, parents = os.geteuid(), [one for one in folder.parents if one.stat().st_mode & 0o001 == 0]
    for parent in parents:
        parent.chmod(0o755)
    os.seteuid(65534 if rights == 0 else rights)
    try:
        yield
    finally:
        os.seteuid(rights)
        for one in files:
            one.chmod(0o700 if one.is_dir() else 0o600)
        for parent in parents:
            parent.chmod(0o700)


@pytest.mark.parametrize("serves", [True, False])
def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path, serves: bool) -> None:
    Shelf(tmp_path).store.close()
    with read_only(tmp_path), pytest.raises(CannotOpen, match=r"\.$"):
        open_store(tmp_path, CENTRE, lambda: NOON, elsewhere=(lambda: None) if serves else None)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for serves in (None, lambda: None):
        with pytest.raises(CannotOpen, match=r"\.$"):
            open_store(tmp_path / "file" / "data", CENTRE, lambda: NOON, elsewhere=serves)


# Locked


def holding(folder: Path) -> Any:
    """Another program that is just writing."""
    other = sqlite3.connect(str(folder / FILE), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_write_waits_for_another_program_and_stops_nobody_meanwhile(shelf: Shelf) -> None:
    other = holding(shelf.folder)
    asked = gevent.spawn(shelf.note)
    turns = 0
    while turns < 20:
        gevent.sleep(0.001)
        turns += 1
        assert shelf.seqs() == shelf.seqs()
    assert not asked.ready()
    other.execute("ROLLBACK")
    assert asked.get(timeout=20) == len(shelf.seqs())
    other.close()


def test_a_lock_that_is_never_given_back_means_unavailable(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PATIENCE_S", 0.2)
    other = holding(shelf.folder)
    assert refused(shelf)
    other.execute("ROLLBACK")
    other.close()
    monkeypatch.undo()
    recovered(shelf)


def test_a_command_line_can_open_the_hall_while_somebody_writes(shelf: Shelf) -> None:
    shelf.note()
    other = holding(shelf.folder)
    beside = Shelf(shelf.folder, queued=False)
    assert beside.seqs() == shelf.seqs()
    beside.store.close()
    other.execute("ROLLBACK")
    other.close()


def test_a_command_line_writes_beside_the_server_into_the_same_chain(shelf: Shelf) -> None:
    beside = Shelf(shelf.folder, queued=False)
    beside.now += 60_000
    seqs = [shelf.note(), beside.note(), shelf.note(), beside.note()]
    assert seqs == shelf.seqs()[-4:]
    assert shelf.verify() == (seqs[-1], None)
    beside.store.close()
    with gevent.Timeout(5):
        while not shelf.elsewhere:
            gevent.sleep(0.01)


def test_two_servers_cannot_share_a_folder(shelf: Shelf) -> None:
    with pytest.raises(CannotOpen, match="already running"):
        Shelf(shelf.folder)


def test_another_process_is_refused_too_until_the_first_ends(shelf: Shelf) -> None:
    tries = "import sys; from pathlib import Path; from server.store.database import *\n"
    tries += "try: lock(Path(sys.argv[1]))\nexcept CannotOpen as no: print(no)"

    def said() -> str:
        return subprocess.run([sys.executable, "-c", tries, shelf.folder], capture_output=True, text=True).stdout

    assert "already running" in said()
    assert shelf.store.handle is not None
    shelf.store.handle.close()
    assert said() == ""
    shelf.store.handle = lock(shelf.folder)


# Damaged


def spoil(path: Path, at: int, what: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(what)


@pytest.mark.parametrize(
    ("what", "at"),
    [("another file", 0), ("no header", 0), ("cut off", 5000), ("bad schema", 100)],
)
@pytest.mark.parametrize("serves", [True, False])
def test_a_damaged_file_is_said_in_a_sentence(tmp_path: Path, what: str, at: int, serves: bool) -> None:
    Shelf(tmp_path).store.close()
    path = tmp_path / FILE
    if what == "cut off":
        os.truncate(path, at)
    else:
        spoil(path, at, b"\xff" * 400)
    with pytest.raises(CannotOpen, match=r"layso\.db.*\.$"):
        open_store(tmp_path, CENTRE, lambda: NOON, elsewhere=(lambda: None) if serves else None)
    # Whoever tries again is told the same, not that another server runs.
    with pytest.raises(CannotOpen, match=r"layso\.db"):
        open_store(tmp_path, CENTRE, lambda: NOON, elsewhere=lambda: None)


def test_damage_found_while_running_promises_nothing(shelf: Shelf) -> None:
    for _ in range(200):
        shelf.note()
    db = shelf.writer.batch.db
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.execute("PRAGMA cache_size = 0")
    db.execute("PRAGMA shrink_memory")
    spoil(shelf.folder / FILE, 4096, b"\xff" * ((shelf.folder / FILE).stat().st_size - 4096))
    answers = shelf.together([note] * 2)
    assert [type(one) for one in answers] == [Unavailable] * 2
    with pytest.raises(Unavailable):
        shelf.seqs()


# Old SQLite


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        *[((3, 51, 3), True), ((3, 52, 0), True), ((4, 0, 0), True), ((3, 51, 2), False), ((3, 51, 1), False)],
        *[((3, 50, 7), True), ((3, 50, 8), True), ((3, 50, 6), False), ((3, 44, 6), True), ((3, 44, 5), False)],
        *[((3, 45, 9), False), ((3, 40, 1), False), ((3, 7, 0), False), ((3, 49, 99), False)],
    ],
)
def test_a_sqlite_that_can_lose_committed_data_is_known(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) == safe


def test_a_sqlite_that_can_lose_committed_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(CannotOpen, match="can lose committed data"):
        Shelf(tmp_path)
