"""Where a ticket stands in its line when it does not simply keep its place."""

from server.hall import clocks
from server.hall.documents import View
from server.hall.hall import Hall
from server.rules import line
from server.rules.catalogue import Text
from server.rules.errors import NotAllowed
from server.rules.hours import MINUTE
from server.rules.ticket import State, Ticket
from server.store import places
from server.store.writer import Tx

_LATE = Text(
    "Đã quá thời gian báo lại. Quầy vẫn có thể gọi số này; nếu không, mời lấy số mới.",
    "The time to come back has passed. A counter may still call this number; otherwise take a new one.",
)


def after_miss(hall: Hall, tx: Tx, ticket: Ticket) -> int:
    """The due_at with which a missed ticket goes back to its line. Raises NotAllowed when it is void."""
    rules = hall.config.line
    most = line.lets_pass(ticket.misses, rules.missed_after, rules.missed_void)
    here = (tx.db, tx.centre, tx.business_date, ticket.service)
    before = places.last(*here) if most is None else places.first(*here, most)
    return line.behind(ticket.due_at, before, tx.now)


def in_time(hall: Hall, tx: Tx, ticket: Ticket, late: Text = _LATE) -> int:
    """The same for who says so anywhere but at a counter. Raises NotAllowed, saying ``late``, once it is too late."""
    due_at = after_miss(hall, tx, ticket)
    if rejoin_until(hall, tx, ticket) is None:
        raise NotAllowed(late)
    return due_at


def void(hall: Hall, ticket: Ticket) -> bool:
    """Whether it was missed so often that it comes back no more."""
    return ticket.misses >= hall.config.line.missed_void


def rejoin_until(hall: Hall, view: View, ticket: Ticket) -> int | None:
    """Until when a missed ticket can rejoin its line, by the hall's own time; None once it cannot."""
    over = void(hall, ticket) or ticket.business_date != view.business_date
    if over or ticket.state is not State.NO_SHOW:
        return None
    return ends(view, ticket.aside_at or ticket.since, hall.config.line.rejoin_minutes)


def ends(view: View, since: int, minutes: int) -> int | None:
    """Until when something can be done that is possible for so many minutes of the hall's time; None: no more."""
    left = minutes * MINUTE - clocks.elapsed(view, since)
    return view.now + left if left >= 0 else None
