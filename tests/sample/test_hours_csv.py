"""hours.csv and closures.csv: what cannot be meant is said where it stands; the sample's holidays are right."""

from datetime import date
from pathlib import Path

import pytest

from server.config import Numbers
from server.hall.csvfiles import files_in, merge, read
from server.hall.csvwrite import write
from server.rules import opening
from server.rules.catalogue import Closure
from tests.sample.spoiling import SAMPLE, WHOLE, check, edit, said
from tools.holidays import days_off, swapped

HOURS, CLOSURES = (
    "department,service,days,numbers,counters\n",
    "date,department,service,begins,ends,worked_as,reason_vi\n",
)
WEEKDAYS = ",,mon-fri,07:00-16:00,07:30-16:30\n"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (",,mon-fri,16:00-07:00,07:30-16:30", "2: numbers has '16:00-07:00', which ends before it begins."),
        (",,mon-fri,07:00-12:00 11:00-16:00,07:30-16:30", "2: numbers has 07:00-12:00 and 11:00-16:00, which overlap."),
        (",,mon-fri,07:00-16:00,07:30-07:35", "2: counters has '07:30-07:35', which is shorter than 10 minutes."),
        (",,mon-fri,07:00-25:00,07:30-16:30", "2: numbers has '25:00', which is no time: write 07:30-11:30"),
        (",,mon-fri,7h-16h,07:30-16:30", "2: numbers has '7h', which is no time"),
        (",,mon-fri,07:60-16:00,07:30-16:30", "2: numbers has '07:60', which is no time"),
        (",,,07:00-16:00,07:30-16:30", "2: days is empty: write days such as mon-fri or sat."),
        (",,fri-mon,07:00-16:00,07:30-16:30", "2: days has 'fri-mon', which runs backwards"),
        (",,thứ hai,07:00-16:00,07:30-16:30", "2: days has 'thứ', which is none of: mon, tue"),
        (",,mon-fri,07:00-16:00,", "2: gives numbers on days on which no counter works."),
        ("CAXNC,AH,sat,07:00-11:00,07:30-11:30", "2: names both a department and a service"),
        (",ZZ,sat,07:00-11:00,07:30-11:30", "2: there is no service 'ZZ'."),
        ("CAXNX,,sat,07:00-11:00,07:30-11:30", "2: there is no department 'CAXNX'. Did you mean 'CAXNC'?"),
        (",,mon-fri,07:00-18:00,07:30-16:30", "2: warning: gives numbers until 18:00, but counters stop at 16:30."),
        ("CAXNC,,sat,07:00-11:00,07:30-11:30", "services.csv:8: warning: BA has no hours on any day."),
        (WEEKDAYS + ",,fri sat,07:00-11:00,07:30-11:30", "3: fri stands in hours.csv:2 already."),
        (WEEKDAYS + WEEKDAYS, "hours.csv:3: row 'mon-fri' is already in line 2."),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_meant(folder: Path, rows: str, says: str) -> None:
    (folder / "hours.csv").write_text(HOURS + rows, "utf-8")
    assert any(says in line for line in shown(folder)), shown(folder)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (",,mon-thu,07:00-16:00,07:30-16:30", "has no row for any service on fri: no numbers are given then."),
        (",,tue thu,07:00-16:00,07:30-16:30", "has no row for any service on mon wed fri: no numbers"),
        (WEEKDAYS + ",AH,sat,07:00-11:00,07:30-11:30", ""),
        (",,mon-thu,07:00-16:00,07:30-16:30\n,,fri,,", ""),
        (",,mon-thu,07:00-16:00,07:30-16:30\nCAXNC,,fri,07:00-16:00,07:30-16:30", "on fri: no numbers are given then."),
        (",,sat,07:00-16:00,07:30-16:30", "has no row for any service on mon-fri: no numbers are given then."),
        ("", "has no rows: numbers are given around the clock, on every day."),
    ],
)  # fmt: skip
def test_working_days_that_no_row_names_are_warned_of_unless_a_row_closes_them(
    folder: Path, rows: str, says: str
) -> None:
    (folder / "hours.csv").write_text(HOURS + rows, "utf-8")
    warned = [line for line in shown(folder) if line.startswith("hours.csv: warning: ")]
    assert len(warned) == (says != "")
    assert all(says in line for line in warned), warned


def test_services_without_a_working_day_are_named(folder: Path) -> None:
    others = ",,mon-thu,07:00-16:00,07:30-16:30\n"
    services = [one for one in WHOLE.services if one not in ("AH", "AT")]
    rows = "".join(f",{one},fri,07:00-16:00,07:30-16:30\n" for one in services)
    (folder / "hours.csv").write_text(HOURS + others + rows, "utf-8")
    assert [line.split(": no ")[0] for line in shown(folder)] == ["hours.csv: warning: has no row for AH, AT on fri"]


