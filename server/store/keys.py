"""What was answered to whom under which Idempotency-Key."""

from dataclasses import dataclass

from sqlite_utils import Database

from server.store.database import row
from server.store.writer import Tx

KEPT_MS = 48 * 3_600_000


@dataclass(frozen=True, slots=True)
class Answered:
    """``request`` is a digest of method, path and raw body; ``body`` the answer's JSON text."""

    request: str
    status: int
    location: str
    body: str


def find(db: Database, centre: str, actor: str, key: str) -> Answered | None:
    sql = 'SELECT request, status, location, body FROM idempotency WHERE centre = ? AND actor = ? AND "key" = ?'
    found = row(db, sql, [centre, actor, key])
    return Answered(*found) if found else None


def remember(tx: Tx, actor: str, key: str, answer: Answered) -> None:
    tx.run(
        'INSERT INTO idempotency (centre, actor, "key", request, status, location, body, at) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [tx.centre, actor, key, answer.request, answer.status, answer.location, answer.body, tx.now],
    )


def forget_old(tx: Tx) -> None:
    tx.run("DELETE FROM idempotency WHERE centre = ? AND at < ?", [tx.centre, tx.now - KEPT_MS])


def try_out(tx: Tx) -> None:
    """Writes and takes back, so that the commit has bytes to put on the disk: one of nothing succeeds on a full one."""
    remember(tx, "system", "try-out", Answered("", 0, "", ""))
    tx.run("DELETE FROM idempotency WHERE centre = ? AND actor = 'system' AND \"key\" = 'try-out'", [tx.centre])
