"""Live sockets of the tests of the contract: known by a token or by cookies, pushes kept in their order."""

import json
from typing import Any

from tests.wire import Wire, event


class Socket(Wire):
    """A socket known by a bearer token or by cookies; ``says`` which of the cookies it means."""

    def __init__(self, url: str, token: str = "", cookies: dict[str, str] | None = None, says: str = "") -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        self.pushed: list[tuple[str, Any]] = []
        super().__init__(url, token, more=f"&as={says}" if says else "", cookie=cookie or None)

    def emit(self, *told: Any) -> dict[str, Any]:
        """Emits and returns the acknowledgement; pushes that come first are kept for ``push``."""
        begin = self.ask(*told)
        while True:
            message = self.text()
            assert message, "the socket ended"
            if message.startswith(begin):
                return dict(json.loads(message[len(begin) :])[0])
            self.pushed.append(event(message))

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
        return event(self.text())

    def until(self, event: str, version: int) -> dict[str, Any]:
        """The first push of this event that is at least this new."""
        while True:
            name, document = self.push()
            if name == event and document["version"] >= version:
                return document
