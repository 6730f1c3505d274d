"""A server whose disk says no: it promises nothing, goes on showing, and writes again by itself."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from server.app import open_hall
from server.config import Config
from server.store.database import FILE
from tests.faults import disk
from tests.web.calling import Caller, Desk, fresh_key, good, refused
from tests.web.running import Demo, command
from tests.web.sockets import Socket

Desks = Callable[[str], Desk]
Fault = Callable[[Demo], AbstractContextManager[None]]
FAULTS: list[Fault] = [disk.full, disk.locked, disk.gone]


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_promised_while_nothing_can_be_written_and_then_it_goes_on(
    fault: Fault, demo: Demo, kiosk: Caller, desk: Desks
) -> None:
    desk11, key = desk("11"), fresh_key()
    before = kiosk.ticket("BA")
    shown = kiosk.get("/api/v1/board?area=B").json()["calls"]
    with fault(demo):
        refused(kiosk.post("/api/v1/tickets", {"service": "BA"}, key), 503, "unavailable")
        refused(kiosk.get("/readyz"), 503, "unavailable")
        assert good(kiosk.get("/healthz")) == {"status": "alive"}
        # A screen is even let in anew.
        screen = Socket(demo.url, demo.access["display_token"])
        assert screen.watch(board="B")["calls"] == shown
        assert good(kiosk.get(f"/api/v1/tickets/{before['id']}"))["ahead"] == 0
        assert desk11.page()["waiting"]["count"] == 1
    after = good(kiosk.post("/api/v1/tickets", {"service": "BA"}, key), 201)
    assert int(after["number"][2:]) == int(before["number"][2:]) + 1
    assert good(kiosk.get("/readyz")) == {"status": "ready"}
    called = good(desk11.next())["ticket"]
    assert called["id"] == before["id"]
    calls = screen.until("board", called["version"])["calls"]
    assert [one["number"] for one in calls[-1:]] == [before["number"]]
    screen.close()


def test_an_officers_move_is_refused_whole_and_happens_once_afterwards(demo: Demo, kiosk: Caller, desk: Desks) -> None:
    at15, key = desk("15"), fresh_key()
    ticket = kiosk.ticket("BM")
    with disk.full(demo):
        refused(at15.next(key=key), 503, "unavailable")
        refused(at15.move(ticket, "cancel"), 503, "unavailable")
        refused(at15.put("/api/v1/counters/15/status", {"status": "paused"}), 503, "unavailable")
        page = at15.page()
        assert (page["current"], page["status"], page["waiting"]["count"]) == (None, "open", 1)
    first, again = at15.next(key=key), at15.next(key=key)
    assert good(first)["ticket"]["id"] == ticket["id"]
    assert again.content == first.content
    assert len(disk.rows(demo.folder, f"SELECT 1 FROM call WHERE ticket = '{ticket['id']}'")) == 1


def test_another_file_in_the_databases_place_is_not_taken_for_it(demo: Demo, kiosk: Caller) -> None:
    last = kiosk.ticket("AT")
    with disk.gone(demo):
        shutil.copy(demo.folder / "away" / FILE, demo.folder / FILE)
        refused(kiosk.post("/api/v1/tickets", {"service": "AT"}), 503, "unavailable")
    assert int(kiosk.ticket("AT")["number"][2:]) == int(last["number"][2:]) + 1


def test_the_log_has_no_gap_after_all_that(demo: Demo, kiosk: Caller) -> None:
    kiosk.ticket("BH")
    with disk.full(demo):
        refused(kiosk.post("/api/v1/tickets", {"service": "BH"}), 503, "unavailable")
    kiosk.ticket("BH")
    verified = command("audit", "verify", "--data", str(demo.folder))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert disk.tickets(demo.folder, "BH") == ["BH001", "BH002"]


@pytest.mark.parametrize("spoil", [lambda data: b"\xff" * len(data), lambda data: data[: len(data) // 2]])
def test_a_damaged_database_is_said_in_a_sentence_and_nothing_is_served(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    folder = tmp_path / "data"
    open_hall(Config.demo(folder, "127.0.0.1", 0)).store.close()
    (folder / FILE).write_bytes(spoil((folder / FILE).read_bytes()))
    done = command("demo", "--data", str(folder), "--port", "0")
    assert done.returncode == 1
    assert str(folder / FILE) in done.stderr
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr
    assert not (folder / "access.json").exists()


def test_a_folder_that_takes_no_files_is_said_in_a_sentence() -> None:
    done = command("demo", "--data", "/proc/hall", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr
