"""The shape of the database, one migration after another; every table is keyed by centre.

In keys of tables that grow the centre stands last: standing first, it would look to the planner like a few rows.
Tables that grow all day are WITHOUT ROWID (SQLite's own word): one tree each instead of two, so a commit writes half
the pages. Another database leaves the word out. Answers kept under random keys are the other way round: long rows in
the order of keys would split a page for every few of them.
"""

from sqlite_utils import Database, Migrations

from server.store.migrating import run
from server.store.migrations_hours import m003_hours
from server.store.migrations_journal import m011_journal
from server.store.migrations_lines import m009_lines, m010_chosen, m012_out_of_turn, m013_left_line
from server.store.migrations_visits import m006_visits
from server.store.migrations_waits import m004_waits

migrations = Migrations("layso")

_FIRST = """
CREATE TABLE centre (
    code TEXT PRIMARY KEY, name_vi TEXT NOT NULL, name_en TEXT NOT NULL, timezone TEXT NOT NULL,
    hotline TEXT NOT NULL, address TEXT NOT NULL, secret TEXT NOT NULL,
    seq BIGINT NOT NULL, at BIGINT NOT NULL, hash TEXT NOT NULL, business_date TEXT NOT NULL);
CREATE TABLE area (
    centre TEXT NOT NULL REFERENCES centre, code TEXT NOT NULL, position INTEGER NOT NULL,
    name_vi TEXT NOT NULL, name_en TEXT NOT NULL, PRIMARY KEY (centre, code));
CREATE TABLE department (
    centre TEXT NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL, area TEXT NOT NULL,
    name_vi TEXT NOT NULL, name_en TEXT NOT NULL, label_vi TEXT NOT NULL, label_en TEXT NOT NULL, icon TEXT NOT NULL,
    PRIMARY KEY (centre, code), FOREIGN KEY (centre, area) REFERENCES area);
CREATE TABLE service (
    centre TEXT NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL, prefix TEXT NOT NULL,
    department TEXT NOT NULL, area TEXT NOT NULL, kind TEXT NOT NULL,
    name_vi TEXT NOT NULL, name_en TEXT NOT NULL, label_vi TEXT NOT NULL, label_en TEXT NOT NULL,
    keywords TEXT NOT NULL,
    PRIMARY KEY (centre, code), UNIQUE (centre, prefix),
    FOREIGN KEY (centre, department) REFERENCES department, FOREIGN KEY (centre, area) REFERENCES area);
CREATE TABLE counter (
    centre TEXT NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL, area TEXT NOT NULL,
    label_vi TEXT NOT NULL, label_en TEXT NOT NULL,
    PRIMARY KEY (centre, code), FOREIGN KEY (centre, area) REFERENCES area);
CREATE TABLE counter_service (
    centre TEXT NOT NULL, counter TEXT NOT NULL, service TEXT NOT NULL, position INTEGER NOT NULL,
    preference INTEGER NOT NULL, PRIMARY KEY (centre, counter, service),
    FOREIGN KEY (centre, counter) REFERENCES counter, FOREIGN KEY (centre, service) REFERENCES service);
CREATE TABLE procedure (
    centre TEXT NOT NULL, code TEXT NOT NULL, position INTEGER NOT NULL, service TEXT NOT NULL,
    name_vi TEXT NOT NULL, name_en TEXT NOT NULL, deadline INTEGER, unit TEXT NOT NULL, fee BIGINT,
    source TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (centre, code), FOREIGN KEY (centre, service) REFERENCES service);
CREATE TABLE person (
    centre TEXT NOT NULL REFERENCES centre, id TEXT NOT NULL, username TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL, department TEXT NOT NULL, counter TEXT NOT NULL, grants TEXT NOT NULL,
    password TEXT NOT NULL, active INTEGER NOT NULL, PRIMARY KEY (centre, id), UNIQUE (centre, username));
CREATE TABLE session (
    centre TEXT NOT NULL, token TEXT NOT NULL, person TEXT NOT NULL, counter TEXT,
    business_date TEXT NOT NULL, seen_at BIGINT NOT NULL,
    PRIMARY KEY (centre, token), FOREIGN KEY (centre, person) REFERENCES person);
CREATE UNIQUE INDEX session_person ON session (centre, person);
CREATE UNIQUE INDEX session_counter ON session (centre, counter) WHERE counter IS NOT NULL;
CREATE TABLE device (
    centre TEXT NOT NULL REFERENCES centre, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    token TEXT NOT NULL, active INTEGER NOT NULL, PRIMARY KEY (centre, id));
CREATE UNIQUE INDEX device_token ON device (centre, token);
CREATE UNIQUE INDEX device_name ON device (centre, name) WHERE active = 1;
CREATE TABLE desk (
    centre TEXT NOT NULL, counter TEXT NOT NULL, status TEXT NOT NULL, reason TEXT, upcoming TEXT,
    since BIGINT NOT NULL, PRIMARY KEY (centre, counter));
CREATE TABLE ticket (
    centre TEXT NOT NULL REFERENCES centre, id TEXT NOT NULL, number TEXT NOT NULL, series TEXT NOT NULL,
    serial INTEGER NOT NULL, business_date TEXT NOT NULL, service TEXT NOT NULL,
    issued_at BIGINT NOT NULL, due_at BIGINT NOT NULL, seq BIGINT NOT NULL, since BIGINT NOT NULL,
    state TEXT NOT NULL, lang TEXT NOT NULL, credit INTEGER NOT NULL, priority INTEGER NOT NULL,
    assist INTEGER NOT NULL, "then" TEXT NOT NULL, counter TEXT, for_counter TEXT, for_officer TEXT,
    calls INTEGER NOT NULL, misses INTEGER NOT NULL, called_at BIGINT, serving_at BIGINT,
    why TEXT NOT NULL, why_arg TEXT NOT NULL, printed TEXT NOT NULL, last_move BIGINT,
    PRIMARY KEY (id, centre)) WITHOUT ROWID;
CREATE UNIQUE INDEX ticket_number ON ticket (business_date, series, serial, centre);
CREATE UNIQUE INDEX ticket_current ON ticket (centre, counter) WHERE state IN ('called', 'serving');
CREATE INDEX ticket_line ON ticket (centre, business_date, service, due_at, seq) WHERE state = 'waiting';
CREATE INDEX ticket_sent ON ticket (centre, business_date, for_counter, for_officer)
    WHERE state = 'waiting' AND (for_counter IS NOT NULL OR for_officer IS NOT NULL);
CREATE INDEX ticket_aside ON ticket (centre, business_date, state) WHERE state IN ('held', 'no_show');
CREATE TABLE line (
    centre TEXT NOT NULL, business_date TEXT NOT NULL, service TEXT NOT NULL,
    last INTEGER NOT NULL, waiting INTEGER NOT NULL, PRIMARY KEY (centre, business_date, service)) WITHOUT ROWID;
CREATE TABLE call (
    centre TEXT NOT NULL, seq BIGINT NOT NULL, business_date TEXT NOT NULL, ticket TEXT NOT NULL,
    number TEXT NOT NULL, counter TEXT NOT NULL, area TEXT NOT NULL, line_area TEXT NOT NULL, at BIGINT NOT NULL,
    why TEXT NOT NULL, why_arg TEXT NOT NULL, withdrawn INTEGER NOT NULL, PRIMARY KEY (seq, centre)) WITHOUT ROWID;
CREATE INDEX call_hall ON call (centre, business_date, seq) WHERE withdrawn = 0;
CREATE INDEX call_area ON call (centre, business_date, area, seq) WHERE withdrawn = 0;
CREATE INDEX call_line_area ON call (centre, business_date, line_area, seq) WHERE withdrawn = 0;
CREATE TABLE visit (
    centre TEXT NOT NULL, seq BIGINT NOT NULL, business_date TEXT NOT NULL, counter TEXT NOT NULL,
    service TEXT NOT NULL, ticket TEXT NOT NULL, what TEXT NOT NULL, wait_ms BIGINT NOT NULL, serve_ms BIGINT NOT NULL,
    PRIMARY KEY (seq, centre)) WITHOUT ROWID;
CREATE INDEX visit_counter ON visit (centre, business_date, counter);
CREATE TABLE event (
    centre TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, what TEXT NOT NULL, ticket TEXT, counter TEXT,
    actor TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, details TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (seq, centre)) WITHOUT ROWID;
CREATE TABLE idempotency (
    centre TEXT NOT NULL, actor TEXT NOT NULL, "key" TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    location TEXT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY ("key", actor, centre)) WITHOUT ROWID;
CREATE TABLE print_job (
    centre TEXT NOT NULL, ticket TEXT NOT NULL, nth INTEGER NOT NULL, printer TEXT NOT NULL, slip TEXT NOT NULL,
    state TEXT NOT NULL, code TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (ticket, nth, centre)) WITHOUT ROWID;
CREATE INDEX print_job_open ON print_job (centre, state) WHERE state IN ('queued', 'printing');
"""


