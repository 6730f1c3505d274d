"""What happened in the hall as CSV files, without anything that opens a door: no password, token, session or secret."""

import csv
from pathlib import Path

from sqlite_utils import Database

# A slip holds its ticket's track link, an idempotency row an answer with it: both stay in the database.
RECORDS = {
    "tickets": ("ticket", "*", "seq"),
    "events": ("event", "*", "seq"),
    "calls": ("call", "*", "seq"),
    "visits": ("visit", "*", "seq"),
    "print_jobs": ("print_job", "centre, ticket, nth, printer, state, code, at", "at"),
    "devices": ("device", "centre, id, kind, name, active", "kind, name"),
}


def write(db: Database, folder: Path) -> tuple[Path, ...]:
    """Writes a file per kind of record into ``folder``: the table's columns and values as they are stored."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(db, folder / f"{name}.csv", *what) for name, what in RECORDS.items())


def _write(db: Database, path: Path, table: str, columns: str, order: str) -> Path:
    cursor = db.execute(f"SELECT {columns} FROM {table} ORDER BY centre, {order}")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column[0] for column in cursor.description)
        writer.writerows(cursor)
    return path
