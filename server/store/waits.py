"""Every query that the waiting bands are made of: recent turns at desks, recent comers, and who waits where."""

from sqlite_utils import Database

from server.rules.waits import Turn
from server.store.database import row, rows


def turns(db: Database, centre: str, service: str, most: int, since: int) -> list[Turn]:
    """The newest turns of a service at desks that ended after ``since``, whatever day it was."""
    sql = "SELECT at, counter, busy_ms, wait_ms FROM visit WHERE service = ? AND centre = ? ORDER BY seq DESC"
    # Filtered here: a condition in the query would look further and further back for rows that fit.
    return [Turn(*one) for one in rows(db, f"{sql} LIMIT {most:d}", [service, centre]) if one[0] > since and one[2] > 0]


def comers(db: Database, centre: str, day: str, series: str, most: int) -> list[tuple[int, int]]:
    """The newest tickets of a series today: (issued at, credit in minutes)."""
    last = row(
        db,
        "SELECT last FROM line WHERE centre = ? AND business_date = ? AND service = ?",
        [centre, day, series],
    )
    sql = "SELECT issued_at, credit FROM ticket WHERE business_date = ? AND series = ? AND serial > ? AND centre = ?"
    found = rows(db, sql, [day, series, int(last[0]) - most, centre]) if last else []
    return [(int(issued_at), int(credit)) for issued_at, credit in found]


def dues(db: Database, centre: str, day: str, service: str) -> list[int]:
    """``due_at`` of everybody in a line, in its order."""
    sql = (
        "SELECT due_at FROM ticket WHERE centre = ? AND business_date = ? AND service = ? AND state = 'waiting' "
        "ORDER BY due_at, seq"
    )
    return [int(one[0]) for one in rows(db, sql, [centre, day, service])]
