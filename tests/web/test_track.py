"""The citizen's link over real HTTP: leaving, taking that back, rejoining; with the link and from no other page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.web.calling import Caller, Desk, fresh_key, good, refused

Desks = Callable[[str], Desk]
Ticket = dict[str, Any]


def path(ticket: Ticket, name: str = "") -> str:
    return "/".join(["/api/v1/track", ticket["track_url"].rsplit("/", 1)[1], name]).rstrip("/")


def test_the_link_says_what_its_holder_can_do(kiosk: Caller, nobody: Caller) -> None:
    ticket = kiosk.ticket("MK")
    told = good(nobody.get(path(ticket)))
    assert (told["can_leave"], told["can_rejoin"]) == (True, None)
    assert not {"id", "priority", "assist", "credit", "due_at", "track_url"} & set(told)


def test_leaving_and_taking_it_back_need_the_link_alone(kiosk: Caller, nobody: Caller) -> None:
    ticket = kiosk.ticket("MK")
    left = good(nobody.post(path(ticket, "leave")))
    assert (left["state"], left["can_leave"], left["can_rejoin"]["keeps"]) == ("cancelled", False, True)
    again = good(nobody.post(path(ticket, "rejoin"), {}))
    assert (again["state"], again["can_rejoin"]) == ("waiting", None)
    assert good(kiosk.get(f"/api/v1/tickets/{ticket['id']}"))["due_at"] == ticket["due_at"]


def test_two_presses_at_once_are_one(kiosk: Caller, nobody: Caller) -> None:
    ticket, key = kiosk.ticket("MK"), fresh_key()
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: nobody.post(path(ticket, "leave"), key=key), range(4)))
    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1
    assert sum("Idempotency-Replayed" in one.headers for one in answers) == 3
    refused(nobody.post(path(ticket, "rejoin"), key=key), 422, "key-reused")
    other = kiosk.ticket("MK")
    assert good(nobody.post(path(other, "leave"), key=key))["number"] == other["number"]


@pytest.mark.parametrize("name", ["leave", "rejoin"])
def test_another_sites_page_leaves_and_rejoins_nothing(name: str, kiosk: Caller, nobody: Caller) -> None:
    ticket = kiosk.ticket("MK")
    for headers in ({"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        refused(nobody.post(path(ticket, name), headers=headers), 403, "other-origin")
    assert nobody.get(path(ticket, name)).status_code == 405
    assert good(nobody.get(path(ticket)))["state"] == "waiting"


@pytest.mark.parametrize("name", ["leave", "rejoin"])
@pytest.mark.parametrize("link", ["x", "0" * 36, "%00", "..%2F..", "é" * 36])
def test_a_link_that_is_none_is_not_found(name: str, link: str, nobody: Caller) -> None:
    refused(nobody.post(f"/api/v1/track/{link}/{name}"), 404)


@pytest.mark.parametrize("name", ["leave", "rejoin"])
def test_a_body_says_nothing(name: str, kiosk: Caller, nobody: Caller) -> None:
    ticket = kiosk.ticket("MK")
    assert set(refused(nobody.post(path(ticket, name), {"reason": "x"}), 422, "invalid")["errors"]) == {"reason"}
    refused(nobody.post(path(ticket, name), data="{", headers={"Content-Type": "application/json"}), 400, "invalid")
    refused(nobody.post(path(ticket, name), data="a=1"), 415)
    refused(nobody.post(path(ticket, name), {}, key="k" * 201), 422, "invalid")


def test_a_ticket_that_is_called_is_left_and_its_counter_is_free(kiosk: Caller, nobody: Caller, desk: Desks) -> None:
    officer, ticket = desk("44"), kiosk.ticket("MK")
    good(officer.next())
    refused(nobody.post(path(ticket, "rejoin")), 409, "not-allowed")
    good(nobody.post(path(ticket, "leave")))
    assert officer.page()["current"] is None
    assert good(nobody.post(path(ticket, "rejoin")))["state"] == "waiting"
    assert good(officer.next())["ticket"]["id"] == ticket["id"]
    good(officer.move(ticket, "serve"))
    problem = refused(nobody.post(path(ticket, "leave"), headers={"Accept-Language": "en"}), 409, "not-allowed")
    assert problem["detail"] == "You are being served at the counter."


def test_rejoining_while_an_officer_calls_ends_in_one_place(kiosk: Caller, nobody: Caller, desk: Desks) -> None:
    officer = desk("44")
    for _ in range(5):
        ticket = kiosk.ticket("MK")
        good(nobody.post(path(ticket, "leave")))
        with ThreadPoolExecutor(2) as both:
            back = both.submit(nobody.post, path(ticket, "rejoin"))
            called = both.submit(officer.next)
        assert good(back.result())["state"] == "waiting"
        state = good(kiosk.get(f"/api/v1/tickets/{ticket['id']}"))["state"]
        assert state == ("called" if called.result().status_code == 200 else "waiting")
        officer.clear()
