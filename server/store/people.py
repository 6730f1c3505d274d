"""Every query about people, their sessions, devices, and the desks people sit at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlite_utils import Database

from server.store.database import Row, row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in; ``grants`` are counters beyond those of the own department."""

    id: str
    username: str
    name: str
    role: str
    department: str
    counter: str
    grants: tuple[str, ...]
    password: str
    active: bool


@dataclass(frozen=True, slots=True)
class Session:
    token: str
    person: Person
    counter: str | None
    business_date: str
    seen_at: int


@dataclass(frozen=True, slots=True)
class Device:
    id: str
    kind: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What a counter is doing; ``upcoming`` is the status it takes when the current ticket is done."""

    status: str = "closed"
    reason: str | None = None
    upcoming: str | None = None
    since: int = 0


def best(desks: Mapping[str, Desk], counters: Iterable[str]) -> str:
    """The best status among these counters: open before paused before closed, and closed where there is none."""
    states = {desks.get(code, Desk()).status for code in counters}
    return next((status for status in ("open", "paused") if status in states), "closed")


_PERSON = "p.id, p.username, p.name, p.role, p.department, p.counter, p.grants, p.password, p.active"


def digest(token: str) -> str:
    """How a token is stored: it is random enough that a plain hash cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


def _person(values: Row) -> Person:
    id, username, name, role, department, counter, grants, password, active = values
    return Person(id, username, name, role, department, counter, tuple(grants.split()), password, bool(active))


def person_named(db: Database, centre: str, username: str) -> Person | None:
    found = row(db, f"SELECT {_PERSON} FROM person p WHERE p.centre = ? AND p.username = ?", [centre, username])
    return _person(found) if found else None


def person(db: Database, centre: str, id: str) -> Person | None:
    found = row(db, f"SELECT {_PERSON} FROM person p WHERE p.centre = ? AND p.id = ?", [centre, id])
    return _person(found) if found else None


def everybody(db: Database, centre: str) -> list[Person]:
    return [
        _person(one)
        for one in rows(db, f"SELECT {_PERSON} FROM person p WHERE p.centre = ? ORDER BY username", [centre])
    ]


def save_person(tx: Tx, who: Person) -> None:
    tx.run(
        "INSERT INTO person (centre, id, username, name, role, department, counter, grants, password, active) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (centre, id) DO UPDATE SET username = excluded.username, "
        "name = excluded.name, role = excluded.role, department = excluded.department, counter = excluded.counter, "
        "grants = excluded.grants, password = excluded.password, active = excluded.active",
        [
            *(tx.centre, who.id, who.username, who.name, who.role, who.department, who.counter),
            *(" ".join(who.grants), who.password, int(who.active)),
        ],
    )


_SESSION = (
    f"SELECT s.token, s.counter, s.business_date, s.seen_at, {_PERSON} FROM session s "
    "JOIN person p ON p.centre = s.centre AND p.id = s.person WHERE s.centre = ?"
)


def _session(values: Row) -> Session:
    token, counter, day, seen = values[:4]
    return Session(str(token), _person(values[4:]), None if counter is None else str(counter), str(day), int(str(seen)))


def session(db: Database, centre: str, token: str) -> Session | None:
    """The session of a token's stored form."""
    found = row(db, f"{_SESSION} AND s.token = ?", [centre, token])
    return _session(found) if found else None


def session_of(db: Database, centre: str, person: str) -> Session | None:
    found = row(db, f"{_SESSION} AND s.person = ?", [centre, person])
    return _session(found) if found else None


def session_at(db: Database, centre: str, counter: str) -> Session | None:
    found = row(db, f"{_SESSION} AND s.counter = ?", [centre, counter])
    return _session(found) if found else None


def sessions(db: Database, centre: str) -> list[Session]:
    return [_session(one) for one in rows(db, f"{_SESSION} ORDER BY s.token", [centre])]


def begin_session(tx: Tx, token: str, person: str, counter: str | None) -> None:
    tx.run(
        "INSERT INTO session (centre, token, person, counter, business_date, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
        [tx.centre, digest(token), person, counter, tx.business_date, tx.now],
    )


def end_session(tx: Tx, token_digest: str) -> None:
    tx.run("DELETE FROM session WHERE centre = ? AND token = ?", [tx.centre, token_digest])


def touch_session(tx: Tx, token_digest: str) -> None:
    tx.run("UPDATE session SET seen_at = ? WHERE centre = ? AND token = ?", [tx.now, tx.centre, token_digest])


def _device(values: Row) -> Device:
    id, kind, name, active = values
    return Device(id, kind, name, bool(active))


def device_by_token(db: Database, centre: str, token: str) -> Device | None:
    """The active device of a token's stored form."""
    sql = "SELECT id, kind, name, active FROM device WHERE centre = ? AND token = ? AND active = 1"
    found = row(db, sql, [centre, token])
    return _device(found) if found else None


def devices(db: Database, centre: str) -> list[Device]:
    found = rows(db, "SELECT id, kind, name, active FROM device WHERE centre = ? ORDER BY kind, name", [centre])
    return [_device(one) for one in found]


def add_device(tx: Tx, device: Device, token: str) -> None:
    tx.run(
        "INSERT INTO device (centre, id, kind, name, token, active) VALUES (?, ?, ?, ?, ?, 1)",
        [tx.centre, device.id, device.kind, device.name, digest(token)],
    )


def revoke_device(tx: Tx, id: str) -> None:
    tx.run("UPDATE device SET active = 0 WHERE centre = ? AND id = ?", [tx.centre, id])


def desks(db: Database, centre: str) -> dict[str, Desk]:
    found = rows(db, "SELECT counter, status, reason, upcoming, since FROM desk WHERE centre = ?", [centre])
    return {str(one[0]): Desk(*one[1:]) for one in found}


def open_counters(db: Database, centre: str) -> set[str]:
    """The counters at which people are called now."""
    return open_among(desks(db, centre))


def open_among(known: dict[str, Desk]) -> set[str]:
    return {code for code, desk in known.items() if desk.status == "open"}


def desk(db: Database, centre: str, counter: str) -> Desk:
    sql = "SELECT status, reason, upcoming, since FROM desk WHERE centre = ? AND counter = ?"
    found = row(db, sql, [centre, counter])
    return Desk(*found) if found else Desk()


def set_desk(tx: Tx, counter: str, desk: Desk) -> None:
    tx.kept.clear()
    tx.run(
        "INSERT INTO desk (centre, counter, status, reason, upcoming, since) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (centre, counter) DO UPDATE SET status = excluded.status, reason = excluded.reason, "
        "upcoming = excluded.upcoming, since = excluded.since",
        [tx.centre, counter, desk.status, desk.reason, desk.upcoming, desk.since],
    )
