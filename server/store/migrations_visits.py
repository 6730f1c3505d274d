"""Visits: appointments, and numbers taken in a burst."""

from sqlite_utils import Database

from server.store.migrating import run

STATEMENTS = """
CREATE TABLE appointment (
    centre TEXT NOT NULL REFERENCES centre, business_date TEXT NOT NULL, code TEXT NOT NULL, service TEXT NOT NULL,
    at BIGINT NOT NULL, cancelled INTEGER NOT NULL, PRIMARY KEY (code, business_date, centre)) WITHOUT ROWID;
CREATE INDEX appointment_day ON appointment (business_date, at, centre);
CREATE TABLE burst (
    centre TEXT NOT NULL REFERENCES centre, id TEXT NOT NULL, business_date TEXT NOT NULL, device TEXT NOT NULL,
    service TEXT NOT NULL, began BIGINT NOT NULL, suspected BIGINT, PRIMARY KEY (id, centre)) WITHOUT ROWID;
CREATE INDEX burst_suspected ON burst (business_date, suspected, centre) WHERE suspected IS NOT NULL;
CREATE TABLE burst_ticket (
    centre TEXT NOT NULL, ticket TEXT NOT NULL, burst TEXT NOT NULL, PRIMARY KEY (ticket, centre)) WITHOUT ROWID;
CREATE INDEX burst_tickets ON burst_ticket (burst, centre)
"""


def m006_visits(db: Database) -> None:
    run(db, STATEMENTS)
