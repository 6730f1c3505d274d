"""Hours: the week of a centre, the days that differ from it, caps, and what was decided for each day."""

from sqlite_utils import Database

from server.store.migrating import run

STATEMENTS = """
ALTER TABLE service ADD COLUMN cap INTEGER;
CREATE TABLE hours (
    centre TEXT NOT NULL REFERENCES centre, position INTEGER NOT NULL, department TEXT NOT NULL, service TEXT NOT NULL,
    days TEXT NOT NULL, numbers TEXT NOT NULL, counters TEXT NOT NULL,
    PRIMARY KEY (centre, department, service, days));
CREATE TABLE closure (
    centre TEXT NOT NULL REFERENCES centre, position INTEGER NOT NULL, date TEXT NOT NULL, department TEXT NOT NULL,
    service TEXT NOT NULL, begins INTEGER, ends INTEGER, worked_as INTEGER,
    reason_vi TEXT NOT NULL, reason_en TEXT NOT NULL);
CREATE UNIQUE INDEX closure_row ON closure (centre, date, department, service, coalesce(begins, -1));
CREATE INDEX ticket_assist ON ticket (centre, business_date) WHERE assist = 1;
CREATE TABLE ruling (
    centre TEXT NOT NULL REFERENCES centre, business_date TEXT NOT NULL, service TEXT NOT NULL,
    stopped INTEGER NOT NULL, opened BIGINT, closed BIGINT, closing BIGINT, turned BIGINT,
    PRIMARY KEY (business_date, service, centre)) WITHOUT ROWID;
"""


def m003_hours(db: Database) -> None:
    run(db, STATEMENTS)