_CLOCKS = """
ALTER TABLE ticket ADD COLUMN announced_at BIGINT;
ALTER TABLE ticket ADD COLUMN aside_at BIGINT;
ALTER TABLE ticket ADD COLUMN source TEXT;
CREATE UNIQUE INDEX ticket_source ON ticket (source, centre) WHERE source IS NOT NULL;
CREATE TABLE hall_pause (
    centre TEXT NOT NULL REFERENCES centre, began BIGINT NOT NULL, ended BIGINT, message TEXT NOT NULL,
    PRIMARY KEY (began, centre)) WITHOUT ROWID;
CREATE UNIQUE INDEX hall_pause_open ON hall_pause (centre) WHERE ended IS NULL;
"""

_DESK = """
ALTER TABLE call ADD COLUMN actor TEXT NOT NULL DEFAULT '';
ALTER TABLE call ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call ADD COLUMN announced TEXT NOT NULL DEFAULT '';
CREATE INDEX call_chosen ON call (centre, business_date, counter, actor) WHERE chosen = 1 AND withdrawn = 0;
"""

_SUPERVISED = """
CREATE TABLE assignment (
    centre TEXT NOT NULL REFERENCES centre, counter TEXT NOT NULL, service TEXT NOT NULL, position INTEGER NOT NULL,
    preference INTEGER NOT NULL, PRIMARY KEY (centre, counter, service));
CREATE TABLE changed (
    centre TEXT NOT NULL REFERENCES centre, subject TEXT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (centre, subject));
CREATE TABLE notice (
    centre TEXT NOT NULL REFERENCES centre, id TEXT NOT NULL, message TEXT NOT NULL, area TEXT NOT NULL, service TEXT,
    at BIGINT NOT NULL, PRIMARY KEY (centre, id));
CREATE TABLE alert (
    centre TEXT NOT NULL REFERENCES centre, service TEXT NOT NULL, since BIGINT NOT NULL,
    PRIMARY KEY (centre, service));
"""


@migrations()
def m001_first(db: Database) -> None:
    run(db, _FIRST)


@migrations()
def m002_clocks(db: Database) -> None:
    run(db, _CLOCKS)


migrations()(m003_hours)
migrations()(m004_waits)


@migrations()
def m005_desk(db: Database) -> None:
    run(db, _DESK)


@migrations()
def m007_assignments(db: Database) -> None:
    run(db, _SUPERVISED)


_KEYS = """
ALTER TABLE idempotency RENAME TO idempotency_before;
CREATE TABLE idempotency (
    centre TEXT NOT NULL, actor TEXT NOT NULL, "key" TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    location TEXT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL);
INSERT INTO idempotency SELECT centre, actor, "key", request, status, location, body, at
    FROM idempotency_before ORDER BY at;
DROP TABLE idempotency_before;
CREATE UNIQUE INDEX idempotency_key ON idempotency ("key", actor, centre);
"""


migrations()(m006_visits)


@migrations()
def m008_perf(db: Database) -> None:
    run(db, _KEYS)


migrations()(m009_lines)
migrations()(m010_chosen)
migrations()(m011_journal)
migrations()(m012_out_of_turn)
migrations()(m013_left_line)
