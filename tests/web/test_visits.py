"""Appointments, one's own number at the kiosk, and turns carried over, over real HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.web.calling import Caller, fresh_key, good, refused

Document = dict[str, Any]


def soon(reception: Caller, minutes: int = 30) -> str:
    """An instant of the centre's today, by its own clock."""
    now = datetime.fromisoformat(good(reception.get("/api/v1/board"))["at"])
    return (now + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")


def book(reception: Caller, service: str = "XC", minutes: int = 30) -> Document:
    return good(reception.post("/api/v1/appointments", {"service": service, "at": soon(reception, minutes)}), 201)


def test_an_appointment_is_made_seen_kept_once_and_then_cannot_be_cancelled(reception: Caller, kiosk: Caller) -> None:
    one = book(reception)
    assert one in good(reception.get("/api/v1/appointments"))["appointments"]
    seen = good(kiosk.get(f"/api/v1/kiosk/appointment?code={one['code']}"))
    assert (seen["service"], seen["standing"]) == ("XC", "kept")
    ticket = kiosk.ticket("XC", appointment=one["code"])
    assert ticket["why"]["vi"].startswith("Có lịch hẹn ")
    again = refused(kiosk.post("/api/v1/tickets", {"service": "XC", "appointment": one["code"]}), 409, "conflict")
    assert ticket["number"] in again["detail"]
    refused(kiosk.get(f"/api/v1/kiosk/appointment?code={one['code']}"), 409, "conflict")
    refused(reception.post(f"/api/v1/appointments/{one['id']}/cancel"), 409, "not-allowed")


def test_pressing_twice_makes_one_appointment_and_one_ticket(reception: Caller, kiosk: Caller) -> None:
    said, key = {"service": "XC", "at": soon(reception)}, fresh_key()
    first, second = (reception.post("/api/v1/appointments", said, key=key) for _ in range(2))
    assert first.content == second.content
    wish = {"service": "XC", "appointment": good(first, 201)["code"]}
    one, two = (kiosk.post("/api/v1/tickets", wish, key=key) for _ in range(2))
    assert (one.content, two.headers["Idempotency-Replayed"]) == (two.content, "true")


def test_what_an_appointment_is_not_is_said(reception: Caller, kiosk: Caller) -> None:
    one, tomorrow = book(reception), book(reception, minutes=24 * 60)
    wrong = {"service": "XH", "appointment": one["code"]}
    assert set(refused(kiosk.post("/api/v1/tickets", wrong), 422, "invalid")["errors"]) == {"appointment"}
    other_day = {"service": "XC", "appointment": tomorrow["code"]}
    assert set(refused(kiosk.post("/api/v1/tickets", other_day), 422, "invalid")["errors"]) == {"appointment"}
    for code in ("abc", "٣٤٥٦٧٨", "' OR 1=1", "0" * 40):
        refused(kiosk.post("/api/v1/tickets", {"service": "XC", "appointment": code}), 422, "unknown-appointment")
        refused(kiosk.get("/api/v1/kiosk/appointment", params={"code": code}), 422, "unknown-appointment")
    for body in (
        {},
        {"service": "XC"},
        {"service": "XC", "at": 5},
        {"service": "XC", "at": "x"},
        {"at": "x", "name": "y"},
    ):
        refused(reception.post("/api/v1/appointments", body), 422, "invalid")
    refused(reception.post("/api/v1/appointments", {"service": "ZZ", "at": soon(reception)}), 422, "unknown-service")
    for path in ("appointments?", "tickets?number=BA001&"):
        for day in ("24/11/2026", "2026-99-99", "2026-02-30", "٢٠٢٦-11-24"):
            problem = refused(reception.get(f"/api/v1/{path}date={day}"), 422, "invalid")
            assert problem["errors"] == {"date": f"Không có ngày '{day}'; hãy viết như 2026-09-02."}
    refused(reception.post("/api/v1/appointments/x/cancel"), 404)


def test_only_the_centres_people_make_and_see_appointments(kiosk: Caller, display: Caller, nobody: Caller) -> None:
    for caller, status in ((kiosk, 403), (display, 403), (nobody, 401)):
        refused(caller.post("/api/v1/appointments", {"service": "XC", "at": "x"}), status)
        refused(caller.get("/api/v1/appointments"), status)
        refused(caller.post("/api/v1/appointments/x/cancel"), status)
    refused(display.get("/api/v1/kiosk/appointment?code=1"), 403)


def test_a_number_alone_is_looked_at_and_its_code_lets_its_holder_act(kiosk: Caller, nobody: Caller) -> None:
    ticket = kiosk.ticket("XC")
    seen = good(kiosk.get("/api/v1/kiosk/ticket", params={"number": ticket["number"].lower()}))
    assert (seen["state"], seen["track_url"]) == ("waiting", None)
    assert not {"id", "priority", "assist"} & set(seen)
    code = ticket["id"][-6:]
    mine = good(kiosk.get("/api/v1/kiosk/ticket", params={"number": ticket["number"], "code": code.upper()}))
    assert mine["track_url"] == ticket["track_url"]
    for wrong in ("", "x", "é", "0" * 6 if code != "0" * 6 else "1" * 6):
        refused(kiosk.get("/api/v1/kiosk/ticket", params={"number": ticket["number"], "code": wrong}), 404)
    refused(kiosk.get("/api/v1/kiosk/ticket?number=XC999"), 404)
    refused(kiosk.get("/api/v1/kiosk/ticket"), 422, "invalid")
    refused(nobody.get("/api/v1/kiosk/ticket?number=XC001"), 401)


def test_a_carried_turn_is_receptions_and_an_old_ones(reception: Caller, kiosk: Caller) -> None:
    today = kiosk.ticket("XC")
    refused(kiosk.post("/api/v1/tickets", {"service": "XC", "carried": today["id"]}), 403)
    refused(reception.post("/api/v1/tickets", {"service": "XC", "carried": today["id"]}), 409, "not-allowed")
    refused(reception.post("/api/v1/tickets", {"service": "XC", "carried": "x"}), 422, "unknown-ticket")
    both = {"service": "XC", "carried": "x", "appointment": "123456"}
    refused(reception.post("/api/v1/tickets", both), 422, "invalid")


@pytest.mark.parametrize("then", [["XC"], ["XH", "XH"], ["XH", "XA", "MT"]])
def test_each_service_of_a_visit_is_gone_to_once_and_there_are_three_at_most(then: list[str], kiosk: Caller) -> None:
    problem = refused(kiosk.post("/api/v1/tickets", {"service": "XC", "then": then}), 422, "invalid")
    assert set(problem["errors"]) == {"then"}


def test_reception_alone_puts_a_ticket_right(reception: Caller, kiosk: Caller, admin: Caller) -> None:
    ticket = kiosk.ticket("XC")
    right = {"service": "XH", "reason": "mistaken"}
    for caller in (kiosk, admin):
        refused(caller.move(ticket, "amend", right), 403)
    refused(reception.move("x", "amend", right), 404)
    after = good(reception.move(ticket, "amend", right))
    assert (after["service"], after["number"], after["due_at"]) == ("XH", ticket["number"], ticket["due_at"])
    given = good(reception.move(ticket, "amend", {"priority": "urgent", "reason": "urgent"}))
    assert (given["priority"], given["service"]) == (True, "XH")
    assert good(reception.move(ticket, "amend", {"priority": None, "reason": "undue"}))["priority"] is False
    assert good(reception.move(ticket, "amend", {"then": ["XA"], "reason": "asked"}))["then"] == ["XA"]


@pytest.mark.parametrize(
    ("body", "field", "word"),
    [
        ({}, "reason", "invalid"),
        ({"service": "XH"}, "reason", "invalid"),
        ({"reason": "asked"}, "service", "invalid"),
        ({"reason": "asked", "service": "ZZ"}, "service", "unknown-service"),
        ({"reason": "asked", "priority": "king"}, "priority", "unknown-class"),
        ({"reason": "asked", "priority": -30}, "priority", "invalid"),
        ({"reason": "asked", "credit": 500}, "credit", "invalid"),
        ({"reason": "asked", "then": ["XC"]}, "then", "invalid"),
        ({"reason": "asked", "then": ["XA", "XH", "MT"]}, "then", "invalid"),
        ({"reason": "asked", "then": ["ZZ"]}, "then", "unknown-service"),
    ],
)
def test_what_a_ticket_cannot_become_is_refused(
    body: Any, field: str, word: str, reception: Caller, kiosk: Caller
) -> None:
    problem = refused(reception.move(kiosk.ticket("XC"), "amend", body), 422, word)
    assert set(problem["errors"]) == {field}


def test_a_ticket_is_put_right_once_however_often_it_is_pressed(reception: Caller, kiosk: Caller) -> None:
    ticket, key = kiosk.ticket("XC"), fresh_key()
    answers = [reception.move(ticket, "amend", {"priority": "elderly", "reason": "x"}, key=key) for _ in range(2)]
    assert answers[0].content == answers[1].content
