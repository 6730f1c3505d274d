"""What a restart, or a kill, must not change: sessions, tokens, keys, versions, and one server a folder."""

import signal
from collections.abc import Iterator

import pytest
import requests

from tests.web.calling import Caller, Desk, fresh_key, good, refused, sign_in
from tests.web.running import PATIENCE, Demo, command


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that these tests stop, kill and start again."""
    running = Demo(tmp_path_factory.mktemp("own"), fresh=True)
    yield running
    running.kill()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_everything_promised_outlives_the_process(own: Demo, end: str) -> None:
    before = own.access
    kiosk, desk = Caller(own.url, before["kiosk_token"]), Desk(own, "15")
    desk.clear()
    key, ahead = fresh_key(), kiosk.ticket("BM")
    first = kiosk.post("/api/v1/tickets", {"service": "BM"}, key)
    called = good(desk.move(ahead, "call"))
    page = desk.page()

    getattr(own, end)()
    own.start()

    assert own.access == before
    replayed = kiosk.post("/api/v1/tickets", {"service": "BM"}, key)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    assert (replayed.status_code, replayed.content) == (201, first.content)
    assert replayed.headers["Location"] == first.headers["Location"]
    refused(kiosk.post("/api/v1/tickets", {"service": "BT"}, key), 422, "key-reused")
    assert good(desk.get("/api/v1/session"))["counter"] == "15"
    again = desk.page()
    assert again["version"] >= page["version"]
    assert {**again["current"], "version": 0} == {**called, "version": 0}
    assert [one["id"] for one in again["waiting"]["tickets"]] == [first.json()["id"]]
    following = kiosk.ticket("BM")
    assert int(following["number"][2:]) == int(first.json()["number"][2:]) + 1
    assert following["version"] > page["version"]


def test_one_server_a_folder(own: Demo) -> None:
    second = command("demo", "--data", str(own.folder), "--port", "0")
    assert second.returncode == 1
    assert "Another server is already running" in second.stderr
    assert "Traceback" not in second.stderr
    good(Caller(own.url).get("/healthz"))


def test_a_port_in_use_is_said_in_a_sentence(demo: Demo) -> None:
    second = command("demo", "--data", str(demo.folder / "second"), "--port", str(demo.port))
    assert second.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{demo.port}" in second.stderr
    assert "Traceback" not in second.stderr


def test_access_json_is_its_owners_alone_and_complete(demo: Demo) -> None:
    path = demo.folder / "access.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert not path.with_name("access.json.new").exists()
    access = demo.access
    assert set(access) >= {"url", "kiosk_token", "display_token", "officers", "reception", "admin"}
    assert access["url"].startswith("http://127.0.0.1:")
    assert all(set(one) == {"username", "password", "counter"} for one in access["officers"])
    for role in ("reception", "admin"):
        assert set(access[role]) == {"username", "password"}


def test_every_folder_has_secrets_of_its_own(demo: Demo, own: Demo) -> None:
    def secrets(one: Demo) -> set[str]:
        access = one.access
        people = [*access["officers"], access["reception"], access["admin"]]
        return {access["kiosk_token"], access["display_token"], *(person["password"] for person in people)}

    assert len(secrets(demo)) == 2 + 38 + 2
    assert secrets(demo) & secrets(own) == set()


def test_every_sign_in_of_access_json_works(demo: Demo) -> None:
    for person in (demo.access["officers"][-1], demo.access["admin"], demo.access["supervisor"]):
        assert sign_in(demo.url, person)


def test_the_console_shows_the_addresses_and_not_a_traceback(demo: Demo) -> None:
    for page in ("/", "/enter#", "/counter", "/reception", "/supervisor"):
        assert demo.url + page in demo.said


def test_sigint_stops_it_as_well(own: Demo) -> None:
    own.process.send_signal(signal.SIGINT)
    assert own.process.wait(timeout=PATIENCE) == 0
    with pytest.raises(requests.ConnectionError):
        Caller(own.url).get("/healthz")
