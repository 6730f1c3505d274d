"""The desks: who is open, who pauses, and what happens to that when people come and go."""

from server.hall import documents
from server.hall.hall import Hall
from server.hall.once import still_signed_in
from server.rules import events
from server.rules.errors import Forbidden, Unknown
from server.rules.people import Identity
from server.store import people, tickets
from server.store.people import Desk
from server.store.writer import Tx


def set_status(hall: Hall, who: Identity, code: str, status: str, given: str | None) -> documents.Document:
    """Opens, pauses or closes the officer's own counter, at once or after the current ticket; its page."""

    def work(tx: Tx) -> None:
        still_signed_in(tx, who.session)
        if code not in hall.catalogue.counters:
            raise Unknown("counter")
        if who.counter != code:
            raise Forbidden
        busy = tickets.current(tx.db, tx.centre, code) is not None
        desk = people.desk(tx.db, tx.centre, code)
        reason = hall.config.words.kept("pause", given)
        later = busy and status != "open"
        now = Desk("open", reason, status, desk.since) if later else Desk(status, reason, None, tx.now)
        if (now.status, now.reason, now.upcoming) != (desk.status, desk.reason, desk.upcoming):
            _put(hall, tx, code, now)
            tx.record(events.CounterStatus(status, reason, later), actor=who.actor, counter=code)

    hall.write(work)
    with hall.reading() as view:
        return documents.counter_page(hall, view, code)


def after_current(hall: Hall, tx: Tx, who: Identity, code: str) -> None:
    """Lets a pause that waited for the current ticket begin."""
    desk = people.desk(tx.db, tx.centre, code)
    if desk.upcoming:
        _put(hall, tx, code, Desk(desk.upcoming, desk.reason, None, tx.now))
        tx.record(events.CounterStatus(desk.upcoming, desk.reason), actor=who.actor, counter=code)


def sit(hall: Hall, tx: Tx, code: str) -> None:
    _put(hall, tx, code, Desk("open", None, None, tx.now))


def leave(hall: Hall, tx: Tx, code: str) -> None:
    _put(hall, tx, code, Desk("closed", None, None, tx.now))


def _put(hall: Hall, tx: Tx, code: str, desk: Desk) -> None:
    people.set_desk(tx, code, desk)
    # Held tickets of a desk that stops working become everybody's, and are its own again when it goes on.
    tx.effects.rooms |= hall.rooms.all


def seated(hall: Hall) -> dict[str, str]:
    """Who is signed in where: a counter's code -> the officer's name."""
    with hall.reading() as now:
        known = people.sessions(now.db, now.centre)
        return {one.counter: one.person.name for one in known if one.counter and one.business_date == now.business_date}
