"""Counters, the kiosks' menu and the boards: the documents that pages draw."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.calling import Caller, Desk, good, refused

Desks = Callable[[str], Desk]


def status(officer: Desk, word: str, **more: Any) -> dict[str, Any]:
    return good(officer.put(f"/api/v1/counters/{officer.counter}/status", {"status": word, **more}))


def shown(who: Caller, counter: str, area: str = "all") -> dict[str, Any]:
    board = good(who.get(f"/api/v1/board?area={area}"))
    return dict(next(one for one in board["counters"] if one["counter"] == counter))


def test_call_next_gives_the_ticket_and_why_it_was_next(kiosk: Caller, desk: Desks) -> None:
    officer, ticket = desk("54"), kiosk.ticket("XC", priority="elderly")
    told = good(officer.next())
    assert set(told) == {"ticket", "reason"}
    assert told["ticket"]["id"] == ticket["id"]
    assert (told["ticket"]["state"], told["ticket"]["counter"], told["ticket"]["calls"]) == ("called", "54", 1)
    assert set(told["reason"]) == {"code", "text"}
    assert told["reason"]["text"] == told["ticket"]["why"]


def test_nobody_waits_is_204(desk: Desks) -> None:
    answer = desk("54").next()
    assert (answer.status_code, answer.content) == (204, b"")


def test_call_next_goes_by_due_at_then_by_seq(kiosk: Caller, desk: Desks) -> None:
    officer = desk("54")
    first, second = kiosk.ticket("XC"), kiosk.ticket("XC")
    early = kiosk.ticket("XC", priority="elderly")
    called = []
    for _ in range(3):
        called.append(good(officer.next())["ticket"]["id"])
        good(officer.move(called[-1], "cancel"))
    assert called == [early["id"], first["id"], second["id"]]


def test_call_next_of_one_service(kiosk: Caller, desk: Desks) -> None:
    officer = desk("8")
    kiosk.ticket("AX")
    fire = kiosk.ticket("AC")
    assert good(officer.next({"service": "AC"}))["ticket"]["id"] == fire["id"]


def test_a_service_that_the_counter_does_not_serve_is_403(desk: Desks) -> None:
    refused(desk("54").next({"service": "BA"}), 403)


def test_a_counters_page_has_every_field(kiosk: Caller, desk: Desks) -> None:
    officer = desk("54")
    missed, held, current, waits = [kiosk.ticket("XC") for _ in range(4)]
    good(officer.move(missed, "call"))
    good(officer.miss(missed))
    good(officer.move(held, "serve"))
    good(officer.move(held, "hold"))
    good(officer.move(current, "call"))
    page = officer.page()
    assert set(page) >= {"counter", "version", "status", "current", "held", "missed", "waiting", "today"}
    assert (page["counter"], page["status"], page["current"]["id"]) == ("54", "open", current["id"])
    assert [one["id"] for one in page["held"]] == [held["id"]]
    assert [one["id"] for one in page["missed"]] == [missed["id"]]
    assert page["waiting"]["count"] == 1
    assert page["waiting"]["by_service"] == {"XC": 1}
    assert [one["id"] for one in page["waiting"]["tickets"]] == [waits["id"]]
    assert set(page["today"]) == {"served", "no_shows", "mean_serve_s", "mean_wait_s", "chosen", "by_service"}


def test_a_counters_page_shows_the_first_fifty_in_the_order_of_calling(kiosk: Caller, desk: Desks) -> None:
    officer = desk("54")
    issued = [kiosk.ticket("XC")["id"] for _ in range(51)] + [kiosk.ticket("XC", priority="elderly")["id"]]
    waiting = officer.page()["waiting"]
    assert waiting["count"] == 52
    assert [one["id"] for one in waiting["tickets"]] == [issued[-1], *issued[:49]]
    assert [one["ahead"] for one in waiting["tickets"]] == list(range(50))
    officer.clear()


def test_the_days_figures_count_who_was_served_and_who_was_missed(kiosk: Caller, desk: Desks) -> None:
    officer = desk("54")
    before = officer.page()["today"]
    served, missed, cancelled = (kiosk.ticket("XC") for _ in range(3))
    for ticket, names in ((served, ("serve", "finish")), (missed, ("call", "no-show")), (cancelled, ("cancel",))):
        for name in names:
            good(officer.miss(ticket) if name == "no-show" else officer.move(ticket, name))
    after = officer.page()["today"]
    assert (after["served"], after["no_shows"]) == (before["served"] + 1, before["no_shows"] + 1)
    assert isinstance(after["mean_serve_s"], int)


@pytest.mark.parametrize(("word", "state"), [("paused", "paused"), ("closed", "closed"), ("open", "free")])
def test_a_free_counter_changes_its_status_at_once(word: str, state: str, desk: Desks, display: Caller) -> None:
    officer = desk("53")
    assert status(officer, word, reason="meeting")["status"] == word
    assert shown(display, "53")["state"] == state


def test_a_paused_or_closed_counter_calls_nobody_until_it_opens(kiosk: Caller, desk: Desks) -> None:
    officer, ticket = desk("53"), kiosk.ticket("XH")
    for word in ("paused", "closed"):
        status(officer, word)
        refused(officer.next(), 409, "not-allowed")
    status(officer, "open")
    assert good(officer.next())["ticket"]["id"] == ticket["id"]


def test_with_a_current_ticket_a_pause_begins_after_it(kiosk: Caller, desk: Desks, display: Caller) -> None:
    officer = desk("53")
    kiosk.ticket("XH")
    ticket = good(officer.next())["ticket"]
    page = status(officer, "paused")
    assert (page["status"], page["upcoming"]) == ("open", "paused")
    refused(officer.next(), 409, "counter-busy")
    assert shown(display, "53")["state"] == "called"
    good(officer.move(ticket, "serve"))
    good(officer.move(ticket, "finish"))
    assert officer.page()["status"] == "paused"
    assert shown(display, "53")["state"] == "paused"
    refused(officer.next(), 409, "not-allowed")


@pytest.mark.parametrize("body", [None, {}, {"status": "shut"}, {"status": None}, {"status": "open", "until": 5}])
def test_a_wrong_status_is_refused(body: Any, desk: Desks) -> None:
    answer = desk("53").put("/api/v1/counters/53/status", body)
    refused(answer, 415 if body is None else 422, "media-type" if body is None else "invalid")


def test_the_menu_is_the_sample_with_who_waits(kiosk: Caller, desk: Desks) -> None:
    desk("53")
    kiosk.ticket("XH")
    menu = good(kiosk.get("/api/v1/services"))
    departments = menu["departments"]
    services = {one["code"]: one for department in departments for one in department["services"]}
    assert (len(departments), len(services)) == (22, 32)
    assert all(set(one) >= {"code", "name", "area", "services"} for one in departments)
    fields = {"code", "name", "kind", "prefix", "area", "open", "reason", "waiting", "wait", "left"}
    assert all(set(one) >= fields for one in services.values())
    assert (services["XH"]["waiting"], services["XH"]["kind"]) == (1, "payment")
    assert {one["kind"] for one in services.values()} == {"intake", "result", "guide", "payment"}


def test_a_board_has_every_field_and_its_counters_in_their_order(display: Caller) -> None:
    board = good(display.get("/api/v1/board?area=B"))
    fields = {"area", "version", "at", "paused", "over", "counters", "calls", "waiting", "notices"}
    assert set(board) >= fields
    assert [one["counter"] for one in board["counters"]] == ["11", "12", "13", "14", "15", "16", "17", "18"]
    assert {one["service"] for one in board["waiting"]} == {"BA", "BM", "BH", "BT"}
    whole = good(display.get("/api/v1/board?area=all"))
    assert (whole["area"], len(whole["counters"]), len(whole["waiting"])) == ("all", 38, 32)
    assert good(display.get("/api/v1/board"))["area"] == "all"


def test_a_board_says_what_each_counter_does(kiosk: Caller, desk: Desks, display: Caller) -> None:
    officer, ticket = desk("53"), kiosk.ticket("XH")
    free = shown(display, "53", "X")
    assert (free["state"], free["number"], free["service"]) == ("free", None, None)
    for name, state in (("call", "called"), ("serve", "serving")):
        good(officer.move(ticket, name))
        told = shown(display, "53", "X")
        assert (told["state"], told["number"], told["service"]) == (state, ticket["number"], "XH")
    good(officer.move(ticket, "finish"))
    assert shown(display, "53", "X")["state"] == "free"


def test_a_board_keeps_the_last_calls_newest_last_recalls_again(kiosk: Caller, desk: Desks, display: Caller) -> None:
    officer, ticket = desk("53"), kiosk.ticket("XH")
    good(officer.move(ticket, "call"))
    for _ in range(21):
        good(officer.move(ticket, "recall"))
    calls = good(display.get("/api/v1/board?area=X"))["calls"]
    assert [one["number"] for one in calls] == [ticket["number"]] * 20
    numbers = [one["call"] for one in calls]
    assert numbers == sorted(set(numbers))
    assert {(one["counter"], one["area"]) for one in calls} == {("53", "X")}
    assert set(calls[-1]) >= {"call", "number", "counter", "area", "at", "why", "sound"}


def test_a_call_is_on_the_board_of_the_counter_and_where_the_ticket_waits(
    kiosk: Caller, desk: Desks, display: Caller
) -> None:
    officer, elsewhere = desk("53"), desk("54")
    ticket = kiosk.ticket("XH")
    good(officer.move(ticket, "call"))
    good(officer.move(ticket, "transfer", {"counter": "31"}))
    far = desk_of("31", desk)
    good(far.move(ticket, "call"))
    for area in ("K", "X", "all"):
        calls = good(display.get(f"/api/v1/board?area={area}"))["calls"]
        assert (calls[-1]["number"], calls[-1]["counter"], calls[-1]["area"]) == (ticket["number"], "31", "K")
    others = good(display.get("/api/v1/board?area=B"))["calls"]
    assert ticket["number"] not in [one["number"] for one in others]
    good(far.move(ticket, "cancel"))
    assert elsewhere.page()["current"] is None


def desk_of(counter: str, desk: Desks) -> Desk:
    """The officer there, without clearing the lines: a ticket sent to that counter is on its way."""
    return Desk(desk("54").demo, counter)
