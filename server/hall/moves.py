"""Moving a ticket: judged in one order, changed once, told to everybody it concerns."""

from dataclasses import replace

from server.hall import bursts, desks, documents, freeing, further, left, patience, pausing, placing, saying
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events, line
from server.rules.catalogue import Service, Text
from server.rules.errors import CounterBusy, Forbidden, Invalid, NotAllowed, Unknown
from server.rules.event import Event
from server.rules.patience import must_be_over
from server.rules.people import Identity
from server.rules.ticket import CLOSED, CURRENT, Moved, Scene, State, Ticket, Wish, move, must_own
from server.store import calls, people, tickets
from server.store.writer import Tx

ANNOUNCED = (events.Called, events.Recalled)
BACK = (events.Returned, events.Stayed, events.Rejoined)
"""Who comes back to a line. A transfer may name a counter that is not open yet: that was said on purpose."""
TAKING = ("call", "serve")
_TARGET = Text("Hãy chọn một nội dung, một quầy hoặc một cán bộ.", "Name a service, a counter or an officer.")
_WHY = Text("Hãy chọn lý do.", "Choose a reason.")
_WORKS = Text("Quầy của số này đang làm việc.", "The counter of this number is at work.")
_ONE = Text("Chỉ chọn quầy hoặc cán bộ.", "Name a counter or an officer, not both.")


def make(hall: Hall, who: Identity, asked: Asked, ticket_id: str, name: str, wish: Wish) -> Sent:
    """The ticket after the move, 200. Refusals are judged: 404, 422, 409 (state), 403 (whose ticket)."""

    def work(tx: Tx) -> Answer:
        ticket = tickets.find(tx.db, tx.centre, ticket_id)
        if ticket is None:
            raise Unknown("ticket")
        moved, more = _judged(hall, tx, who, ticket, name, wish)
        after = settle(hall, tx, who, ticket, moved)
        if who.kind != "officer" and name == "return":
            after = freeing.from_counter(hall, tx, after, str(ticket.counter))
        shown = documents.ticket(hall, tx, after)
        if more:
            shown["further"] = further.give(hall, tx, who, after, more)
        return Answer(200, shown)

    return once(hall, asked, work)


def _judged(hall: Hall, tx: Tx, who: Identity, ticket: Ticket, name: str, wish: Wish) -> tuple[Moved, Service | None]:
    """The move, and what a further turn after it is for. Raises whatever is against either; nothing is written."""
    if who.kind != "officer" and not wish.reason and _must_say_why(ticket, name):
        raise Invalid(errors={"reason": _WHY})
    fit = _fitting(hall, tx, name, wish)
    pausing.refuse_move(hall, tx, ticket, name)
    moved = move(ticket, name, _scene(hall, tx, who, ticket, name), fit, by=who.kind)
    _may_become_current(tx, who, ticket, moved[0])
    if name == "no-show":
        must_be_over(patience.owed(hall, tx, ticket))
    more = further.may_give(hall, tx, who, ticket, wish.service) if wish.further else None
    _whose(hall, tx, who, ticket, name)
    return moved, more


def _scene(hall: Hall, tx: Tx, who: Identity, ticket: Ticket, name: str) -> Scene:
    if name == "return" and ticket.state is State.NO_SHOW:
        # A counter may take whom it likes; reception is bound by the minutes that everybody was told.
        placed = placing.after_miss if who.kind == "officer" else placing.in_time
        return Scene(tx.now, who.counter, placed(hall, tx, ticket))
    if name == "return" and who.kind != "officer":
        return _left_scene(tx, ticket)
    counter = hall.catalogue.counters.get(who.counter or "")
    if name not in TAKING or ticket.state is not State.WAITING or counter is None:
        return Scene(tx.now, who.counter)
    ordered = documents.upcoming(tx, counter, who.id)
    passes = [one.id for one in ordered[:1]] != [ticket.id]
    return Scene(tx.now, who.counter, passes=passes, because=saying.because(hall, ordered, ticket))


def _left_scene(tx: Tx, ticket: Ticket) -> Scene:
    """Whoever sits at no counter gives back what a counter has once nobody works there. Raises NotAllowed before."""
    closed = left.is_left(tx, ticket)
    if ticket.state in left.STAYING and not closed:
        raise NotAllowed(_WORKS)
    return Scene(tx.now, None, because=CLOSED if closed else None)


def _must_say_why(ticket: Ticket, name: str) -> bool:
    """Whether reception has to give a reason: it takes away, or moves, what a citizen was promised."""
    return name == "cancel" or (name == "transfer" and ticket.state is State.WAITING)


