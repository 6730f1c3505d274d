"""Where a ticket stands in its line when it does not simply keep its place."""

from server.hall.hall import Hall
from server.rules import line
from server.rules.ticket import Ticket
from server.store import places
from server.store.writer import Tx


def after_miss(hall: Hall, tx: Tx, ticket: Ticket) -> int:
    """The due_at with which a missed ticket goes back to its line. Raises NotAllowed when it is void."""
    rules = hall.config.line
    most = line.lets_pass(ticket.misses, rules.missed_after, rules.missed_void)
    here = (tx.db, tx.centre, tx.business_date, ticket.service)
    before = places.last(*here) if most is None else places.first(*here, most)
    return line.behind(ticket.due_at, before, tx.now)
