"""Every row of the contract's table of moves: from where, to where, by whom, and whose ticket."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.calling import Caller, Desk, good, refused
from tests.web.running import Demo

Desks = Callable[[str], Desk]
Ticket = dict[str, Any]
STATES = ("waiting", "called", "serving", "held", "no_show", "done", "cancelled")
# As the contract has it, on purpose not as the rules do.
TABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "call": (("waiting", "held", "no_show"), "called"),
    "recall": (("called",), "called"),
    "serve": (("called", "held", "waiting", "no_show"), "serving"),
    "finish": (("serving",), "done"),
    "no-show": (("called",), "no_show"),
    "return": (("called", "serving", "held", "no_show"), "waiting"),
    "hold": (("called", "serving"), "held"),
    "transfer": (("called", "serving", "held"), "waiting"),
    "cancel": (("waiting", "called", "held", "no_show"), "cancelled"),
}
BODIES = {"transfer": {"service": "KX"}}
STEPS: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "called": ("call",),
    "serving": ("serve",),
    "held": ("call", "hold"),
    "no_show": ("call", "no-show"),
    "done": ("serve", "finish"),
    "cancelled": ("cancel",),
}


def ticket_in(state: str, kiosk: Caller, officer: Desk, service: str) -> Ticket:
    ticket = kiosk.ticket(service)
    for step in STEPS[state]:
        ticket = good(officer.miss(ticket) if step == "no-show" else officer.move(ticket, step))
    assert ticket["state"] == state
    return ticket


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", TABLE)
def test_a_move_leads_where_the_contract_says_and_from_nowhere_else(
    name: str, state: str, kiosk: Caller, desk: Desks
) -> None:
    officer = desk("33")
    before = ticket_in(state, kiosk, officer, "KM")
    if (name, state) == ("no-show", "called"):
        officer.wait_out(before)
    answer = officer.move(before, name, BODIES.get(name))
    sources, to = TABLE[name]
    if state not in sources:
        refused(answer, 409, "not-allowed")
        unchanged = good(kiosk.get(f"/api/v1/tickets/{before['id']}"))
        assert {**unchanged, "version": 0} == {**before, "version": 0}
        return
    after = good(answer)
    assert (after["state"], after["number"], after["due_at"]) == (to, before["number"], before["due_at"])
    assert after["version"] > before["version"]
    assert after["counter"] == (None if to == "waiting" or (state == "waiting" and to == "cancelled") else "33")


@pytest.mark.parametrize("name", [*TABLE, "undo", "print"])
def test_an_absent_body_of_a_move_is_an_empty_one_and_unknown_fields_are_an_error(
    name: str, kiosk: Caller, desk: Desks
) -> None:
    officer, ticket = desk("33"), kiosk.ticket("KM")
    absent, empty = officer.move(ticket, name), officer.move(ticket, name, {})
    assert absent.status_code in (200, 409) or name == "transfer"
    assert empty.status_code in (200, 409) or name == "transfer"
    assert set(refused(officer.move(ticket, name, {"colour": 1}), 422, "invalid")["errors"]) == {"colour"}


def test_each_announcement_counts_and_serving_announces_nothing(kiosk: Caller, desk: Desks, display: Caller) -> None:
    officer, ticket = desk("33"), kiosk.ticket("KM")

    def calls() -> list[int]:
        board = good(display.get("/api/v1/board?area=K"))
        return [one["call"] for one in board["calls"] if one["number"] == ticket["number"]]

    assert good(officer.move(ticket, "serve"))["calls"] == 0
    good(officer.move(ticket, "return"))
    assert calls() == []
    assert good(officer.move(ticket, "call"))["calls"] == 1
    assert good(officer.move(ticket, "recall"))["calls"] == 2
    first, second = calls()
    assert second > first
    assert good(officer.move(ticket, "serve"))["calls"] == 2
    assert calls() == [first, second]


@pytest.mark.parametrize("name", ["call", "serve"])
def test_a_counter_holds_one_current_ticket(name: str, kiosk: Caller, desk: Desks) -> None:
    officer = desk("33")
    ticket_in("called", kiosk, officer, "KM")
    refused(officer.move(kiosk.ticket("KM"), name), 409, "counter-busy")
    refused(officer.next(), 409, "counter-busy")


def test_a_chosen_ticket_says_that_it_was_chosen(kiosk: Caller, desk: Desks) -> None:
    officer, first, chosen = desk("33"), kiosk.ticket("KM"), kiosk.ticket("KM")
    called = good(officer.move(chosen, "call", {"reason": "help"}))
    assert called["why"]["vi"] == "Cán bộ gọi chọn: Cần được giúp trước"
    # Free text could say who somebody is: it is taken, and kept as what it may be kept as.
    good(officer.move(chosen, "undo"))
    assert good(officer.move(chosen, "call", {"reason": "bà Lan"}))["why"]["vi"] == "Cán bộ gọi chọn: Lý do khác"
    assert good(kiosk.get(f"/api/v1/tickets/{first['id']}"))["ahead"] == 0


def test_finish_takes_what_was_really_done(kiosk: Caller, desk: Desks) -> None:
    officer = desk("33")
    told = {"outcome": "received", "service": "KX", "dossiers": 3}
    assert good(officer.move(ticket_in("serving", kiosk, officer, "KM"), "finish", told))["state"] == "done"
    for wrong in ({"outcome": "x"}, {"dossiers": -1}, {"dossiers": 1.5}, {"dossiers": True}, {"dossiers": 10**30}):
        problem = refused(officer.move("nothing", "finish", wrong), 404)
        problem = refused(officer.move(kiosk.ticket("KM"), "finish", wrong), 422, "invalid")
        assert set(problem["errors"]) == set(wrong)


def test_returning_keeps_the_place(kiosk: Caller, desk: Desks) -> None:
    officer, first, second = desk("33"), kiosk.ticket("KM"), kiosk.ticket("KM")
    good(officer.move(first, "call"))
    good(officer.move(first, "hold"))
    assert good(officer.move(first, "return"))["ahead"] == 0
    assert good(kiosk.get(f"/api/v1/tickets/{second['id']}"))["ahead"] == 1


def test_a_transfer_to_a_service_keeps_number_and_due_at(kiosk: Caller, desk: Desks) -> None:
    officer = desk("33")
    before = ticket_in("serving", kiosk, officer, "KM")
    after = good(officer.move(before, "transfer", {"service": "KX"}))
    kept = ("number", "due_at", "issued_at", "id", "track_url")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    assert (after["service"], after["state"], after["for"]) == ("KX", "waiting", None)
    assert after["why"]["vi"] == "Chuyển từ quầy 33, giữ nguyên lượt"


def test_a_transfer_to_the_end_is_due_now(kiosk: Caller, desk: Desks) -> None:
    officer, waits = desk("33"), kiosk.ticket("KM")
    before = ticket_in("called", kiosk, officer, "KM")
    after = good(officer.move(before, "transfer", {"service": "KM", "end": True}))
    assert after["due_at"] > before["due_at"]
    assert (after["ahead"], waits["ahead"]) == (1, 0)


def test_a_transfer_to_a_counter_or_an_officer_is_next_there_alone(kiosk: Caller, desk: Desks) -> None:
    officer, target, third = desk("33"), desk("34"), desk("35")
    for to in ({"counter": "34"}, {"officer": target.person["username"]}):
        before = ticket_in("called", kiosk, officer, "KM")
        after = good(officer.move(before, "transfer", to))
        assert (after["for"], after["service"]) == (to, "KM")
        assert officer.next().status_code == 204
        refused(third.move(after, "call"), 403)
        assert good(target.next())["ticket"]["id"] == after["id"]
        good(target.move(after, "cancel"))


@pytest.mark.parametrize(
    ("body", "field", "word"),
    [
        ({}, "service", "invalid"),
        ({"end": True}, "service", "invalid"),
        ({"counter": "34", "officer": "quay34"}, "officer", "invalid"),
        ({"service": "ZZ"}, "service", "unknown-service"),
        ({"counter": "99"}, "counter", "unknown-counter"),
        ({"officer": "nobody"}, "officer", "unknown-officer"),
        ({"service": "KX", "end": 1}, "end", "invalid"),
    ],
)
def test_a_transfer_needs_a_good_target(body: Any, field: str, word: str, kiosk: Caller, desk: Desks) -> None:
    officer = desk("33")
    ticket = ticket_in("called", kiosk, officer, "KM")
    assert set(refused(officer.move(ticket, "transfer", body), 422, word)["errors"]) == {field}


@pytest.mark.parametrize(
    ("state", "name"),
    [("called", name) for name in ("recall", "serve", "no-show", "hold", "return", "transfer", "cancel")]
    + [("serving", name) for name in ("finish", "hold", "return", "transfer")]
    + [("held", name) for name in ("return", "transfer", "cancel")],
)
def test_what_is_in_hand_belongs_to_the_tickets_own_counter(state: str, name: str, kiosk: Caller, desk: Desks) -> None:
    owner, same_service = desk("34"), desk("35")
    ticket = ticket_in(state, kiosk, owner, "KX")
    if name == "no-show":
        # Whether it may be noted yet is judged before whose it is.
        refused(same_service.move(ticket, name), 409)
        owner.wait_out(ticket)
    refused(same_service.move(ticket, name, {"service": "KM"} if name == "transfer" else None), 403)
    good(owner.move(ticket, name, {"service": "KM"} if name == "transfer" else None))


@pytest.mark.parametrize("name", ["call", "serve", "cancel"])
def test_a_waiting_ticket_is_for_every_counter_of_its_service_and_no_other(
    name: str, kiosk: Caller, desk: Desks
) -> None:
    other, one, two = desk("33"), desk("34"), desk("35")
    for officer in (one, two):
        ticket = kiosk.ticket("KX")
        refused(other.move(ticket, name), 403)
        good(officer.move(ticket, name))


def test_a_held_ticket_is_its_counters_until_that_counter_stops(kiosk: Caller, desk: Desks) -> None:
    owner, same_service, other = desk("34"), desk("35"), desk("33")
    for stops in ("paused", "closed"):
        ticket = ticket_in("held", kiosk, owner, "KX")
        refused(same_service.move(ticket, "call"), 403)
        good(owner.put("/api/v1/counters/34/status", {"status": stops}))
        refused(other.move(ticket, "call"), 403)
        assert good(same_service.move(ticket, "call"))["counter"] == "35"
        good(same_service.move(ticket, "cancel"))
        owner.clear()


def test_a_missed_ticket_may_be_taken_by_any_counter_of_the_service(kiosk: Caller, desk: Desks) -> None:
    owner, same_service, other = desk("34"), desk("35"), desk("33")
    ticket = ticket_in("no_show", kiosk, owner, "KX")
    refused(other.move(ticket, "call"), 403)
    assert good(same_service.move(ticket, "call"))["counter"] == "35"


@pytest.mark.parametrize("name", ["call", "recall", "serve", "finish", "no-show", "hold", "undo"])
def test_reception_calls_nobody(name: str, kiosk: Caller, reception: Caller) -> None:
    refused(reception.move(kiosk.ticket("KM"), name), 403)


def test_reception_transfers_also_from_waiting_and_cancels(kiosk: Caller, reception: Caller, desk: Desks) -> None:
    desk("33")
    ticket = kiosk.ticket("KM")
    after = good(reception.move(ticket, "transfer", {"service": "KX", "reason": "Chọn nhầm"}))
    assert (after["service"], after["due_at"]) == ("KX", ticket["due_at"])
    assert good(reception.move(ticket, "cancel", {"reason": "Đã về"}))["state"] == "cancelled"
    refused(desk("33").move(kiosk.ticket("KM"), "transfer", {"service": "KX"}), 409)


def test_reception_says_why_it_sends_a_waiting_ticket_elsewhere_or_cancels(kiosk: Caller, reception: Caller) -> None:
    ticket = kiosk.ticket("KM")
    for name, body in (("cancel", {}), ("transfer", {"service": "KX"})):
        assert set(refused(reception.move(ticket, name, body), 422, "invalid")["errors"]) == {"reason"}


@pytest.mark.parametrize("name", ["Call", "call ", "calls", "leave", "rejoin", "expire", "%00", "..", "call%2Fx"])
def test_a_move_that_does_not_exist_is_404(name: str, kiosk: Caller, desk: Desks) -> None:
    refused(desk("33").move(kiosk.ticket("KM"), name), 404)


def test_nobody_is_missed_before_three_calls_and_a_minute(kiosk: Caller, desk: Desks, demo: Demo) -> None:
    officer, ticket = desk("33"), kiosk.ticket("KM")
    good(officer.move(ticket, "call"))
    told = refused(officer.move(ticket, "no-show", headers={"Accept-Language": "en"}), 409, "not-allowed")
    assert told["detail"] == "Call 2 more times before noting a miss."
    good(officer.move(ticket, "recall"))
    ready = good(officer.move(ticket, "recall"))
    assert ready["no_show_at"] > ready["announced_at"]
    assert "giây" in refused(officer.move(ticket, "no-show"), 409, "not-allowed")["detail"]
    demo.forward(60)
    assert good(officer.move(ticket, "no-show"))["aside_at"]


def test_undo_takes_the_last_move_back_everywhere(kiosk: Caller, desk: Desks, display: Caller) -> None:
    officer, ticket = desk("33"), kiosk.ticket("KM")
    good(officer.move(ticket, "call"))
    undone = good(officer.move(ticket, "undo"))
    assert (undone["state"], undone["calls"], undone["counter"]) == ("waiting", 0, None)
    shown = good(display.get("/api/v1/board?area=K"))["calls"]
    assert ticket["number"] not in [one["number"] for one in shown]
    refused(officer.move(ticket, "undo"), 409)


def test_undo_is_for_whoever_moved_it_and_the_one_before_can_then_be_undone(kiosk: Caller, desk: Desks) -> None:
    officer, other, ticket = desk("34"), desk("35"), kiosk.ticket("KX")
    good(officer.move(ticket, "call"))
    good(officer.move(ticket, "serve"))
    refused(other.move(ticket, "undo"), 403)
    assert good(officer.move(ticket, "undo"))["state"] == "called"
    assert good(officer.move(ticket, "undo"))["state"] == "waiting"
