"""Where in a line somebody would stand: the instants that a new place is made of."""

from sqlite_utils import Database

from server.store.database import rows

_LINE = "SELECT due_at FROM ticket WHERE centre = ? AND business_date = ? AND service = ? AND state = 'waiting'"


def first(db: Database, centre: str, day: str, service: str, most: int) -> list[int]:
    """The due_at of the first waiting tickets of a line, in its order."""
    found = rows(db, f"{_LINE} ORDER BY due_at, seq LIMIT {most:d}", [centre, day, service])
    return [int(one[0]) for one in found]


def last(db: Database, centre: str, day: str, service: str) -> list[int]:
    """The due_at of the last waiting ticket of a line; empty when nobody waits."""
    found = rows(db, f"{_LINE} ORDER BY due_at DESC, seq DESC LIMIT 1", [centre, day, service])
    return [int(one[0]) for one in found]
