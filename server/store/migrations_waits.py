"""Waits: how long desks had each ticket, from its call until they were free again, and when that was."""

from sqlite_utils import Database

STATEMENTS = (
    "ALTER TABLE visit ADD COLUMN at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE visit ADD COLUMN busy_ms BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX visit_service ON visit (service, seq, centre)",
)


def m004_waits(db: Database) -> None:
    for statement in STATEMENTS:
        db.execute(statement)
