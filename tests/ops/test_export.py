"""Export: the same catalogue comes back from it, and nothing in its CSV files opens a door."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from server.hall.csvtables import TABLES
from server.rules.catalogue import Text
from server.store import backup
from server.store import catalogue as catalogues
from server.store.database import FILE
from tests.hall.house import House, offered
from tests.ops.running import cli, rows, said
from tests.web.calling import Caller, Desk
from tests.web.running import Demo


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, Path]]:
    """A demo with some work done, and what `layso export` wrote beside it."""
    demo = Demo(tmp_path_factory.mktemp("exported") / "data")
    kiosk = Caller(demo.url, demo.access["kiosk_token"])
    for _ in range(3):
        kiosk.post("/api/v1/tickets", {"service": "AH"}, key=f"touch-{_}")
    Desk(demo, "1").next()
    folder = demo.folder.parent / "out"
    said(cli("export", str(folder), "--data", str(demo.folder)))
    yield demo, folder
    assert demo.stop() == 0


def catalogue(path: Path) -> Any:
    with closing(backup.opened(path)) as db:
        return catalogues.load(db, "quangninh")


def test_export_then_import_gives_the_same_catalogue(exported: tuple[Demo, Path], tmp_path: Path) -> None:
    demo, folder = exported
    (tmp_path / "config.toml").write_text('[server]\ndata = "data"\n')
    files = [str(path) for path in sorted(folder.glob("*.csv"))]
    said(cli("import", *files, "--config", str(tmp_path / "config.toml")))
    assert catalogue(tmp_path / "data" / FILE) == catalogue(demo.folder / FILE)
    people = "SELECT username, name, role, department, counter FROM person ORDER BY username"
    assert rows(tmp_path / "data" / FILE, people) == rows(demo.folder / FILE, people)


def test_an_export_of_what_was_imported_is_the_same_bytes(exported: tuple[Demo, Path], tmp_path: Path) -> None:
    _, folder = exported
    (tmp_path / "config.toml").write_text('[server]\ndata = "data"\n')
    said(cli("import", *map(str, folder.glob("*.csv")), "--config", str(tmp_path / "config.toml")))
    said(cli("export", str(tmp_path / "again"), "--config", str(tmp_path / "config.toml")))
    for table in TABLES:
        assert (tmp_path / "again" / f"{table}.csv").read_bytes() == (folder / f"{table}.csv").read_bytes()


def test_names_with_everything_a_csv_file_dislikes_come_back(tmp_path: Path) -> None:
    house = House(tmp_path / "hall")
    odd = offered()
    areas = dict(odd.areas) | {"A": odd.areas["A"].__class__("A", Text('=1+1, "Đất"; đai', "semi;colon, 'quoted'"))}
    changed = odd.__class__(odd.centre, MappingProxyType(areas), *(getattr(odd, n) for n in _REST))
    house.hall.write(lambda tx: catalogues.replace(tx, changed))
    house.close()
    said(cli("export", str(tmp_path / "out"), "--data", str(tmp_path / "hall")))
    (tmp_path / "config.toml").write_text('[server]\ndata = "data"\n[numbers]\none_letter_services = 0\n')
    said(cli("import", *map(str, (tmp_path / "out").glob("*.csv")), "--config", str(tmp_path / "config.toml")))
    assert catalogue(tmp_path / "data" / FILE).areas["A"] == changed.areas["A"]


_REST = ("departments", "services", "counters", "procedures")


def test_the_database_in_it_is_a_sound_copy_that_restores(exported: tuple[Demo, Path], tmp_path: Path) -> None:
    _, folder = exported
    assert backup.verify(folder / FILE)
    assert "Restored" in said(cli("restore", str(folder / FILE), "--data", str(tmp_path)))


def test_the_records_hold_every_ticket_and_event(exported: tuple[Demo, Path]) -> None:
    _, folder = exported
    for name, table in (("tickets", "ticket"), ("events", "event"), ("calls", "call")):
        with (folder / "records" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert [(len(found),)] == rows(folder / FILE, f"SELECT count(*) FROM {table}")
        assert found


def test_no_csv_file_holds_a_secret(exported: tuple[Demo, Path]) -> None:
    demo, folder = exported
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*.csv"))
    stored = [
        "SELECT secret FROM centre",
        "SELECT password FROM person",
        "SELECT token FROM device",
        "SELECT token FROM session",
        "SELECT substr(body, instr(body, '/t/') + 3, 20) FROM idempotency",
    ]
    with closing(sqlite3.connect(folder / FILE)) as db:
        secrets = [str(one) for sql in stored for (one,) in db.execute(sql)]
    said_once = [demo.access["kiosk_token"], *(one["password"] for one in demo.access["officers"])]
    assert len(secrets) > 40
    assert [one for one in (*secrets, *said_once) if one and one in text] == []


def test_an_export_into_the_same_folder_takes_its_place(tmp_path: Path) -> None:
    House(tmp_path / "hall").close()
    for _ in range(2):
        said(cli("export", str(tmp_path / "out"), "--data", str(tmp_path / "hall")))
    assert {path.stem for path in (tmp_path / "out").glob("*.csv")} == set(TABLES)
