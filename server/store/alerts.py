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


def waiting(db: Database, centre: str, day: str, service: str) -> list[tuple[int, str | None, str | None]]:
    """Those who wait in a line by the counter or officer they were sent to: when the first of them joined, to whom."""
    sql = (
        "SELECT min(since), for_counter, for_officer FROM ticket "
        "WHERE centre = ? AND business_date = ? AND service = ? AND state = 'waiting' GROUP BY for_counter, for_officer"
    )
    return [(int(one[0]), one[1], one[2]) for one in rows(db, sql, [centre, day, service])]
