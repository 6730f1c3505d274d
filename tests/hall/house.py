"""A small hall over a real store, with a clock that only the test moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from server.app import open_hall
from server.config import Config
from server.hall import Hall, calling, issue, moves, people, undo
from server.hall.issue import Request
from server.hall.once import Asked, Sent
from server.rules.catalogue import Area, Catalogue, Centre, Counter, Department, Kind, Service, Text
from server.rules.people import Identity
from server.rules.ticket import Ticket, Wish
from server.store import catalogue as catalogues
from server.store import events, tickets
from server.store.people import Person

ZONE = "Asia/Ho_Chi_Minh"
MONDAY = "2026-11-23T09:00:00+07:00"
SERVES = {
    "1": {"AH": 0, "AK": 0},
    "2": {"AH": 0, "AK": 30},
    "3": {"AH": 0},
    "11": {"BA": 0, "BT": 1440},
    "12": {"BA": 0},
}
KIOSK = Identity("kiosk", "k1", "kiosk-1", "quangninh")
RECEPTION = Identity("reception", "r1", "Bàn hướng dẫn", "quangninh")
Document = dict[str, Any]


class Clock:
    """UTC milliseconds that stand still until moved."""

    def __init__(self, at: str = MONDAY) -> None:
        self.now = 0
        self.set(at)

    def __call__(self) -> int:
        return self.now

    def set(self, at: str) -> None:
        self.now = round(datetime.fromisoformat(at).timestamp() * 1000)

    def forward(self, *, ms: int = 0, s: float = 0, minutes: float = 0) -> None:
        self.now += ms + round(s * 1000) + round(minutes * 60_000)


def offered(zone: str = ZONE) -> Catalogue:
    """Two departments, four services, five counters."""
    names = {code: Text(code, code) for code in ("A", "B", "CA", "DD", "AH", "AK", "BA", "BT", *SERVES)}
    return Catalogue(
        Centre("quangninh", Text("Trung tâm", "Centre"), zone),
        {code: Area(code, names[code]) for code in "AB"},
        {code: Department(code, area, names[code], names[code]) for code, area in (("CA", "A"), ("DD", "B"))},
        {
            code: Service(code, code, "CA" if code[0] == "A" else "DD", code[0], kind, names[code], names[code])
            for code, kind in (("AH", Kind.INTAKE), ("AK", Kind.INTAKE), ("BA", Kind.INTAKE), ("BT", Kind.RESULT))
        },
        {
            code: Counter(code, "A" if len(code) == 1 else "B", names[code], MappingProxyType(serves))
            for code, serves in SERVES.items()
        },
        {},
    )


class House:
    """A hall in ``folder``; what it published, cut and printed is kept to look at.

    ``line`` are settings of the line; by default nobody who was called is waited for, or every test would have to.
    """

    def __init__(
        self, folder: Path, *, at: str = MONDAY, zone: str = ZONE, line: dict[str, Any] | None = None, **rules: Any
    ) -> None:
        self.folder, self.clock, self.zone = folder, Clock(at), zone
        self.config = Config.demo(folder, "127.0.0.1", 0)
        settings = self.config.line.model_copy(update={"no_show_calls": 1, "no_show_delay_s": 0} | (line or {}))
        self.config = self.config.model_copy(update={"line": settings})
        if rules:
            self.config = self.config.model_copy(update={"rules": self.config.rules.model_copy(update=rules)})
        self.published: list[tuple[frozenset[str], bool]] = []
        self.cuts: list[Callable[[Identity], bool]] = []
        self.printed: list[Any] = []
        self.hall = self._opened()
        if not self.hall.catalogue.services:
            self.hall.write(lambda tx: catalogues.replace(tx, offered(zone)))
            self.hall.reload()

    def _opened(self) -> Hall:
        hall = open_hall(self.config, self.clock)
        # A command line has no screens; here they are looked at, so effects are applied as in a server.
        hall.store.writer.apply = hall.apply
        hall.publish = lambda rooms, urgent: self.published.append((frozenset(rooms), urgent))
        hall.cut = self.cuts.append
        hall.print_out = self.printed.extend
        return hall

    def reopen(self) -> None:
        """The server stops and starts again."""
        self.close()
        self.hall = self._opened()

    def close(self) -> None:
        self.hall.store.close()

    # People

    def person(self, username: str, role: str = "officer", department: str = "CA") -> Person:
        known = people.person_named(self.hall, username)
        return known or people.add_person(
            self.hall, Person("", username, username.title(), role, department, "", (), "hash", True)
        )

    def officer(self, counter: str, username: str = "", *, takeover: bool = False) -> Identity:
        """An officer signed in at a counter, of the right department."""
        department = "CA" if len(counter) == 1 else "DD"
        person = self.person(username or f"at{counter}", department=department)
        return people.sign_in(self.hall, people.SignIn(person, counter, takeover))[1]

    # Use cases, their answers decoded

    def issue(self, service: str, *, who: Identity = KIOSK, asked: Asked | None = None, **wish: Any) -> Document:
        return body(issue.issue(self.hall, who, asked or Asked(who.actor), Request(service, **wish)))

    def move(
        self, who: Identity, ticket: Document | str, name: str, asked: Asked | None = None, **wish: Any
    ) -> Document:
        id = ticket if isinstance(ticket, str) else ticket["id"]
        asked = asked or Asked(who.actor)
        if name == "undo":
            return body(undo.undo(self.hall, who, asked, id))
        return body(moves.make(self.hall, who, asked, id, name, Wish(**wish)))

    def call_next(self, who: Identity, service: str | None = None, asked: Asked | None = None) -> Document | None:
        sent = calling.call_next(self.hall, who, asked or Asked(who.actor), str(who.counter), service)
        return body(sent) if sent.status == 200 else None

    # What the database says

    def ticket(self, ticket: Document | str) -> Ticket:
        with self.hall.reading() as view:
            found = tickets.find(view.db, view.centre, ticket if isinstance(ticket, str) else ticket["id"])
        assert found is not None
        return found

    def all_tickets(self) -> list[Ticket]:
        rows = self.rows("SELECT id FROM ticket ORDER BY business_date, series, serial")
        return [self.ticket(str(one[0])) for one in rows]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.hall.store.reading() as db:
            found: list[tuple[Any, ...]] = db.execute(sql).fetchall()
        return found

    def events(self) -> list[Document]:
        """The whole log, oldest first, its JSON decoded."""
        names = ("seq", "at", "what", "ticket", "counter", "actor", "before", "after", "details")
        found = self.rows(f"SELECT {', '.join(names)} FROM event ORDER BY seq")
        decoded = [dict(zip(names, one, strict=True)) for one in found]
        return [one | {name: orjson.loads(one[name]) for name in names[6:]} for one in decoded]

    def verify(self) -> tuple[int, int | None]:
        with self.hall.reading() as view:
            return events.verify(view.db, view.centre)


def body(sent: Sent) -> Document:
    document: Document = orjson.loads(sent.body)
    return document


def other(who: Identity, **changed: Any) -> Identity:
    return replace(who, **changed)
