"""Every query about who serves what at run time: until the close, or for good, and when that last changed."""

from collections.abc import Iterable, Mapping

from sqlite_utils import Database

from server.store.database import row, rows
from server.store.writer import Tx

Served = Mapping[str, int]


def until_close(db: Database, centre: str) -> dict[str, dict[str, int]]:
    """What counters serve until the close, instead of what the catalogue says: counter -> service -> minutes."""
    sql = "SELECT counter, service, preference FROM assignment WHERE centre = ? ORDER BY counter, position"
    found: dict[str, dict[str, int]] = {}
    for counter, service, preference in rows(db, sql, [centre]):
        found.setdefault(str(counter), {})[str(service)] = int(preference)
    return found


def usual(db: Database, centre: str, counter: str) -> dict[str, int]:
    """What a counter serves by the catalogue."""
    sql = "SELECT service, preference FROM counter_service WHERE centre = ? AND counter = ? ORDER BY position"
    return {str(service): int(preference) for service, preference in rows(db, sql, [centre, counter])}


def put_until_close(tx: Tx, counter: str, served: Served) -> None:
    forget(tx, counter)
    for position, (service, preference) in enumerate(served.items()):
        tx.run(
            "INSERT INTO assignment (centre, counter, service, position, preference) VALUES (?, ?, ?, ?, ?)",
            [tx.centre, counter, service, position, preference],
        )


def put_for_good(tx: Tx, counter: str, served: Served) -> None:
    """Changes the catalogue; what held until the close ends with it."""
    forget(tx, counter)
    tx.run("DELETE FROM counter_service WHERE centre = ? AND counter = ?", [tx.centre, counter])
    for position, (service, preference) in enumerate(served.items()):
        tx.run(
            "INSERT INTO counter_service (centre, counter, service, position, preference) VALUES (?, ?, ?, ?, ?)",
            [tx.centre, counter, service, position, preference],
        )


def forget(tx: Tx, counter: str) -> None:
    tx.run("DELETE FROM assignment WHERE centre = ? AND counter = ?", [tx.centre, counter])


def counters_until_close(db: Database, centre: str) -> list[str]:
    found = rows(db, "SELECT DISTINCT counter FROM assignment WHERE centre = ? ORDER BY counter", [centre])
    return [str(one[0]) for one in found]


def mark(tx: Tx, subjects: Iterable[str]) -> None:
    """Remembers that these (``counter:15``, ``line:AH``) change with the next event: who looked before is refused."""
    for subject in subjects:
        tx.run(
            "INSERT INTO changed (centre, subject, seq) VALUES (?, ?, ?) "
            "ON CONFLICT (centre, subject) DO UPDATE SET seq = excluded.seq",
            [tx.centre, subject, tx.seq + 1],
        )


def changed_at(db: Database, centre: str, subject: str) -> int:
    """The seq of the subject's last change, 0 before the first."""
    found = row(db, "SELECT seq FROM changed WHERE centre = ? AND subject = ?", [centre, subject])
    return int(found[0]) if found else 0
