"""Refusals come in one order: 401, 403 (role), 404, 422, 409 (state), 403 (whose ticket)."""

from collections.abc import Callable

from tests.web.calling import Caller, Desk, good, refused

WRONG = {"colour": 1}
Desks = Callable[[str], Desk]


def test_401_comes_before_everything(nobody: Caller) -> None:
    for path in ("/api/v1/tickets/nothing/call", "/api/v1/tickets/nothing/dance", "/api/v1/counters/99/call-next"):
        refused(nobody.post(path, WRONG), 401)
    refused(nobody.put("/api/v1/counters/99/status", WRONG), 401)
    refused(nobody.post("/api/v1/tickets", WRONG), 401)
    refused(nobody.get("/api/v1/board?area=Q"), 401)


def test_the_wrong_role_is_403_even_for_what_does_not_exist(kiosk: Caller, display: Caller, reception: Caller) -> None:
    refused(display.post("/api/v1/tickets", WRONG), 403)
    refused(kiosk.post("/api/v1/tickets/nothing/call", WRONG), 403)
    refused(reception.post("/api/v1/tickets/nothing/call", WRONG), 403)
    refused(reception.post("/api/v1/counters/99/call-next", WRONG), 403)
    refused(reception.get("/api/v1/counters/99"), 403)
    refused(kiosk.get("/api/v1/session"), 403)


def test_404_comes_before_a_wrong_body(desk: Desks) -> None:
    officer = desk("15")
    refused(officer.move("nothing", "call", WRONG), 404, "unknown-ticket")
    refused(officer.move("nothing", "dance", WRONG), 404, "unknown-move")
    refused(officer.move("nothing", "leave", WRONG), 404, "unknown-move")
    refused(officer.post("/api/v1/counters/99/call-next", WRONG), 404, "unknown-counter")
    refused(officer.put("/api/v1/counters/99/status", WRONG), 404, "unknown-counter")


def test_a_wrong_body_is_422_before_the_state_is_looked_at(desk: Desks, kiosk: Caller) -> None:
    officer, ticket = desk("15"), kiosk.ticket("BM")
    refused(officer.move(ticket, "finish", WRONG), 422, "invalid")
    refused(officer.move(ticket, "finish", {"outcome": "unheard-of"}), 422, "invalid")
    refused(officer.move(ticket, "finish", {"next": "ZZ"}), 422, "unknown-service")
    refused(officer.move(ticket, "transfer", {}), 422, "invalid")
    good(officer.next())
    refused(officer.next(WRONG), 422, "invalid")
    refused(officer.next({"service": "ZZ"}), 422, "unknown-service")


def test_the_state_is_judged_before_whose_ticket_it_is(desk: Desks, kiosk: Caller) -> None:
    owner, other, ticket = desk("15"), desk("53"), kiosk.ticket("BM")
    refused(other.move(ticket, "finish"), 409, "not-allowed")
    good(owner.move(ticket, "call"))
    refused(other.move(ticket, "finish"), 409, "not-allowed")
    refused(other.move(ticket, "no-show"), 409, "not-allowed")
    refused(other.move(ticket, "recall"), 403)
    good(other.move(kiosk.ticket("XH"), "call"))
    refused(other.post("/api/v1/counters/15/call-next"), 409, "counter-busy")
    good(owner.move(ticket, "cancel"))
    refused(other.post("/api/v1/counters/15/call-next"), 403)


def test_a_counter_must_be_the_officers_own(desk: Desks) -> None:
    officer = desk("15")
    refused(officer.get("/api/v1/counters/16"), 403)
    refused(officer.put("/api/v1/counters/16/status", {"status": "open"}), 403)
    refused(officer.put("/api/v1/counters/16/status", {"status": "upside down"}), 422, "invalid")
