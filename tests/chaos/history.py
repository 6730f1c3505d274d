"""What people were told against what the log says: one pass over both, and a sentence for everything that cannot be.

The log claims an order of all that happened. It is checked three ways: it must be legal by itself (a small model of
the hall, written here a second time); everything anybody was told must be in it, exactly once; and nothing that ended
before something else began may stand after it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

Row = dict[str, Any]
Serves = Mapping[str, Mapping[str, int]]
MINUTE = 60_000
CURRENT = ("called", "serving")
# event -> the states it may happen in, and whether it ends the hold on a counter
FROM = {
    "ticket-called": ("waiting", "held", "no_show"),
    "ticket-recalled": ("called",),
    "ticket-serving": ("called", "waiting", "held", "no_show"),
    "ticket-finished": ("serving",),
    "ticket-no-show": ("called",),
    "ticket-returned": ("called", "serving", "held", "no_show"),
    "ticket-held": ("called", "serving"),
    "ticket-transferred": ("waiting", "called", "serving", "held"),
    "ticket-cancelled": ("waiting", "called", "held", "no_show"),
    "ticket-expired": ("waiting", "called", "serving", "held", "no_show"),
}
WHAT = {
    **{"issue": "ticket-issued", "call-next": "ticket-called", "recall": "ticket-recalled", "serve": "ticket-serving"},
    **{"finish": "ticket-finished", "return": "ticket-returned", "hold": "ticket-held", "call": "ticket-called"},
}


@dataclass(frozen=True, slots=True)
class Op:
    """One thing somebody asked for, under one key, however often it was sent.

    ``start`` is when it was first sent, ``end`` when the answer came; ``status`` None means that no answer ever came:
    it may have happened or not. ``about`` is the service, counter or ticket asked for.
    """

    key: str
    kind: str
    about: str
    start: float
    end: float
    status: int | None = None
    body: bytes = b""

    @property
    def ticket(self) -> Row:
        document: Row = json.loads(self.body)
        ticket: Row = document.get("ticket", document)
        return ticket


@dataclass(frozen=True, slots=True)
class Past:
    """What the database holds at the end: the log, the tickets, and what was remembered under each key."""

    log: list[Row]
    tickets: dict[str, Row]
    answers: dict[str, bytes]


@dataclass(slots=True)
class Hall:
    """The hall as the log makes it, one event after another."""

    serves: Serves
    tickets: dict[str, Row] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    def happens(self, event: Row) -> Iterator[str]:
        """Lets one event happen; everything about it that cannot be."""
        if event["what"] == "ticket-issued":
            yield from self._issued(event)
        elif event["what"] in FROM:
            yield from self._moved(event)
        if event["what"] == "ticket-issued" or event["ticket"] in self.tickets:
            self._applied(event)

    def _issued(self, event: Row) -> Iterator[str]:
        row = event["after"]
        series = row["series"], row["business_date"]
        expected = self.last.get(series, 0) + 1
        if row["serial"] < expected:
            yield f"{row['number']} was given twice"
        elif row["serial"] > expected:
            yield f"{row['number']} leaves a gap: number {expected} of its series was never given"
        self.last[series] = max(expected, row["serial"])
        if event["ticket"] in self.tickets:
            yield f"ticket {event['ticket']} was issued twice"

    def _moved(self, event: Row) -> Iterator[str]:
        row = self.tickets.get(event["ticket"])
        if row is None:
            yield f"{event['what']} of a ticket that was never issued"
            return
        if row["state"] not in FROM[event["what"]]:
            yield f"{event['what']} of {row['number']} while it was {row['state']}"
        if event["what"] in ("ticket-called", "ticket-serving"):
            held = self.at.get(event["counter"])
            if held not in (None, event["ticket"]):
                yield f"{row['number']} came to counter {event['counter']} while it had {self.tickets[held]['number']}"
        details = event["details"]
        out_of_turn = details.get("chosen") or details.get("why") == "by-service"
        if event["what"] == "ticket-called" and row["state"] == "waiting" and not out_of_turn:
            yield from self._in_order(event, row)

    def _in_order(self, event: Row, row: Row) -> Iterator[str]:
        serves = self.serves[event["counter"]]
        first = min(filter(None, (self._first(service, minutes) for service, minutes in serves.items())), default=None)
        if first and first[2] != event["ticket"]:
            yield f"{row['number']} was called at counter {event['counter']} before {self.tickets[first[2]]['number']}"

    def _first(self, service: str, minutes: int) -> tuple[int, int, str] | None:
        """The first of a line; whoever left it since is dropped here, so each is looked at once."""
        line = self.lines.get(service, [])
        while line:
            due_at, seq, ticket = line[0]
            row = self.tickets[ticket]
            if (row["state"], row["service"], row["due_at"]) == ("waiting", service, due_at):
                return due_at - minutes * MINUTE, seq, ticket
            heappop(line)
        return None

    def _applied(self, event: Row) -> None:
        row = self.tickets.setdefault(event["ticket"], {})
        if row.get("state") in CURRENT and self.at.get(row["counter"]) == event["ticket"]:
            del self.at[row["counter"]]
        row |= event["after"]
        if row["state"] in CURRENT:
            self.at[row["counter"]] = event["ticket"]
        if row["state"] == "waiting":
            heappush(self.lines.setdefault(row["service"], []), (row["due_at"], row["seq"], event["ticket"]))


def faults(ops: list[Op], past: Past, serves: Serves) -> list[str]:
    """Everything that cannot be, in sentences; empty when the history is sound."""
    hall = Hall(serves)
    found = list(_steps(past.log))
    for event in past.log:
        found += [f"event {event['seq']}: {fault}" for fault in hall.happens(event)]
    found += [f"ticket {id}: its row is not what the log says" for id in _different(hall.tickets, past.tickets)]
    claims = dict(_claims(ops, past))
    found += _told(claims, past)
    found += _out_of_time(claims)
    return found + list(_keys(ops, past))


def _steps(log: list[Row]) -> Iterator[str]:
    at = 0
    for place, event in enumerate(log, 1):
        if event["seq"] != place:
            yield f"event {event['seq']} stands in place {place}"
            return
        if event["at"] < at:
            yield f"event {place} happened before the one before it"
        at = event["at"]


def _different(told: dict[str, Row], rows: dict[str, Row]) -> list[str]:
    """Tickets whose row is another than the log's; that somebody wanted help is nothing the log keeps."""
    kept = {id: {name: fact for name, fact in row.items() if name != "assist"} for id, row in rows.items()}
    return [id for id in told.keys() | kept.keys() if told.get(id) != kept.get(id)]