def test_an_import_without_hours_csv_says_nothing_of_the_week() -> None:
    assert said(read([SAMPLE / "areas.csv"], Numbers(), WHOLE)) == []


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("2026-02-30,,,,,,Nghỉ", "2: date cannot be '2026-02-30': write a day as 2026-09-02."),
        ("2/9/2026,,,,,,Nghỉ", "2: date cannot be '2/9/2026'"),
        ("2026-09-02,,,11:00,09:00,,Nghỉ", "2: 11:00-09:00 ends before it begins."),
        ("2026-09-02,,,11,,,Nghỉ", "2: begins has '11', which is no time"),
        ("2026-09-02,,,,,monday,Nghỉ", "2: worked_as has 'monday', which is none of"),
        ("2026-09-02,,,09:00,11:00,mon,Làm bù", "2: is worked as a weekday; that is a whole day"),
        ("2026-09-02,,,,,,", "2: reason_vi is empty."),
        ("2026-09-02,,ZZ,,,,Nghỉ", "2: there is no service 'ZZ'."),
        ("2026-09-02,DD,BA,,,,Nghỉ", "2: names both a department and a service"),
        ("2026-09-02,,,,,,Nghỉ\n2026-09-02,,,09:00,11:00,,Họp", "3: says something else of 2026-09-02 than closures"),
        ("2026-09-02,,,,,,Nghỉ\n2026-09-02,,,,,mon,Làm bù", "3: says something else of 2026-09-02"),
        ("2026-09-02,,,,,mon,Làm\n2026-09-02,,,,,tue,Làm", "3: says something else of 2026-09-02"),
        ("9999-12-31,,,,,,Nghỉ", "cannot be '9999-12-31': the year has to be from 1970 to 9998"),
        ("0001-01-01,,,,,,Nghỉ", "cannot be '0001-01-01': the year has to be from 1970 to 9998"),
        ("2026-09-02,,,,,,Nghỉ\n2026-09-02,,,,,,Nghỉ", "closures.csv:3: row '2026-09-02' is already in line 2."),
    ],
)  # fmt: skip
def test_closures_that_cannot_be_meant(folder: Path, rows: str, says: str) -> None:
    (folder / "closures.csv").write_text(CLOSURES + rows, "utf-8")
    assert any(says in line for line in shown(folder)), shown(folder)


def shown(folder: Path) -> list[str]:
    """What check says, and without the folder in the middle of a sentence either."""
    return [line.replace(f"{folder}/", "") for line in check(folder)]


def test_desks_of_their_own_and_parts_of_a_day_are_right(folder: Path) -> None:
    (folder / "closures.csv").write_text(
        CLOSURES + "2026-09-02,,,,,,Nghỉ\n2026-09-02,CAXNC,,,,mon,Trực\n2026-09-03,,,,09:00,,Mất điện\n"
        "2026-09-03,,,15:00,,,Họp\n",
        "utf-8",
    )
    assert shown(folder) == []
    read_again = read(files_in(folder), Numbers()).catalogue
    assert read_again
    assert [one.stretch for one in read_again.closures] == [None, None, (0, 540), (900, 1440)]


@pytest.mark.parametrize("cap", ["0", "-1", "1.5", "100000", "many"])
def test_a_cap_is_a_number_that_can_be_meant(folder: Path, cap: str) -> None:
    lines = (folder / "services.csv").read_text("utf-8").splitlines()
    lines[1] += cap
    (folder / "services.csv").write_text("\n".join(lines), "utf-8")
    assert [line for line in shown(folder) if line.startswith("services.csv:2: cap ")]


def test_a_department_with_hours_of_its_own_cannot_go(folder: Path) -> None:
    edit(folder, "hours.csv", "CAPCCC,,sat", "CAXXX,,sat")
    assert said(read([folder / "hours.csv"], Numbers(), WHOLE))[0].startswith("hours.csv:6: there is no department")


def test_export_then_import_gives_the_same_hours(tmp_path: Path) -> None:
    write(WHOLE, (), tmp_path)
    again, _ = merge(files_in(tmp_path), Numbers())
    assert (again.hours, again.closures) == (WHOLE.hours, WHOLE.closures)


def closed(year: int) -> set[str]:
    return {one.date for one in WHOLE.closures if one.worked_as is None and one.date.startswith(str(year))}


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_samples_holidays_are_those_of_the_year(year: int) -> None:
    # Announced for civil servants alone: Friday 2 January 2026 is worked on Saturday the 10th.
    own = {"2026-01-02"} if year == 2026 else set()
    assert closed(year) == {day.isoformat() for day in days_off(year)} | own


def test_make_up_days_are_the_swapped_ones_worked_as_the_day_that_is_free() -> None:
    made_up = {one.date: one for one in WHOLE.closures if one.worked_as is not None}
    assert set(made_up) == {day.isoformat() for year in (2026, 2027) for day in swapped(year)} | {"2026-01-10"}
    assert {date.fromisoformat(day).weekday() for day in made_up} == {5}


def on(day: str, service: str) -> opening.Plan:
    return opening.plan(WHOLE.hours, WHOLE.closures, WHOLE.services[service], day)


@pytest.mark.parametrize(
    ("day", "service", "open_"),
    [
        ("2026-11-23", "BA", True),
        ("2026-11-28", "BA", False),
        ("2026-11-28", "AT", True),
        ("2026-02-17", "AH", False),
        ("2026-08-22", "BA", True),
        ("2026-08-31", "AH", False),
        ("2026-01-10", "XA", True),
        ("2027-02-06", "AH", False),
        ("2027-05-01", "AK", False),
    ],
)
def test_days_of_the_sample(day: str, service: str, open_: bool) -> None:
    assert bool(on(day, service).numbers) == open_


def test_no_reason_is_left_without_english() -> None:
    assert all(isinstance(one, Closure) and one.reason.vi != one.reason.en for one in WHOLE.closures)
