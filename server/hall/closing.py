"""The close of the day, by a supervisor or by the clock; and the hours that begin and end by themselves."""

from collections.abc import Iterable
from typing import Any

from server.hall import day, lateness, opening
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hours as events
from server.rules.hours import instant, iso
from server.rules.opening import DAY, NONE, Ruling
from server.rules.people import PEOPLE, SYSTEM, Identity
from server.store import events as log
from server.store import opening as store
from server.store.writer import Tx

Document = dict[str, Any]
STAFF = frozenset({"officer", "reception"})
"""Who is signed out when a supervisor closes the day; the clock signs everybody out."""


def whole(view: opening.View) -> Ruling:
    """What was decided for the whole hall today."""
    return store.rulings(view.db, view.centre, view.business_date).get(store.HALL, NONE)


def close(hall: Hall, who: Identity, asked: Asked) -> Sent:
    """Closes the business day: who still waits is not served any more; 200. A closed day stays as it is."""

    def work(tx: Tx) -> Answer:
        if whole(tx).closed is None:
            _close(hall, tx, who.actor, STAFF)
        return Answer(200, {"version": tx.seq} | (closed(hall, tx, whole(tx)) or {}))

    return once(hall, asked, work)


def _close(hall: Hall, tx: Tx, actor: str, roles: Iterable[str]) -> None:
    _end_stops(tx)
    day.end(hall, tx, tx.business_date, actor, frozenset(roles))
    seq = tx.seq
    for service in store.rulings(tx.db, tx.centre, tx.business_date):
        store.rule(tx, service, NONE)
    store.rule(tx, store.HALL, Ruling(closed=tx.now, closing=seq))


def _end_stops(tx: Tx) -> None:
    """A stop holds for the day alone: who opens again after the close begins anew."""
    for service, ruling in store.rulings(tx.db, tx.centre, tx.business_date).items():
        if ruling.stopped:
            tx.record(events.IssuingResumed(service), actor=SYSTEM)


def closed(hall: Hall, view: opening.View, ruling: Ruling) -> Document | None:
    """What the close of today left behind: ``head`` is the log's end then, to be kept elsewhere. None: not closed."""
    event = log.find(view.db, view.centre, ruling.closing) if ruling.closing is not None else None
    if event is None or ruling.closed is None:
        return None
    facts = {name: event["details"][name] for name in ("business_date", "expired", "head")}
    return facts | {"closed_at": iso(ruling.closed, hall.timezone)}


def tick(hall: Hall) -> None:
    """Notes that hours began or ended, so that every screen shows it, and closes a day that nobody closed."""
    with hall.reading() as view:
        turns, closes = _turned(hall, view) is not None, _is_late(hall, view)
    if turns:
        hall.write(lambda tx: _turn(hall, tx))
    if closes:
        hall.write(lambda tx: _close(hall, tx, SYSTEM, PEOPLE) if _is_late(hall, tx) else None)


def _turned(hall: Hall, view: opening.View) -> int | None:
    """The last instant at which hours of today began or ended, if nobody noted it yet."""
    plans = [opening.plan(hall, service, view.business_date) for service in hall.catalogue.services]
    clocks = {at for plan in plans for part in (*plan.numbers, *plan.counters) for at in part} - {0, DAY}
    passed = [at for clock in clocks if (at := instant(view.business_date, clock, hall.timezone)) <= view.now]
    last = max(passed, default=None)
    noted = store.turned(view.db, view.centre, view.business_date)
    return last if last is not None and last > (noted or 0) else None


def _turn(hall: Hall, tx: Tx) -> None:
    if (at := _turned(hall, tx)) is not None:
        store.turn(tx, at)
        given = sum(one.refusal is None for one in opening.offers(hall, tx).values())
        tx.record(events.HoursTurned(given), actor=SYSTEM)
        tx.effects.rooms |= hall.rooms.all


def _is_late(hall: Hall, view: opening.View) -> bool:
    """Whether the day is over by the clock."""
    at = lateness.closes_at(hall, view)
    return at is not None and view.now >= at