def _claims(ops: list[Op], past: Past) -> Iterator[tuple[Op, Row]]:
    """Each request that happened, with the ticket as it was answered or as it was remembered under its key."""
    for op in ops:
        body = op.body if op.status in (200, 201) else past.answers.get(op.key, b"") if op.status is None else b""
        if body:
            yield op, Op(op.key, op.kind, op.about, op.start, op.end, 200, body).ticket


def _told(claims: dict[Op, Row], past: Past) -> Iterator[str]:
    """Whatever was promised stands in the log at its version, once; and nothing stands there that nobody asked for."""
    claimed: dict[int, Op] = {}
    for op, ticket in claims.items():
        seq = ticket["version"]
        if seq in claimed:
            yield f"event {seq} was promised to two requests: {claimed[seq].key} and {op.key}"
        claimed[seq] = op
        event = past.log[seq - 1] if 0 < seq <= len(past.log) else None
        if event is None or not _fits(op, ticket, event):
            yield f"{op.kind} {op.about} was promised ({ticket['number']}, version {seq}) and is not in the log"
    for event in past.log:
        if event["what"] in WHAT.values() and event["seq"] not in claimed:
            yield f"event {event['seq']} ({event['what']}) was asked for by nobody: something happened twice"


def _fits(op: Op, ticket: Row, event: Row) -> bool:
    if (event["what"], event["ticket"]) != (WHAT[op.kind], ticket["id"]):
        return False
    if op.kind == "issue":
        return bool((event["after"]["number"], event["after"]["series"]) == (ticket["number"], op.about))
    return bool(event["counter"] == op.about if op.kind == "call-next" else ticket["id"] == op.about)


def _out_of_time(claims: dict[Op, Row]) -> Iterator[str]:
    """What had ended before something else began must stand before it in the log."""
    latest: Op | None = None
    for op, _ in sorted(claims.items(), key=lambda claim: int(claim[1]["version"])):
        if latest and op.status is not None and op.end < latest.start:
            yield f"{op.kind} {op.about} had ended before {latest.kind} {latest.about} began, and stands after it"
        if latest is None or op.start > latest.start:
            latest = op


def _keys(ops: list[Op], past: Past) -> Iterator[str]:
    """The same key is the same answer; what was refused did not happen."""
    for op in ops:
        remembered = past.answers.get(op.key)
        if op.status in (200, 201) and remembered != op.body:
            yield f"{op.kind} {op.about} was answered with other bytes than are remembered under its key"
        if op.status is not None and op.status not in (200, 201) and remembered:
            yield f"{op.kind} {op.about} was refused with {op.status} and happened all the same"
