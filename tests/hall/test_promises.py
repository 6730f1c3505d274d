"""What one person's move may never cost another: a far appointment, a taken-over desk, a service gone to twice."""

from pathlib import Path
from typing import Any

import pytest

from server.hall import appointments, deciding
from server.hall.claiming import NONE, Grounds
from server.rules.errors import Forbidden, Invalid, ServiceClosed
from tests.hall.house import House
from tests.hall.opened import working
from tests.hall.supervising import assign
from tests.hall.test_appointments import book
from tests.hall.test_deciding import decide


def order(house: House) -> list[str]:
    with house.hall.reading() as view:
        sql = "SELECT number FROM ticket WHERE state = 'waiting' ORDER BY due_at, seq"
        return [str(one[0]) for one in view.db.execute(sql).fetchall()]


def early(house: House, at: str = "12:00", **wish: Any) -> Any:
    return house.issue("AH", grounds=Grounds(appointment=book(house, at)["code"]), **wish)


def test_who_rejoins_stands_behind_who_is_here_not_behind_a_far_appointment(house: House) -> None:
    officer = house.officer("1")
    missed = house.issue("AH")
    house.call_next(officer)
    house.move(officer, missed, "no-show")
    house.clock.forward(minutes=5)
    appointed, here = early(house), house.issue("AH")
    house.clock.forward(minutes=5)
    house.move(officer, missed, "return")
    house.clock.forward(minutes=1)
    later = house.issue("AH")
    assert order(house) == [one["number"] for one in (here, missed, later, appointed)]


def test_sending_to_the_end_never_brings_anybody_forward(house: House) -> None:
    officer = house.officer("1")
    one = early(house)
    house.move(officer, one, "call", reason="other")
    assert house.move(officer, one, "transfer", service="AH", end=True)["due_at"] == one["due_at"]


def test_nobody_is_sent_to_one_service_twice(house: House) -> None:
    officer = house.officer("2")
    one = house.issue("AH", then=("AK", "BA"))
    house.move(officer, one, "serve")
    assert house.move(officer, one, "finish", next="AK")["then"] == ["BA"]
    house.move(officer, one, "serve")
    assert house.move(officer, one, "transfer", service="BA")["then"] == []


def test_an_undo_leaves_another_officers_desk_alone(house: House) -> None:
    first = house.officer("1", "an")
    one = house.issue("AH")
    house.call_next(first)
    house.officer("1", "binh", takeover=True)
    moved = house.officer("3", "an")
    with pytest.raises(Forbidden):
        house.move(moved, one, "undo")
    assert house.ticket(one).counter == "1"


def test_an_appointment_is_kept_though_the_days_numbers_are_all_taken(house: House) -> None:
    appointment = book(house, "10:00")
    house.issue("AH")
    decide(house, deciding.set_cap, "AH", 1)
    with pytest.raises(ServiceClosed):
        house.issue("AH")
    assert house.issue("AH", grounds=Grounds(appointment=appointment["code"]))["state"] == "waiting"


def test_a_service_that_no_counter_does_gives_no_numbers(house: House) -> None:
    assign(house, "11", {"BA": 0})
    with pytest.raises(ServiceClosed) as no:
        house.issue("BT")
    assert "Chưa có quầy" in no.value.detail.vi
    with pytest.raises(ServiceClosed):
        house.issue("BA", then=("BT",))


def test_no_appointment_is_made_for_a_time_without_counters(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-25T09:00:00+07:00")
    assert book(house, "10:00", day="2026-11-25")["code"]
    for day, at in (("2026-11-25", "12:15"), ("2026-11-25", "23:59"), ("2026-11-29", "10:00")):
        with pytest.raises(Invalid):
            book(house, at, day=day)


def test_an_appointment_passes_the_last_hour_of_numbers_until_its_grace_ends(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-25T09:00:00+07:00")
    kept, missed = (book(house, "16:15", day="2026-11-25")["code"] for _ in range(2))
    house.clock.set("2026-11-25T16:30:00+07:00")
    for grounds in (NONE, Grounds(appointment="000000")):
        with pytest.raises(ServiceClosed):
            house.issue("AH", grounds=grounds)
    assert appointments.with_code(house.hall, kept)["passes"] == ["after-hours", "cap-reached"]
    assert house.issue("AH", grounds=Grounds(appointment=kept))["why"]["vi"] == "Có lịch hẹn 16:15"
    house.clock.forward(minutes=1)
    assert appointments.with_code(house.hall, missed)["passes"] == ["cap-reached"]
    with pytest.raises(ServiceClosed):
        house.issue("AH", grounds=Grounds(appointment=missed))


def test_an_appointment_does_not_pass_a_stop(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-25T09:00:00+07:00")
    code = book(house, "10:00", day="2026-11-25")["code"]
    decide(house, deciding.stop, "AH")
    with pytest.raises(ServiceClosed):
        house.issue("AH", grounds=Grounds(appointment=code))


def test_an_appointment_reads_the_count_that_its_number_then_has(house: House) -> None:
    code = book(house, "09:30")["code"]
    for _ in range(3):
        house.issue("AH")
    assert appointments.with_code(house.hall, code)["ahead"] == 0
    far = book(house, "10:30")["code"]
    told = appointments.with_code(house.hall, far)["ahead"]
    assert (told, house.issue("AH", grounds=Grounds(appointment=far))["ahead"]) == (3, 3)
