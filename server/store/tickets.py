"""Every query about tickets, their lines and visits."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from sqlite_utils import Database

from server.rules.errors import Conflict
from server.rules.ticket import CURRENT, OPEN, State, Ticket
from server.store.database import Row, row, rows
from server.store.writer import Tx

COLUMNS = tuple(field.name for field in fields(Ticket))
_VALUES = attrgetter(*COLUMNS)
_STATES = {str(state): state for state in State}
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_SELECT = f"SELECT {_NAMES} FROM ticket WHERE centre = ?"
_STATE, _THEN = COLUMNS.index("state"), COLUMNS.index("then")
# Nobody walks longer to a desk: a call that lies further back was for an earlier turn.
_ON_THE_WAY_MS = 300_000
_FLAGS = (COLUMNS.index("priority"), COLUMNS.index("assist"))


def _words(states: Iterable[State]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


# Conditions to the letter as the partial indexes have them: any other wording would scan the history.
_WAITING = "state = 'waiting'"
_IN_LINE = f"business_date = ? AND service = ? AND {_WAITING}"
_IN_CURRENT = f"state IN ({_words(CURRENT)})"
_IN_ASIDE = f"state IN ({_words(OPEN - CURRENT - {State.WAITING})})"


def _ticket(values: Row) -> Ticket:
    facts = list(values)
    facts[_STATE] = _STATES[facts[_STATE]]
    facts[_THEN] = tuple(orjson.loads(facts[_THEN])) if facts[_THEN] != "[]" else ()
    for flag in _FLAGS:
        facts[flag] = bool(facts[flag])
    return Ticket(*facts)


def columns(ticket: Ticket) -> dict[str, Any]:
    """The ticket as the database holds it."""
    facts: dict[str, Any] = dict(zip(COLUMNS, _VALUES(ticket), strict=True))
    return facts | {"state": str(ticket.state), "then": orjson.dumps(ticket.then).decode()}


def logged(facts: dict[str, Any]) -> dict[str, Any]:
    """What the log keeps of a new ticket's columns: not that somebody wanted help, which is forgotten at the close."""
    return {name: value for name, value in facts.items() if name != "assist"}


def restored(ticket: Ticket, stored: dict[str, Any]) -> Ticket:
    """The ticket with the stored values of some columns put back."""
    facts = columns(ticket) | stored
    return _ticket(tuple(facts[name] for name in COLUMNS))


def join(tx: Tx, service: str) -> tuple[int, int]:
    """Allocates the next serial of the service's series today, and counts one more in its line.

    (serial, how many wait then); a transaction that is undone gives both back.
    """
    found = rows(
        tx.db,
        "INSERT INTO line (centre, business_date, service, last, waiting, changed) VALUES (?, ?, ?, 1, 1, 1) "
        "ON CONFLICT (centre, business_date, service) DO UPDATE SET last = line.last + 1, "
        "waiting = line.waiting + 1, changed = line.changed + 1 RETURNING last, waiting",
        [tx.centre, tx.business_date, service],
    )
    return int(found[0][0]), int(found[0][1])


def insert(tx: Tx, ticket: Ticket, facts: dict[str, Any]) -> None:
    """Writes a new ticket, already counted by ``join``; ``facts`` are its columns."""
    # To hand over None or a bool takes the driver longer than a number takes to be written, and most are empty.
    given = {
        name: int(fact) if fact is True or fact is False else fact for name, fact in facts.items() if fact is not None
    }
    tx.run(_insert(tuple(given)), (tx.centre, *given.values()))


