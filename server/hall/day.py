"""The business day's turn: yesterday's tickets expire, desks close, sessions end, numbers begin again."""

from server.hall import desks
from server.hall.hall import Hall
from server.rules import events
from server.rules.people import SYSTEM, Identity
from server.rules.ticket import expire
from server.store import catalogue, keys, people, tickets
from server.store.writer import Tx


def open_day(hall: Hall, tx: Tx) -> None:
    """Everything that must be settled before the first write of a new business day."""
    for ticket in tickets.still_open(tx.db, tx.centre, tx.business_date):
        after, event = expire(ticket, tx.now)
        old, new = tickets.change(tx, ticket, after)
        tx.record(event, actor=SYSTEM, ticket=ticket.id, before=old, after=new)
    for session in people.sessions(tx.db, tx.centre):
        end_session(hall, tx, session, "day-closed")
    keys.forget_old(tx)
    tx.record(events.DayOpened(tx.business_date), actor=SYSTEM)
    tx.effects.rooms |= hall.rooms.all


def end_session(hall: Hall, tx: Tx, session: people.Session, why: str, actor: str = SYSTEM) -> None:
    """Ends a session, leaves its desk, and cuts its sockets once that is certain."""
    people.end_session(tx, session.token)
    tx.record(events.SignedOut(why), actor=actor, counter=session.counter)
    if session.counter:
        desks.leave(hall, tx, session.counter)

    def theirs(who: Identity) -> bool:
        return who.session == session.token

    tx.effects.after += [hall.known.clear, lambda: hall.cut(theirs)]


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
