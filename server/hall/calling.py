"""Calling the next ticket to a counter, and saying why it was next."""

from server.hall import documents, moves, pausing, saying
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules.catalogue import Counter, Text
from server.rules.errors import CounterBusy, Forbidden, NotAllowed, Unknown
from server.rules.people import Identity
from server.rules.ticket import Scene, Wish, move
from server.store import people, tickets
from server.store.writer import Tx

_PAUSED = Text("Quầy đang tạm nghỉ hoặc đã đóng.", "The counter is paused or closed.")


def call_next(hall: Hall, who: Identity, asked: Asked, code: str, service: str | None) -> Sent:
    """``{"ticket", "reason"}`` of the ticket called, 200; 204 when nobody waits for this counter."""

    def work(tx: Tx) -> Answer:
        counter = _counter(hall, code)
        services = _services(hall, counter, service)
        pausing.refuse(hall, tx)
        if tickets.current(tx.db, tx.centre, code) is not None:
            raise CounterBusy
        desk = people.desk(tx.db, tx.centre, code)
        if who.counter == code and (desk.status != "open" or desk.upcoming):
            raise NotAllowed(_PAUSED)
        if who.counter != code or not set(services) <= set(counter.services):
            raise Forbidden
        return _next(hall, tx, who, counter, service)

    return once(hall, asked, work)


def _counter(hall: Hall, code: str) -> Counter:
    counter = hall.catalogue.counters.get(code)
    if counter is None:
        raise Unknown("counter")
    return counter


def _services(hall: Hall, counter: Counter, service: str | None) -> list[str]:
    if service is None:
        return list(counter.services)
    if service not in hall.catalogue.services:
        raise Unknown("service", "service")
    return [service]


def _next(hall: Hall, tx: Tx, who: Identity, counter: Counter, service: str | None) -> Answer:
    ordered = documents.upcoming(tx, counter, who.id)
    first = next((one for one in ordered if service in (None, one.service)), None)
    if first is None:
        return Answer(204)
    because = saying.because(hall, ordered, first, asked=service is not None)
    called = move(first, "call", Scene(tx.now, counter.code, because=because), Wish())
    after = moves.settle(hall, tx, who, first, called)
    reason = {"code": after.why, "text": saying.why(hall, after.why, after.why_arg)}
    return Answer(200, {"ticket": documents.ticket(hall, tx, after), "reason": reason})