@cache
def _insert(names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO ticket (centre, {columns}) VALUES (?{', ?' * len(names)})"


def change(tx: Tx, before: Ticket, after: Ticket) -> tuple[dict[str, Any], dict[str, Any]]:
    """Writes what differs, if the ticket is still as it was read; returns the old and new values of those columns.

    Raises Conflict when somebody else changed it meanwhile.
    """
    old, new = columns(before), columns(after)
    changed = [name for name in COLUMNS if old[name] != new[name]]
    if not changed:
        return {}, {}
    sets = ", ".join(f'"{name}" = ?' for name in changed)
    where = f"centre = ? AND id = ? AND state = '{before.state}' AND last_move IS NOT DISTINCT FROM ?"
    cursor = tx.run(
        f"UPDATE ticket SET {sets} WHERE {where}",
        [*(new[name] for name in changed), tx.centre, before.id, before.last_move],
    )
    if cursor.rowcount != 1:
        raise Conflict
    if (before.state, before.service) != (after.state, after.service):
        _count(tx, before, -1)
        _count(tx, after, 1)
    else:
        _count(tx, after, 0)
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def _count(tx: Tx, ticket: Ticket, step: int) -> None:
    """Counts a ticket into or out of its line, if it waits, and notes that the line changed."""
    if ticket.state is State.WAITING:
        tx.run(
            "INSERT INTO line (centre, business_date, service, last, waiting, changed) VALUES (?, ?, ?, 0, ?, 1) "
            "ON CONFLICT (centre, business_date, service) DO UPDATE SET "
            "waiting = line.waiting + excluded.waiting, changed = line.changed + 1",
            [tx.centre, ticket.business_date, ticket.service, step],
        )


def find(db: Database, centre: str, ticket: str) -> Ticket | None:
    found = row(db, f"{_SELECT} AND id = ?", [centre, ticket])
    return _ticket(found) if found else None


def _all(db: Database, where: str, values: Sequence[Any]) -> list[Ticket]:
    return [_ticket(one) for one in rows(db, f"{_SELECT} AND {where}", values)]


def numbered(db: Database, centre: str, day: str, series: str, serial: int) -> Ticket | None:
    found = _all(db, "series = ? AND business_date = ? AND serial = ?", [centre, series, day, serial])
    return next(iter(found), None)


def still_open(db: Database, centre: str, before_day: str) -> list[Ticket]:
    """Open tickets of the days before ``before_day``."""
    each = [
        _all(db, f"business_date < ? AND {some}", [centre, before_day]) for some in (_WAITING, _IN_CURRENT, _IN_ASIDE)
    ]
    return sorted((one for some in each for one in some), key=lambda one: one.seq)


def first(db: Database, centre: str, day: str, service: str, most: int) -> list[Ticket]:
    """The first tickets of a line, in its order, whoever may call them."""
    where = f"{_IN_LINE} ORDER BY due_at, seq LIMIT {most:d}"
    return _all(db, where, [centre, day, service])


def whole_line(db: Database, centre: str, day: str, service: str) -> list[Ticket]:
    """Everybody who waits in a line, in its order."""
    where = f"{_IN_LINE} ORDER BY due_at, seq"
    return _all(db, where, [centre, day, service])


def callable_at(
    db: Database, centre: str, day: str, service: str, counter: str, officer: str, most: int
) -> list[Ticket]:
    """The first of a line that this counter and officer may call."""
    where = (
        f"{_IN_LINE} AND (for_counter IS NULL OR for_counter = ?) "
        f"AND (for_officer IS NULL OR for_officer = ?) ORDER BY due_at, seq LIMIT {most:d}"
    )
    return _all(db, where, [centre, day, service, counter, officer])


def sent_to(db: Database, centre: str, day: str, counter: str, officer: str) -> list[Ticket]:
    """Waiting tickets that were sent to this counter or officer by name."""
    sent: list[Ticket] = []
    for target, name in (("counter", counter), ("officer", officer)):
        sent += _all(db, f"business_date = ? AND {_WAITING} AND for_{target} = ?", [centre, day, name])
    return sorted(sent, key=lambda one: (one.due_at, one.seq))


def all_sent(db: Database, centre: str, day: str) -> list[Ticket]:
    """Waiting tickets that were sent to a counter or an officer by name."""
    sent = "(for_counter IS NOT NULL OR for_officer IS NOT NULL)"
    return _all(db, f"business_date = ? AND {_WAITING} AND {sent}", [centre, day])


def aside(db: Database, centre: str, day: str, state: State) -> list[Ticket]:
    """Held or missed tickets of the day, oldest first."""
    return _all(db, f"business_date = ? AND {_IN_ASIDE} AND state = '{state}' ORDER BY seq", [centre, day])


def current(db: Database, centre: str, counter: str) -> Ticket | None:
    found = row(db, f"{_SELECT} AND counter = ? AND {_IN_CURRENT}", [centre, counter])
    return _ticket(found) if found else None


class AtDesk(NamedTuple):
    """What screens show of a current ticket; instants in UTC milliseconds."""

    id: str
    number: str
    service: str
    state: State
    called_at: int | None
    serving_at: int | None


def at_desks(db: Database, centre: str) -> dict[str, AtDesk]:
    """The current ticket of each counter that has one."""
    sql = (
        "SELECT counter, id, number, service, state, called_at, serving_at FROM ticket "
        f"WHERE centre = ? AND {_IN_CURRENT} AND counter IS NOT NULL"
    )
    return {
        counter: AtDesk(id, number, service, _STATES[state], called_at, serving_at)
        for counter, id, number, service, state, called_at, serving_at in rows(db, sql, [centre])
    }


class InLine(NamedTuple):
    """How many wait in a line, and a number that grows with every change of one of them."""

    waiting: int
    changed: int


def lines(db: Database, centre: str, day: str) -> dict[str, InLine]:
    """Each line that somebody joined today, by service."""
    sql = "SELECT service, waiting, changed FROM line WHERE centre = ? AND business_date = ?"
    return {one[0]: InLine(*one[1:]) for one in rows(db, sql, [centre, day])}


def waiting(db: Database, centre: str, day: str) -> dict[str, int]:
    """How many wait in each line; services whose line is empty may be missing."""
    return {service: one.waiting for service, one in lines(db, centre, day).items()}


def ahead(db: Database, centre: str, ticket: Ticket) -> int:
    """Waiting tickets of its line that come before it now."""
    total = row(
        db,
        "SELECT waiting FROM line WHERE centre = ? AND business_date = ? AND service = ?",
        [centre, ticket.business_date, ticket.service],
    )
    own = ticket.state is State.WAITING
    return (int(total[0]) if total else 0) - behind(db, centre, ticket) - own


def behind(db: Database, centre: str, ticket: Ticket) -> int:
    """Waiting tickets of its line that come after it: for somebody who just came hardly any."""
    later = f"{_IN_LINE} AND (due_at, seq) > (?, ?)"
    place = [centre, ticket.business_date, ticket.service, ticket.due_at, ticket.seq]
    found = row(db, f"SELECT count(*) FROM ticket WHERE centre = ? AND {later}", place)
    return int(found[0]) if found else 0


def insert_visit(tx: Tx, seq: int, ticket: Ticket, what: str, service: str) -> None:
    """Remembers that a person was served or missed: what the day's figures and the waiting band are made of."""
    came = ticket.called_at or ticket.serving_at or tx.now
    serve_ms = tx.now - ticket.serving_at if ticket.serving_at is not None else 0
    times = [came - ticket.since, serve_ms, tx.now, _busy_ms(ticket, tx.now)]
    tx.run(
        "INSERT INTO visit (centre, seq, business_date, counter, service, ticket, what, wait_ms, serve_ms, at, busy_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [tx.centre, seq, ticket.business_date, ticket.counter, service, ticket.id, what, *times],
    )


def _busy_ms(ticket: Ticket, now: int) -> int:
    """How long the desk had this ticket: from its call, unless that was long before the person came (a held ticket)."""
    began = [at for at in (ticket.called_at, ticket.serving_at) if at is not None]
    served = ticket.serving_at if ticket.serving_at is not None else now
    return now - max(min(began, default=now), served - _ON_THE_WAY_MS)


def forget_visit(tx: Tx, seq: int) -> None:
    tx.run("DELETE FROM visit WHERE centre = ? AND seq = ?", [tx.centre, seq])


def today_at(db: Database, centre: str, day: str, counter: str) -> dict[str, int | None]:
    """``served``, ``no_shows``, and the means of serving and waiting in seconds (None before the first)."""
    found = row(
        db,
        "SELECT count(CASE WHEN what = 'served' THEN 1 END), count(CASE WHEN what = 'no-show' THEN 1 END), "
        "avg(CASE WHEN what = 'served' THEN serve_ms END), avg(CASE WHEN what = 'served' THEN wait_ms END) "
        "FROM visit WHERE centre = ? AND business_date = ? AND counter = ?",
        [centre, day, counter],
    )
    served, missed, serve, wait = found or (0, 0, None, None)
    seconds = [None if mean is None else round(mean / 1000) for mean in (serve, wait)]
    return {"served": served, "no_shows": missed, "mean_serve_s": seconds[0], "mean_wait_s": seconds[1]}
