"""Whoever floods is listened to slowly: nobody else waits, and who goes leaves their place."""

from collections.abc import Callable

import gevent
import gevent.socket
import pytest

from server.live import serve
from tests.live.clients import PATIENCE


class Asked:
    """A server of two answers, "200" and, to /many, "429"; ``paths`` are those asked for, in order."""

    def __init__(self, proxied: bool = False, ahead_s: float = serve.AHEAD_S) -> None:
        self.paths: list[str] = []
        self._proxied = proxied
        listener = serve.listen("127.0.0.1", 0)
        self._address = listener.getsockname()
        self.server = serve.Server(listener, self._answer, ahead_s=ahead_s)
        self.server.start()

    def _answer(self, environ: dict[str, str], start: Callable[..., object]) -> list[bytes]:
        self.paths.append(environ["PATH_INFO"])
        if self._proxied:
            environ["REMOTE_ADDR"] = "192.0.2.7"
        start("429 Too Many Requests" if "many" in self.paths[-1] else "200 OK", [("Content-Length", "0")])
        return [b""]

    def line(self) -> gevent.socket.socket:
        return gevent.socket.create_connection(self._address)

    def open(self) -> int:
        """How many connections hold a place."""
        return self.server._wsgi._from.total()

    @staticmethod
    def send(line: gevent.socket.socket, *paths: str) -> None:
        line.sendall(b"".join(b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n" % path.encode() for path in paths))

    def ask(self, line: gevent.socket.socket, path: str) -> None:
        """Asks and waits for the whole answer."""
        self.send(line, path)
        got = b""
        while not got.endswith(b"\r\n\r\n"):
            got += line.recv(1000)


def test_what_is_sent_ahead_of_an_answer_waits_and_is_answered() -> None:
    with gevent.Timeout(PATIENCE):
        asked = Asked(ahead_s=3600)
        hasty, other = asked.line(), asked.line()
        asked.send(hasty, "/first", "/ahead")
        asked.ask(other, "/one")
        asked.ask(other, "/two")
        assert sorted(asked.paths) == ["/first", "/one", "/two"]
        asked.server.stop()
        assert asked.paths[3:] == ["/ahead"]


@pytest.mark.parametrize("proxied", [False, True])
def test_whoever_is_told_too_many_is_not_listened_to_for_a_while(
    monkeypatch: pytest.MonkeyPatch, proxied: bool
) -> None:
    monkeypatch.setattr(serve, "REFUSED_S", 3600)
    with gevent.Timeout(PATIENCE):
        asked = Asked(proxied)
        flood, other = asked.line(), asked.line()
        asked.ask(flood, "/many")
        asked.send(flood, "/more")
        asked.ask(other, "/one")
        asked.ask(other, "/two")
        assert ("/more" in asked.paths) is proxied, "behind a proxy others would wait too"
        asked.server.stop()


@pytest.mark.parametrize("told", [b"Connection: close\r\n", b""])
def test_who_goes_after_being_refused_leaves_their_place_at_once(monkeypatch: pytest.MonkeyPatch, told: bytes) -> None:
    monkeypatch.setattr(serve, "REFUSED_S", 3600)
    with gevent.Timeout(PATIENCE):
        asked = Asked()
        flood = asked.line()
        flood.sendall(b"GET /many HTTP/1.1\r\nHost: x\r\n" + told + b"\r\n")
        assert flood.recv(1000).startswith(b"HTTP/1.1 429")
        if not told:
            flood.close()
        while asked.open():
            gevent.sleep(0.01)
        asked.server.stop()


def test_what_was_refused_and_comes_again_is_answered_after_the_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "REFUSED_S", 0.01)
    with gevent.Timeout(PATIENCE):
        asked = Asked()
        flood = asked.line()
        for _ in range(3):
            asked.ask(flood, "/many")
        assert asked.paths == ["/many"] * 3
        asked.server.stop()
