"""Queries for one look at the whole hall: who is here, the longest waits, and the day's figures of every counter."""

from typing import NamedTuple

from sqlite_utils import Database

from server.store.calls import BY_SERVICE, CHOSEN, PAST, SHOWN
from server.store.database import rows


def longest(db: Database, centre: str, day: str) -> dict[str, int]:
    """When the one who has waited longest in each line joined it (UTC milliseconds)."""
    sql = (
        "SELECT service, min(since) FROM ticket WHERE centre = ? AND business_date = ? AND state = 'waiting' "
        "GROUP BY service"
    )
    return {str(one[0]): int(one[1]) for one in rows(db, sql, [centre, day])}


def figures(db: Database, centre: str, day: str) -> dict[str, tuple[int, int]]:
    """What each counter did that day: (people served, people missed)."""
    sql = (
        "SELECT counter, count(CASE WHEN what = 'served' THEN 1 END), count(CASE WHEN what = 'no-show' THEN 1 END) "
        "FROM visit WHERE centre = ? AND business_date = ? GROUP BY counter"
    )
    return {str(one[0]): (int(one[1]), int(one[2])) for one in rows(db, sql, [centre, day])}


class Called(NamedTuple):
    """Tickets that were called, and those of them before their turn: picked out, or as the next of one service."""

    called: int
    chosen: int
    by_service: int


def callers(db: Database, centre: str, day: str) -> dict[tuple[str, str], Called]:
    """The day's calls of each (counter, officer's actor id)."""
    made = "SELECT counter, actor, ticket, chosen FROM call WHERE centre = ? AND business_date = ? AND withdrawn"
    sql = (
        "SELECT counter, actor, count(DISTINCT ticket), "
        f"count(DISTINCT CASE WHEN chosen = {CHOSEN} THEN ticket END), "
        f"count(DISTINCT CASE WHEN chosen = {BY_SERVICE} THEN ticket END) "
        f"FROM ({made} = {SHOWN} UNION ALL {made} = {PAST}) GROUP BY counter, actor"
    )
    found = rows(db, sql, [centre, day, centre, day])
    return {(str(counter), str(actor)): Called(*counts) for counter, actor, *counts in found}


def finishers(db: Database, centre: str, day: str) -> dict[tuple[str, str], tuple[int, int]]:
    """For each (counter, actor id of who ended the turn) that day: (people served, people missed)."""
    sql = (
        "SELECT v.counter, e.actor, v.what FROM visit v JOIN event e ON e.seq = v.seq AND e.centre = v.centre "
        "WHERE v.centre = ? AND v.business_date = ? AND v.what IN ('served', 'no-show')"
    )
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for counter, actor, what in rows(db, sql, [centre, day]):
        served, missed = found.get((str(counter), str(actor)), (0, 0))
        found[str(counter), str(actor)] = (served + (what == "served"), missed + (what == "no-show"))
    return found


def still_open(db: Database, centre: str, day: str) -> dict[str, int]:
    """How many tickets of a day are in each open state; states without any may be missing."""
    one = "SELECT state, count(*) FROM ticket WHERE centre = ? AND business_date = ? AND"
    sql = (
        f"{one} state = 'waiting' GROUP BY state UNION ALL {one} state IN ('called', 'serving') GROUP BY state "
        f"UNION ALL {one} state IN ('held', 'no_show') GROUP BY state"
    )
    return {str(state): int(count) for state, count in rows(db, sql, [centre, day] * 3)}
