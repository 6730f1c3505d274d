"""Every query about calls: what is announced, where, by whom, and whether the hall has heard it."""

from collections import Counter as Count
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlite_utils import Database

from server.rules.ticket import Ticket
from server.store.database import row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Call:
    """An announcement; ``seq`` is the call's number, which only grows. ``area`` is the counter's, ``line_area`` that
    where its ticket waited, ``announced`` the areas (or "all") in which a screen has finished speaking it."""

    seq: int
    number: str
    counter: str
    area: str
    at: int
    why: str
    why_arg: str
    ticket: str
    line_area: str
    announced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called, and how that passed over somebody whose turn it was, if it did (0). ``silent``: nothing is announced,
    the person stands at the desk already."""

    actor: str
    passed: int = 0
    silent: bool = False


# What ``chosen`` says of a call that passed somebody over: one person was picked out, or the next of one service was.
CHOSEN, BY_SERVICE = 1, 2
# What ``withdrawn`` says: it stands on boards; it was undone; it happened, and stands on no board (any more).
SHOWN, UNDONE, PAST = 0, 1, 2


def insert(tx: Tx, seq: int, ticket: Ticket, area: str, line_area: str, by: Caller) -> None:
    facts = [tx.centre, seq, ticket.business_date, ticket.id, ticket.number, ticket.counter, area, line_area, tx.now]
    tx.run(
        "INSERT INTO call (centre, seq, business_date, ticket, number, counter, area, line_area, at, why, why_arg, "
        "actor, chosen, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*facts, ticket.why, ticket.why_arg, by.actor, by.passed, PAST if by.silent else SHOWN],
    )


def withdraw(tx: Tx, seq: int) -> None:
    tx.run(f"UPDATE call SET withdrawn = {UNDONE} WHERE centre = ? AND seq = ?", [tx.centre, seq])


_CALL = "SELECT seq, number, counter, area, at, why, why_arg, ticket, line_area, announced FROM call WHERE centre = ?"


def last(db: Database, centre: str, day: str, area: str | None, most: int) -> list[Call]:
    """The last calls of an area (None: of the hall), newest last."""
    today, newest = f"{_CALL} AND business_date = ?", f"AND withdrawn = {SHOWN} ORDER BY seq DESC LIMIT {most:d}"
    if area is None:
        found = rows(db, f"{today} {newest}", [centre, day])
    else:
        found = rows(db, f"{today} AND area = ? {newest}", [centre, day, area])
        found += rows(db, f"{today} AND line_area = ? AND area != ? {newest}", [centre, day, area, area])
    ordered = sorted(found, key=lambda one: int(one[0]))[-most:]
    return [_call(one) for one in ordered]


def _call(values: tuple[Any, ...]) -> Call:
    return Call(*(*values[:-1], tuple(values[-1].split())))


def find(db: Database, centre: str, seq: int) -> Call | None:
    """The call of this number, unless it was withdrawn."""
    found = row(db, f"{_CALL} AND seq = ? AND withdrawn = {SHOWN}", [centre, seq])
    return _call(found) if found else None


def heard(tx: Tx, call: Call, area: str) -> None:
    """Remembers that a screen of this area has finished speaking the call."""
    tx.run(
        "UPDATE call SET announced = ? WHERE centre = ? AND seq = ?",
        [" ".join((*call.announced, area)), tx.centre, call.seq],
    )


class OutOfTurn(NamedTuple):
    """How many tickets were called, or served, before their turn: picked out, or because of the service asked for."""

    chosen: int
    by_service: int


# As the partial index says it. Told apart by ticket in Python: SQLite would sort for it.
_OUT_OF_TURN = (
    "SELECT counter, chosen, ticket FROM call "
    f"WHERE centre = ? AND business_date = ? AND chosen > 0 AND withdrawn != {UNDONE}"
)


def out_of_turn(db: Database, centre: str, day: str) -> dict[str, OutOfTurn]:
    """For each counter where somebody was called before their turn that day."""
    found = set(rows(db, _OUT_OF_TURN, [centre, day]))
    return {counter: _counted(one for one in found if one[0] == counter) for counter in {str(one[0]) for one in found}}


def out_of_turn_at(db: Database, centre: str, day: str, counter: str) -> OutOfTurn:
    """The same for one counter, whoever sat there."""
    return _counted(set(rows(db, f"{_OUT_OF_TURN} AND counter = ?", [centre, day, counter])))


def _counted(found: Iterable[tuple[Any, ...]]) -> OutOfTurn:
    kinds = Count(chosen for _, chosen, _ in found)
    return OutOfTurn(kinds[CHOSEN], kinds[BY_SERVICE])
