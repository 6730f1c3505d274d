"""Putting a copy back: every number still there, nothing thrown away, nothing done under a running server."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.app import open_hall
from server.store import backup, events
from server.store.database import FILE, CannotOpen, lock
from tests.hall.house import House
from tests.ops.running import Crowd, cli, copied, rows, said
from tests.web.calling import Caller, Desk, good
from tests.web.running import Demo


def restored(source: Path, folder: Path, centre: str = "quangninh") -> backup.Restored:
    folder.mkdir(exist_ok=True)
    return backup.restore(source, folder, centre)


def test_what_a_folder_held_is_kept_when_a_copy_takes_its_place(house: House) -> None:
    path = copied(house)
    house.issue("AH")
    seq = house.hall.store.writer.batch.head.seq
    house.close()
    done = restored(path, house.folder)
    assert done.replaced == house.folder / f"{FILE}.before-restore"
    assert done.lost
    assert (done.lost.seq, done.head.seq) == (seq, seq - 1)
    assert len(rows(done.replaced, "SELECT id FROM ticket")) == 10
    assert len(rows(house.folder / FILE, "SELECT id FROM ticket")) == 9
    again = restored(path, house.folder)
    assert again.replaced == house.folder / f"{FILE}.before-restore-2"
    house.hall = open_hall(house.config, house.clock)


def test_a_restored_hall_goes_on_where_the_copy_ended(house: House) -> None:
    path = copied(house)
    other = House.__new__(House)
    restored(path, house.folder.parent / "other")
    House.__init__(other, house.folder.parent / "other")
    assert other.issue("AH")["number"] == "AH004"
    with other.hall.reading() as now:
        assert events.verify(now.db, now.centre)[1] is None
    other.close()


def test_a_damaged_database_is_replaced_and_kept_as_it_was(house: House) -> None:
    path = copied(house)
    house.close()
    (house.folder / FILE).write_bytes(b"broken" * 1000)
    (house.folder / f"{FILE}-wal").write_bytes(b"left over")
    done = restored(path, house.folder)
    assert done.replaced
    assert done.replaced.read_bytes() == b"broken" * 1000
    assert not (house.folder / f"{FILE}-wal").exists()
    house.hall = open_hall(house.config, house.clock)
    assert house.issue("AH")["number"] == "AH004"


def test_a_log_without_its_database_never_joins_a_restored_one(house: House) -> None:
    path = copied(house)
    folder = house.folder.parent / "other"
    folder.mkdir()
    (folder / f"{FILE}-wal").write_bytes((house.folder / f"{FILE}-wal").read_bytes())
    restored(path, folder)
    assert not (folder / f"{FILE}-wal").exists()
    assert len(rows(folder / FILE, "SELECT id FROM ticket")) == 9


def test_another_centres_copy_is_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="holds quangninh, not hanoi"):
        restored(copied(house), tmp_path / "other", "hanoi")
    assert not (tmp_path / "other" / FILE).exists()


def test_nothing_is_restored_under_a_running_server(house: House) -> None:
    path = copied(house)
    with closing(lock(house.folder)), pytest.raises(CannotOpen, match="already running"):
        restored(path, house.folder)


def test_a_damaged_copy_changes_nothing(house: House) -> None:
    path = copied(house)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    before = rows(house.folder / FILE, "SELECT hash FROM centre")
    with pytest.raises(backup.Damaged):
        restored(path, house.folder)
    assert rows(house.folder / FILE, "SELECT hash FROM centre") == before


def test_a_newer_programs_file_is_refused(house: House) -> None:
    path = house.folder.parent / "newer.db"
    path.write_bytes(copied(house).read_bytes()[: -backup.PAGE])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('layso', 'm999', '')")
    with pytest.raises(CannotOpen, match="newer version"):
        restored(path, house.folder.parent / "other")


def test_a_copy_made_while_eight_issue_is_whole_and_restores_every_number_promised_before(own: Demo) -> None:
    copy = own.folder.parent / "copy.db"
    with Crowd(own) as crowd:
        promised = set(crowd.numbers)
        assert "verified copy" in said(cli("backup", str(copy), "--data", str(own.folder)))
        assert len(crowd.numbers) > len(promised)
    desk = Desk(own, "11")
    called = good(desk.next())["ticket"]
    assert promised <= {number for (number,) in rows(copy, "SELECT number FROM ticket")}
    refused = cli("restore", str(copy), "--data", str(own.folder))
    assert (refused.returncode, "already running" in refused.stderr) == (1, True)
    assert own.stop() == 0
    last = own.folder.parent / "last.db"
    said(cli("backup", str(last), "--data", str(own.folder)))
    (own.folder / FILE).unlink()
    assert "Restored" in said(cli("restore", str(last), "--data", str(own.folder)))
    own.start()
    assert desk.page()["current"]["id"] == called["id"]
    assert good(desk.move(called, "serve"))["state"] == "serving"
    assert set(crowd.numbers) == {number for (number,) in rows(own.folder / FILE, "SELECT number FROM ticket")}
    assert "every one sound" in said(cli("audit", "verify", "--data", str(own.folder)))


def test_the_log_of_a_killed_server_is_in_the_database_that_a_restore_keeps(own: Demo) -> None:
    copy = own.folder.parent / "copy.db"
    said(cli("backup", str(copy), "--data", str(own.folder)))
    number = Caller(own.url, own.access["kiosk_token"]).ticket("AH")["number"]
    own.kill()
    done = said(cli("restore", str(copy), "--data", str(own.folder)))
    assert "would be given out again" in done
    kept = own.folder / f"{FILE}.before-restore"
    assert [found for (found,) in rows(kept, "SELECT number FROM ticket")] == [number]
