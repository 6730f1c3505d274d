"""Copies: of a hall at work, and of every damage they could have."""

import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from server.store import backup
from server.store.database import FILE, CannotOpen
from tests.hall.house import House
from tests.ops.running import cli, copied, rows, said, until
from tests.web.running import ROOT


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


def test_a_kept_head_that_an_older_copy_does_not_reach_is_told_apart_from_a_rewritten_log(tmp_path: Path) -> None:
    house = House(tmp_path / "hall")
    house.issue("AH")
    backup.back_up(house.folder / FILE, tmp_path / "copy.db")
    house.issue("AH")
    house.close()
    data = ["--data", str(tmp_path / "hall")]
    newer = said(cli("audit", "verify", *data)).split("Head: ")[1].strip()
    restored = cli("restore", str(tmp_path / "copy.db"), *data)
    assert restored.returncode == 0, restored.stderr
    older = said(cli("audit", "verify", *data)).split("Head: ")[1].strip()
    missing = cli("audit", "verify", "--head", newer, *data)
    ends, kept = older.partition(":")[0], newer.partition(":")[0]
    assert missing.returncode == 1
    assert f"The log ends at event {ends}: the kept event {kept} is not in it" in missing.stderr
    assert "rewritten" not in missing.stderr
