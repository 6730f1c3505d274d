"""What reception puts right on a ticket: what it waits for, its priority, and where it goes afterwards."""

from dataclasses import dataclass, replace

from server.rules import events_visits
from server.rules.claim import Claim, walk_in
from server.rules.errors import NotAllowed
from server.rules.line import due_at
from server.rules.ticket import CURRENT, OPEN, Moved, State, Ticket, in_line

MOST_SERVICES = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What a place rests on with another class: ``credit`` the class's own minutes (0: none), ``claim`` what the ticket
    could claim with it when it was issued, ``plain`` what without any class."""

    credit: int
    claim: Claim
    plain: Claim


@dataclass(frozen=True, slots=True)
class Amendment:
    """What changes; None stays. ``ground`` is what the place rests on with the new class."""

    reason: str
    service: str | None = None
    ground: Ground | None = None
    then: tuple[str, ...] | None = None


def amend(ticket: Ticket, now: int, change: Amendment) -> Moved:
    """The ticket put right and the event that says so. Another service keeps the place; number and series stay.

    Raises NotAllowed: another service is for a waiting ticket, another credit for one that nobody called or serves.
    """
    allowed = OPEN
    if change.ground is not None:
        allowed -= CURRENT
    if change.service is not None:
        allowed &= {State.WAITING}
    if ticket.state not in allowed:
        raise NotAllowed
    after = ticket
    if change.ground is not None:
        after = _claimed(after, now, change.ground)
    if change.service not in (None, ticket.service):
        after = _elsewhere(after, str(change.service), now)
    if change.then is not None:
        after = replace(after, then=change.then)
    earlier = (ticket.due_at - after.due_at) // 1000
    credit = None if change.ground is None else after.credit
    return after, events_visits.Amended(change.reason, change.service, credit, change.then, earlier)


def _elsewhere(ticket: Ticket, service: str, now: int) -> Ticket:
    there = replace(in_line(ticket, service), since=now, for_counter=None, for_officer=None)
    return replace(there, why="changed", why_arg="")


def _claimed(ticket: Ticket, now: int, new: Ground) -> Ticket:
    """The ticket in the place that it can claim now. What a missed call cost stays paid for; taking a class away never
    puts anybody behind those who have not come yet."""
    walked = due_at(ticket.issued_at, ticket.credit)
    claim, lost = new.claim, 0
    if ticket.due_at not in (walked, new.plain.due_at):
        if not ticket.credit:
            # Sent to the end: it counts from there, and nothing it came with counts any more.
            claim = walk_in(ticket.due_at, new.credit)
        else:
            lost = max(0, ticket.due_at - _stood(ticket, walked, new.plain))
    place = claim.due_at + lost
    if lost and place > ticket.due_at:
        place = min(place, max(ticket.due_at, now))
    changed = replace(ticket, due_at=place, credit=claim.credit, priority=new.credit > 0)
    return replace(changed, why=claim.why, why_arg=claim.why_arg)


def _stood(ticket: Ticket, walked: int, plain: Claim) -> int:
    """Where a ticket that missed its call stood before: at its appointment's place, or ``walked``, as it came."""
    if plain.why != "appointment" or ticket.credit != plain.credit:
        return walked
    return min(walked, plain.due_at) if ticket.priority else plain.due_at
