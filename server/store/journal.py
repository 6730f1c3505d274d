"""Queries that tell the log: a ticket's own events, the hall-wide acts of a day, and where in the log a day lies.

The log has no index of its tickets, which every number taken would pay for: a ticket is looked for among the events of
its own day, and a day is found by halving the log, whose instants never go back.
"""

from collections.abc import Collection
from typing import Any

from sqlite_utils import Database

from server.store.calls import UNDONE
from server.store.database import Row, row, rows
from server.store.events import COLUMNS, decoded

MOST_OF_TICKET = 500
_SELECT = f"SELECT {', '.join(COLUMNS)}, hash FROM event WHERE centre = ?"


def first_at(db: Database, centre: str, instant: int, head: int) -> int:
    """The seq of the first event at or after an instant (UTC milliseconds); ``head + 1`` if all came before."""
    low, high = 1, head + 1
    while low < high:
        middle = (low + high) // 2
        if (at(db, centre, middle) or 0) < instant:
            low = middle + 1
        else:
            high = middle
    return low


def at(db: Database, centre: str, seq: int) -> int | None:
    """When the event of this seq happened; None if there is none."""
    found = row(db, "SELECT at FROM event WHERE seq = ? AND centre = ?", [seq, centre])
    return int(found[0]) if found else None


def of_ticket(db: Database, centre: str, ticket: str, first: int, before: int) -> list[dict[str, Any]]:
    """The ticket's events from ``first`` to just before another seq, oldest first: at most MOST_OF_TICKET."""
    sql = f"{_SELECT} AND seq >= ? AND seq < ? AND ticket = ? ORDER BY seq LIMIT {MOST_OF_TICKET:d}"
    return _events(rows(db, sql, [centre, first, before, ticket]))


def hall_wide(
    db: Database, centre: str, after: int, before: int, kinds: Collection[str] | None, most: int
) -> list[dict[str, Any]]:
    """Events that are about no ticket, of these kinds or of all, between two seqs, newest first."""
    wanted = "" if kinds is None else f" AND what IN ({', '.join('?' * len(kinds))})"
    sql = f"{_SELECT} AND ticket IS NULL AND seq > ? AND seq < ?{wanted} ORDER BY seq DESC LIMIT {most:d}"
    return _events(rows(db, sql, [centre, after, before, *(kinds or ())]))


def chosen(db: Database, centre: str, day: str) -> list[int]:
    """The seqs of a day's calls that passed over somebody whose turn it was, and were not undone."""
    sql = f"SELECT seq FROM call WHERE centre = ? AND business_date = ? AND chosen > 0 AND withdrawn != {UNDONE}"
    return [int(one[0]) for one in rows(db, sql, [centre, day])]


def _events(found: list[Row]) -> list[dict[str, Any]]:
    return [decoded(one) for one in found]
