"""Backups: of a hall at work, of every damage, and back in their place with every number still there."""

import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.app import open_hall
from server.store import backup, events
from server.store.database import FILE, CannotOpen, lock
from tests.hall.house import House
from tests.ops.running import cli, said
from tests.web.calling import Caller, Desk, good
from tests.web.running import PATIENCE, ROOT, Demo


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "hall")
    for service in ("AH", "AK", "BA") * 3:
        house.issue(service)
    yield house
    house.close()


def copied(house: House, name: str = "copy.db") -> Path:
    target = house.folder.parent / name
    backup.back_up(house.folder / FILE, target)
    return target


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def test_a_copy_is_one_file_for_its_owner_alone_and_names_the_head(house: House) -> None:
    target = house.folder.parent / "copy.db"
    (head,) = backup.back_up(house.folder / FILE, target)
    assert rows(house.folder / FILE, "SELECT code, seq, hash, business_date FROM centre") == [
        (head.centre, head.seq, head.hash, head.business_date)
    ]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in target.parent.iterdir()) == ["copy.db", "hall"]


def test_a_copy_holds_what_is_only_in_the_log_beside_the_database(house: House) -> None:
    assert (house.folder / f"{FILE}-wal").stat().st_size
    assert len(rows(copied(house), "SELECT id FROM ticket")) == 9


def test_any_sqlite_opens_a_copy_and_finds_it_sound(house: House) -> None:
    path = copied(house)
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]


def test_a_copy_is_never_written_over(house: House) -> None:
    path = copied(house)
    before = path.read_bytes()
    with pytest.raises(CannotOpen, match="already"):
        backup.back_up(house.folder / FILE, path)
    assert path.read_bytes() == before


def test_a_copy_that_cannot_be_written_leaves_nothing(house: House, tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="could not be made"):
        backup.back_up(house.folder / FILE, tmp_path / "nowhere" / "copy.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_copy_of_a_broken_log_is_not_made(house: House) -> None:
    house.hall.write(lambda tx: tx.db.execute("UPDATE event SET actor = 'kiosk:other' WHERE seq = 3"))
    with pytest.raises(backup.Damaged, match="broken at event 3"):
        copied(house)
    assert [path.name for path in house.folder.parent.iterdir()] == ["hall"]


@pytest.mark.parametrize("place", [0, 20, 100, 5000, 0.2, 0.4, 0.6, 0.8, -4096, -4040, -4000, -1])
def test_one_changed_byte_is_noticed_wherever_it_is(house: House, place: float) -> None:
    path = copied(house)
    content = bytearray(path.read_bytes())
    at = int(place * len(content)) if isinstance(place, float) else place
    content[at] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(backup.Damaged, match="damaged"):
        backup.verify(path)


@pytest.mark.parametrize("left", [0, 1, 100, 4096, 50_000, -1, -4097, -8192])
def test_a_cut_off_copy_is_noticed(house: House, left: int) -> None:
    path = copied(house)
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(backup.Damaged, match="damaged"):
        backup.verify(path)


def test_a_file_of_another_kind_is_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Kính gửi trung tâm\n" * 512)
    with pytest.raises(backup.Damaged, match="not a database"):
        backup.verify(path)


def test_a_plain_copy_without_a_seal_is_judged_by_its_pages_and_its_log(house: House) -> None:
    path = house.folder.parent / "plain.db"
    path.write_bytes(copied(house).read_bytes()[: -backup.PAGE])
    assert backup.verify(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM event WHERE seq = 4")
    with pytest.raises(backup.Damaged, match="broken at event 4"):
        backup.verify(path)


def test_a_newer_programs_file_is_refused(house: House) -> None:
    path = house.folder.parent / "newer.db"
    path.write_bytes(copied(house).read_bytes()[: -backup.PAGE])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('layso', 'm999', '')")
    with pytest.raises(CannotOpen, match="newer version"):
        restored(path, house.folder.parent / "other")


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


def test_a_copy_whose_maker_is_killed_has_no_name(house: House) -> None:
    house.hall.write(lambda tx: tx.db.execute("CREATE TABLE ballast (x)"))
    for _ in range(30):
        house.hall.write(lambda tx: tx.db.execute("INSERT INTO ballast VALUES (zeroblob(1000000))"))
    target = house.folder.parent / "copy.db"
    line = [sys.executable, "-m", "server.store.backup", str(house.folder / FILE), str(target)]
    maker = subprocess.Popen(line, cwd=ROOT)
    part = target.with_name(f"copy.db.{maker.pid}.part")
    until(lambda: part.exists() and part.stat().st_size > 0)
    maker.send_signal(signal.SIGKILL)
    assert maker.wait() == -signal.SIGKILL
    assert not target.exists()
    assert copied(house) == target


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


class Crowd:
    """Eight clients that issue until they are told to stop; ``numbers`` is what was promised so far."""

    def __init__(self, demo: Demo) -> None:
        self.numbers: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._issue, args=(demo,)) for _ in range(8)]

    def _issue(self, demo: Demo) -> None:
        kiosk = Caller(demo.url, demo.access["kiosk_token"])
        while not self._over.is_set():
            self.numbers.append(kiosk.ticket("BA")["number"])

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        until(lambda: len(self.numbers) > 20)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


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
    own.start(own.port)
    assert good(desk.page())["current"]["id"] == called["id"]
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


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["backup", "{here}/there.db"], 2),
        (["backup", "{here}/no/folder.db"], 2),
        (["backup", "{here}/new.db", "--data", "{here}/no"], 2),
        (["restore", "{here}/no.db"], 2),
        (["restore", "{here}/there.db"], 1),
        (["export", "{here}/there.db"], 2),
        (["backup"], 2),
    ],
)
def test_a_command_that_cannot_be_done_says_so_in_a_sentence(tmp_path: Path, words: list[str], code: int) -> None:
    (tmp_path / "there.db").write_text("here already")
    House(tmp_path / "hall").close()
    line = [word.format(here=tmp_path) for word in words]
    if "--data" not in line:
        line += ["--data", str(tmp_path / "hall")]
    done = cli(*line)
    assert done.returncode == code, done.stderr
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr


def test_a_head_kept_elsewhere_tells_a_rewritten_log(tmp_path: Path) -> None:
    house = House(tmp_path / "hall")
    for _ in range(3):
        house.issue("AH")
    house.close()
    data = ["--data", str(tmp_path / "hall")]
    head = said(cli("audit", "verify", *data)).split("Head: ")[1].strip()
    assert head in said(cli("audit", "verify", "--head", head, *data))
    forged = cli("audit", "verify", "--head", f"2:{head.partition(':')[2]}", *data)
    assert (forged.returncode, "rewritten" in forged.stderr) == (1, True)
    assert cli("audit", "verify", "--head", "word", *data).returncode == 2
