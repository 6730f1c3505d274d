"""Every query about bursts: many numbers of one service taken at one kiosk within a minute."""

from dataclasses import dataclass

from sqlite_utils import Database

from server.store.database import row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Burst:
    """``began`` and ``suspected`` (when the supervisor was told, None before) are UTC milliseconds."""

    id: str
    business_date: str
    device: str
    service: str
    began: int
    suspected: int | None = None


_SELECT = "SELECT id, business_date, device, service, began, suspected FROM burst WHERE centre = ?"


def of_ticket(db: Database, centre: str, ticket: str) -> Burst | None:
    """The burst in which a ticket was taken, if it was."""
    found = row(db, "SELECT burst FROM burst_ticket WHERE ticket = ? AND centre = ?", [ticket, centre])
    whole = row(db, f"{_SELECT} AND id = ?", [centre, found[0]]) if found else None
    return Burst(*whole) if whole else None


def last(db: Database, centre: str, day: str, device: str, service: str) -> str | None:
    """The newest burst of the day at a kiosk, of a service."""
    where = "business_date = ? AND device = ? AND service = ? ORDER BY began DESC LIMIT 1"
    found = row(db, f"{_SELECT} AND {where}", [centre, day, device, service])
    return str(found[0]) if found else None


def since(db: Database, centre: str, burst: str, after: int) -> list[tuple[int, str]]:
    """The tickets of a burst taken after an instant, oldest first: (when, ticket)."""
    sql = (
        "SELECT ticket.issued_at, ticket.id FROM burst_ticket "
        "JOIN ticket ON ticket.id = burst_ticket.ticket AND ticket.centre = burst_ticket.centre "
        "WHERE burst_ticket.burst = ? AND burst_ticket.centre = ? AND ticket.issued_at > ? ORDER BY ticket.seq"
    )
    return [(int(at), str(ticket)) for at, ticket in rows(db, sql, [burst, centre, after])]


def insert(tx: Tx, one: Burst) -> None:
    tx.run(
        "INSERT INTO burst (centre, id, business_date, device, service, began) VALUES (?, ?, ?, ?, ?, ?)",
        [tx.centre, one.id, one.business_date, one.device, one.service, one.began],
    )


def add(tx: Tx, members: list[tuple[str, str]]) -> None:
    """Counts tickets to bursts, (ticket, burst); one that belongs to an earlier burst stays there."""
    tx.db.conn.executemany(
        "INSERT INTO burst_ticket (centre, ticket, burst) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(tx.centre, *one) for one in members],
    )


def counts(db: Database, centre: str, burst: str) -> tuple[int, int]:
    """(tickets of the burst, how many of them missed a call)."""
    found = row(
        db,
        "SELECT count(*), count(CASE WHEN ticket.misses > 0 THEN 1 END) FROM burst_ticket "
        "JOIN ticket ON ticket.id = burst_ticket.ticket AND ticket.centre = burst_ticket.centre "
        "WHERE burst_ticket.burst = ? AND burst_ticket.centre = ?",
        [burst, centre],
    )
    return (int(found[0]), int(found[1])) if found else (0, 0)


def suspect(tx: Tx, burst: str) -> None:
    tx.run("UPDATE burst SET suspected = ? WHERE id = ? AND centre = ?", [tx.now, burst, tx.centre])


def suspected(db: Database, centre: str, day: str) -> list[Burst]:
    """The day's bursts of which the supervisor was told, oldest first."""
    where = "business_date = ? AND suspected IS NOT NULL ORDER BY suspected"
    return [Burst(*one) for one in rows(db, f"{_SELECT} AND {where}", [centre, day])]
