"""What people asked for and were told, and what the database holds in the end."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Serves = Mapping[str, Mapping[str, int]]
# What is asked for -> the event that says it was done. Nobody but people makes these happen.
WHAT = {
    **{"issue": "ticket-issued", "call-next": "ticket-called", "call": "ticket-called", "recall": "ticket-recalled"},
    **{"serve": "ticket-serving", "finish": "ticket-finished", "no-show": "ticket-no-show", "hold": "ticket-held"},
    **{"return": "ticket-returned", "transfer": "ticket-transferred", "cancel": "ticket-cancelled"},
    **{"undo": "move-undone", "print": "print-queued"},
}
CONSEQUENCES = ("burst-suspected",)
"""Events that follow from what was asked, in the same instant."""
READS = ("ticket", "board", "counter")
DONE = (200, 201)


@dataclass(frozen=True, slots=True)
class Op:
    """One thing somebody asked for, under one key, however often it was sent.

    ``start`` is when it was first sent, ``end`` when the answer came; ``status`` None means that no answer ever came:
    it may have happened or not. ``about`` is the service, counter, ticket or area asked for, ``sent`` the
    body. A read has no key.
    """

    key: str
    kind: str
    about: str
    start: float
    end: float
    status: int | None = None
    body: bytes = b""
    sent: bytes = b""

    @property
    def document(self) -> Row:
        document: Row = json.loads(self.body)
        return document

    @property
    def ticket(self) -> Row:
        document = self.document
        ticket: Row = document.get("ticket", document)
        return ticket


@dataclass(frozen=True, slots=True)
class Past:
    """What the database holds at the end: the log, the tickets, and what was remembered under each key."""

    log: list[Row]
    tickets: dict[str, Row]
    answers: dict[str, bytes]
