"""The day's copy: made at the business day's turn, verified, kept as long as wished, never at the hall's expense."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest

from server.app_daily import AGAIN_S, SETTLE_S, Daily
from server.hall import day
from server.store import backup
from server.store.database import FILE
from tests.hall.house import House
from tests.ops.running import Site, until


def here(work: Callable[..., Any], *given: Any) -> Any:
    return work(*given)


class Night:
    """A hall with its daily copies, its clock and its seconds moved by the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = House(folder / "hall")
        self.house.issue("AH")
        self.seconds = 0.0
        monkeypatch.setattr("server.app_daily.time.monotonic", lambda: self.seconds)
        self.daily = Daily(self.house.hall, here)
        self.folder = self.daily.folder

    def tick(self) -> None:
        day.tick(self.house.hall)
        self.daily.tick()
        gevent.sleep(0)
        gevent.wait()

    def turn(self, date: str) -> None:
        self.house.clock.set(f"{date}T00:00:01+07:00")
        self.tick()

    @property
    def copies(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("layso-*"))

    @property
    def heads(self) -> list[str]:
        return (self.folder / "heads.csv").read_text("utf-8").splitlines()


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    night = Night(tmp_path, monkeypatch)
    night.tick()
    yield night
    night.house.close()


def test_a_copy_is_made_when_the_day_turns(night: Night) -> None:
    assert (night.copies, night.daily.newest()) == ([], None)
    night.turn("2026-11-24")
    assert night.copies == ["layso-2026-11-24.db"]
    assert night.daily.newest() == (night.folder / "layso-2026-11-24.db").stat().st_mtime
    (head,) = backup.verify(night.folder / night.copies[0])
    assert head.business_date == "2026-11-24"


def test_nothing_is_made_at_midnight_of_utc(night: Night) -> None:
    night.house.clock.set("2026-11-23T23:59:59+07:00")
    night.tick()
    assert night.copies == []


def test_a_server_that_was_off_at_night_makes_up_for_it_soon_after_its_start(night: Night) -> None:
    night.seconds = SETTLE_S - 1
    night.tick()
    assert night.copies == []
    night.seconds = SETTLE_S
    night.tick()
    assert night.copies == ["layso-2026-11-23.db"]


def test_a_start_later_in_the_day_makes_no_second_one(night: Night) -> None:
    night.turn("2026-11-24")
    made = (night.folder / "layso-2026-11-24.db").stat()
    night.daily = Daily(night.house.hall, here)
    night.tick()
    assert night.daily.newest() == made.st_mtime
    night.seconds += SETTLE_S
    night.tick()
    assert (night.folder / "layso-2026-11-24.db").stat().st_mtime_ns == made.st_mtime_ns
    assert len(night.heads) == 3


def test_the_oldest_go_and_what_is_not_ours_stays(night: Night) -> None:
    night.house.hall.config = night.house.config.model_copy(
        update={"backup": night.house.config.backup.model_copy(update={"keep": 2})}
    )
    night.folder.mkdir(exist_ok=True)
    for name in ("layso-by-hand.db", "notes.txt", "layso-2026-01-01.db.99.part"):
        (night.folder / name).write_text("mine")
    for date in ("2026-11-24", "2026-11-25", "2026-11-26"):
        night.turn(date)
    assert night.copies == ["layso-2026-11-25.db", "layso-2026-11-26.db", "layso-by-hand.db"]
    assert (night.folder / "notes.txt").exists()


def test_copies_made_before_migrations_are_kept_as_long(night: Night) -> None:
    night.house.hall.config = night.house.config.model_copy(
        update={"backup": night.house.config.backup.model_copy(update={"keep": 2})}
    )
    names = ["layso.before-m010.db", "layso.before-m009.db", "layso.before-m009-2.db", "layso.db.before-restore"]
    for age, name in enumerate(names):
        (night.house.folder / name).write_text("a copy")
        os.utime(night.house.folder / name, (1_000_000 + age, 1_000_000 + age))
    night.turn("2026-11-24")
    assert sorted(path.name for path in night.house.folder.glob("*before*")) == sorted(names[1:])


def test_none_is_made_when_none_is_kept(night: Night) -> None:
    night.house.hall.config = night.house.config.model_copy(
        update={"backup": night.house.config.backup.model_copy(update={"keep": 0})}
    )
    night.turn("2026-11-24")
    assert night.copies == []
    assert len(night.heads) == 3


def test_each_day_leaves_the_head_that_its_log_began_with(night: Night) -> None:
    night.turn("2026-11-24")
    night.house.issue("AH")
    night.turn("2026-11-25")
    assert night.heads[0] == "business_date,centre,seq,hash"
    assert [line.split(",")[0] for line in night.heads[1:]] == ["2026-11-23", "2026-11-24", "2026-11-25"]
    for line in night.heads[1:]:
        _, centre, seq, digest = line.split(",")
        assert night.house.rows(f"SELECT centre, hash FROM event WHERE seq = {seq}") == [(centre, digest)]


def test_a_copy_never_takes_the_space_that_the_hall_needs(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage(night.folder)._replace(free=1_000_000)
    with monkeypatch.context() as disk:
        disk.setattr("server.store.backup.shutil.disk_usage", lambda _: full)
        night.turn("2026-11-24")
        assert night.copies == []
    night.seconds += AGAIN_S
    night.tick()
    assert night.copies == ["layso-2026-11-24.db"]


def test_a_broken_log_is_told_and_leaves_no_copy(night: Night, caplog: pytest.LogCaptureFixture) -> None:
    night.house.hall.write(lambda tx: tx.db.execute("UPDATE event SET actor = 'kiosk:other' WHERE seq = 1"))
    night.turn("2026-11-24")
    assert night.copies == []
    assert "broken at event 1" in caplog.text


def test_a_folder_that_cannot_be_written_is_told_and_stops_nothing(
    night: Night, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(night.folder)
    night.folder.write_text("not a folder")
    night.turn("2026-11-24")
    assert "could not be written" in caplog.text
    assert "no copy could be made" in caplog.text
    assert night.house.issue("AH")["number"] == "AH001"


def test_a_running_server_notes_its_head_and_keeps_copies_where_it_is_told(site: Callable[..., Site]) -> None:
    hall = site('[backup]\nfolder = "elsewhere"\n')
    heads = hall.folder / "elsewhere" / "heads.csv"
    until(lambda: heads.exists() and heads.read_text("utf-8").count("\n") == 2)
    told = next(line for line in hall.logs if line["what"] == "the log's head")
    assert heads.read_text("utf-8").splitlines()[1].split(",") == [
        str(told[name]) for name in ("business_date", "centre", "seq", "hash")
    ]
    assert (hall.folder / "data" / FILE).exists()
