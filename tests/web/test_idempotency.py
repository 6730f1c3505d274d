"""Idempotency-Key: the same request, the same answer, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from server.api_answers import answered
from server.hall.once import Sent
from tests.web.calling import Answer, Caller, Desk, fresh_key, good, refused

Desks = Callable[[str], Desk]
ISSUE = "/api/v1/tickets"


def alike(first: Answer, second: Answer) -> None:
    """The second answer is the first one, byte for byte, and says that it is."""
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers.get("Location") == second.headers.get("Location")
    assert first.headers["Content-Type"] == second.headers["Content-Type"]


def test_the_same_key_gives_the_same_ticket_again_byte_for_byte(kiosk: Caller) -> None:
    key = fresh_key()
    answers = [kiosk.post(ISSUE, {"service": "HM"}, key) for _ in range(3)]
    ticket = good(answers[0], 201)
    assert answers[0].headers["Location"] == f"/api/v1/tickets/{ticket['id']}"
    alike(answers[0], answers[1])
    alike(answers[0], answers[2])


def test_the_answer_stays_the_same_when_the_world_has_moved_on(kiosk: Caller, desk: Desks) -> None:
    officer, key = desk("25"), fresh_key()
    first = kiosk.post(ISSUE, {"service": "HM"}, key)
    good(officer.move(good(first, 201), "call"))
    alike(first, kiosk.post(ISSUE, {"service": "HM"}, key))


def test_without_a_key_every_request_is_a_new_ticket(kiosk: Caller) -> None:
    assert kiosk.ticket("HM")["number"] != kiosk.ticket("HM")["number"]


def test_another_body_under_the_same_key_is_refused(kiosk: Caller) -> None:
    key = fresh_key()
    good(kiosk.post(ISSUE, {"service": "HM"}, key), 201)
    for body in ({"service": "HT"}, {"service": "HM", "assist": False}, {"service": "ZZ"}, {}):
        refused(kiosk.post(ISSUE, body, key), 422, "key-reused")


def test_the_raw_body_counts_not_what_it_means(kiosk: Caller) -> None:
    key, json = fresh_key(), {"Content-Type": "application/json"}
    good(kiosk.post(ISSUE, data=b'{"service":"HM"}', key=key, headers=json), 201)
    refused(kiosk.post(ISSUE, data=b'{"service": "HM"}', key=key, headers=json), 422, "key-reused")


def test_another_path_under_the_same_key_is_refused(kiosk: Caller, desk: Desks) -> None:
    officer, key = desk("25"), fresh_key()
    one, two = kiosk.ticket("HM"), kiosk.ticket("HM")
    first = officer.move(one, "call", key=key)
    good(first)
    refused(officer.move(two, "call", key=key), 422, "key-reused")
    refused(officer.move(one, "serve", key=key), 422, "key-reused")
    alike(first, officer.move(one, "call", key=key))


def test_a_key_belongs_to_whoever_used_it(kiosk: Caller, reception: Caller) -> None:
    key = fresh_key()
    one = good(kiosk.post(ISSUE, {"service": "HM"}, key), 201)
    two = good(reception.post(ISSUE, {"service": "HM"}, key), 201)
    assert one["number"] != two["number"]


def test_every_move_and_call_next_may_be_repeated(kiosk: Caller, desk: Desks) -> None:
    officer = desk("25")
    kiosk.ticket("HM")
    keys = [fresh_key() for _ in range(4)]
    called = officer.next(key=keys[0])
    ticket = good(called)["ticket"]
    alike(called, officer.next(key=keys[0]))
    for name, key in zip(("recall", "serve", "finish"), keys[1:], strict=True):
        first = officer.move(ticket, name, key=key)
        good(first)
        alike(first, officer.move(ticket, name, key=key))
    assert good(officer.get(f"{ISSUE}/{ticket['id']}"))["calls"] == 2


def test_refusals_are_not_remembered(kiosk: Caller, desk: Desks) -> None:
    officer, ticket, key = desk("25"), kiosk.ticket("HM"), fresh_key()
    refused(officer.move(ticket, "finish", key=key), 409)
    good(officer.move(ticket, "serve"))
    good(officer.move(ticket, "finish", key=key))


def test_an_empty_call_next_is_not_remembered(kiosk: Caller, desk: Desks) -> None:
    officer, key = desk("25"), fresh_key()
    assert officer.next(key=key).status_code == 204
    ticket = kiosk.ticket("HM")
    assert good(officer.next(key=key))["ticket"]["id"] == ticket["id"]


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_is_empty_or_too_long_is_refused(kiosk: Caller, key: str) -> None:
    problem = refused(kiosk.post(ISSUE, {"service": "HM"}, key), 422, "invalid")
    assert set(problem["errors"]) == {"Idempotency-Key"}


@pytest.mark.parametrize("key", ["x", "x" * 200, '"quoted"', "a b,c;d=%00", "é" * 100])
def test_any_other_key_is_good(kiosk: Caller, key: str) -> None:
    given: Any = key.encode("latin-1")
    alike(kiosk.post(ISSUE, {"service": "HM"}, given), kiosk.post(ISSUE, {"service": "HM"}, given))


def test_twins_at_the_same_moment_get_one_ticket(kiosk: Caller) -> None:
    for _ in range(5):
        key = fresh_key()
        with ThreadPoolExecutor(8) as pool:
            twins = [
                pool.submit(Caller(kiosk.url, kiosk_token(kiosk)).post, ISSUE, {"service": "HM"}, key)
                for _ in "12345678"
            ]
            answers = [twin.result() for twin in twins]
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        assert sorted("Idempotency-Replayed" in answer.headers for answer in answers) == [False] + [True] * 7


def kiosk_token(kiosk: Caller) -> str:
    return str(kiosk.http.headers["Authorization"]).removeprefix("Bearer ")


def test_signing_in_pays_no_heed_to_a_key(demo: Any, nobody: Caller) -> None:
    key = fresh_key()
    person = demo.access["admin"]
    answers = [nobody.post("/api/v1/session", person, key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert "Idempotency-Replayed" not in answers[1].headers
    assert answers[0].cookies["layso_officer"] != answers[1].cookies["layso_officer"]


def test_an_empty_answer_that_is_repeated_says_so_too() -> None:
    assert "Idempotency-Replayed" not in answered(Sent(204, b"")).headers
    again = answered(Sent(204, b"", replayed=True))
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (204, "true")
    assert "Content-Type" not in again.headers
