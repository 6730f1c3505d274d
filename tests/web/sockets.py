"""Live sockets of the tests: one that shows every message, and the handshakes that are refused."""

import json
from typing import Any

import websocket

from tests.web.running import PATIENCE

PATH = "/socket.io/?EIO=4&transport=websocket"


class Socket:
    """A WebSocket that speaks Socket.IO v5 by hand, known by a bearer token or by cookies."""

    def __init__(self, url: str, token: str = "", cookies: dict[str, str] | None = None, says: str = "") -> None:
        header = {"Authorization": f"Bearer {token}"} if token else {}
        cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        address = url.replace("http", "ws", 1) + PATH + (f"&as={says}" if says else "")
        self.ws = websocket.create_connection(
            address, timeout=PATIENCE, header=header, cookie=cookie or None, suppress_origin=True
        )
        self.pushed: list[tuple[str, Any]] = []
        self._acks = 0
        assert self._message().startswith("0{")
        self.ws.send("40")
        assert self._message().startswith("40{")

    def _message(self) -> str:
        """The next message that is no ping; "" at the end."""
        while True:
            try:
                message = self.ws.recv()
            except (websocket.WebSocketConnectionClosedException, ConnectionError):
                return ""
            if message != "2":
                return str(message)
            self.ws.send("3")

    def emit(self, *told: Any) -> dict[str, Any]:
        """Emits and returns the acknowledgement; pushes that come first are kept for ``push``."""
        self._acks += 1
        self.ws.send(f"42{self._acks}{json.dumps(told)}")
        begin = f"43{self._acks}"
        while True:
            message = self._message()
            assert message, "the socket ended"
            if message.startswith(begin):
                return dict(json.loads(message[len(begin) :])[0])
            self.pushed.append(self._event(message))

    def watch(self, **wish: Any) -> dict[str, Any]:
        """The document of a watch that must succeed."""
        answer = self.emit("watch", wish)
        assert answer["ok"], answer
        assert set(answer) == {"ok", "document"}
        return dict(answer["document"])

    def push(self) -> tuple[str, dict[str, Any]]:
        """The next pushed (event, document)."""
        if self.pushed:
            return self.pushed.pop(0)
        return self._event(self._message())

    def until(self, event: str, version: int) -> dict[str, Any]:
        """The first push of this event that is at least this new."""
        while True:
            name, document = self.push()
            if name == event and document["version"] >= version:
                return document

    @staticmethod
    def _event(message: str) -> tuple[str, Any]:
        assert message.startswith("42["), message or "the socket ended"
        name, document = json.loads(message[2:])
        return name, document

    def ended(self) -> bool:
        """Reads on until the server has ended the socket."""
        while self._message():
            pass
        return True

    def close(self) -> None:
        self.ws.close()
