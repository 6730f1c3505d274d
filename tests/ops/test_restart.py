"""Stopping and starting again: every answer begun is finished, every touch is one ticket, every screen is told."""

import socket
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gevent
import orjson
import pytest
import requests
from gevent.event import Event
from gevent.queue import Queue

from server import app_ticks
from server.app_stop import AGENT_S, DISK_S, STOP_S, Ending
from server.live.serve import DRAIN_S, KILL_S
from server.rules.errors import Unavailable
from server.store.database import FILE
from tests.hall.house import House
from tests.live.clients import Bare
from tests.ops.hanging import Hanging
from tests.ops.running import Site, rows, until
from tests.web.calling import Caller
from tests.web.running import PATIENCE, Demo


class Touches:
    """Clients that touch again and again; what got no answer is asked again, under its key, once the server is back."""

    def __init__(self, demo: Demo, clients: int) -> None:
        self.demo, self.numbers = demo, dict[str, str]()
        self.stop, self.back = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._touch) for _ in range(clients)]
        for thread in self._threads:
            thread.start()

    def _touch(self) -> None:
        kiosk = Caller(self.demo.url, self.demo.access["kiosk_token"])
        while not self.stop.is_set():
            key = uuid.uuid4().hex
            try:
                self._answered(kiosk, key)
            except requests.ConnectionError:
                assert self.back.wait(PATIENCE)
                self._answered(kiosk, key)

    def _answered(self, kiosk: Caller, key: str) -> None:
        answer = kiosk.post("/api/v1/tickets", {"service": "AH"}, key=key)
        assert answer.status_code == 201, answer.text
        self.numbers[key] = answer.json()["number"]

    def end(self) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join()


def test_a_restart_under_load_loses_no_touch_and_doubles_none(own: Demo) -> None:
    screens = [Bare(own.url, own.access["display_token"]) for _ in range(100)]
    for screen in screens:
        assert screen.watch(board="all")["ok"]
    touches = Touches(own, 8)
    until(lambda: len(touches.numbers) > 40)
    before = len(touches.numbers)
    assert own.stop() == 0
    own.start()
    touches.back.set()
    until(lambda: len(touches.numbers) > before + 40)
    touches.end()
    assert all(screen.ended() for screen in screens)
    issued = sorted(number for (number,) in rows(own.folder / FILE, "SELECT number FROM ticket"))
    assert sorted(touches.numbers.values()) == issued
    assert issued == [f"AH{place:03}" for place in range(1, len(issued) + 1)]


def test_what_was_asked_before_the_end_is_answered_whole(own: Demo) -> None:
    """Sign-ins take long: most of these still wait when the server is told to stop."""
    body = orjson.dumps({"username": "nobody", "password": "not a password"})
    head = f"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    asked = head.encode() + b"Content-Type: application/json\r\n\r\n" + body
    clients = [socket.create_connection(("127.0.0.1", own.port), timeout=PATIENCE) for _ in range(16)]
    for client in clients:
        client.sendall(asked)
    first = clients[0].recv(1)
    own.process.terminate()

    def whole(client: socket.socket) -> bytes:
        said = b""
        while piece := client.recv(65536):
            said += piece
        return said

    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(whole, clients))
    answers[0] = first + answers[0]
    assert own.stop() == 0
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 401 UNAUTHORIZED"}
    assert all(orjson.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 401 for answer in answers)


class Listener:
    """systemd's end of sd_notify."""

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(PATIENCE)

    def until(self, word: str) -> None:
        while self.socket.recv(100).decode() != word:
            pass

    def quiet(self) -> bool:
        self.socket.setblocking(False)
        try:
            return not self.socket.recv(100)
        except BlockingIOError:
            return True


def test_systemd_hears_that_it_is_ready_lives_and_stops(site: Callable[..., Site], tmp_path: Path) -> None:
    systemd = Listener(tmp_path)
    hall = site(NOTIFY_SOCKET=systemd.path)
    systemd.until("READY=1")
    systemd.until("WATCHDOG=1")
    systemd.until("WATCHDOG=1")
    hall.process.terminate()
    systemd.until("STOPPING=1")
    assert hall.stop() == 0


def test_a_hall_that_cannot_be_read_gives_no_sign_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    systemd, house = Listener(tmp_path), House(tmp_path / "hall")
    monkeypatch.setenv("NOTIFY_SOCKET", systemd.path)
    app_ticks.alive(house.hall)
    systemd.until("WATCHDOG=1")
    house.hall.store.db.close()
    with pytest.raises(Unavailable):
        app_ticks.alive(house.hall)
    assert systemd.quiet()
    house.close()


def test_a_disk_that_hangs_stops_what_time_does_but_not_the_sign_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, signs, hung, over = House(tmp_path / "hall"), Queue[str](), Event(), Event()
    monkeypatch.setattr(app_ticks, "TICK_S", 0.001)
    monkeypatch.setattr(app_ticks, "notify", signs.put)

    def hangs() -> None:
        hung.set()
        over.wait()

    going = app_ticks.start(house.hall, [hangs])
    with gevent.Timeout(PATIENCE):
        hung.wait()
        signs.queue.clear()
        assert [signs.get() for _ in range(3)] == ["WATCHDOG=1"] * 3
    gevent.killall(going)
    house.close()


def test_a_tick_that_fails_is_told_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house, turns = House(tmp_path / "hall"), Queue[str]()
    monkeypatch.setattr(app_ticks, "TICK_S", 0.001)

    def fails() -> None:
        raise RuntimeError("lightning")

    going = app_ticks.start(house.hall, [fails, lambda: turns.put("turn")])
    with gevent.Timeout(PATIENCE):
        assert [turns.get() for _ in range(2)] == ["turn"] * 2
    gevent.killall(going)
    assert "lightning" in caplog.text
    house.close()


def test_the_parts_of_the_end_share_less_than_three_seconds() -> None:
    now = [100.0]
    ending = Ending(lambda: now[0])
    assert ending.left(AGENT_S) == AGENT_S
    ending.begin()
    now[0] += DRAIN_S + KILL_S
    ending.begin()
    assert ending.left(AGENT_S) == AGENT_S
    now[0] += AGENT_S
    assert DISK_S - 0.01 < ending.left() < STOP_S - DRAIN_S
    now[0] += 60
    assert (ending.left(least_s=DISK_S), ending.left(AGENT_S)) == (DISK_S, 0)
    assert STOP_S < 3


def test_a_disk_that_hangs_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    own = Hanging(tmp_path / "own")
    before = Caller(own.url, own.access["kiosk_token"]).ticket("AH")["number"]
    own.hang()
    asked = threading.Thread(target=_in_vain, args=(own,))
    asked.start()
    until(lambda: own.hung)
    # What hangs does not let it end well, and it says so.
    assert own.stop() == 1
    asked.join()
    assert "ended without it" in own.errors
    own.heal()
    own.start()
    assert int(Caller(own.url, own.access["kiosk_token"]).ticket("AH")["number"][2:]) > int(before[2:])
    assert own.stop() == 0


def _in_vain(own: Demo) -> None:
    with pytest.raises(requests.RequestException):
        Caller(own.url, own.access["kiosk_token"]).post("/api/v1/tickets", {"service": "AH"}).raise_for_status()


def test_nobody_listening_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from server.app_notify import notify

    for address in ("", "word", str(tmp_path / "nobody"), "@nobody-is-here"):
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        notify("READY=1")
