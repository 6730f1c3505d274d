"""Days of the sample centre replayed through the real hall, its clock moved from one happening to the next.

Everything but the people is the product: every number, call and missed call is a transaction of the hall.
"""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bench.crowd import (
    APPOINTED,
    BUSY,
    CASHIER,
    CLASSES,
    CURVE,
    DESKS,
    HELD,
    LATER,
    LOAD,
    MISSES,
    RESULTS,
    SECOND,
    SENT,
    WEEK,
    Clock,
    Overtaken,
    Seen,
)
from bench.halls import SAMPLE, ZONE
from server.app import open_hall
from server.config import Config, Server
from server.hall import Hall, appointments, calling, documents, importing, issue, moves
from server.hall.claiming import Grounds
from server.hall.csvfiles import files_in
from server.hall.issue import Request
from server.hall.once import Asked, Sent
from server.rules.catalogue import Counter, Kind
from server.rules.hours import MINUTE, iso
from server.rules.people import Identity
from server.rules.ticket import Ticket, Wish
from server.store import catalogue as catalogues
from server.store import people, tickets

Process = Iterator[float]


@dataclass
class Replay:
    """A hall in ``folder`` and whoever comes; the same ``seed`` makes the same days."""

    folder: Path
    tickets: int
    seed: int = 1
    seen: dict[str, Seen] = field(default_factory=dict)
    overtaken: list[Overtaken] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock, self.chance = Clock(self._at(date(2026, 11, 20), "06:00")), random.Random(self.seed)
        self.hall: Hall = open_hall(Config(server=Server(port=0, data=self.folder)), self.clock)
        self.hall.store.writer.batch.db.execute("PRAGMA synchronous=OFF").fetchall()
        importing.import_files(self.hall, files_in(SAMPLE))
        offered = replace(self.hall.catalogue, hours=(WEEK,), closures=())
        self.hall.write(lambda tx: catalogues.replace(tx, offered))
        self.hall.reload()
        self._plan()
        self._agenda: list[tuple[int, int, Process]] = []
        self._begun = 0

    @property
    def bound(self) -> int:
        """Minutes: the largest sum of credits that one of these people can have at one counter."""
        most = max(self.hall.config.priority[name].credit for name, _ in CLASSES if name)
        return most + max(max(one.services.values()) for one in self.hall.catalogue.counters.values())

    def close(self) -> None:
        self.hall.store.close()

    def _plan(self) -> None:
        """How many come for each service, and how long its turns take at desks that have so much of a day to give."""
        services = self.hall.catalogue.services
        self.share: dict[str, float] = {}
        for area, load in LOAD.items():
            here = [one for one in services.values() if one.area == area]
            desks = {one.code: self._desks(one.code) for one in here if one.kind is not Kind.RESULT}
            self.share |= {code: load * (1 - RESULTS) * n / sum(desks.values()) for code, n in desks.items()}
            self.share |= {one.code: load * RESULTS for one in here if one.kind is Kind.RESULT}
        day = sum(self._at(date(2026, 11, 20), to) - self._at(date(2026, 11, 20), at) for at, to in DESKS)
        total = sum(self.share.values())
        self.turn = {}
        for code, share in self.share.items():
            come = self.tickets * (share / total + (LATER if code == CASHIER else 0))
            self.turn[code] = min(15 * MINUTE, BUSY * day * self._desks(code) / come) - 60 * SECOND

    def _desks(self, service: str) -> float:
        """Desks of a service; one that serves several counts for each of them in part."""
        return sum(1 / len(one.services) for one in self.hall.catalogue.counters_of(service))

    def _at(self, day: date, time: str) -> int:
        moment = datetime.combine(day, datetime.strptime(time, "%H:%M").time(), ZoneInfo(ZONE))
        return round(moment.timestamp() * 1000)

    # The day

    def day(self, day: date) -> list[Seen]:
        """Everybody who came on that day, after the last of them has gone."""
        before = len(self.seen)
        for came in self._comers(day):
            works = any(self._at(day, begins) <= came < self._at(day, ends) for begins, ends in DESKS)
            appointed = self.chance.random() < APPOINTED and works and came > self._at(day, CURVE[2][0])
            self._begin(self.clock.now, self._appointed(came, self._at(day, "15:59"))) if appointed else self._begin(
                came, self._person()
            )
        for counter in self.hall.catalogue.counters.values():
            self._begin(self._at(day, DESKS[0][0]) + self._about(60, 60), self._desk(counter, day))
        while self._agenda:
            at, number, process = heapq.heappop(self._agenda)
            self.clock.now = max(at, self.clock.now)
            if (pause := next(process, None)) is not None:
                heapq.heappush(self._agenda, (self.clock.now + round(pause * SECOND), number, process))
        return list(self.seen.values())[before:]

    def _begin(self, at: int, process: Process) -> None:
        self._begun += 1
        heapq.heappush(self._agenda, (at, self._begun, process))

    def _comers(self, day: date) -> Iterator[int]:
        stretches = [(self._at(day, at), self._at(day, to)) for at, to, _ in CURVE]
        for start, end in self.chance.choices(stretches, [part for _, _, part in CURVE], k=self.tickets):
            yield self.chance.randrange(start, end)

    def _about(self, seconds: float, spread: float) -> int:
        return round((seconds + self.chance.uniform(0, spread)) * SECOND)

    def _service(self) -> str:
        return self.chance.choices([*self.share], [*self.share.values()])[0]

    def _person(self) -> Process:
        priority = self.chance.choices(*zip(*CLASSES, strict=True))[0]
        goes_on, service = self.chance.random() < LATER, self._service()
        then = (CASHIER,) if goes_on and service != CASHIER else ()
        self._issued(Request(service, priority, then=then), priority or "none")
        yield from ()

    def _appointed(self, at: int, last: int) -> Process:
        """Makes an appointment in the morning, comes early or late, and is a walk-in when more than a little late."""
        service, who = self._service(), self._reception()
        yield self.chance.uniform(0, 60)
        made = body(appointments.make(self.hall, who, Asked(who.actor), service, iso(at, ZONE)))
        comes = min(last, at + self._about(-1800, 3000))
        yield max(0.0, (comes - self.clock.now) / SECOND)
        seen = self._issued(Request(service, grounds=Grounds(made["code"])), "appointment")
        rules = self.hall.config.line
        if self.clock.now - at <= rules.appointment_late_minutes * MINUTE:
            seen.came, seen.credit = at, rules.appointment_credit * MINUTE

    def _issued(self, request: Request, kind: str) -> Seen:
        kiosk = Identity("kiosk", "k1", "kiosk-1", self.hall.centre)
        made = body(issue.issue(self.hall, kiosk, Asked(kiosk.actor), request))
        now, credit = self.clock.now, self.hall.config.priority[request.priority].credit if request.priority else 0
        seen = Seen(made["id"], request.service, kind, now, made["wait"], now, credit * MINUTE)
        self.seen[made["id"]] = seen
        return seen

    def _reception(self) -> Identity:
        return Identity("reception", "r1", "reception", self.hall.centre)

    # A desk

    def _desk(self, counter: Counter, day: date) -> Process:
        who = Identity("officer", f"o{counter.code}", counter.code, self.hall.centre, counter.code)
        for start, end in DESKS:
            yield max(0.0, (self._at(day, start) - self.clock.now) / SECOND)
            self._put(counter, "open")
            last = (start, end) == DESKS[-1]
            while self.clock.now < self._at(day, end) or (last and self._waits(counter)):
                yield from self._turn(who, counter)
                if self.chance.random() < 0.01:
                    self._put(counter, "paused")
                    yield self.chance.uniform(300, 900)
                    self._put(counter, "open")
            self._put(counter, "paused")
        self._put(counter, "closed")

    def _put(self, counter: Counter, status: str) -> None:
        desk = people.Desk(status, None, None, self.clock.now)
        self.hall.write(lambda tx: people.set_desk(tx, counter.code, desk))

    def _waits(self, counter: Counter) -> bool:
        with self.hall.reading() as view:
            return bool(documents.upcoming(view, counter, ""))

    def _turn(self, who: Identity, counter: Counter) -> Process:
        waiting = self._line(*counter.services)
        sent = calling.call_next(self.hall, who, Asked(who.actor), counter.code, None)
        if sent.status != 200:
            yield 20
            return
        ticket = body(sent)["ticket"]
        self._note(counter, ticket["id"], waiting)
        seen = self.seen[ticket["id"]]
        seen.called_at = seen.called_at or self.clock.now
        if self.chance.random() < MISSES:
            yield from self._missed(who, ticket["id"])
        else:
            yield self.chance.uniform(10, 60)
            self._move(who, ticket["id"], "serve")
            yield from self._served(who, counter, ticket)
        yield self.chance.uniform(5, 40)

    def _missed(self, who: Identity, id: str) -> Process:
        for pause in (30, 30):
            yield pause
            self._move(who, id, "recall")
        yield 61
        self._move(who, id, "no-show")
        self.seen[id].missed += 1
        if self.chance.random() < 0.5:
            self._begin(self.clock.now + self._about(120, 900), self._back(id))

    def _back(self, id: str) -> Process:
        with self.hall.reading() as view:
            missed = tickets.find(view.db, view.centre, id)
        line = self._line(missed.service) if missed else []
        self.seen[id].come_back((self.seen[one.id].due for one in line), self.hall.config.line.missed_after)
        self._move(self._reception(), id, "return")
        yield from ()

    def _served(self, who: Identity, counter: Counter, ticket: dict[str, Any]) -> Process:
        # Most turns are short, a few very long.
        mean = self.turn[ticket["service"]] / SECOND
        yield min(3600.0, self.chance.lognormvariate(0, 0.6) * mean / 1.2)
        what = self.chance.random()
        if what < HELD:
            self._move(who, ticket["id"], "hold")
            self._begin(self.clock.now + self._about(300, 1200), self._fetched(who, ticket["id"]))
        elif what < HELD + SENT:
            area = self.hall.catalogue.counters[counter.code].area
            others = [one.code for one in self.hall.catalogue.services.values() if one.area == area]
            self._move(who, ticket["id"], "transfer", service=self.chance.choice(others))
            self._in_line(ticket)
        else:
            self._move(who, ticket["id"], "finish")
            self._in_line(ticket)

    def _in_line(self, before: dict[str, Any]) -> None:
        """Misses count in one line."""
        with self.hall.reading() as view:
            now = tickets.find(view.db, view.centre, before["id"])
        if now and now.service != before["service"]:
            self.seen[now.id].missed = 0

    def _fetched(self, who: Identity, id: str) -> Process:
        self._move(who, id, "return")
        yield from ()

    def _move(self, who: Identity, id: str, name: str, **wish: Any) -> None:
        moves.make(self.hall, who, Asked(who.actor), id, name, Wish(**wish))

    def _line(self, *services: str) -> list[Ticket]:
        """Everybody who waits for these services."""
        with self.hall.reading() as view:
            here = (view.db, view.centre, view.business_date)
            return [one for service in services for one in tickets.whole_line(*here, service)]

    def _note(self, counter: Counter, called: str, waiting: list[Ticket]) -> None:
        """Notes whom the call left behind, though they came earlier, and by how much it may have."""
        first = next(one for one in waiting if one.id == called)
        for one in waiting:
            by = self.seen[called].came - self.seen[one.id].came
            if by > 0:
                allowed = self._credit(first, counter) - self._credit(one, counter)
                self.overtaken.append(Overtaken(by, allowed, one, first))

    def _credit(self, ticket: Ticket, counter: Counter) -> int:
        return self.seen[ticket.id].credit + counter.services.get(ticket.service, 0) * MINUTE


def body(sent: Sent) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(sent.body)
    return document
