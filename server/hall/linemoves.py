"""Moving a whole line to another service or counter: every ticket keeps its number and its place."""

from dataclasses import dataclass

from server.hall import assigning, freeing, left, noticing
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hall as events
from server.rules import moving
from server.rules.catalogue import Catalogue, Text
from server.rules.errors import Conflict, Invalid, NotAllowed, Unknown
from server.rules.hours import day_after
from server.rules.people import Identity
from server.rules.ticket import State, Ticket
from server.store import assignments, people, tickets
from server.store import catalogue as catalogues
from server.store.notices import Notice
from server.store.writer import Tx

_TARGET = Text("Hãy chọn một nội dung hoặc một quầy.", "Name a service or a counter, one of them.")
_SAME = Text("Hàng này đang ở đó rồi.", "The line is there already.")
_EMPTY = Text("Hàng này không còn ai: có thể vừa được chuyển.", "Nobody waits in this line: it may just have moved.")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a line goes: a service's code or a counter's. ``version``: what the asker had seen, if said; ``tell``: the
    message that those who wait read where they sit."""

    service: str | None = None
    counter: str | None = None
    version: int | None = None
    tell: str | None = None


def move(hall: Hall, who: Identity, asked: Asked, service: str, to: Target) -> Sent:
    """``{"version", "service", "moved": how many}``, 200; to its own service: gives back who was sent or moved away.

    Whoever of the line is at a closed counter waits again, and goes with it.
    Raises Invalid, Unknown, Conflict (moved since ``version``, or nobody left), NotAllowed (nobody is there to serve).
    """

    def work(tx: Tx) -> Answer:
        now = catalogues.load(tx.db, tx.centre)
        telling = _judged(hall, tx, now, service, to)
        back = left.bring_back(hall, tx, service, who.actor)
        found = _concerned(tx, service, to)
        for one in found:
            _one(hall, tx, who, one, to, now.services[one.service].prefix)
        if telling:
            noticing.put_up(hall, tx, who, telling)
        # Also the lines that its people come back from: who looked at those has seen them there.
        lines = {service, to.service or service} | {one.service for one in found}
        assignments.mark(tx, {f"line:{one}" for one in lines})
        moved = len({one.id for one in found} | back)
        tx.record(events.LineMoved(service, to.service, to.counter, moved), actor=who.actor)
        return Answer(200, {"version": tx.seq, "service": service, "moved": moved})

    return once(hall, asked, work)


def _judged(hall: Hall, tx: Tx, now: Catalogue, service: str, to: Target) -> Notice | None:
    """What those who wait are to read, if something new. Raises whatever is against the move; nothing is written."""
    if (to.service is None) == (to.counter is None):
        raise Invalid(errors={"to": _TARGET})
    if to.service is not None:
        if to.service not in now.services:
            raise Unknown("service", "to")
        if to.service != service:
            _served(tx, now, to.service)
    else:
        assigning.must_be_open(hall, tx, str(to.counter))
    assigning.not_changed_since(tx, f"line:{service}", to.version)
    telling = noticing.about_line(hall, tx, service, to.tell) if to.tell and to.service != service else None
    if not left.of_line(tx, service):
        _must_concern_somebody(tx, service, to)
    return telling


def _served(tx: Tx, now: Catalogue, service: str) -> None:
    if people.open_counters(tx.db, tx.centre).isdisjoint(one.code for one in now.counters_of(service)):
        label = now.services[service].label
        raise NotAllowed(Text(f"{label.vi} cũng chưa có quầy nào mở.", f"{label.en} has no open counter either."))


def _must_concern_somebody(tx: Tx, service: str, to: Target) -> None:
    """Raises Conflict for an empty line, Invalid where it is already."""
    if _concerned(tx, service, to):
        return
    if to.service == service and _line(tx, service, aside=True):
        raise Invalid(errors={"to": _SAME})
    raise Conflict(_EMPTY)


def _concerned(tx: Tx, service: str, to: Target) -> list[Ticket]:
    """Who is moved: to their own line those who were sent or moved away from it."""
    found = _line(tx, service, aside=to.service is not None)
    if to.service != service:
        return found
    return [*(one for one in found if one.for_counter or one.for_officer), *_moved_away(tx, service)]


def _moved_away(tx: Tx, service: str) -> list[Ticket]:
    """Who waits elsewhere, or was missed there, because this line was moved."""
    stay = {State.WAITING, State.NO_SHOW}
    here = tickets.still_open(tx.db, tx.centre, day_after(tx.business_date))
    return [one for one in here if one.left_line == service and one.state in stay]


def _line(tx: Tx, service: str, *, aside: bool) -> list[Ticket]:
    """Who waits; with ``aside`` also who was missed, and who fetches a paper for a counter that does not work now."""
    found = tickets.whole_line(tx.db, tx.centre, tx.business_date, service)
    if not aside:
        return found
    missed = tickets.aside(tx.db, tx.centre, tx.business_date, State.NO_SHOW)
    held = tickets.aside(tx.db, tx.centre, tx.business_date, State.HELD)
    open_now = people.open_counters(tx.db, tx.centre)
    left = [one for one in held if one.counter not in open_now]
    return [*found, *(one for one in (*missed, *left) if one.service == service)]


def _one(hall: Hall, tx: Tx, who: Identity, before: Ticket, to: Target, prefix: str) -> None:
    if before.service == to.service:
        freeing.one(hall, tx, before, why="returned", actor=who.actor)
        return
    after, event = moving.with_line(before, service=to.service, counter=to.counter, prefix=prefix, seq=tx.seq + 1)
    old, new = tickets.change(tx, before, after)
    tx.record(event, actor=who.actor, ticket=after.id, counter=before.counter, before=old, after=new)
    tx.effects.rooms |= hall.rooms.of_ticket(before) | hall.rooms.of_ticket(after)
