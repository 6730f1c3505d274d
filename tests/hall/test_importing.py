"""A catalogue that changes under people: nobody is left waiting for what is no longer there."""

import shutil
from pathlib import Path

import pytest

from server.app import open_hall
from server.app_demo import SAMPLE
from server.config import Config
from server.hall import Hall, appointments, day, documents, importing
from server.hall.csvfiles import files_in
from server.hall.once import Asked
from server.rules.errors import Conflict, NotAllowed
from server.rules.people import Identity
from server.rules.ticket import State
from server.store import people as stored
from tests.hall.house import RECEPTION, Clock, House, body
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


def without_counter(folder: Path, counter: str) -> list[Path]:
    """The sample's counters without one whose services others have too, and nobody in people.csv who sits there."""
    copy = Path(shutil.copytree(SAMPLE, folder / "csv"))
    for name in ("counters.csv", "people.csv"):
        lines = (copy / name).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{counter},") and not line.endswith(f",{counter}\n")]
        assert len(kept) < len(lines)
        (copy / name).write_text("".join(kept), "utf-8")
    return [copy / "counters.csv", copy / "people.csv"]


def heard(house: Sample, files: list[Path]) -> list[str]:
    said: list[str] = []
    importing.import_files(house.hall, files, said.append)
    return said


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


def test_an_officer_whose_counter_goes_is_signed_out_and_named(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    gone, stays = house.seated("1"), house.seated("2")
    username = next(one.username for one in house.everybody() if one.id == gone.id)
    assert heard(house, without_counter(tmp_path, "1")) == [
        f"Counter 1 is gone: {username} was signed in there and is signed out."
    ]
    assert house.rows("SELECT person FROM session") == [(stays.id,)]
    assert house.rows("SELECT status FROM desk WHERE counter = '1'") == [("closed",)]
    assert [one["details"]["why"] for one in house.events() if one["what"] == "signed-out"] == ["counter-gone"]
    house.close()


def test_who_waits_in_a_line_that_loses_a_counter_is_told_of_and_called_at_the_others(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    first, _ = house.issue("AH"), house.issue("AH")
    said = heard(house, without_counter(tmp_path, "1"))
    assert said == ["Counter 1 serves AH no more: 2 people wait for AH, called at counter 2, 3 now."]
    called = house.call_next(house.seated("2"))
    assert called and called["ticket"]["id"] == first["id"]
    house.close()


def test_who_waits_where_nobody_serves_until_the_close_is_told_of(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    house.issue("AH")
    for counter in ("2", "3"):
        assign(house, counter, {"AK": 0})
    (told,) = heard(house, without_counter(tmp_path, "1"))
    assert told.startswith("Counter 1 serves AH no more: 1 person waits for AH, and no counter serves it until")
    house.close()


@pytest.mark.parametrize("moves", [["call"], ["serve"], ["serve", "hold"]])
def test_a_counter_with_somebody_at_it_cannot_go_and_the_refusal_says_who(tmp_path: Path, moves: list[str]) -> None:
    house = Sample(tmp_path / "data")
    ticket, who = house.issue("AH"), house.seated("1")
    for name in moves:
        house.move(who, ticket, name)
    with pytest.raises(Conflict) as refused:
        importing.import_files(house.hall, without_counter(tmp_path, "1"))
    assert refused.value.detail.en == "Counter 1 has AH001; it cannot go now."
    assert "1" in house.hall.catalogue.counters
    assert house.rows("SELECT person FROM session") == [(who.id,)]
    house.close()


def test_who_missed_a_call_at_a_counter_that_goes_is_called_by_another_of_the_line(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    ticket, who = house.issue("AH"), house.seated("1")
    for name in ("call", "recall", "recall", "no-show"):
        house.clock.forward(minutes=1)
        house.move(who, ticket, name)
    importing.import_files(house.hall, without_counter(tmp_path, "1"))
    second = house.seated("2")
    with house.hall.reading() as view:
        missed = documents.counter_page(house.hall, view, "2")["missed"]
    assert [one["number"] for one in missed] == ["AH001"]
    assert house.move(second, ticket, "serve")["counter"] == "2"
    house.close()


def test_every_number_in_the_way_is_named_at_once(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    house.issue(GOES)
    house.issue("AH", then=(GOES,))
    for _ in range(9):
        house.issue(GOES)
    with pytest.raises(Conflict) as refused:
        importing.import_files(house.hall, without(tmp_path, GOES))
    named = ", ".join(["MB001", "AH001", *(f"MB00{n}" for n in range(2, 8)), "+3"])
    assert refused.value.detail.en == f"People are waiting for {GOES} ({named}); it cannot go now."
    house.close()


def test_appointments_for_a_service_that_goes_are_counted_and_say_so_at_the_kiosk(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    asked = Asked(RECEPTION.actor)

    def book(at: str) -> dict[str, str]:
        return body(appointments.make(house.hall, RECEPTION, asked, GOES, at))

    today, _ = book("2026-11-23T10:00:00+07:00"), book("2026-11-25T10:00:00+07:00")
    appointments.cancel(house.hall, RECEPTION, asked, book("2026-11-24T10:00:00+07:00")["id"])
    warning, said = heard(house, without(tmp_path, GOES))
    assert warning.endswith("department NGV has no service; the kiosk leaves it out.")
    assert said.startswith(f"{GOES} is gone: 2 appointments for it, the first on 2026-11-23, cannot be kept.")
    with pytest.raises(NotAllowed) as refused:
        appointments.with_code(house.hall, today["code"])
    assert "does not offer" in refused.value.detail.en
    assert [one["id"] for one in appointments.of_day(house.hall, None)["appointments"]] == [today["id"]]
    house.close()


def test_an_import_says_what_check_warns_of(tmp_path: Path) -> None:
    house = Sample(tmp_path / "data")
    file = tmp_path / "hours.csv"
    file.write_text("department,service,days,numbers,counters\n,,mon,07:00-16:00,07:30-16:30\n", "utf-8")
    (said,) = heard(house, [file])
    assert said.startswith(f"{file}: warning: has no row for any service on tue-fri: no numbers are given then.")
    house.close()
