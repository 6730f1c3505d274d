"""Reception puts a ticket right, and the log says what and why but never which class."""

from typing import Any

import pytest

from server.hall import amending, appointments
from server.hall.amending import Wish
from server.hall.claiming import Grounds
from server.hall.once import Asked
from server.rules.errors import Invalid, NotAllowed, Unknown
from server.store import tickets
from tests.hall.house import RECEPTION, House, body

Document = dict[str, Any]


def amend(house: House, ticket: Document, reason: str = "asked", **wish: Any) -> Document:
    return body(amending.amend(house.hall, RECEPTION, Asked(RECEPTION.actor), ticket["id"], Wish(reason, **wish)))


def test_another_service_keeps_place_and_number_and_counts_in_its_new_line(house: House) -> None:
    mine = house.issue("AH")
    house.clock.forward(minutes=5)
    other = house.issue("AK")
    after = amend(house, mine, "mistaken", service="AK")
    assert (after["service"], after["number"], after["due_at"]) == ("AK", "AH001", mine["due_at"])
    assert (after["ahead"], after["why"]["vi"]) == (0, "Đổi nội dung, giữ nguyên lượt")
    with house.hall.reading() as view:
        assert tickets.waiting(view.db, view.centre, view.business_date) == {"AH": 0, "AK": 2}
    officer = house.officer("1")
    called = house.call_next(officer)
    assert called
    assert called["ticket"]["id"] == mine["id"]
    assert other["ahead"] == 0


