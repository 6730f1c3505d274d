"""Live documents over Socket.IO: who may connect, what may be watched, and what is pushed."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import requests
import socketio

from tests.web.calling import Caller, Desk, good, refused, sign_in
from tests.web.running import PATIENCE, Demo
from tests.web.sockets import Socket
from tests.wire import PATH

Desks = Callable[[str], Desk]
SHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture
def screen(demo: Demo) -> Iterator[Socket]:
    with closing(Socket(demo.url, demo.access["display_token"])) as socket:
        yield socket


@pytest.fixture
def officers(demo: Demo, desk: Desks) -> Iterator[Socket]:
    """The socket of the officer at counter 16."""
    with closing(Socket(demo.url, cookies=desk("16").cookies)) as socket:
        yield socket


def shake(demo: Demo, headers: dict[str, str], path: str = PATH, method: str = "GET") -> requests.Response:
    return requests.request(method, demo.url + path, headers=headers, timeout=PATIENCE)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Cookie": "layso_officer=wrong"},
        {"Cookie": "layso_kiosk=; layso_display="},
    ],
)
def test_a_handshake_of_nobody_is_401_before_the_upgrade(demo: Demo, headers: dict[str, str]) -> None:
    refused(shake(demo, SHAKE | headers), 401)


def test_polling_is_refused(demo: Demo) -> None:
    known = {"Authorization": f"Bearer {demo.access['display_token']}"}
    for method in ("GET", "POST"):
        answer = shake(demo, known, "/socket.io/?EIO=4&transport=polling", method)
        refused(answer, 400, "invalid")


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://[", "http://"])
def test_a_socket_from_another_site_is_refused(demo: Demo, origin: str) -> None:
    known = {"Authorization": f"Bearer {demo.access['display_token']}", "Origin": origin}
    refused(shake(demo, SHAKE | known), 403, "other-origin")


def test_several_cookies_need_a_word_in_the_address(demo: Demo, desk: Desks) -> None:
    both = desk("16").cookies | {"layso_display": demo.access["display_token"]}
    cookie = "; ".join(f"{name}={value}" for name, value in both.items())
    refused(shake(demo, SHAKE | {"Cookie": cookie}), 401)
    with closing(Socket(demo.url, cookies=both, says="officer")) as socket:
        assert socket.watch(counter="16")["counter"] == "16"
    with closing(Socket(demo.url, cookies=both, says="display")) as socket:
        assert socket.emit("watch", {"counter": "16"})["problem"]["status"] == 403


def test_the_real_client_connects_watches_and_is_pushed_to(demo: Demo, kiosk: Caller, desk: Desks) -> None:
    desk("16")
    client = socketio.SimpleClient()
    token = {"Authorization": f"Bearer {demo.access['display_token']}"}
    client.connect(demo.url, headers=token, transports=["websocket"], wait_timeout=int(PATIENCE))
    try:
        answer = client.call("watch", {"board": "B"}, timeout=int(PATIENCE))
        assert answer["ok"] is True
        ticket = kiosk.ticket("BH")
        event, document = client.receive(timeout=PATIENCE)
        assert (event, document["area"]) == ("board", "B")
        assert document["version"] >= ticket["version"] > answer["document"]["version"]
    finally:
        client.disconnect()


def test_the_answer_to_watch_is_the_document_of_the_get(
    screen: Socket, officers: Socket, desk: Desks, demo: Demo, kiosk: Caller
) -> None:
    officer = desk("16")
    board = good(officer.get("/api/v1/board?area=B"))
    assert {**screen.watch(board="B"), "at": ""} == {**board, "at": ""}
    assert screen.watch(board="all")["area"] == "all"
    assert officers.watch(counter="16") == officer.page()
    with closing(Socket(demo.url, demo.access["kiosk_token"])) as socket:
        assert socket.watch(kiosk=True) == good(kiosk.get("/api/v1/services"))


def test_a_push_is_the_whole_newest_document(screen: Socket, officers: Socket, kiosk: Caller, desk: Desks) -> None:
    screen.watch(board="B")
    officers.watch(counter="16")
    officers.watch(kiosk=True)
    officer, ticket = desk("16"), kiosk.ticket("BH")
    called = good(officer.move(ticket, "call"))
    shown = screen.until("board", called["version"])
    assert {**shown, "at": ""} == {**good(officer.get("/api/v1/board?area=B")), "at": ""}
    assert shown["calls"][-1]["number"] == ticket["number"]
    page = officers.until("counter", called["version"])
    assert page == officer.page()
    good(officer.move(ticket, "cancel"))


def test_the_menu_is_pushed_when_a_line_grows(officers: Socket, kiosk: Caller) -> None:
    officers.watch(kiosk=True)
    ticket = kiosk.ticket("XA")
    assert officers.until("kiosk", ticket["version"]) == good(kiosk.get("/api/v1/services"))


def test_versions_pushed_only_grow_and_the_last_one_comes(screen: Socket, kiosk: Caller, desk: Desks) -> None:
    officer = desk("16")
    versions = [screen.watch(board="B")["version"]]
    for _ in range(10):
        ticket = kiosk.ticket("BH")
        good(officer.move(ticket, "call"))
        last = good(officer.move(ticket, "cancel"))["version"]
    while versions[-1] < last:
        versions.append(screen.push()[1]["version"])
    assert versions == sorted(set(versions))


def test_no_call_is_lost_however_fast_they_come(screen: Socket, kiosk: Caller, desk: Desks) -> None:
    officer, numbers = desk("16"), []
    screen.watch(board="B")
    for _ in range(5):
        ticket = kiosk.ticket("BH")
        numbers.append(ticket["number"])
        good(officer.move(ticket, "call"))
        last = good(officer.move(ticket, "cancel"))
    calls = screen.until("board", last["version"])["calls"]
    assert [one["number"] for one in calls][-5:] == numbers


def test_watching_twice_is_answered_twice(screen: Socket) -> None:
    first, second = screen.watch(board="B"), screen.watch(board="B")
    assert {**first, "at": ""} == {**second, "at": ""}


@pytest.mark.parametrize(
    ("wish", "status", "word"),
    [
        ({"board": "Q"}, 404, "unknown-area"),
        ({"board": 5}, 422, "invalid"),
        ({"board": None}, 422, "invalid"),
        ({"kiosk": "yes"}, 422, "invalid"),
        ({"kiosk": 1}, 422, "invalid"),
        ({}, 422, "invalid"),
        ({"board": "A", "kiosk": True}, 422, "invalid"),
        ({"tickets": "A"}, 422, "invalid"),
        ([], 422, "invalid"),
        (None, 422, "invalid"),
        ("board/A", 422, "invalid"),
        ({"counter": "99"}, 404, "unknown-counter"),
        ({"counter": "17"}, 403, "forbidden"),
        ({"counter": 16}, 422, "invalid"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_answered_with_a_problem(
    officers: Socket, wish: Any, status: int, word: str
) -> None:
    answer = officers.emit("watch", wish)
    assert set(answer) == {"ok", "problem"}
    assert answer["ok"] is False
    problem = answer["problem"]
    assert (problem["status"], problem["type"].rsplit("/", 1)[1]) == (status, word)
    assert problem["title"]
    assert problem["detail"]
    officers.watch(board="B")


def test_rooms_have_their_readers(demo: Demo, screen: Socket) -> None:
    def may(socket: Socket) -> list[bool]:
        return [socket.emit("watch", wish)["ok"] for wish in ({"board": "A"}, {"kiosk": True}, {"counter": "16"})]

    assert may(screen) == [True, False, False]
    with closing(Socket(demo.url, demo.access["kiosk_token"])) as kiosk:
        assert may(kiosk) == [True, True, False]
    with closing(Socket(demo.url, cookies=sign_in(demo.url, demo.access["supervisor"]))) as supervisor:
        assert may(supervisor) == [True, True, False]


def test_reception_watches_boards_and_the_menu(demo: Demo, reception: Caller) -> None:
    with closing(Socket(demo.url, cookies=reception.cookies)) as socket:
        assert socket.watch(board="A")["area"] == "A"
        assert socket.watch(kiosk=True)["departments"]
        assert socket.emit("watch", {"counter": "16"})["problem"]["status"] == 403


def test_a_display_says_that_it_has_announced_and_nobody_else_may(screen: Socket, officers: Socket) -> None:
    assert screen.emit("announced", {"area": "B", "call": 5}) == {"ok": True}
    assert officers.emit("announced", {"area": "B", "call": 5})["problem"]["status"] == 403
    wrong: list[Any] = [{}, {"area": "B"}, {"area": "B", "call": "5"}, {"area": "B", "call": -1}, [], None]
    for told in wrong:
        assert screen.emit("announced", told)["problem"]["status"] == 422


def test_what_a_display_has_spoken_starts_the_wait_for_the_person(
    demo: Demo, kiosk: Caller, desk: Desks, screen: Socket
) -> None:
    officer = desk("16")
    called = good(officer.move(kiosk.ticket("BH"), "call"))
    with closing(Socket(demo.url, cookies=officer.cookies)) as page:
        page.watch(counter="16")
        demo.forward(20)
        assert screen.emit("announced", {"area": "B", "call": called["version"]}) == {"ok": True}
        told = page.until("counter", called["version"] + 1)
    assert told["current"]["announced_at"] > called["announced_at"]


def test_signing_out_ends_the_sockets_of_the_session(demo: Demo) -> None:
    person = next(one for one in demo.access["officers"] if one["counter"] == "17")
    officer = Caller(demo.url, cookies=sign_in(demo.url, person))
    with closing(Socket(demo.url, cookies=officer.cookies)) as socket:
        socket.watch(counter="17")
        officer("DELETE", "/api/v1/session")
        assert socket.ended()


def test_a_takeover_and_a_new_session_end_the_sockets_of_the_old_one(demo: Demo) -> None:
    person = next(one for one in demo.access["officers"] if one["counter"] == "17")
    other = next(one for one in demo.access["officers"] if one["counter"] == "16")
    with closing(Socket(demo.url, cookies=sign_in(demo.url, person))) as first:
        cookies = sign_in(demo.url, person)
        assert first.ended()
    with closing(Socket(demo.url, cookies=cookies)) as second:
        sign_in(demo.url, other, counter="17", takeover=True)
        assert second.ended()
    sign_in(demo.url, person, takeover=True)
