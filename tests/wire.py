"""A WebSocket that speaks Engine.IO and Socket.IO by hand: what the clients of the tests share."""

import json
from typing import Any

import websocket

PATIENCE = 45.0
"""Seconds after which a test gives up waiting for an event; never a measure of speed."""
PATH = "/socket.io/?EIO=4&transport=websocket"


class Wire:
    """One socket of a server at ``url``; ``hello``: it is connected, too. ``options`` are websocket-client's."""

    def __init__(self, url: str, token: str = "", *, more: str = "", hello: bool = True, **options: Any) -> None:
        header = {"Authorization": f"Bearer {token}"} if token else {}
        address = url.replace("http", "ws", 1) + PATH + more
        options.setdefault("suppress_origin", True)
        self.ws = websocket.create_connection(address, timeout=PATIENCE, header=header, **options)
        assert self.ws.sock
        self.sock, self._acks = self.ws.sock, 0
        if hello:
            assert self.text().startswith("0{")
            self.ws.send("40")
            assert self.text().startswith("40{")

    def text(self) -> str:
        """The next message; "" at the end. Engine.IO pings are answered and skipped."""
        while True:
            try:
                message = self.ws.recv()
            except (websocket.WebSocketConnectionClosedException, ConnectionError):
                return ""
            if message != "2":
                return str(message)
            self.ws.send("3")

    def ask(self, *told: Any) -> str:
        """Emits, and returns how the message that acknowledges it begins."""
        self._acks += 1
        self.ws.send(f"42{self._acks}{json.dumps(told)}")
        return f"43{self._acks}"

    def ended(self) -> bool:
        """Reads until the server has ended the socket."""
        while self.text():
            pass
        return True

    def close(self) -> None:
        self.ws.close()


def event(message: str) -> tuple[str, Any]:
    """A message's event as (name, argument)."""
    assert message.startswith("42["), message or "the socket ended"
    name, argument = json.loads(message[2:])
    return name, argument
