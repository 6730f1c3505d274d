"""The centre's log: appending an event, reading it back, and walking its chain of hashes."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from hashlib import sha256
from typing import Any

import orjson
from sqlite_utils import Database

from server.rules.events import Event
from server.store.database import DISK_FAULTS, Row, row, rows

COLUMNS = ("centre", "seq", "at", "what", "ticket", "counter", "actor", "before", "after", "details")
GENESIS = "0" * 64
_INSERT = f"INSERT INTO event ({', '.join(COLUMNS)}, hash) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
_SELECT = f"SELECT {', '.join(COLUMNS)}, hash FROM event WHERE centre = ?"

_NAMES: dict[str, tuple[str, ...]] = {}


def append(
    db: Database,
    centre: str,
    seq: int,
    at: int,
    event: Event,
    actor: str,
    previous: str,
    *,
    ticket: str | None = None,
    counter: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> str:
    """Writes one event and returns its hash."""
    facts = [_json(one) if one else "{}" for one in (before, after, _details(event))]
    values = (centre, seq, at, event.what, ticket, counter, actor, *facts)
    digest = link(values, previous)
    db.conn.execute(_INSERT, (*values, digest))
    return digest


def _details(event: Event) -> dict[str, Any]:
    """What its kind of event adds. Which fields those are is asked once: dataclasses look it up anew each time."""
    if event.what not in _NAMES:
        _NAMES[event.what] = tuple(field.name for field in fields(event))
    return {name: getattr(event, name) for name in _NAMES[event.what]}


def link(values: Row, previous: str) -> str:
    """SHA-256 over the UTF-8 JSON (keys sorted, no spaces) of all columns and the previous hash."""
    facts = dict(zip(COLUMNS, values, strict=True))
    return sha256(_json({**facts, "previous": previous}).encode()).hexdigest()


def _json(facts: Mapping[str, Any]) -> str:
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()


def find(db: Database, centre: str, seq: int) -> dict[str, Any] | None:
    """One event, its JSON columns decoded."""
    found = row(db, f"{_SELECT} AND seq = ?", [centre, seq])
    return decoded(found) if found else None


def decoded(values: Row) -> dict[str, Any]:
    """An event's row by column, its JSON read."""
    event: dict[str, Any] = dict(zip((*COLUMNS, "hash"), values, strict=True))
    return event | {name: orjson.loads(event[name]) for name in ("before", "after", "details")}


def verify(db: Database, centre: str) -> tuple[int, int | None]:
    """Walks the whole chain: (how many events are sound, the first bad seq or None)."""
    seq, previous = 0, GENESIS
    for values in _stored(db, centre):
        if values[1] != seq + 1 or values[-1] != _expected(values[:-1], previous):
            return seq, seq + 1
        seq, previous = seq + 1, values[-1]
    head = row(db, "SELECT seq, hash FROM centre WHERE code = ?", [centre])
    return (seq, None) if head == (seq, previous) else (seq, seq + 1)


def _expected(values: Row, previous: str) -> str | None:
    """The hash these columns must have; None for columns that no event can have, such as bytes."""
    try:
        return link(values, previous)
    except TypeError:
        return None


def _stored(db: Database, centre: str, page: int = 5_000) -> Iterator[Row]:
    """The events in order, as far as they can be read at all."""
    last = 0
    while True:
        try:
            found = rows(db, f"{_SELECT} AND seq > ? ORDER BY seq LIMIT {page:d}", [centre, last])
        except DISK_FAULTS:
            found = []
            if page > 1:
                page = 1
                continue
        if not found:
            return
        yield from found
        last = found[-1][1]
