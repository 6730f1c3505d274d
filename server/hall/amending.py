"""Reception putting a ticket right: judged in the order of every move, written once, told to everybody it concerns."""

from dataclasses import dataclass

from server.hall import claiming, documents, issue, moves, opening
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import amending
from server.rules.amending import MOST_SERVICES, Amendment, Ground
from server.rules.catalogue import Text
from server.rules.errors import Invalid, Unknown
from server.rules.people import Identity
from server.rules.ticket import Ticket
from server.store import tickets
from server.store.writer import Tx

_NOTHING = Text("Hãy chọn điều cần đổi.", "Say what to change.")
_MOST = Text("Mỗi lượt nhiều nhất 3 nội dung.", "A visit has three services at most.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What reception asks for; None stays. ``priority`` is a class's word, ``classless`` takes a priority away."""

    reason: str
    service: str | None = None
    priority: str | None = None
    classless: bool = False
    then: tuple[str, ...] | None = None


def amend(hall: Hall, who: Identity, asked: Asked, ticket_id: str, wish: Wish) -> Sent:
    """The ticket put right, 200. Raises Unknown, Invalid, ServiceClosed and NotAllowed."""

    def work(tx: Tx) -> Answer:
        ticket = tickets.find(tx.db, tx.centre, ticket_id)
        if ticket is None:
            raise Unknown("ticket")
        change = _fitting(hall, tx, ticket, wish)
        changed = amending.amend(ticket, tx.now, change)
        if change.service not in (None, ticket.service):
            opening.check(hall, tx, who, str(change.service), ())
        opening.check_then(hall, tx, _added(ticket, change))
        after = moves.settle(hall, tx, who, ticket, changed)
        return Answer(200, documents.ticket(hall, tx, after))

    return once(hall, asked, work)


def _added(ticket: Ticket, change: Amendment) -> list[str]:
    return [code for code in change.then or () if code not in ticket.then]


def _fitting(hall: Hall, tx: Tx, ticket: Ticket, wish: Wish) -> Amendment:
    """The wish with everything in it known, its class turned into minutes and forgotten."""
    if wish.service is None and wish.priority is None and not wish.classless and wish.then is None:
        raise Invalid(errors={"service": _NOTHING})
    if wish.service is not None and wish.service not in hall.catalogue.services:
        raise Unknown("service", "service")
    then = ticket.then if wish.then is None else wish.then
    if len(then) >= MOST_SERVICES:
        raise Invalid(errors={"then": _MOST})
    issue.planned(hall, wish.service or ticket.service, then)
    ground = _ground(hall, tx, ticket, wish)
    reason = hall.config.words.kept("amend", wish.reason) or ""
    return Amendment(reason, wish.service, ground, wish.then)


def _ground(hall: Hall, tx: Tx, ticket: Ticket, wish: Wish) -> Ground | None:
    """What the ticket's place rests on with its new class; what it was taken for beside a class stays."""
    if wish.priority is None and not wish.classless:
        return None
    given = hall.config.priority.get(wish.priority) if wish.priority else None
    if wish.priority and given is None:
        raise Unknown("class", "priority")
    credit = given.credit if given else 0
    return Ground(credit, claiming.again(hall, tx, ticket, credit), claiming.again(hall, tx, ticket, 0))
