"""Appointments: made without a name, kept once, early, late, on the wrong day and for the wrong service."""

from datetime import datetime
from typing import Any

import pytest

from server.hall import appointments
from server.hall.claiming import Grounds
from server.hall.once import Asked
from server.rules.errors import Conflict, Invalid, NotAllowed, Unknown
from server.store import pauses
from tests.hall.house import RECEPTION, House, body

Document = dict[str, Any]
ASKED = Asked(RECEPTION.actor)


def book(house: House, at: str, service: str = "AH", day: str = "2026-11-23") -> Document:
    return body(appointments.make(house.hall, RECEPTION, ASKED, service, f"{day}T{at}:00+07:00"))


def check_in(house: House, one: Document, service: str = "AH", **wish: Any) -> Document:
    return house.issue(service, grounds=Grounds(appointment=one["code"]), **wish)


def due(ticket: Document) -> str:
    return str(ticket["due_at"])[11:16]


def test_an_appointment_is_six_digits_and_names_nobody(house: House) -> None:
    one = book(house, "10:00")
    assert len(one["code"]) == 6
    assert one["code"].isdecimal()
    assert one == {
        **{"id": f"2026-11-23-{one['code']}", "code": one["code"], "service": "AH", "date": "2026-11-23"},
        **{"service_name": {"vi": "AH", "en": "AH"}, "at": "2026-11-23T10:00:00.000+07:00", "cancelled": False},
        **{"ticket": None, "number": None, "outside": False},
    }
    assert house.events()[-1]["what"] == "appointment-made"


def test_who_comes_in_time_counts_as_an_hour_before_the_appointment(house: House) -> None:
    one = book(house, "09:30")
    walk_in = house.issue("AH")
    mine = check_in(house, one)
    assert due(mine) == "08:30"
    assert mine["why"] == {"vi": "Có lịch hẹn 09:30", "en": "Appointment at 09:30"}
    assert (mine["ahead"], mine["priority"]) == (0, False)
    assert house.hall and walk_in["ahead"] == 0


def test_who_comes_early_waits_for_the_same_place(house: House) -> None:
    one = book(house, "11:00")
    assert appointments.with_code(house.hall, one["code"])["standing"] == "early"
    mine = check_in(house, one)
    assert due(mine) == "10:00"
    house.clock.forward(minutes=30)
    assert house.issue("AH")["ahead"] == 0


@pytest.mark.parametrize(("minutes", "place", "why"), [(45, "08:30", "Có lịch hẹn 09:30"), (46, "09:46", "Đến lượt")])
def test_a_quarter_of_an_hour_late_is_forgiven_and_then_it_is_a_walk_in(
    house: House, minutes: int, place: str, why: str
) -> None:
    one = book(house, "09:30")
    house.clock.forward(minutes=minutes)
    assert appointments.with_code(house.hall, one["code"])["standing"] == ("kept" if minutes == 45 else "late")
    mine = check_in(house, one)
    assert due(mine) == place
    assert mine["why"]["vi"].startswith(why)
    with pytest.raises(Conflict):
        check_in(house, one)


def test_a_pause_of_the_hall_makes_nobody_late(house: House) -> None:
    one = book(house, "09:05")
    house.clock.forward(minutes=10)
    house.hall.write(lambda tx: pauses.begin(tx, "stop"))
    house.clock.forward(minutes=60)
    house.hall.write(pauses.end)
    assert due(check_in(house, one)) == "08:05"


def test_a_class_counts_where_it_is_better_and_is_never_added(house: House) -> None:
    early, soon = book(house, "10:30"), book(house, "09:10")
    assert due(check_in(house, early, priority="elderly")) == "08:30"
    assert due(check_in(house, soon, priority="elderly")) == "08:10"


def test_a_second_check_in_says_which_number_it_has(house: House) -> None:
    one = book(house, "09:30")
    number = check_in(house, one)["number"]
    with pytest.raises(Conflict, match=number):
        check_in(house, one)
    with pytest.raises(Conflict, match=number):
        appointments.with_code(house.hall, one["code"])
    assert appointments.of_day(house.hall, None)["appointments"][0]["number"] == number
    with pytest.raises(NotAllowed):
        appointments.cancel(house.hall, RECEPTION, ASKED, one["id"])


def test_what_is_not_todays_not_this_services_or_not_there_is_refused_in_words(house: House) -> None:
    tomorrow, mine = book(house, "09:00", day="2026-11-24"), book(house, "10:00")
    with pytest.raises(Invalid, match="24/11/2026"):
        check_in(house, tomorrow)
    with pytest.raises(Invalid, match="for: AH"):
        check_in(house, mine, "AK")
    for wrong in ("", "x", "12345", "９" * 6, mine["code"] + " "):
        with pytest.raises(Unknown):
            house.issue("AH", grounds=Grounds(appointment=wrong or "-"))
    assert house.all_tickets() == []


def test_a_cancelled_appointment_gives_nothing_and_cancelling_twice_is_once(house: House) -> None:
    one = book(house, "10:00")
    for _ in range(2):
        assert body(appointments.cancel(house.hall, RECEPTION, ASKED, one["id"]))["cancelled"] is True
    assert [event["what"] for event in house.events()].count("appointment-cancelled") == 1
    with pytest.raises(NotAllowed):
        check_in(house, one)
    with pytest.raises(NotAllowed):
        appointments.with_code(house.hall, one["code"])
    with pytest.raises(Unknown):
        appointments.cancel(house.hall, RECEPTION, ASKED, "2026-11-23-x")


NO_TIMES = ("", "tomorrow", "2026-11-23", "2026-11-23T10:00:00", "2026-11-23T25:00:00+07:00")
NOT_NOW = ("2026-11-23T08:59:59+07:00", "2028-01-01T09:00:00+07:00", "9999-12-31T23:59:59+07:00")


@pytest.mark.parametrize("at", [*NO_TIMES, *NOT_NOW, "0001-01-01T00:00:00+07:00"])
def test_a_time_that_is_none_or_past_or_far_is_refused(house: House, at: str) -> None:
    with pytest.raises(Invalid):
        appointments.make(house.hall, RECEPTION, ASKED, "AH", at)


def test_codes_differ_within_a_day_and_the_list_goes_by_time(house: House) -> None:
    made = [book(house, f"{hour}:00") for hour in (12, 10, 11) for _ in range(10)]
    assert len({one["code"] for one in made}) == 30
    listed = appointments.of_day(house.hall, "2026-11-23")["appointments"]
    assert [one["at"] for one in listed] == sorted(one["at"] for one in made)
    assert appointments.of_day(house.hall, "2026-11-24")["appointments"] == []


def test_todays_code_wins_over_the_same_one_of_another_day(house: House) -> None:
    one = book(house, "09:00", day="2026-11-24")
    house.clock.set("2026-11-24T08:30:00+07:00")
    assert due(check_in(house, one)) == "08:00"
    assert datetime.fromisoformat(one["at"]).day == 24
