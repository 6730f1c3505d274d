"""The week and its exceptions, changed at run time: for good, and with a warning where people have tickets."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.config import Numbers
from server.hall import appointments, importing, weekly
from server.hall.csvfiles import files_in, merge
from server.hall.csvwrite import write
from server.hall.once import Asked
from server.rules.catalogue import Closure, Hours
from server.rules.errors import Conflict, Invalid, NotAllowed, Unknown
from tests.hall.house import House, body
from tests.hall.opened import POLICE, WEEK, closure, offer, said, working
from tests.hall.test_appointments import book
from tests.hall.test_deciding import SUPERVISOR, whats

AT = "2026-11-23T09:00:00+07:00"
TODAY, SATURDAY = "2026-11-23", "2026-11-28"
LONGER = Hours("", "", (0,), ((420, 1080),), ((450, 690), (780, 1080)))


def put(house: House, row: Hours, *, own: bool = True, confirmed: bool = False) -> dict[str, Any]:
    return body(weekly.set_hours(house.hall, SUPERVISOR, Asked("s"), row, own=own, confirmed=confirmed))


def add(house: House, row: Closure, *, confirmed: bool = False) -> dict[str, Any]:
    return body(weekly.add_closure(house.hall, SUPERVISOR, Asked("s"), weekly.Row(row, confirmed)))


def remove(house: House, key: str, *, confirmed: bool = False) -> None:
    weekly.remove_closure(house.hall, SUPERVISOR, Asked("s"), key, confirmed=confirmed)


def changes(house: House) -> list[str]:
    return [event["what"] for event in house.events() if event["what"].startswith(("hours-set", "closure-"))]


def test_longer_hours_hold_at_once_and_after_a_restart(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T17:00:00+07:00")
    assert said(house, "AH") == "after-hours"
    assert put(house, LONGER)["numbers"] == "07:00-18:00"
    assert said(house, "AH") is None
    house.reopen()
    assert said(house, "AH") is None
    assert house.hall.catalogue.hours == (
        Hours("", "", (1, 2, 3, 4), WEEK.numbers, WEEK.counters),
        POLICE,
        LONGER,
    )


def test_setting_what_is_there_is_no_event(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    put(house, LONGER)
    put(house, LONGER)
    assert changes(house) == ["hours-set"]


def test_a_services_own_hours_end_and_its_departments_count_again(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-28T09:00:00+07:00")
    own = Hours("", "AH", (5,), (), ())
    put(house, own)
    assert (said(house, "AH"), said(house, "AK")) == ("closed-today", None)
    put(house, own, own=False)
    assert said(house, "AH") is None


def test_hours_that_stand_on_nothing_are_refused(tmp_path: Path) -> None:
    house = House(tmp_path, at=AT)
    with pytest.raises(NotAllowed):
        put(house, POLICE)
    with pytest.raises(NotAllowed):
        put(house, WEEK, own=False)
    with pytest.raises(Invalid):
        put(house, Hours("", "", (0,), ((420, 600),), ()))
    with pytest.raises(Unknown):
        put(house, Hours("ZZ", "", (0,), (), ()))
    assert changes(house) == []


def test_a_closure_announced_today_warns_and_who_has_a_ticket_is_served(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    officer, ticket = house.officer("1"), house.issue("AH")
    today = closure(TODAY, "Mất điện", department="CA")
    with pytest.raises(Conflict) as no:
        add(house, today)
    assert "1 người" in no.value.detail.vi
    assert said(house, "AH") is None
    assert add(house, today, confirmed=True)["tickets"] == 1
    assert offer(house, "AH")["reason"]["text"].vi == "Mất điện. Mở lại lúc 07:00 thứ Ba, 24/11."
    assert said(house, "BA") is None
    called = house.call_next(officer)
    assert called
    assert called["ticket"]["id"] == ticket["id"]


def test_a_closure_of_others_or_of_another_day_needs_no_confirmation(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    house.issue("AH")
    assert add(house, closure(TODAY, service="BA"))["tickets"] == 0
    assert add(house, closure("2026-11-24"))["tickets"] == 0
    assert add(house, closure(SATURDAY, "Làm bù", worked_as=0))["worked_as"] == "mon"
    house.clock.set("2026-11-28T14:00:00+07:00")
    assert said(house, "BA") is None


def test_the_same_closure_twice_is_one_and_another_of_the_same_hours_is_refused(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    first = closure("2026-11-24", stretch=(540, 660))
    assert add(house, first)["id"] == add(house, first)["id"]
    for other in (
        closure("2026-11-24", "Khác", stretch=(540, 660)),
        closure("2026-11-24", stretch=(600, 700)),
        closure("2026-11-24"),
    ):
        with pytest.raises(Conflict):
            add(house, other)
    add(house, closure("2026-11-24", stretch=(660, 700)))
    assert changes(house) == ["closure-added", "closure-added"]


def test_a_closure_is_taken_back(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    added = add(house, closure(TODAY))
    assert said(house, "AH") == "closed-today"
    remove(house, added["id"])
    assert said(house, "AH") is None
    with pytest.raises(Unknown):
        remove(house, added["id"])


@pytest.mark.parametrize("date", ["2026-11-22", "2029-12-31"])
def test_a_closure_of_the_past_or_of_another_age_is_a_mistake(tmp_path: Path, date: str) -> None:
    house = working(tmp_path, AT)
    with pytest.raises(Invalid):
        add(house, closure(date))


def test_no_event_holds_the_words_that_somebody_typed(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    remove(house, add(house, closure(TODAY, "Bà Nguyễn Thị An nghỉ ốm"))["id"])
    assert "Nguyễn" not in str(house.events())


def test_what_was_changed_at_run_time_is_exported_and_comes_back_the_same(tmp_path: Path) -> None:
    house = working(tmp_path / "hall", AT, caps={"AH": 40})
    put(house, LONGER)
    add(house, closure("2026-11-24", "Họp", service="BA", stretch=(540, 660)))
    add(house, closure(SATURDAY, "Làm bù", worked_as=0))
    write(house.hall.catalogue, (), tmp_path / "out")
    again, _ = merge(files_in(tmp_path / "out"), Numbers(), house.hall.catalogue)
    assert again == house.hall.catalogue
    assert whats(house) == []


def test_an_import_that_closes_today_says_who_has_tickets_already(tmp_path: Path) -> None:
    house = working(tmp_path / "hall", AT)
    house.issue("AH")
    file = tmp_path / "closures.csv"
    file.write_text(f"date,reason_vi\n{TODAY},Mất điện\n", "utf-8")
    heard: list[str] = []
    importing.import_files(house.hall, [file], heard.append)
    assert len(heard) == 1
    assert "1 tickets of it stay valid" in heard[0]
    assert said(house, "AH") == "closed-today"
    importing.import_files(house.hall, [file], heard.append)
    assert len(heard) == 1, "it was closed already"


def test_an_import_does_not_undo_what_a_supervisor_changed_meanwhile(tmp_path: Path) -> None:
    house = working(tmp_path / "hall", AT)
    file = tmp_path / "closures.csv"
    file.write_text(f"date,reason_vi\n{SATURDAY},Nghỉ\n", "utf-8")
    beside = House(tmp_path / "hall", at=AT)
    put(house, LONGER)
    offered = importing.import_files(beside.hall, [file])
    assert LONGER in offered.hours
    beside.close()


NEXT_WEEK = "2026-11-30"
MORNINGS = Hours("", "", (0,), ((420, 660),), ((450, 690),))


def house_closure(house: House) -> str:
    (only,) = house.hall.catalogue.closures
    return str(weekly.closure_document(only)["id"])


def outside(house: House, day: str) -> list[bool]:
    return [one["outside"] for one in appointments.of_day(house.hall, day)["appointments"]]


def test_a_closure_of_a_day_with_appointments_wants_a_confirmation_and_reception_sees_them_marked(
    tmp_path: Path,
) -> None:
    house = working(tmp_path, AT)
    book(house, "09:00", day=NEXT_WEEK)
    book(house, "14:00", day=NEXT_WEEK)
    book(house, "14:00", "BA", NEXT_WEEK)
    afternoon = closure(NEXT_WEEK, "Họp", department="CA", stretch=(780, 990))
    with pytest.raises(Conflict) as no:
        add(house, afternoon)
    assert no.value.detail.vi.startswith("Có 1 lịch hẹn vào giờ không còn quầy làm việc.")
    assert "of today already" not in no.value.detail.en
    assert add(house, afternoon, confirmed=True)["appointments"] == 1
    assert outside(house, NEXT_WEEK).count(True) == 1
    assert add(house, closure(SATURDAY))["appointments"] == 0


def test_a_made_up_working_day_with_appointments_is_taken_back_only_when_that_is_confirmed(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    made_up = add(house, closure(SATURDAY, "Làm bù", worked_as=0))["id"]
    book(house, "10:00", "BA", SATURDAY)
    with pytest.raises(Conflict) as no:
        remove(house, made_up)
    assert no.value.detail.vi.startswith("Có 1 lịch hẹn vào giờ không còn quầy làm việc.")
    assert "of today already" not in no.value.detail.en
    assert (changes(house), outside(house, SATURDAY)) == (["closure-added"], [False])
    remove(house, made_up, confirmed=True)
    told = house.events()[-1]
    assert (told["what"], told["details"]["tickets"], told["details"]["appointments"]) == ("closure-removed", 0, 1)
    assert outside(house, SATURDAY) == [True]


def test_todays_made_up_day_is_taken_back_only_when_that_is_confirmed_and_who_has_a_ticket_is_served(
    tmp_path: Path,
) -> None:
    house = working(tmp_path, f"{SATURDAY}T09:00:00+07:00", closures=[closure(SATURDAY, "Làm bù", worked_as=0)])
    officer, ticket = house.officer("11"), house.issue("BA")
    with pytest.raises(Conflict) as no:
        remove(house, house_closure(house))
    assert no.value.detail.en.startswith("1 person has a ticket of today already,")
    remove(house, house_closure(house), confirmed=True)
    assert house.events()[-1]["details"]["tickets"] == 1
    assert said(house, "BA") is not None
    called = house.call_next(officer)
    assert called and called["ticket"]["id"] == ticket["id"]


def test_an_afternoon_that_was_worked_in_place_of_another_is_asked_about_until_it_is_over(tmp_path: Path) -> None:
    """The police have their Saturday's morning anyway; this one has the hours of a Monday."""
    house = working(tmp_path, f"{SATURDAY}T14:00:00+07:00", closures=[closure(SATURDAY, "Làm bù", worked_as=0)])
    house.issue("AH")
    with pytest.raises(Conflict):
        remove(house, house_closure(house))
    house.clock.forward(minutes=300)
    remove(house, house_closure(house))