def _fitting(hall: Hall, tx: Tx, name: str, wish: Wish) -> Wish:
    """The wish with everything in it known, an officer's username turned into the id the log may hold, and a reason
    into the word it may hold."""
    for field, code in (("service", wish.service), ("next", wish.next)):
        if code is not None and code not in hall.catalogue.services:
            raise Unknown("service", field)
    if wish.counter is not None and wish.counter not in hall.catalogue.counters:
        raise Unknown("counter", "counter")
    if wish.outcome is not None and wish.outcome not in hall.config.words.outcomes:
        raise Invalid(errors={"outcome": Text("Không có kết quả này.", "There is no such outcome.")})
    if name == "transfer" and not (wish.service or wish.counter or wish.officer):
        raise Invalid(errors={"service": _TARGET})
    if wish.counter and wish.officer:
        raise Invalid(errors={"officer": _ONE})
    reason = hall.config.words.kept(name, wish.reason)
    return replace(wish, reason=reason, officer=_officer(tx, wish.officer) if wish.officer else None)


def _officer(tx: Tx, username: str) -> str:
    found = people.person_named(tx.db, tx.centre, username)
    if found is None or found.role != "officer" or not found.active:
        raise Unknown("officer", "officer")
    return found.id


def _may_become_current(tx: Tx, who: Identity, before: Ticket, after: Ticket) -> None:
    if after.state not in CURRENT or before.state in CURRENT or who.counter is None:
        return
    if tickets.current(tx.db, tx.centre, who.counter) is not None:
        raise CounterBusy


def _whose(hall: Hall, tx: Tx, who: Identity, ticket: Ticket, name: str) -> None:
    """Raises Forbidden when this ticket is not for this officer to move so."""
    if who.kind != "officer":
        return
    counter = hall.catalogue.counters.get(who.counter or "")
    if counter is None:
        raise Forbidden
    own = ticket.counter == counter.code
    if must_own(ticket, name):
        allowed = own
    elif ticket.state is State.HELD:
        allowed = own or documents.orphaned(ticket, counter, people.open_counters(tx.db, tx.centre))
    else:
        # Chosen on purpose, also one that was sent to somebody else: that officer may be away.
        sent = line.may_call(ticket, counter.code, who.id, counter.services)
        allowed = own or sent or ticket.service in counter.services
    if not allowed:
        raise Forbidden


def settle(hall: Hall, tx: Tx, who: Identity, before: Ticket, moved: Moved) -> Ticket:
    """Writes a move: the ticket, its event, its call or visit, and whom to tell."""
    after, event = moved
    if isinstance(event, BACK):
        after = freeing.from_closed(hall, tx, after)
    after = replace(after, last_move=tx.seq + 1)
    old, new = tickets.change(tx, before, after)
    counter = after.counter or before.counter
    seq = tx.record(event, actor=who.actor, ticket=after.id, counter=counter, before=old, after=new)
    tx.effects.rooms |= hall.rooms.of_move(before, after)
    _called(hall, tx, who, seq, before, (after, event))
    if before.state in CURRENT and after.state not in CURRENT:
        tickets.insert_visit(tx, seq, before, *_outcome(before, event))
        if isinstance(event, events.Missed):
            bursts.missed(hall, tx, after)
        desks.after_current(hall, tx, who, str(before.counter))
        # Held at a desk that closes with it, or sent to that, it is back in its line already.
        after = tickets.find(tx.db, tx.centre, after.id) or after
    return after


def _called(hall: Hall, tx: Tx, who: Identity, seq: int, before: Ticket, moved: Moved) -> None:
    """Announces who is called, and keeps who was taken out of turn without a call."""
    after, event = moved
    if isinstance(event, ANNOUNCED):
        announce(hall, tx, seq, after, calls.Caller(who.actor, _passed(event)))
        if before.state is State.WAITING:
            tx.effects.waited.append(tx.now - before.since)
    elif isinstance(event, events.Serving) and event.chosen:
        announce(hall, tx, seq, after, calls.Caller(who.actor, calls.CHOSEN, silent=True))


def _passed(event: Event) -> int:
    if not isinstance(event, events.Called):
        return 0
    return calls.CHOSEN if event.chosen else calls.BY_SERVICE if event.why == "by-service" else 0


def _outcome(before: Ticket, event: Event) -> tuple[str, str]:
    """How a turn at a desk ended, and the service that it counts for."""
    if isinstance(event, events.Finished):
        return "served", event.service
    return "no-show" if isinstance(event, events.Missed) else "sent-on", before.service


def announce(hall: Hall, tx: Tx, seq: int, ticket: Ticket, by: calls.Caller) -> None:
    """Puts a call on the boards of the counter's area and of the area where its holder sits, unless it is silent."""
    counter = str(ticket.counter)
    area = hall.rooms.area_of[counter]
    calls.insert(tx, seq, ticket, area, hall.rooms.sits_in(ticket) or area, by)
    tx.effects.urgent |= {room for room in hall.rooms.of_ticket(ticket) if room.startswith("board/")}
    tx.effects.urgent |= hall.rooms.of_counter(counter)
