"""Taking a ticket, reading it back, finding it by number, and following it by its link."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.web.calling import Caller, Desk, good, refused

Desks = Callable[[str], Desk]
FIELDS = {
    *("id", "number", "service", "department", "area", "lang", "priority", "assist", "then", "state", "issued_at"),
    *("due_at", "business_date", "version", "ahead", "wait", "calls", "counter", "for", "why", "track_url", "printed"),
}


def token(ticket: dict[str, Any]) -> str:
    return str(ticket["track_url"].rsplit("/", 1)[1])


def follow(who: Caller, ticket: dict[str, Any], **headers: str) -> Any:
    return who.get(f"/api/v1/track/{token(ticket)}", headers=headers)


def test_a_new_ticket_has_every_field_of_the_contract(kiosk: Caller, desk: Desks) -> None:
    desk("18")
    answer = kiosk.post("/api/v1/tickets", {"service": "BT"})
    ticket = good(answer, 201)
    assert set(ticket) >= FIELDS
    assert answer.headers["Location"] == f"/api/v1/tickets/{ticket['id']}"
    assert re.fullmatch(r"BT\d{3}", ticket["number"])
    told = {name: ticket[name] for name in ("service", "area", "lang", "priority", "assist", "then", "state")}
    assert told == {
        **{"service": "BT", "area": "B", "lang": "vi", "priority": False, "assist": False, "then": []},
        "state": "waiting",
    }
    assert ticket["issued_at"] == ticket["due_at"]
    assert ticket["issued_at"].startswith(ticket["business_date"])
    assert (ticket["ahead"], ticket["wait"], ticket["calls"], ticket["counter"], ticket["for"]) == (
        0,
        None,
        0,
        None,
        None,
    )
    assert ticket["why"]["vi"] == "Đến lượt theo thứ tự lấy số"
    assert ticket["printed"] in ("no", "queued", "yes", "failed")


def test_the_ticket_reads_back_as_it_was_given(kiosk: Caller, display: Caller) -> None:
    ticket = kiosk.ticket("BT", lang="en", assist=True)
    read = good(display.get(f"/api/v1/tickets/{ticket['id']}"))
    assert {**read, "version": 0} == {**ticket, "version": 0}
    assert (read["lang"], read["assist"]) == ("en", True)


def test_numbers_of_a_service_follow_one_another(kiosk: Caller) -> None:
    numbers = [int(kiosk.ticket("BT")["number"][2:]) for _ in range(3)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_kiosks_officers_and_reception_issue_and_nobody_else(
    kiosk: Caller, reception: Caller, display: Caller, admin: Caller, desk: Desks
) -> None:
    for who in (kiosk, reception, desk("18")):
        who.ticket("BT")
    for who in (display, admin):
        refused(who.post("/api/v1/tickets", {"service": "BT"}), 403)


def test_a_priority_class_moves_due_at_back_and_is_forgotten(kiosk: Caller, reception: Caller) -> None:
    answer = kiosk.post("/api/v1/tickets", {"service": "BT", "priority": "elderly"})
    ticket = good(answer, 201)
    issued, due = (datetime.fromisoformat(ticket[name]) for name in ("issued_at", "due_at"))
    assert issued - due == timedelta(minutes=30)
    assert ticket["priority"] is True
    assert ticket["why"]["vi"] == "Ưu tiên: được tính như đến sớm hơn 30 phút"
    assert "elderly" not in answer.text
    refused(kiosk.post("/api/v1/tickets", {"service": "BT", "priority": "urgent"}), 422, "unknown-class")
    wish = {"service": "BT", "priority": "urgent"}
    assert set(refused(reception.post("/api/v1/tickets", wish), 422, "invalid")["errors"]) == {"reason"}
    given = good(reception.post("/api/v1/tickets", wish | {"reason": "deadline"}), 201)
    assert "reason" not in given


def test_ahead_counts_whom_the_line_calls_before(kiosk: Caller, desk: Desks) -> None:
    officer = desk("18")
    first, second = kiosk.ticket("BT"), kiosk.ticket("BT")
    early = kiosk.ticket("BT", priority="elderly")

    def ahead(ticket: dict[str, Any]) -> Any:
        return good(kiosk.get(f"/api/v1/tickets/{ticket['id']}"))["ahead"]

    assert [ahead(one) for one in (early, first, second)] == [0, 1, 2]
    good(officer.next())
    assert [ahead(one) for one in (early, first, second)] == [None, 0, 1]


def test_a_ticket_is_found_by_its_number_however_it_is_typed(kiosk: Caller, reception: Caller) -> None:
    ticket = kiosk.ticket("BT")
    for typed in (ticket["number"], ticket["number"].lower(), f" {ticket['number'][:2]} {ticket['number'][2:]}"):
        found = good(reception.get("/api/v1/tickets", params={"number": typed}))["tickets"]
        assert [one["id"] for one in found] == [ticket["id"]]


@pytest.mark.parametrize("number", ["BT999", "X", "%", "_" * 5, "' OR 1=1 --", "\x00", "Ư", "9" * 5000])
def test_a_number_that_nobody_has_finds_nothing(reception: Caller, number: str) -> None:
    assert good(reception.get("/api/v1/tickets", params={"number": number})) == {"tickets": []}


def test_asking_for_no_number_is_422(reception: Caller) -> None:
    for path in ("/api/v1/tickets", "/api/v1/tickets?number="):
        assert set(refused(reception.get(path), 422, "invalid")["errors"]) == {"number"}


def test_the_link_is_absolute_and_tells_anybody_the_place_and_no_more(kiosk: Caller, nobody: Caller) -> None:
    ticket = kiosk.ticket("BT", priority="elderly")
    assert ticket["track_url"].startswith(kiosk.url + "/t/")
    told = good(follow(nobody, ticket))
    assert set(told) >= {"number", "state", "ahead", "wait", "counter", "area", "why", "version"}
    assert {"id", "priority", "assist", "track_url", "due_at"} & set(told) == set()
    assert (told["number"], told["state"], told["area"]) == (ticket["number"], "waiting", "B")


def test_the_link_follows_the_ticket(kiosk: Caller, nobody: Caller, desk: Desks) -> None:
    officer, ticket = desk("18"), kiosk.ticket("BT")
    good(officer.move(ticket, "call"))
    told = good(follow(nobody, ticket))
    assert (told["state"], told["counter"], told["ahead"]) == ("called", "18", None)
    good(officer.move(ticket, "serve"))
    good(officer.move(ticket, "finish"))
    assert good(follow(nobody, ticket))["state"] == "done"


def test_an_unchanged_place_is_304_also_when_others_moved(kiosk: Caller, nobody: Caller, desk: Desks) -> None:
    officer, ticket = desk("18"), kiosk.ticket("BT")
    tag = follow(nobody, ticket).headers["ETag"]
    kiosk.ticket("BM")
    unchanged = follow(nobody, ticket, **{"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == tag
    good(officer.move(ticket, "call"))
    changed = follow(nobody, ticket, **{"If-None-Match": tag})
    good(changed)
    assert changed.headers["ETag"] != tag


def test_the_links_answer_is_kept_by_no_cache_without_asking(kiosk: Caller, nobody: Caller) -> None:
    assert "no-cache" in follow(nobody, kiosk.ticket("BT")).headers["Cache-Control"]
    assert kiosk.get("/api/v1/services").headers["Cache-Control"] == "no-store"


def test_a_wrong_link_is_404(kiosk: Caller, nobody: Caller) -> None:
    right = token(kiosk.ticket("BT"))
    other = "0" if right[-1] != "0" else "1"
    for wrong in (
        right[:-1],
        right + "0",
        right[:-1] + other,
        right.upper(),
        "x",
        "%00",
        "é" * 36,
        "0" * 36,
        "a" * 5000,
    ):
        refused(nobody.get(f"/api/v1/track/{wrong}"), 404, "unknown-ticket")


def test_a_ticket_can_be_printed_again_while_it_is_open(kiosk: Caller, reception: Caller, desk: Desks) -> None:
    officer, ticket = desk("18"), kiosk.ticket("BT")
    for who in (reception, officer):
        for body in (None, {"kiosk": "kiosk-1"}):
            assert good(who.move(ticket, "print", body))["state"] == "waiting"
    refused(reception.move(ticket, "print", {"kiosk": "nowhere"}), 422, "unknown-kiosk")
    refused(kiosk.move(ticket, "print"), 403)
    good(officer.move(ticket, "cancel"))
    refused(reception.move(ticket, "print"), 409)


def test_what_is_not_known_yet_is_null_and_not_a_guess(kiosk: Caller, display: Caller, desk: Desks) -> None:
    officer = desk("18")
    assert kiosk.ticket("BT")["wait"] is None
    good(officer.next())
    menu = good(kiosk.get("/api/v1/services"))
    offers = [one for department in menu["departments"] for one in department["services"]]
    # Other lines may have been worked at by other tests.
    [ours] = [one for one in offers if one["code"] == "BT"]
    assert (ours["open"], ours["reason"], ours["wait"], ours["left"]) == (True, None, None, None)
    board = good(display.get("/api/v1/board?area=B"))
    assert (board["paused"], board["notices"]) == (False, [])
    assert [one["wait"] for one in board["waiting"] if one["service"] == "BT"] == [None]
    assert {one["sound"] for one in board["calls"]} == {None}
