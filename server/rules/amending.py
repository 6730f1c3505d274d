"""What reception puts right on a ticket: what it waits for, its priority, and where it goes afterwards."""

from dataclasses import dataclass, replace

from server.rules import events_visits
from server.rules.errors import NotAllowed
from server.rules.hours import MINUTE
from server.rules.line import due_at
from server.rules.ticket import CURRENT, OPEN, Moved, State, Ticket, in_line

MOST_SERVICES = 3


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changes; None stays. ``credit`` is the whole new credit in minutes, ``priority`` whether a class gave it."""

    reason: str
    service: str | None = None
    credit: int | None = None
    priority: bool = False
    then: tuple[str, ...] | None = None


def amend(ticket: Ticket, now: int, change: Amendment) -> Moved:
    """The ticket put right and the event that says so. Another service keeps the place; number and series stay.

    Raises NotAllowed: another service is for a waiting ticket, another credit for one that nobody called or serves.
    """
    allowed = OPEN
    if change.credit is not None:
        allowed -= CURRENT
    if change.service is not None:
        allowed &= {State.WAITING}
    if ticket.state not in allowed:
        raise NotAllowed
    after = ticket
    if change.credit is not None:
        after = _credited(after, change.credit, priority=change.priority)
    if change.service not in (None, ticket.service):
        after = _elsewhere(after, str(change.service), now)
    if change.then is not None:
        after = replace(after, then=change.then)
    earlier = (ticket.due_at - after.due_at) // 1000
    return after, events_visits.Amended(change.reason, change.service, change.credit, change.then, earlier)


def _elsewhere(ticket: Ticket, service: str, now: int) -> Ticket:
    there = replace(in_line(ticket, service), since=now, for_counter=None, for_officer=None)
    return replace(there, why="changed", why_arg="")


def _credited(ticket: Ticket, credit: int, *, priority: bool) -> Ticket:
    """The place that the new credit gives: where the ticket stands otherwise, a missed call stays paid for.

    An appointment's place is not added to: the better of the two counts.
    """
    if ticket.why == "appointment":
        place = due_at(ticket.issued_at, credit)
        if not credit or place >= ticket.due_at:
            return replace(ticket, credit=credit, priority=priority)
    else:
        place = ticket.due_at - (credit - ticket.credit) * MINUTE
    why = "priority" if credit else "order"
    return replace(
        ticket, credit=credit, priority=priority, due_at=place, why=why, why_arg=str(credit) if credit else ""
    )
