"""Older files are brought up to date in one step, after a copy; newer ones are refused."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from server.store import backup
from server.store.database import FILE, CannotOpen, IntegrityError, connect
from server.store.migrations import migrations
from server.store.upgrade import migrate
from tests.store.shelf import Shelf

Step = Callable[[Callable[[Database], None]], None]


@pytest.fixture
def newer() -> Iterator[Step]:
    """Lets a test add a migration, as the next version of the program would."""
    known = list(migrations._migrations)
    yield lambda step: migrations._migrations.append(migrations._Migration("m999_test", step))
    migrations._migrations[:] = known


def later(db: Database) -> None:
    db.execute("CREATE TABLE later (x)")


def renamed(db: Database) -> None:
    db.execute("ALTER TABLE centre RENAME COLUMN digest TO hash")


def nonsense(db: Database) -> None:
    db.execute("CREATE nonsense")


def shape(path: Path) -> set[str]:
    db = connect(path, writes=False)
    names = {str(one[0]) for one in db.execute("SELECT name FROM sqlite_master").fetchall()}
    db.close()
    return names


def copies(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if ".before-" in path.name]


def with_events(folder: Path) -> int:
    """A store with some history; its last seq. The log is left beside the file, as after a crash."""
    shelf = Shelf(folder)
    last = [shelf.note() for _ in range(5)][-1]
    shelf.store.close()
    return last


def changed(folder: Path, sql: str) -> None:
    """Something else than this program has written into the file."""
    db = connect(folder / FILE, writes=True)
    db.execute(sql)
    db.close()


def test_a_new_file_is_made_whole_and_private(tmp_path: Path) -> None:
    Shelf(tmp_path / "new").store.close()
    assert {"centre", "ticket", "event", "line"} <= shape(tmp_path / "new" / FILE)
    assert (tmp_path / "new" / FILE).stat().st_mode & 0o777 == 0o600
    assert copies(tmp_path / "new") == []


def test_a_file_of_this_version_is_left_alone(tmp_path: Path) -> None:
    with_events(tmp_path)
    before = (tmp_path / FILE).read_bytes()
    migrate(tmp_path / FILE)
    assert ((tmp_path / FILE).read_bytes(), copies(tmp_path)) == (before, [])


def test_a_copy_is_made_before_migrating_and_nothing_is_lost(tmp_path: Path, newer: Step) -> None:
    last = with_events(tmp_path)
    newer(later)
    migrate(tmp_path / FILE)
    assert "later" in shape(tmp_path / FILE)
    (copy,) = copies(tmp_path)
    assert "later" not in shape(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    for path in (tmp_path / FILE, copy):
        db = connect(path, writes=False)
        assert db.execute("SELECT max(seq) FROM event").fetchone() == (last,)
        db.close()


def test_the_copy_is_verified_and_sealed(tmp_path: Path, newer: Step) -> None:
    last = with_events(tmp_path)
    newer(later)
    migrate(tmp_path / FILE)
    (copy,) = copies(tmp_path)
    assert [head.seq for head in backup.verify(copy)] == [last]
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size - backup.PAGE - 1)
        file.write(b"\xff")
    with pytest.raises(backup.Damaged, match="checksum"):
        backup.verify(copy)


def test_an_earlier_copy_is_never_written_over(tmp_path: Path, newer: Step) -> None:
    with_events(tmp_path)
    newer(nonsense)
    names = ["layso.before-m999_test.db", "layso.before-m999_test-2.db"]
    for nth in (1, 2):
        with pytest.raises(CannotOpen):
            Shelf(tmp_path)
        assert sorted(path.name for path in copies(tmp_path)) == sorted(names[:nth])
    (tmp_path / f"{names[0]}.99.part").write_text("half of one")
    with pytest.raises(CannotOpen):
        Shelf(tmp_path)
    assert not list(tmp_path.glob("*.part"))


def test_without_room_for_the_copy_nothing_is_migrated(
    tmp_path: Path, newer: Step, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_events(tmp_path)
    newer(later)
    size = backup.size(tmp_path / FILE)
    little = shutil.disk_usage(tmp_path)._replace(free=2 * size - 1)
    monkeypatch.setattr("server.store.backup.shutil.disk_usage", lambda _: little)
    with pytest.raises(CannotOpen, match=rf"bytes are free in .*, {2 * size:,} are needed\.$"):
        Shelf(tmp_path)
    assert "later" not in shape(tmp_path / FILE)
    assert copies(tmp_path) == []


def test_a_damaged_database_is_not_migrated(tmp_path: Path, newer: Step) -> None:
    with_events(tmp_path)
    newer(later)
    db = connect(tmp_path / FILE, writes=True)
    page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()[0]
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    with (tmp_path / FILE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(CannotOpen, match=r"malformed|damaged"):
        Shelf(tmp_path)
    assert "later" not in shape(tmp_path / FILE)
    assert copies(tmp_path) == []


def test_a_broken_log_is_told_and_keeps_no_hall_shut(
    tmp_path: Path, newer: Step, caplog: pytest.LogCaptureFixture
) -> None:
    with_events(tmp_path)
    changed(tmp_path, "UPDATE event SET actor = 'somebody else' WHERE seq = 2")
    newer(later)
    migrate(tmp_path / FILE)
    assert "broken at event 2" in caplog.text
    assert len(copies(tmp_path)) == 1
    assert "later" in shape(tmp_path / FILE)


def test_a_log_of_an_older_shape_is_copied_without_being_walked(
    tmp_path: Path, newer: Step, caplog: pytest.LogCaptureFixture
) -> None:
    with_events(tmp_path)
    changed(tmp_path, "ALTER TABLE centre RENAME COLUMN hash TO digest")
    newer(renamed)
    migrate(tmp_path / FILE)
    assert "was not walked" in caplog.text
    (copy,) = copies(tmp_path)
    assert b"Lay So backup" in copy.read_bytes()[-backup.PAGE :]


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, newer: Step) -> None:
    with_events(tmp_path)
    before = shape(tmp_path / FILE)

    def half(db: Database) -> None:
        db.execute("CREATE TABLE later (x)")
        db.execute("CREATE TABLE later (x)")

    newer(half)
    with pytest.raises(CannotOpen, match=r"layso\.db.*\.$"):
        Shelf(tmp_path)
    assert shape(tmp_path / FILE) == before


def test_several_migrations_happen_together_or_not_at_all(tmp_path: Path, newer: Step) -> None:
    with_events(tmp_path)
    newer(later)
    migrations._migrations.append(migrations._Migration("m999_second", nonsense))
    with pytest.raises(CannotOpen, match=r"layso\.db.*\.$"):
        Shelf(tmp_path)
    assert "later" not in shape(tmp_path / FILE)


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path, newer: Step) -> None:
    with_events(tmp_path)
    newer(lambda db: None)
    migrate(tmp_path / FILE)
    del migrations._migrations[-1]
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(CannotOpen, match="newer version"):
        migrate(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == before


def test_nothing_is_migrated_under_a_running_server(tmp_path: Path, newer: Step) -> None:
    shelf = Shelf(tmp_path)
    newer(later)
    with pytest.raises(CannotOpen, match="running"):
        Shelf(tmp_path, queued=False)
    assert "later" not in shape(tmp_path / FILE)
    shelf.store.close()
    Shelf(tmp_path, queued=False).store.close()
    assert "later" in shape(tmp_path / FILE)


def test_answers_kept_under_a_key_outlive_the_migration_of_their_table(tmp_path: Path) -> None:
    db = Database(tmp_path / FILE)
    steps = [step for step in migrations._migrations if step.name < "m008_perf"]
    for step in steps:
        step.fn(db)
    row = ("hue", "kiosk:1", "k", "digest", 201, "/api/v1/tickets/1", "{}", 7)
    db.execute("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    next(step for step in migrations._migrations if step.name == "m008_perf").fn(db)
    assert db.execute("SELECT * FROM idempotency").fetchall() == [row]
    with pytest.raises(IntegrityError):
        db.execute("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    db.close()
