"""Every query about alerts: lines that wait while none of their counters is open."""

from sqlite_utils import Database

from server.store.database import rows
from server.store.writer import Tx


def standing(db: Database, centre: str) -> dict[str, int]:
    """Lines with an alert -> since when nobody has been there for them."""
    return {str(one[0]): int(one[1]) for one in rows(db, "SELECT service, since FROM alert WHERE centre = ?", [centre])}


def begin(tx: Tx, service: str, since: int) -> None:
    tx.run("INSERT INTO alert (centre, service, since) VALUES (?, ?, ?)", [tx.centre, service, since])


def end(tx: Tx, service: str) -> None:
    tx.run("DELETE FROM alert WHERE centre = ? AND service = ?", [tx.centre, service])


def unsent(db: Database, centre: str, day: str, service: str) -> tuple[int | None, int]:
    """Of those who wait in a line and were sent to no counter or officer: when the first joined it, and how many."""
    sql = (
        "SELECT min(since), count(*) FROM ticket WHERE centre = ? AND business_date = ? AND service = ? "
        "AND state = 'waiting' AND for_counter IS NULL AND for_officer IS NULL"
    )
    ((first, count),) = rows(db, sql, [centre, day, service])
    return (None if first is None else int(first)), int(count)
