"""The log in words over the contract: who may read it, bad input, and that it names nobody to an officer."""

from collections.abc import Callable

import pytest

from tests.web.calling import Caller, Desk, good, refused

Desks = Callable[[str], Desk]


def test_only_supervisors_read_the_journal(
    kiosk: Caller, display: Caller, reception: Caller, nobody: Caller, desk: Desks
) -> None:
    refused(nobody.get("/api/v1/journal?what=x"), 401)
    for who in (kiosk, display, reception, desk("15")):
        refused(who.get("/api/v1/journal?what=x"), 403)


def test_a_history_is_for_people_and_for_tickets_that_exist(
    kiosk: Caller, display: Caller, reception: Caller, nobody: Caller, supervisor: Caller, desk: Desks
) -> None:
    ticket = kiosk.ticket("BM")
    path = f"/api/v1/tickets/{ticket['id']}/history"
    refused(nobody.get(path), 401)
    for device in (kiosk, display):
        refused(device.get("/api/v1/tickets/nothing/history"), 403)
    for who in (reception, supervisor, desk("16")):
        refused(who.get("/api/v1/tickets/nothing/history"), 404, "unknown-ticket")
        told = good(who.get(path))
        assert told["number"] == ticket["number"] and told["events"][0]["what"] == "ticket-issued"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("date=2026-13-01", "date"),
        ("date=today", "date"),
        ("after=-1", "after"),
        ("before=1.5", "before"),
        ("before=", "before"),
        ("after=" + "9" * 400, "after"),
        ("before=٣", "before"),
        ("what=ticket-issued", "what"),
        ("what=nothing", "what"),
    ],
)
def test_a_bad_question_is_422_and_says_which_part_of_it(supervisor: Caller, query: str, field: str) -> None:
    assert list(refused(supervisor.get(f"/api/v1/journal?{query}"), 422, "invalid")["errors"]) == [field]


def test_what_staff_do_stands_in_the_journal_with_role_and_name(supervisor: Caller, desk: Desks, kiosk: Caller) -> None:
    officer = desk("15")
    since = good(supervisor.get("/api/v1/journal"))["version"]
    good(officer.put("/api/v1/counters/15/status", {"status": "paused", "reason": "lunch"}))
    told = good(supervisor.get(f"/api/v1/journal?after={since}"))
    (paused,) = [one for one in told["events"] if one["counter"] == "15"]
    assert paused["text"] == {"vi": "Quầy 15 tạm nghỉ: ăn trưa", "en": "Counter 15 pauses: lunch"}
    name = good(officer.get("/api/v1/session"))["name"]
    assert name == "Cán bộ quầy 15"
    assert paused["by"] == {"vi": name, "en": f"officer {name}"}
    good(officer.put("/api/v1/counters/15/status", {"status": "open"}))


def test_an_officer_reads_roles_and_reception_names(desk: Desks, kiosk: Caller, reception: Caller) -> None:
    officer, ticket = desk("15"), kiosk.ticket("BM")
    good(officer.move(ticket, "call"))
    path, name = f"/api/v1/tickets/{ticket['id']}/history", good(officer.get("/api/v1/session"))["name"]
    assert name in reception.get(path).text
    assert name not in officer.get(path).text
    good(officer.move(ticket, "cancel"))