def test_a_day_off_is_taken_back_without_a_question(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    book(house, "10:00", day=NEXT_WEEK)
    house.issue("AH")
    away = [add(house, closure(day), confirmed=True)["id"] for day in (TODAY, NEXT_WEEK)]
    for one in away:
        remove(house, one)
    assert outside(house, NEXT_WEEK) == [False]


def test_shorter_hours_want_a_confirmation_where_appointments_lie_outside_them(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    one = book(house, "14:00", day=NEXT_WEEK)
    with pytest.raises(Conflict):
        put(house, MORNINGS)
    assert changes(house) == []
    assert put(house, MORNINGS, confirmed=True)["appointments"] == 1
    assert house.events()[-1]["details"]["appointments"] == 1
    assert outside(house, NEXT_WEEK) == [True]
    appointments.cancel(house.hall, SUPERVISOR, Asked("s"), one["id"])
    assert outside(house, NEXT_WEEK) == [False]
    assert put(house, LONGER)["appointments"] == 0


def test_an_import_says_how_many_appointments_it_leaves_without_a_counter(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    book(house, "14:00", day=NEXT_WEEK)
    folder = tmp_path / "csv"
    write(replace(house.hall.catalogue, closures=(closure(NEXT_WEEK),)), (), folder)
    heard: list[str] = []
    importing.import_files(house.hall, files_in(folder), heard.append)
    assert any(one.startswith(f"1 appointment, the first on {NEXT_WEEK}") for one in heard), heard
