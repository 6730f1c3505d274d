"""What was only looked at: it must have been so at some instant between the question and the answer."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

from tests.chaos.asked import DONE, READS, Op, Row
from tests.chaos.replay import Hall

FACTS = ("number", "state", "service", "counter", "calls", "printed", "lang", "business_date")


class Times:
    """Where in the log something stands that began and ended at a time, from all that was told with its version."""

    def __init__(self, claims: Mapping[Op, Row], length: int) -> None:
        ended = sorted((op.end, ticket["version"]) for op, ticket in claims.items() if op.status is not None)
        began = sorted((op.start, ticket["version"]) for op, ticket in claims.items())
        self.ends, self.starts = [end for end, _ in ended], [start for start, _ in began]
        self.newest = [0, *accumulate((version for _, version in ended), max)]
        later = accumulate((version - 1 for _, version in reversed(began)), min, initial=length)
        self.oldest = list(later)[::-1]

    def window(self, op: Op) -> tuple[int, int]:
        """The first and last event that can have been the newest while this was asked."""
        first = self.newest[bisect_left(self.ends, op.start)]
        return first, max(first, self.oldest[bisect_right(self.starts, op.end)])


class Watch:
    """Compares what people saw with the hall as it is made from the log: asked after each event, in one pass."""

    def __init__(self, ops: list[Op], claims: Mapping[Op, Row], length: int) -> None:
        times = Times(claims, length)
        self.told: dict[int, list[tuple[Op, Row]]] = {}
        self.opens: dict[int, list[tuple[int, Op]]] = {}
        self.open: list[tuple[int, Op]] = []
        self.early: list[str] = []
        for op, ticket in claims.items():
            self.told.setdefault(ticket["version"], []).append((op, ticket))
        for op in ops:
            first, last = times.window(op)
            if op.kind in READS and op.status in DONE:
                self._read(op, first, last)
            if op.kind == "call-next" and op.status == 204:
                self.opens.setdefault(first, []).append((last, op))

    def _read(self, op: Op, first: int, last: int) -> None:
        document = op.document
        if first <= document["version"] <= last:
            self.told.setdefault(document["version"], []).append((op, document))
        else:
            what = f"{op.kind} {op.about} showed event {document['version']}"
            self.early.append(f"{what}, and it was {first} at least and {last} at most")

    def after(self, place: int, hall: Hall) -> Iterator[str]:
        """Everything that was seen of the hall as it was after this event and cannot have been."""
        for op, document in self.told.pop(place, ()):
            if wrong := SHOWN.get(op.kind, _ticket)(hall, document):
                yield f"{op.kind} {op.about} showed at event {place} what was not so: {', '.join(wrong)}"
        yield from self._nobody(place, hall)

    def _nobody(self, place: int, hall: Hall) -> Iterator[str]:
        """That nobody waits is true while nobody does; an answer is given up when its time is over."""
        still = [one for one in self.open + self.opens.pop(place, []) if _somebody(hall, one[1])]
        self.open = [one for one in still if one[0] > place]
        for last, op in still:
            if last <= place and (id := _somebody(hall, op)):
                yield f"counter {op.about} was told that nobody waits, while {hall.tickets[id]['number']} did"


def _somebody(hall: Hall, op: Op) -> str | None:
    """Who could have been called by what was asked: next of all, or next of one service."""
    return hall.upcoming(op.about, hall.officers.get(op.about, ""), json.loads(op.sent or b"{}").get("service", ""))


def _ticket(hall: Hall, document: Row) -> list[str]:
    """The facts of a ticket's document that were otherwise."""
    row = hall.tickets.get(document["id"])
    if row is None:
        return ["id"]
    wrong = [name for name in FACTS if document[name] != row[name]]
    ahead = hall.ahead(row) if row["state"] == "waiting" else None
    return wrong + ["ahead"] * (document["ahead"] != ahead)


def _board(hall: Hall, document: Row) -> list[str]:
    """Counters, lines and calls of a board that were otherwise."""
    numbers = {counter: hall.tickets[id]["number"] for counter, id in hall.at.items()}
    wrong = [
        f"counter {one['counter']}" for one in document["counters"] if one["number"] != numbers.get(one["counter"])
    ]
    lines = {one["service"]: one["count"] for one in document["waiting"]}
    wrong += [f"line {service}" for service, count in lines.items() if count != len(hall.lines.get(service, ()))]
    calls = [(one["call"], (one["number"], one["counter"])) for one in document["calls"]]
    wrong += [f"call {seq}" for seq, call in calls if hall.calls.get(seq) != call]
    return wrong + ["calls out of order"] * (calls != sorted(calls))


def _counter(hall: Hall, document: Row) -> list[str]:
    """Who is at a counter and who is next there, if it was otherwise."""
    code = document["counter"]
    current = document["current"] and document["current"]["id"]
    first = next((one["id"] for one in document["waiting"]["tickets"]), None)
    wrong = ["current"] * (current != hall.at.get(code))
    return wrong + ["waiting"] * (first != hall.upcoming(code, hall.officers.get(code, "")))


SHOWN = {"board": _board, "counter": _counter}
