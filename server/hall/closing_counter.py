"""A counter closed by a supervisor: its officer is gone, and nobody it had keeps waiting for them."""

from server.hall import desks, left
from server.hall.day import end_session
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules.people import Identity
from server.store import people
from server.store.writer import Tx


def close(hall: Hall, who: Identity, asked: Asked, code: str) -> Sent:
    """``{"version", "counter", "officer": who was signed out | null, "back": how many}``, 200.

    Whoever is at the desk or held there waits again, places kept. A counter that has nobody stays as it is.
    """

    def work(tx: Tx) -> Answer:
        session = people.session_at(tx.db, tx.centre, code)
        here = left.at(tx, code)
        for one in here:
            left.give_back(hall, tx, one, who.actor)
        desks.close(hall, tx, code, who.actor)
        if session:
            end_session(hall, tx, session, "counter-closed", who.actor)
        officer = session.person.name if session else None
        return Answer(200, {"version": tx.seq, "counter": code, "officer": officer, "back": len(here)})

    return once(hall, asked, work)
