"""The log: one JSON object a line, with the request's id, and nobody's token, password, name or question in it."""

import socket
from collections.abc import Callable

import pytest

from server.app_logs import safe_path
from tests.live.clients import Bare
from tests.ops.running import Site
from tests.web.calling import Caller, sign_in

SECRET = "s3cr3t-word-that-nobody-may-ever-read"
NAME = "Nguyễn Thị Không Ai"


def everything(hall: Site) -> set[str]:
    """Goes through every door with things that must not be remembered, and returns them."""
    token, admin = hall.access["kiosk_token"], hall.access["admin"]
    kiosk, nobody = hall.kiosk(), Caller(hall.url)
    link = kiosk.ticket("AH")["track_url"].rsplit("/", 1)[1]
    cookie = sign_in(hall.url, admin)["layso_officer"]
    nobody.get(f"/api/v1/track/{link}")
    nobody.get(f"/t/{link}?lang=en&from={SECRET}")
    nobody.get(f"/enter/{token}")
    nobody.get(f"/kiosk/{token}/more?token={token}")
    nobody.post("/enter", {"token": token})
    nobody.post("/enter", {"token": SECRET})
    nobody.post("/api/v1/session", {"username": NAME, "password": SECRET})
    nobody.post("/api/v1/session", data=f'{{"username": "{NAME}", "password": "{SECRET}"'.encode())
    Caller(hall.url, SECRET).get(f"/api/v1/services?key={SECRET}")
    Caller(hall.url, cookies={"layso_officer": SECRET}).get("/counter")
    kiosk.post("/api/v1/tickets", {"service": NAME, "priority": SECRET}, key=SECRET)
    kiosk.get(f"/api/v1/tickets/{SECRET}")
    return {token, link, cookie, SECRET, NAME, admin["password"]}


def badly_spoken(hall: Site) -> None:
    """What is not even HTTP."""
    for said in (f"GET /{SECRET} HTTP/9.9\r\n\r\n", f"{SECRET}\r\n\r\n", f"GET / HTTP/1.1\r\n{SECRET}\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", int(hall.url.rsplit(":", 1)[1])), timeout=10) as raw:
            raw.sendall(said.encode())
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(4096):
                pass


def test_no_secret_reaches_the_log_through_any_door(site: Callable[..., Site]) -> None:
    hall = site()
    secrets = everything(hall)
    badly_spoken(hall)
    screen = Bare(hall.url, hall.access["display_token"])
    assert not screen.watch(board=SECRET)["ok"]
    screen.close()
    assert hall.stop() == 0
    text = (hall.folder / "stderr.log").read_text("utf-8") + "".join(str(line) for line in hall.logs)
    assert [one for one in secrets if one in text] == []


def test_every_line_is_an_object_and_every_answer_has_one_with_its_own_id(site: Callable[..., Site]) -> None:
    hall = site()
    everything(hall)
    assert hall.stop() == 0
    assert all({"at", "level", "what", "from"} <= set(line) for line in hall.logs)
    answers = [line for line in hall.logs if line["what"] == "request"]
    assert all({"id", "method", "path", "status", "ms"} <= set(line) for line in answers)
    ids = [line["id"] for line in answers]
    assert len(ids) == len(set(ids)) >= 14
    assert {(line["method"], line["path"], line["status"]) for line in answers} >= {
        ("POST", "/api/v1/tickets", 201),
        ("POST", "/api/v1/session", 401),
        ("GET", "/api/v1/track/...", 200),
    }


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/v1/tickets/0000000a1b2c3d4e/call", "/api/v1/tickets/0000000a1b2c3d4e/call"),
        ("/t/abc", "/t/..."),
        ("/api/v1/track/abc/leave", "/api/v1/track/..."),
        ("/enter/abc", "/enter/..."),
        (f"/else/{'x' * 32}", "/else/..."),
        ("/" + "a/" * 500, "/" + "a/" * 99 + "a"),
    ],
)
def test_a_path_is_shown_without_what_may_be_a_token(path: str, shown: str) -> None:
    assert safe_path(path) == shown
