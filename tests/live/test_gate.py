"""Nobody unknown gets as far as a WebSocket, whatever they ask for."""

from typing import Any

import pytest
import requests
import websocket

from server.access import Identity, same_origin
from server.live.gate import Limits, Turnstile, stripped
from server.live.wire import Pace
from server.rules.errors import OtherOrigin, TooMany
from tests.live.clients import PATIENCE, Hall
from tests.wire import PATH

SHAKE = {
    "Connection": "keep-alive, Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
GOOD = {**SHAKE, "Authorization": "Bearer display-1"}


def ask(hall: Hall, headers: dict[str, str], path: str = PATH, method: str = "GET") -> tuple[int, str]:
    """(status, problem type) of a refused handshake."""
    answer = requests.request(method, hall.url + path, headers=headers, timeout=PATIENCE)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["type"]


def test_a_handshake_without_a_token_gets_401_and_no_upgrade(hall: Hall) -> None:
    assert ask(hall, SHAKE) == (401, "not-signed-in")


def test_a_handshake_with_a_wrong_token_gets_401(hall: Hall) -> None:
    assert ask(hall, {**SHAKE, "Authorization": "Bearer nobody-1"}) == (401, "not-signed-in")
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        hall.open("nobody-1")
    assert refused.value.status_code == 401


def test_401_comes_before_every_other_refusal(hall: Hall) -> None:
    assert ask(hall, {**SHAKE, "Origin": "http://elsewhere.example"})[0] == 401
    assert ask(hall, {}, "/socket.io/?EIO=4&transport=polling")[0] == 401
    assert ask(hall, {}, "/socket.io")[0] == 401


def test_another_origin_is_refused(hall: Hall) -> None:
    for origin in ("http://elsewhere.example", f"http://127.0.0.1:{hall.port + 1}", "null", ""):
        assert ask(hall, {**GOOD, "Origin": origin}) == (403, "other-origin")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_browser_calls_another_site_is_refused(hall: Hall, site: str) -> None:
    assert ask(hall, {**GOOD, "Sec-Fetch-Site": site}) == (403, "other-origin")


def test_the_pages_own_origin_and_programs_are_let_in(hall: Hall) -> None:
    own = hall.open(origin=hall.url, suppress_origin=False, hello=True)
    assert own.watch(board="A")["ok"]
    own.close()


@pytest.mark.parametrize(
    ("headers", "path", "method"),
    [
        ({}, "/socket.io/?EIO=4&transport=polling", "GET"),
        ({}, "/socket.io/?EIO=4", "GET"),
        ({}, "/socket.io/", "GET"),
        ({}, "/socket.io/?EIO=4&transport=polling", "POST"),
        (GOOD, "/socket.io/?EIO=3&transport=websocket", "GET"),
        (GOOD, PATH + "&sid=abc", "GET"),
        (GOOD, PATH + "&transport=polling", "GET"),
        (GOOD, PATH, "OPTIONS"),
        ({**GOOD, "Sec-WebSocket-Version": "8"}, PATH, "GET"),
        ({**GOOD, "Sec-WebSocket-Key": "short"}, PATH, "GET"),
        ({**GOOD, "Upgrade": "h2c"}, PATH, "GET"),
    ],
)
def test_only_a_first_handshake_over_a_websocket_is_taken(
    hall: Hall, headers: dict[str, str], path: str, method: str
) -> None:
    known = {"Authorization": "Bearer display-1", **headers}
    assert ask(hall, known, path, method) == (400, "invalid")


def test_a_fault_while_identifying_is_a_503_and_not_an_open_door(hall: Hall) -> None:
    assert ask(hall, {**SHAKE, "Authorization": "Bearer crash"}) == (503, "unavailable")


def test_pages_do_not_pass_the_gate(hall: Hall) -> None:
    assert requests.get(hall.url + "/state", timeout=PATIENCE).status_code == 200
    assert requests.get(hall.url + "/socket.iox", timeout=PATIENCE).status_code == 404


def test_the_server_agrees_on_no_compression(hall: Hall) -> None:
    extension = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**GOOD, **extension}.items())
    with hall.raw() as sock:
        sock.sendall(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{hall.port}\r\n{head}\r\n".encode())
        answer = sock.recv(4096).partition(b"\r\n\r\n")[0].lower()
    assert answer.startswith(b"http/1.1 101")
    assert b"extensions" not in answer


def test_one_identity_has_a_bounded_number_of_sockets() -> None:
    hall = Hall("2")
    try:
        first, _second = hall.open(), hall.open()
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            hall.open()
        assert refused.value.status_code == 429
        hall.open("display-2").close()
        first.close()
        hall.until(sockets=1)
        hall.open().close()
    finally:
        hall.stop()


def test_what_a_socket_keeps_has_no_secret_and_no_extension() -> None:
    environ: dict[str, Any] = {
        "HTTP_AUTHORIZATION": "Bearer x",
        "HTTP_COOKIE": "layso_officer=x",
        "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.input": 1,
        "PATH_INFO": "/socket.io/",
    }
    assert stripped(environ, IDENTITY) is environ
    assert set(environ) == {"HTTP_ACCEPT_LANGUAGE", "wsgi.input", "PATH_INFO", "layso.identity"}


IDENTITY = Identity("display", "1", "one", "qn")


def test_an_address_that_fails_too_often_is_slowed_before_its_token_is_looked_at() -> None:
    turnstile = Turnstile(Limits(refused_at_once=3, refused_per_s=0.001))
    for _ in range(4):
        turnstile.admit("10.0.0.1")
        turnstile.refused("10.0.0.1")
    with pytest.raises(TooMany):
        turnstile.admit("10.0.0.1")
    turnstile.admit("10.0.0.2")


def test_the_total_and_each_address_are_bounded_and_given_back() -> None:
    turnstile = Turnstile(Limits(total=2, per_address=1))
    with turnstile.through(IDENTITY, "a"):
        with pytest.raises(TooMany), turnstile.through(IDENTITY, "a"):
            pass
        with turnstile.through(IDENTITY, "b"), pytest.raises(TooMany), turnstile.through(IDENTITY, "c"):
            pass
    with turnstile.through(IDENTITY, "a"):
        pass


@pytest.mark.parametrize("host", ["hall.local", "hall.local:8000", "[::1]:8000", "HALL.local"])
def test_an_origin_is_compared_with_the_host_as_browsers_write_it(host: str) -> None:
    environ: dict[str, Any] = {"HTTP_HOST": host, "HTTP_ORIGIN": "http://" + host.lower()}
    same_origin(environ)
    with pytest.raises(OtherOrigin):
        same_origin({**environ, "HTTP_ORIGIN": f"http://{host}.example"})


def test_a_load_test_may_say_as_much_as_it_likes() -> None:
    off = Limits.off()
    assert Pace(off.messages_at_once, off.messages_per_s).take(1_000_000) == 0
    on = Limits()
    assert Pace(on.messages_at_once, on.messages_per_s).take(1_000) > 60
