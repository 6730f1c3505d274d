"""The HTTP server: answers at once, is patient with nobody for too long, and stops without losing an answer."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import gevent
import gevent.socket
import pytest
import requests
import socketio

from server.live import reading, serve
from tests.live.clients import PATIENCE, Hall
from tests.port import held, number


def test_the_listener_sends_small_answers_at_once() -> None:
    with serve.listen("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not listener.getblocking()


def test_the_listener_can_be_had_again_at_once_and_not_twice() -> None:
    with held() as place:
        with serve.listen("127.0.0.1", number(place)), pytest.raises(OSError):
            serve.listen("127.0.0.1", number(place))
        serve.listen("127.0.0.1", number(place)).close()


def test_the_listener_takes_ipv6_where_there_is_any() -> None:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            there_is = True
    except OSError:
        there_is = False
    if there_is:
        with serve.listen("::1", 0) as listener:
            assert listener.family == socket.AF_INET6
    else:
        with pytest.raises(OSError):
            serve.listen("::1", 0)


def test_a_stop_with_100_sockets_open_ends_them_and_comes_to_an_end(own: Hall) -> None:
    crowd = [own.open() for _ in range(100)]
    for bare in crowd:
        bare.watch(board="A")
    assert own.stop().startswith("stopped in ")
    assert own.process.returncode == 0
    assert all(bare.ended() for bare in crowd)


def test_a_stop_lets_answers_in_flight_finish_and_ends_idle_connections(own: Hall) -> None:
    idle = own.raw()
    idle.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
    answer_before = idle.recv(65536)
    while not answer_before.endswith(b"\r\n\r\n3"):
        answer_before += idle.recv(65536)
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(requests.get, own.url + "/slow?seconds=0.7", timeout=PATIENCE)
        while not in_flight(own):
            time.sleep(0.01)
        own.stop()
        assert answer.result().text == "finished"
    assert idle.recv(10) == b""


def in_flight(hall: Hall) -> bool:
    return "slow" in hall.state()["begun"]


def test_a_stop_does_not_wait_for_ever_for_a_slow_answer(own: Hall) -> None:
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(requests.get, own.url + "/slow?seconds=60", timeout=PATIENCE)
        while not in_flight(own):
            time.sleep(0.01)
        assert own.stop().startswith("stopped in ")
        assert answer.result().status_code == 503
    assert answer.result().json()["type"] == "/problems/unavailable"


def test_a_screen_reconnects_by_itself_to_a_restarted_server() -> None:
    place = held()
    hall = Hall("1100", str(number(place)))
    hall.show("board/A", 1, publish=False)
    client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.2)
    answers: list[dict[str, object]] = []
    came = threading.Semaphore(0)

    @client.on("connect")  # type: ignore[untyped-decorator]
    def connect() -> None:
        client.emit("watch", {"board": "A"}, callback=answered)

    def answered(answer: dict[str, object]) -> None:
        answers.append(answer)
        came.release()

    client.connect(hall.url, transports=["websocket"], headers={"Authorization": "Bearer display-1"})
    assert came.acquire(timeout=PATIENCE)
    hall.stop()
    hall = Hall("1100", str(hall.port), "8")
    assert came.acquire(timeout=PATIENCE)
    client.disconnect()
    hall.stop()
    place.close()
    assert answers[0] == {"ok": True, "document": {"version": 1}}
    assert answers[1] == {"ok": True, "document": {"version": 8}}


@pytest.fixture
def client(hall: Hall) -> Iterator[socket.socket]:
    with hall.raw() as sock:
        yield sock


HIDDEN = b"GET / HTTP/1.1\r\nHost: a\r\nX: a\rContent-Length: 30\r\n\r\n"


@pytest.mark.parametrize("line", [b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00\x01\x02\r\n\r\n", HIDDEN])
def test_an_unreadable_request_gets_a_problem(client: socket.socket, line: bytes) -> None:
    client.sendall(line)
    answer = client.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in answer


def test_endless_headers_are_refused(client: socket.socket) -> None:
    client.sendall(b"GET /state HTTP/1.1\r\n")
    try:
        for place in range(100):
            client.sendall(b"X-%d: %s\r\n" % (place, b"x" * 8000))
        answer = client.recv(65536)
    except ConnectionError:
        return
    assert answer.startswith(b"HTTP/1.1 431")


def test_a_body_without_end_is_cut_off(client: socket.socket) -> None:
    client.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n")
    with pytest.raises(OSError):
        for _ in range(10_000):
            client.sendall(b"x" * 10_000)
        while client.recv(65536):
            pass
        raise ConnectionError


def test_one_connection_answers_many_requests(hall: Hall) -> None:
    with requests.Session() as session:
        for size in (0, 10, 60_000):
            assert session.post(hall.url + "/echo", data=b"x" * size, timeout=PATIENCE).text == str(size)


def test_a_fault_in_a_page_is_logged_and_each_answer_is_told(hall: Hall) -> None:
    assert requests.get(hall.url + "/fault", timeout=PATIENCE).status_code == 500
    assert "answered 500" in hall.state()["logged"]


class Dribble:
    """A socket whose other side sends one byte at a time, each after some seconds of a fake clock."""

    def __init__(self, clock: list[float]) -> None:
        self.clock, self.timeout = clock, 0.0

    def settimeout(self, seconds: float) -> None:
        self.timeout = seconds

    def recv_into(self, buffer: memoryview) -> int:
        if self.timeout < 4:
            raise TimeoutError
        self.clock[0] += 4
        buffer[0] = 120
        return 1


def test_a_dribbling_client_has_one_deadline_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    reader = reading.Reader(Dribble(clock))
    buffer = bytearray(10)
    with pytest.raises(TimeoutError):
        while clock[0] < 60:
            reader.readinto(buffer)
    assert clock[0] < reading.HEADER_S


def test_one_address_cannot_take_every_place() -> None:
    listener = serve.listen("127.0.0.1", 0)
    address = listener.getsockname()
    server = serve.Server(listener, lambda environ, start: [], per_address=2)
    server.start()
    with gevent.Timeout(PATIENCE):
        first, _second, third = (gevent.socket.create_connection(address) for _ in range(3))
        assert third.recv(1) == b""
        first.close()
        while not answered(address):
            gevent.sleep(0.01)
        server.stop()


def answered(address: tuple[str, int]) -> bool:
    """Whether somebody who comes now is let in."""
    with suppress(ConnectionError), gevent.socket.create_connection(address) as wire:
        wire.sendall(b"nonsense\r\n\r\n")
        return bool(wire.recv(20).startswith(b"HTTP/1.1 400"))
    return False
