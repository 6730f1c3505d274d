"""The hall said a second time, in plain words: who may do what, and what the tables must then hold."""

from collections import Counter as Count
from collections.abc import Iterable
from typing import Any

import orjson

from server.hall import documents
from server.hall.hall import Hall, Reading
from server.rules.errors import CounterBusy, Forbidden, NotAllowed, QueueError
from server.rules.people import Identity
from server.rules.ticket import State, Ticket
from server.store.tickets import COLUMNS, columns, logged
from tests.hall.house import SERVES, House

W, C, S, H, N = State.WAITING, State.CALLED, State.SERVING, State.HELD, State.NO_SHOW
OPEN, CURRENT = {W, C, S, H, N}, {C, S}
FROM = {
    **{"call": {W, H, N}, "recall": {C}, "serve": {C, H, W, N}, "finish": {S}, "no-show": {C}},
    **{"return": {C, S, H, N}, "hold": {C, S}, "transfer": {C, S, H}, "cancel": {W, C, H, N}},
    "record": set(),
}
BY_RECEPTION = {"return": {N}, "transfer": {W, C, S, H}, "cancel": {W, C, H, N}, "record": {W, C, H, N}}
TAKES = {"call", "serve"}
DESK_ALONE = {"recall", "finish", "no-show", "hold"}
Refusal = type[QueueError] | None


def refusal(house: House, who: Identity, ticket: Ticket, name: str, everything: Iterable[Ticket]) -> Refusal:
    """What the contract says to this move; None: it happens."""
    if ticket.state not in (BY_RECEPTION.get(name, set()) if who.kind == "reception" else FROM[name]):
        return NotAllowed
    if name == "return" and ticket.state is N and ticket.misses >= 3:
        return NotAllowed
    if who.kind == "reception":
        late = house.clock.now - (ticket.aside_at or 0) > 30 * 60_000
        return NotAllowed if name == "return" and late else None
    takes = name in TAKES and ticket.state not in CURRENT
    if takes and any(one.state in CURRENT and one.counter == who.counter for one in everything):
        return CounterBusy
    return None if _theirs(house, who, ticket, name) else Forbidden


def _theirs(house: House, who: Identity, ticket: Ticket, name: str) -> bool:
    own, serves = ticket.counter == who.counter, ticket.service in SERVES[str(who.counter)]
    if ticket.state in CURRENT or name in DESK_ALONE:
        return own
    if ticket.state is H:
        return own or (name in TAKES and serves and desk(house, ticket.counter) != "open")
    # Chosen on purpose, one that waits for another counter too: whoever it was sent to may be away.
    return own or serves or who.counter == ticket.for_counter or who.id == ticket.for_officer


def desk(house: House, counter: str | None) -> str:
    found = house.rows(f"SELECT status FROM desk WHERE counter = '{counter}'")
    return str(found[0][0]) if found else "closed"


def callable_at(who: Identity, tickets: Iterable[Ticket], service: str | None) -> list[Ticket]:
    """Who may be called at this officer's counter, the first first."""
    serves = SERVES[str(who.counter)]

    def fits(one: Ticket) -> bool:
        if one.state is not W or (service and one.service != service):
            return False
        if one.for_counter:
            return one.for_counter == who.counter
        return one.for_officer == who.id if one.for_officer else one.service in serves

    def place(one: Ticket) -> tuple[int, int]:
        return one.due_at - serves.get(one.service, 0) * 60_000, one.seq

    return sorted(filter(fits, tickets), key=place)


def why_called(who: Identity, tickets: Iterable[Ticket], service: str | None) -> str:
    """The code of the reason for calling the next: of the service asked for, of a preference, or the ticket's own."""
    everybody = list(tickets)
    next_, mine = callable_at(who, everybody, None)[0], callable_at(who, everybody, service)[0]
    if mine.id != next_.id:
        return "by-service"
    plainly = min(callable_at(who, everybody, None), key=lambda one: (one.due_at, one.seq))
    if plainly.id == mine.id:
        return mine.why
    return "results" if mine.service == "BT" else "preferred"


def back_at(missed: Ticket, tickets: Iterable[Ticket]) -> int:
    """The due_at with which a missed ticket returns: behind the next three, the second time behind everybody."""
    line = [one for one in tickets if (one.state, one.service) == (W, missed.service)]
    order = sorted(one.due_at for one in line if one.business_date == missed.business_date)
    passed = order[:3] if missed.misses == 1 else order
    return max([missed.due_at, *(due_at + 1 for due_at in passed[-1:])])


def ahead(one: Ticket, tickets: Iterable[Ticket]) -> int:
    """Counted by hand: waiting tickets of its line that come before it."""
    line = [other for other in tickets if other.state is W and other.service == one.service]
    same_day = [other for other in line if other.business_date == one.business_date]
    return sum((other.due_at, other.seq) < (one.due_at, one.seq) for other in same_day)


def sound(house: House) -> None:
    """What must hold whatever happened: no desk with two people, no gap, no number twice, every count true."""
    tickets = house.all_tickets()
    busy = Count(one.counter for one in tickets if one.state in CURRENT)
    assert None not in busy
    assert all(n == 1 for n in busy.values()), busy
    _series_are_whole(tickets)
    counted = {(day, service): n for day, service, n in house.rows("SELECT business_date, service, waiting FROM line")}
    really = Count((one.business_date, one.service) for one in tickets if one.state is W)
    assert {line: n for line, n in counted.items() if n} == dict(really)


def _series_are_whole(tickets: list[Ticket]) -> None:
    series: dict[tuple[str, str], list[int]] = {}
    for one in tickets:
        series.setdefault((one.business_date, one.series), []).append(one.serial)
    for serials in series.values():
        assert sorted(serials) == list(range(1, len(serials) + 1))
    assert len({one.number for one in tickets}) == len({(one.series, one.serial) for one in tickets})


def replayed(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every ticket's row rebuilt from the log alone; each ``before`` must be what the ``after``s before it said."""
    rows: dict[str, dict[str, Any]] = {}
    for event in events:
        row = rows.setdefault(event["ticket"], {}) if event["ticket"] else {}
        if event["what"] == "ticket-issued":
            assert row == {}
            assert set(event["after"]) == set(COLUMNS) - {"assist"}
        else:
            assert {name: row[name] for name in event["before"]} == event["before"], event
            assert set(event["before"]) == set(event["after"])
        row |= event["after"]
    return rows


def log_is_whole(house: House) -> None:
    """The log is a chain without a break, tells time forwards, and is enough to rebuild every ticket."""
    log = house.events()
    assert house.verify() == (len(log), None)
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    times = [event["at"] for event in log]
    assert times == sorted(times)
    stored = {one.id: logged(columns(one)) for one in house.all_tickets()}
    assert replayed(log) == stored


def shows_nothing_old(house: House) -> None:
    """What counters share of a line is as if it had just been read."""
    hall = house.hall
    with hall.reading() as view:
        shared = [_page(hall, view, code) for code in SERVES]
        hall.forget()
        assert shared == [_page(hall, view, code) for code in SERVES]


def _page(hall: Hall, view: Reading, code: str) -> dict[str, Any]:
    """A counter's page without its bands: what they are made of may be half a minute old, and is kept on purpose."""
    page: dict[str, Any] = orjson.loads(orjson.dumps(documents.counter_page(hall, view, code)))
    for one in page["waiting"]["tickets"]:
        del one["wait"]
    return page
