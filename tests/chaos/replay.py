"""The hall made once more from its log alone, one event after another: a small model, written here a second time."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.chaos.asked import Row, Serves

MINUTE = 60_000
CURRENT = ("called", "serving")
OPEN = ("waiting", *CURRENT, "held", "no_show")
# event -> the states it may happen in
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
    "ticket-expired": OPEN,
    "move-undone": (*OPEN, "done", "cancelled"),
    "print-queued": OPEN,
}
Place = tuple[int, int, str]
"""due_at, seq and id: where a waiting ticket stands."""


@dataclass(slots=True)
class Hall:
    """``serves`` is what each counter serves, with its preference in minutes; the rest comes from the log.

    ``at`` is who is at a counter, ``lines`` who waits for a service, in order, ``sent`` those of them who were sent to
    one counter or officer, ``calls`` what was announced and not taken back, by seq.
    """

    serves: Serves
    tickets: dict[str, Row] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[Place]] = field(default_factory=dict)
    sent: dict[str, set[str]] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)
    before: dict[int, Row] = field(default_factory=dict)
    calls: dict[int, tuple[str, str]] = field(default_factory=dict)

    def happens(self, event: Row) -> Iterator[str]:
        """Lets one event happen; everything about it that cannot be."""
        if event["what"] == "signed-in" and event["counter"]:
            self.officers[event["counter"]] = event["actor"]
        if event["what"] == "ticket-issued":
            yield from self._issued(event)
        elif event["what"] in FROM:
            yield from self._moved(event)
        if event["what"] == "ticket-issued" or event["ticket"] in self.tickets:
            self._applied(event)

    def upcoming(self, counter: str, officer: str, only: str = "") -> str | None:
        """The ticket that is next at this counter, or next of ``only`` one service."""
        serves = self.serves[counter]
        lines = [self.lines.get(service, []) for service in serves if only in ("", service)]
        free = [next(filter(self._free, line), None) for line in lines]
        sent = self.sent.get(f"counter:{counter}", set()) | self.sent.get(officer, set())
        waiting = [place[2] for place in free if place]
        waiting += [id for id in sent if only in ("", self.tickets[id]["service"])]
        return min(waiting, key=lambda id: self._turn(self.tickets[id], serves), default=None)

    def ahead(self, row: Row) -> int:
        """How many of its line come before a waiting ticket."""
        return bisect_left(self.lines[row["service"]], _place(row))

    def _turn(self, row: Row, serves: Mapping[str, int]) -> tuple[int, int]:
        return row["due_at"] - serves.get(row["service"], 0) * MINUTE, row["seq"]

    def _free(self, place: Place) -> bool:
        return not _sent_to(self.tickets[place[2]])

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
        after = row | event["after"]
        if row["state"] not in FROM[event["what"]]:
            yield f"{event['what']} of {row['number']} while it was {row['state']}"
        if any(row.get(name) != fact for name, fact in event["before"].items()):
            yield f"{event['what']} of {row['number']} says that it was otherwise before"
        held = self.at.get(after["counter"]) if after["state"] in CURRENT else None
        if held not in (None, event["ticket"]):
            yield f"{row['number']} came to counter {after['counter']} while it had {self.tickets[held]['number']}"
        if after["due_at"] != row["due_at"] and not _may_lose_place(event, row):
            yield f"{row['number']} lost its place with {event['what']}"
        yield from self._in_order(event, row)
        yield from self._taken_back(event, row)

    def _in_order(self, event: Row, row: Row) -> Iterator[str]:
        if event["what"] != "ticket-called" or row["state"] != "waiting" or event["details"].get("chosen"):
            return
        only = row["service"] if event["details"].get("why") == "by-service" else ""
        first = self.upcoming(event["counter"], event["actor"], only)
        if first not in (None, event["ticket"]):
            yield f"{row['number']} was called at counter {event['counter']} before {self.tickets[first]['number']}"

    def _taken_back(self, event: Row, row: Row) -> Iterator[str]:
        """An undo brings back what was before the ticket's last move; only what was printed since stays printed."""
        if event["what"] != "move-undone":
            return
        undone, after = event["details"]["undone"], row | event["after"]
        if undone != row["last_move"]:
            yield f"event {undone} was taken back and was not the last move of {row['number']}"
        if any(after[name] != fact for name, fact in self.before.get(undone, {}).items() if name != "printed"):
            yield f"taking back event {undone} did not bring back what {row['number']} was"

    def _applied(self, event: Row) -> None:
        row = self.tickets.setdefault(event["ticket"], {})
        self._leaves(event["ticket"], row)
        row |= event["after"]
        self._comes(event["ticket"], row)
        self.before[event["seq"]] = event["before"]
        if event["what"] in ("ticket-called", "ticket-recalled"):
            self.calls[event["seq"]] = row["number"], str(row["counter"])
        elif event["what"] == "move-undone":
            self.calls.pop(event["details"]["undone"], None)

    def _leaves(self, id: str, row: Row) -> None:
        if row.get("state") in CURRENT and self.at.get(row["counter"]) == id:
            del self.at[row["counter"]]
        if row.get("state") == "waiting":
            self.lines[row["service"]].remove(_place(row))
            self.sent.get(_sent_to(row), set()).discard(id)

    def _comes(self, id: str, row: Row) -> None:
        if row["state"] in CURRENT:
            self.at[row["counter"]] = id
        if row["state"] == "waiting":
            insort(self.lines.setdefault(row["service"], []), _place(row))
            if target := _sent_to(row):
                self.sent.setdefault(target, set()).add(id)


def _place(row: Row) -> Place:
    return row["due_at"], row["seq"], row["id"]


def _sent_to(row: Row) -> str:
    """The counter or officer that a ticket waits for, "" for none: as the log names them."""
    if row["for_counter"]:
        return f"counter:{row['for_counter']}"
    return f"officer:{row['for_officer']}" if row["for_officer"] else ""


def _may_lose_place(event: Row, row: Row) -> bool:
    """Whoever missed a call comes back behind others; who is sent to the end stands there; an undo gives back."""
    missed = event["what"] == "ticket-returned" and row["state"] == "no_show"
    return missed or event["what"] == "move-undone" or bool(event["details"].get("end"))
