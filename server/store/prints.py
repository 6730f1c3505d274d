"""Every query about print jobs: what is to be printed, and what is known of it."""

from dataclasses import dataclass

from sqlite_utils import Database

from server.store.database import row, rows
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The ``nth`` slip of a ticket: ``slip`` its facts as JSON; ``state`` queued, printing, yes or failed.

    ``code`` is the printer's word for it.
    """

    ticket: str
    nth: int
    printer: str
    slip: str
    state: str = "queued"
    code: str = ""

    @property
    def id(self) -> str:
        return f"{self.ticket}-{self.nth}"


_SELECT = "SELECT ticket, nth, printer, slip, state, code FROM print_job WHERE centre = ?"


def insert(tx: Tx, job: PrintJob) -> None:
    tx.run(
        "INSERT INTO print_job (centre, ticket, nth, printer, slip, state, code, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [tx.centre, job.ticket, job.nth, job.printer, job.slip, job.state, job.code, tx.now],
    )


def find(db: Database, centre: str, job: str) -> PrintJob | None:
    ticket, _, nth = job.rpartition("-")
    if not nth.isdecimal():
        return None
    found = row(db, f"{_SELECT} AND ticket = ? AND nth = ?", [centre, ticket, int(nth)])
    return PrintJob(*found) if found else None


def newest(db: Database, centre: str, ticket: str) -> PrintJob | None:
    found = row(db, f"{_SELECT} AND ticket = ? ORDER BY nth DESC LIMIT 1", [centre, ticket])
    return PrintJob(*found) if found else None


def unfinished(db: Database, centre: str) -> list[PrintJob]:
    found = rows(db, f"{_SELECT} AND state IN ('queued', 'printing') ORDER BY at", [centre])
    return [PrintJob(*one) for one in found]


def set_state(tx: Tx, job: PrintJob, state: str, code: str) -> None:
    tx.run(
        "UPDATE print_job SET state = ?, code = ? WHERE centre = ? AND ticket = ? AND nth = ?",
        [state, code, tx.centre, job.ticket, job.nth],
    )
