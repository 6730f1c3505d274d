"""A catalogue that changes under people: nobody is left waiting for what is no longer there."""

import shutil
from pathlib import Path

import pytest

from server.app import open_hall
from server.app_demo import SAMPLE
from server.config import Config
from server.hall import Hall, day, importing
from server.hall.csvfiles import files_in
from server.rules.errors import Conflict
from server.rules.people import Identity
from server.rules.ticket import State
from server.store import people as stored
from tests.hall.house import Clock, House
from tests.hall.supervising import assign

GOES = "MB"


class Sample(House):
    """The sample hall with the clock of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock, self.zone = folder, Clock(), ""
        self.config = Config.demo(folder, "127.0.0.1", 0)
        self.published, self.cuts, self.printed = [], [], []
        self.hall: Hall = open_hall(self.config, self.clock)
        importing.import_files(self.hall, files_in(SAMPLE))

    def seated(self, counter: str) -> Identity:
        person = next(one for one in self.everybody() if one.counter == counter)
        self.hall.write(lambda tx: stored.begin_session(tx, counter, person.id, counter))
        self.hall.write(lambda tx: stored.set_desk(tx, counter, stored.Desk("open")))
        return Identity("officer", person.id, person.name, self.hall.centre, counter)

    def everybody(self) -> list[stored.Person]:
        with self.hall.reading() as view:
            return stored.everybody(view.db, view.centre)


def without(folder: Path, service: str) -> list[Path]:
    """The sample's files without one service."""
    copy = Path(shutil.copytree(SAMPLE, folder / "csv"))
    for name in ("services.csv", "procedures.csv", "counters.csv"):
        lines = (copy / name).read_text("utf-8").splitlines(keepends=True)
        if name == "counters.csv":
            lines = [line.replace(f" {service}", "").replace(f"{service} ", "") for line in lines]
        else:
            lines = [line for line in lines if f",{service}," not in line and not line.startswith(f"{service},")]
        (copy / name).write_text("".join(lines), "utf-8")
    return list(files_in(copy))


@pytest.mark.parametrize("state", [State.WAITING, State.CALLED, State.SERVING, State.HELD, State.NO_SHOW])
def test_a_service_somebody_is_on_the_way_to_cannot_go(tmp_path: Path, state: State) -> None:
    hall = Sample(tmp_path / "data")
    ticket, who = hall.issue(GOES), hall.seated("44")
    missed = ["call", "recall", "recall", "no-show"]
    moves = {"called": ["call"], "serving": ["serve"], "held": ["serve", "hold"], "no_show": missed}
    for name in moves.get(state, []):
        hall.clock.forward(minutes=1)
        hall.move(who, ticket, name)
    with pytest.raises(Conflict):
        importing.import_files(hall.hall, without(tmp_path, GOES))
    assert GOES in hall.hall.catalogue.services
    hall.close()


def test_a_service_somebody_goes_to_next_cannot_go(tmp_path: Path) -> None:
    hall = Sample(tmp_path / "data")
    hall.issue("AH", then=(GOES,))
    with pytest.raises(Conflict):
        importing.import_files(hall.hall, without(tmp_path, GOES))
    hall.close()


def test_a_service_nobody_waits_for_goes(tmp_path: Path) -> None:
    hall = Sample(tmp_path / "data")
    hall.issue("AH")
    done, who = hall.issue(GOES), hall.seated("44")
    hall.move(who, done, "serve")
    hall.move(who, done, "finish")
    importing.import_files(hall.hall, without(tmp_path, GOES))
    assert GOES not in hall.hall.catalogue.services
    assert hall.ticket(done).state == "done"
    assert hall.verify()[1] is None
    hall.close()


def test_another_role_is_an_event_and_ends_the_session(tmp_path: Path) -> None:
    hall = Sample(tmp_path / "data")
    before = len(hall.events())
    officer, other = hall.seated("44"), hall.seated("45")
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "csv")) / "people.csv"
    username = next(one.username for one in hall.everybody() if one.id == officer.id)
    lines = copy.read_text("utf-8").splitlines()
    name = next(one.name for one in hall.everybody() if one.id == officer.id)
    lines = [f"{username},{name},supervisor,," if line.startswith(f"{username},") else line for line in lines]
    copy.write_text("\n".join(lines) + "\n", "utf-8")
    importing.import_files(hall.hall, [copy])
    happened = [(event["what"], event["details"]) for event in hall.events()[before:]]
    assert ("role-changed", {"user": officer.id, "role": "supervisor"}) in happened
    assert ("signed-out", {"why": "role"}) in happened
    assert [what for what, _ in happened].count("role-changed") == 1
    assert hall.rows("SELECT person FROM session") == [(other.id,)]
    hall.close()


def test_an_import_keeps_what_holds_until_the_close_for_that_day_alone(tmp_path: Path) -> None:
    house = Sample(tmp_path)
    assign(house, "54", {"XC": 0, "XA": 30})
    importing.import_files(house.hall, [SAMPLE / "departments.csv"])
    assert dict(house.hall.catalogue.counters["54"].services) == {"XC": 0, "XA": 30}
    house.clock.forward(minutes=24 * 60)
    day.tick(house.hall)
    house.hall.reload()
    assert dict(house.hall.catalogue.counters["54"].services) == {"XC": 0}
    house.close()
