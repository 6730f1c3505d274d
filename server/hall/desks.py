"""The desks: who is open, who pauses, and what happens to that when people come and go."""

from server.hall import documents, freeing, left
from server.hall.hall import Hall
from server.hall.once import still_signed_in
from server.rules import events
from server.rules.errors import Forbidden, Unknown
from server.rules.people import Identity
from server.rules.ticket import State
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
        if now.status == "closed":
            _keep_nobody(hall, tx, code, who.actor)

    hall.write(work)
    with hall.reading() as view:
        return documents.counter_page(hall, view, code)


def after_current(hall: Hall, tx: Tx, who: Identity, code: str) -> None:
    """Lets a pause that waited for the current ticket begin."""
    desk = people.desk(tx.db, tx.centre, code)
    if desk.upcoming:
        _put(hall, tx, code, Desk(desk.upcoming, desk.reason, None, tx.now))
        tx.record(events.CounterStatus(desk.upcoming, desk.reason), actor=who.actor, counter=code)
        if desk.upcoming == "closed":
            _keep_nobody(hall, tx, code, who.actor)


def again_current(hall: Hall, tx: Tx, who: Identity, code: str, since: int) -> None:
    """Has a pause or close that began at ``since`` or later wait once more: somebody is at the desk again. Who was sent
    back to a line when it closed stays there."""
    desk = people.desk(tx.db, tx.centre, code)
    if desk.status != "open" and desk.since >= since:
        _put(hall, tx, code, Desk("open", desk.reason, desk.status, tx.now))
        tx.record(events.CounterStatus(desk.status, desk.reason, after_current=True), actor=who.actor, counter=code)


def close(hall: Hall, tx: Tx, code: str, actor: str) -> None:
    """Closes a counter, whoever is there; one that is closed stays so."""
    if people.desk(tx.db, tx.centre, code).status != "closed":
        _put(hall, tx, code, Desk("closed", None, None, tx.now))
        tx.record(events.CounterStatus("closed"), actor=actor, counter=code)
        _keep_nobody(hall, tx, code, actor)


def _keep_nobody(hall: Hall, tx: Tx, code: str, actor: str) -> None:
    """Sends those held at a counter that closes back to their lines, and those sent to it: nobody there waits for them
    any more. Its current ticket stays."""
    for one in left.at(tx, code):
        if one.state is State.HELD:
            left.give_back(hall, tx, one, actor)
    release(hall, tx, code)


def release(hall: Hall, tx: Tx, code: str) -> None:
    """Gives who was sent to a counter back to their lines: nobody there will call them. Who only it serves stays."""
    day = tx.business_date
    aside = [one for state in (State.HELD, State.NO_SHOW) for one in tickets.aside(tx.db, tx.centre, day, state)]
    for sent in (*tickets.sent_to(tx.db, tx.centre, day, code, ""), *aside):
        freeing.from_counter(hall, tx, sent, code)


def sit(hall: Hall, tx: Tx, code: str) -> None:
    _put(hall, tx, code, Desk("open", None, None, tx.now))


def leave(hall: Hall, tx: Tx, code: str, actor: str, *, follows: bool = False) -> None:
    """``follows``: somebody sits down there at once, who calls those that were sent there and has those held there.

    Else it is as if the counter closed. A current ticket stays with it: the person is on the way, or sits there.
    """
    if not follows:
        _keep_nobody(hall, tx, code, actor)
    _put(hall, tx, code, Desk("closed", None, None, tx.now))


def _put(hall: Hall, tx: Tx, code: str, desk: Desk) -> None:
    people.set_desk(tx, code, desk)
    tx.effects.after.append(hall.foresee_anew)
    # Held tickets of a desk that stops working become everybody's, and are its own again when it goes on.
    tx.effects.rooms |= hall.rooms.all


def seated(hall: Hall) -> dict[str, str]:
    """Who is signed in where: a counter's code -> the officer's name."""
    with hall.reading() as now:
        known = people.sessions(now.db, now.centre)
        return {one.counter: one.person.name for one in known if one.counter and one.business_date == now.business_date}
