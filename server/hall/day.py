"""The business day's close and turn: open tickets expire, desks close, sessions end, numbers begin again."""

import logging
from collections.abc import Callable, Set
from functools import partial
from typing import TypeVar

from server.hall import desks, temporary
from server.hall.hall import Hall
from server.rules import events, events_hours
from server.rules.hours import day_after
from server.rules.opening import NONE
from server.rules.people import PEOPLE, SYSTEM, Identity
from server.rules.ticket import Ticket, expire
from server.store import catalogue, closing, keys, people, tickets
from server.store import opening as hours
from server.store.writer import Tx

T = TypeVar("T")
log = logging.getLogger("layso.day")


def open_day(hall: Hall, tx: Tx) -> None:
    """Everything that must be settled before the first write of a new business day.

    Every write of the day waits for it, so what of it fails is left out: the hall opens in any case.
    """
    yesterday = catalogue.clock(tx.db, tx.centre)[2]
    if yesterday:
        end(hall, tx, yesterday, SYSTEM)
    tx.apart("forgetting old answers", keys.forget_old)
    tx.record(events.DayOpened(tx.business_date), actor=SYSTEM)
    tx.effects.rooms |= hall.rooms.all


def end(hall: Hall, tx: Tx, day: str, actor: str, roles: Set[str] = PEOPLE) -> None:
    """Ends a business day: nobody of it waits any more, nobody of these roles stays signed in.

    One day-closed event, unless the day was closed before and nothing was left open since.
    """
    tx.apart("forgetting who wanted help", lambda tx: closing.forget_help(tx, day))
    left, expired = _each(tx, "expiring", _open_until(day), _expire)
    _each(tx, "signing out", _signed_in(roles), lambda tx, one: end_session(hall, tx, one, "day-closed"))
    tx.apart("clearing the boards", lambda tx: closing.clear_calls(tx, day))
    temporary.end(hall, tx)
    tx.apart("noting the close", lambda tx: _note(tx, day, expired, actor) if left or not _closed(tx, day) else None)
    tx.effects.rooms |= hall.rooms.all


def _each(tx: Tx, what: str, find: Callable[[Tx], list[T]], do: Callable[[Tx, T], None]) -> tuple[int, int]:
    """Does it for all of them or, if one fails, for each of the others; how many they are, and for how many it was."""
    found: list[T] = []
    tx.apart(f"{what}, finding whom", lambda tx: found.extend(find(tx)))

    def these(ones: list[T], tx: Tx) -> None:
        for one in ones:
            do(tx, one)

    if tx.apart(what, partial(these, found)):
        return len(found), len(found)
    return len(found), sum(tx.apart(f"{what}, one of them", partial(these, [one])) for one in found)


def _open_until(day: str) -> Callable[[Tx], list[Ticket]]:
    return lambda tx: tickets.still_open(tx.db, tx.centre, day_after(day))


def _signed_in(roles: Set[str]) -> Callable[[Tx], list[people.Session]]:
    return lambda tx: [one for one in people.sessions(tx.db, tx.centre) if one.person.role in roles]


def _closed(tx: Tx, day: str) -> bool:
    return hours.rulings(tx.db, tx.centre, day).get(hours.HALL, NONE).closed is not None


def _expire(tx: Tx, ticket: Ticket) -> None:
    after, event = expire(ticket, tx.now)
    old, new = tickets.change(tx, ticket, after)
    tx.record(event, actor=SYSTEM, ticket=ticket.id, before=old, after=new)


def _note(tx: Tx, day: str, expired: int, actor: str) -> None:
    """Writes down how the log ends, in itself and where the server's own log is kept: nobody can shorten it unseen."""
    head = f"{tx.seq}:{tx.head.hash}"
    tx.record(events_hours.DayClosed(day, expired, head), actor=actor)
    facts = {"business_date": day, "expired": expired, "head": head}
    tx.effects.after.append(lambda: log.warning("day closed", extra={"facts": facts}))


def end_session(
    hall: Hall, tx: Tx, session: people.Session, why: str, actor: str = SYSTEM, *, follows: str | None = None
) -> None:
    """Ends a session, leaves its desk, and cuts its sockets once that is certain.

    ``follows`` is the counter at which somebody sits down in the same breath, if so.
    """
    people.end_session(tx, session.token)
    tx.record(events.SignedOut(why), actor=actor, counter=session.counter)
    if session.counter:
        desks.leave(hall, tx, session.counter, actor, follows=session.counter == follows)

    def theirs(who: Identity) -> bool:
        return who.session == session.token

    tx.effects.after += [hall.known.clear, lambda: hall.ended(theirs, why), lambda: hall.cut(theirs)]


def tick(hall: Hall) -> None:
    """What only the clock does: turns the day, and ends sessions nobody uses. Cheap when there is nothing to do."""
    idle = hall.config.rules.idle_hours * 3_600_000
    with hall.reading() as now:
        turned = catalogue.clock(now.db, now.centre)[2] < now.business_date
        left = [one for one in people.sessions(now.db, now.centre) if now.now - one.seen_at > idle]
    if turned or left:
        hall.write(lambda tx: _end_idle(hall, tx, idle))


def _end_idle(hall: Hall, tx: Tx, idle: int) -> None:
    for session in people.sessions(tx.db, tx.centre):
        if tx.now - session.seen_at > idle:
            end_session(hall, tx, session, "idle")
