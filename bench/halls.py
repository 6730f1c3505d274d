"""Data folders to measure on: the sample hall, halls with more counters, and a hall with a long history."""

import csv
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.servers import ROOT, Hall, command, copied
from server.rules import events
from server.rules.ticket import State, Ticket
from server.store import calls, tickets
from server.store.store import Store, open_store
from server.store.writer import Tx

SAMPLE = ROOT / "sample" / "quangninh"
CENTRE, ZONE = "quangninh", "Asia/Ho_Chi_Minh"
A_DAY = 1_000
"""Tickets of a day of the history."""


def sample_hall(folder: Path, *, runs: bool = False, limits: str = "off") -> Hall:
    """The sample hall, running as Hall has it; made once in the folder above, and copied from there."""
    made = folder.parent / "sample"
    if not made.exists():
        made.mkdir()
        Hall(made).stop()
    return Hall(copied(made, folder / ("runs" if runs else "hall")), runs=runs, limits=limits)


def hall_of(folder: Path, counters: int) -> Hall:
    """The sample hall with that many counters, no fewer than its own, an officer for each, and sign-ins for them."""
    folder.mkdir(parents=True)
    catalogue = folder / "catalogue"
    catalogue.mkdir()
    for path in SAMPLE.glob("*.csv"):
        if path.stem not in ("counters", "people"):
            (catalogue / path.name).write_bytes(path.read_bytes())
    _write(catalogue / "counters.csv", rows := [*_counters(counters)])
    _write(catalogue / "people.csv", [*_people(rows)])
    settings = folder / "config.toml"
    settings.write_text(f'[server]\ndata = "{folder}"\n', "utf-8")
    command("import", "--config", str(settings), *map(str, sorted(catalogue.glob("*.csv"))))
    return Hall(folder)


def services_at(hall: Hall) -> dict[str, list[str]]:
    """Counter -> the services it serves, of a hall made here."""
    return {row["code"]: row["services"].split() for row in _rows("counters", hall.folder / "catalogue")}


def _rows(name: str, folder: Path = SAMPLE) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _counters(count: int) -> Iterator[dict[str, str]]:
    """The sample's counters again and again, those of an area side by side, numbered from 1."""
    known = _rows("counters")
    chosen = [known[number % len(known)] for number in range(max(count, len(known)))]
    areas = list(dict.fromkeys(row["area"] for row in known))
    chosen.sort(key=lambda row: areas.index(row["area"]))
    return ({**row, "code": str(number)} for number, row in enumerate(chosen, 1))


def _people(counters: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    department = {row["code"]: row["department"] for row in _rows("services")}
    for counter in counters:
        code, first = counter["code"], counter["services"].split()[0]
        officer = {"username": f"quay{code}", "name": f"Cán bộ quầy {code}", "role": "officer"}
        yield {**officer, "department": department[first], "counter": code}
    yield from (row for row in _rows("people") if row["role"] != "officer")


def with_history(folder: Path, count: int) -> Hall:
    """The sample hall after ``count`` tickets of past days, each with its events, call and visit, the chain sound."""
    days = -(-count // A_DAY)
    today = datetime.now(ZoneInfo(ZONE)).date()
    clock = Clock(today - timedelta(days=days))
    store = open_store(folder, CENTRE, clock)
    # Only here: nobody is promised anything about the past of a benchmark.
    for pragma in ("synchronous=OFF", "wal_autocheckpoint=4000"):
        store.writer.batch.db.execute(f"PRAGMA {pragma}").fetchall()
    services = [row["code"] for row in _rows("services")]
    for number in range(days):
        clock.day = today - timedelta(days=days - number)
        _write_day(store, services, min(A_DAY, count - number * A_DAY))
    store.close()
    return Hall(folder)


class Clock:
    """Nine o'clock of a day at the centre, in milliseconds."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> int:
        nine = datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=ZoneInfo(ZONE))
        return int(nine.timestamp() * 1000)


def _write_day(store: Store, services: list[str], count: int) -> None:
    def work(tx: Tx) -> None:
        for number in range(count):
            tx.now += 20_000
            _past(tx, services[number % len(services)], str(number % 9 + 1))
        tx.db.execute(
            "UPDATE line SET waiting = 0 WHERE centre = ? AND business_date = ?", [tx.centre, tx.business_date]
        )

    store.write(work)


def _past(tx: Tx, service: str, counter: str) -> None:
    """A ticket that was issued, called and served."""
    ticket = _served(tx, service, counter, tickets.join(tx, service)[0])
    columns = tickets.columns(ticket)
    tickets.insert(tx, ticket, columns)
    tx.record(events.Issued(0), actor="kiosk:past", ticket=ticket.id, after=columns)
    facts, before = {"actor": "officer:past", "ticket": ticket.id, "counter": counter}, {"state": "waiting"}
    called = tx.record(events.Called("order"), **facts, before=before, after={"state": "called", "calls": 1})
    calls.insert(tx, called, ticket, service[0], service[0], calls.Caller(""))
    done = tx.record(events.Finished(service), **facts, before={"state": "called"}, after={"state": "done"})
    tickets.insert_visit(tx, done, ticket, "served", service)


def _served(tx: Tx, service: str, counter: str, serial: int) -> Ticket:
    facts: dict[str, Any] = {"series": service, "service": service, "serial": serial, "counter": counter}
    facts |= {"id": f"{tx.seq + 1:08x}{secrets.token_hex(4)}", "number": f"{service}{serial:03}", "state": State.DONE}
    facts |= dict.fromkeys(("issued_at", "due_at", "since", "called_at", "serving_at"), tx.now)
    facts |= {"business_date": tx.business_date, "seq": tx.seq + 1, "lang": "vi", "calls": 1, "why": "order"}
    return Ticket(**facts)