def test_a_priority_is_given_and_taken_away_without_its_class(house: House) -> None:
    house.issue("AH")
    house.clock.forward(minutes=5)
    mine = house.issue("AH")
    given = amend(house, mine, "entitled", priority="disability")
    assert (given["priority"], given["ahead"]) == (True, 0)
    assert given["why"]["vi"] == "Ưu tiên: được tính như đến sớm hơn 30 phút"
    taken = amend(house, mine, "undue", classless=True)
    assert (taken["priority"], taken["ahead"], taken["due_at"]) == (False, 1, mine["due_at"])
    assert taken["why"]["vi"] == "Đến lượt theo thứ tự lấy số"
    told = [event["details"] for event in house.events() if event["what"] == "ticket-amended"]
    assert [(one["reason"], one["credit"], one["earlier_s"]) for one in told] == [
        ("entitled", 30, 1800),
        ("undue", 0, -1800),
    ]
    tables = [str(one[0]) for one in house.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert not any("disability" in str(house.rows(f"SELECT * FROM {name}")) for name in tables)


def test_what_reception_says_in_its_own_words_is_kept_as_other(house: House) -> None:
    amend(house, house.issue("AH"), "bà Nguyễn Thị A bị ốm", priority="urgent")
    assert house.events()[-1]["details"]["reason"] == "other"


def test_a_carried_turn_keeps_its_credit_when_a_class_comes_and_goes(house: House) -> None:
    old = house.issue("AH")
    house.clock.set("2026-11-24T09:00:00+07:00")
    house.issue("BA")
    mine = house.issue("AH", who=RECEPTION, grounds=Grounds(carried=old["id"]))
    assert amend(house, mine, priority="elderly")["due_at"][11:16] == "07:30"
    assert amend(house, mine, classless=True)["due_at"] == mine["due_at"]


def appointed(house: House, at: str, **wish: Any) -> Document:
    asked = Asked(RECEPTION.actor)
    made = body(appointments.make(house.hall, RECEPTION, asked, "AH", f"2026-11-23T{at}:00+07:00"))
    return house.issue("AH", grounds=Grounds(appointment=made["code"]), **wish)


def returned(house: House, ticket: Document) -> None:
    officer = house.officer("1")
    house.move(officer, ticket, "call")
    house.move(officer, ticket, "return")


def test_an_appointment_and_a_class_are_never_added_whatever_happened_in_between(house: House) -> None:
    mine = appointed(house, "12:00")
    assert mine["due_at"][11:16] == "11:00"
    returned(house, mine)
    # Two hours before the ticket was taken, not three hours before the appointment.
    assert amend(house, mine, priority="urgent")["due_at"][11:16] == "07:00"
    back = amend(house, mine, classless=True)
    assert (back["due_at"], back["priority"], back["why"]) == (mine["due_at"], False, mine["why"])


def test_taking_a_class_away_costs_an_appointment_nothing(house: House) -> None:
    mine = appointed(house, "09:30", priority="child")
    assert (mine["due_at"][11:16], mine["priority"]) == ("08:15", True)
    returned(house, mine)
    assert amend(house, mine, "undue", classless=True)["due_at"][11:16] == "08:30"


@pytest.mark.parametrize(("minutes", "classed"), [(40, "08:30"), (50, "09:20")])
def test_an_appointment_is_judged_by_the_minute_its_number_was_taken(house: House, minutes: int, classed: str) -> None:
    asked = Asked(RECEPTION.actor)
    made = body(appointments.make(house.hall, RECEPTION, asked, "AH", "2026-11-23T09:30:00+07:00"))
    house.clock.forward(minutes=minutes)
    mine = house.issue("AH", grounds=Grounds(appointment=made["code"]))
    house.clock.forward(minutes=60)
    assert amend(house, mine, priority="elderly")["due_at"][11:16] == classed
    assert amend(house, mine, classless=True)["due_at"] == mine["due_at"]


def test_who_was_sent_to_the_end_is_not_punished_when_a_wrong_class_is_taken_away(house: House) -> None:
    officer, mine = house.officer("1"), house.issue("AH", priority="child")
    house.clock.forward(minutes=200)
    house.move(officer, mine, "call")
    last = house.move(officer, mine, "transfer", service="AK", end=True)
    assert amend(house, mine, "undue", classless=True)["due_at"] == last["due_at"]


def test_a_carried_turn_says_so_after_its_class_was_taken_away(house: House) -> None:
    old = house.issue("AH")
    house.clock.set("2026-11-24T09:00:00+07:00")
    house.issue("BA")
    mine = house.issue("AH", who=RECEPTION, priority="elderly", grounds=Grounds(carried=old["id"]))
    assert "Chưa kịp phục vụ" in amend(house, mine, "undue", classless=True)["why"]["vi"]


def test_services_are_added_up_to_three_and_none_twice(house: House) -> None:
    mine = house.issue("AH", then=("AK",))
    assert amend(house, mine, then=("AK", "BA"))["then"] == ["AK", "BA"]
    for wrong in (("AK", "BA", "BT"), ("AK", "AK"), ("AH",)):
        with pytest.raises(Invalid):
            amend(house, mine, then=wrong)
    with pytest.raises(Unknown):
        amend(house, mine, then=("ZZ",))
    assert amend(house, mine, then=())["then"] == []


def test_the_whole_visit_is_gone_through_in_one_place_at_a_time(house: House) -> None:
    mine = house.issue("AH")
    amend(house, mine, then=("AK", "BA"))
    for counter, service in (("1", "AH"), ("2", "AK"), ("11", "BA")):
        officer = house.officer(counter)
        called = house.call_next(officer)
        assert called
        assert (called["ticket"]["id"], called["ticket"]["service"]) == (mine["id"], service)
        assert house.call_next(house.officer("12")) is None if service != "BA" else True
        house.move(officer, mine, "serve")
        after = house.move(officer, mine, "finish")
        assert (after["due_at"], after["number"]) == (mine["due_at"], mine["number"])
    assert after["state"] == "done"


def test_what_cannot_be_changed_any_more_is_refused_and_nothing_is_written(house: House) -> None:
    officer, mine = house.officer("1"), house.issue("AH")
    house.call_next(officer)
    count = len(house.events())
    with pytest.raises(NotAllowed):
        amend(house, mine, service="AK")
    with pytest.raises(NotAllowed):
        amend(house, mine, priority="elderly")
    with pytest.raises(Invalid):
        amend(house, mine)
    with pytest.raises(Unknown):
        amend(house, mine, priority="king")
    assert len(house.events()) == count
    assert amend(house, mine, then=("BA",))["then"] == ["BA"]
