"""What the holder of a ticket's link may do: leave the line, take that back, rejoin it after a missed call."""

import hmac

from server.hall import further, moves, opening, placing
from server.hall.documents import Document, View
from server.hall.finding import numbered, of_link, shown
from server.hall.hall import Hall
from server.hall.links import staff_code, track_url
from server.hall.once import Answer, Asked, Sent, once
from server.rules import citizen, events
from server.rules.catalogue import Text
from server.rules.errors import NotAllowed, Unknown
from server.rules.hours import iso
from server.rules.people import Identity
from server.rules.ticket import Moved, State, Ticket
from server.store import events as log
from server.store import people, tickets
from server.store.writer import Tx

_SERVED = Text("Ông/bà đang được phục vụ tại quầy.", "You are being served at the counter.")
_OVER = Text("Số này không còn trong hàng chờ.", "This number is no longer in the line.")
_GONE = Text(
    "Đã quá thời gian lấy lại số. Nếu còn cần, mời ông/bà lấy số mới.",
    "It is too late to take this back. If you still need it, please take a new number.",
)
_LATE = Text(
    "Đã quá thời gian báo lại. Mời ông/bà đến bàn hướng dẫn.",
    "The time to come back has passed. Please ask at reception.",
)
_CALLED = Text("Số đang được gọi. Mời ông/bà đến quầy.", "The number is being called. Please go to the counter.")


def holder(hall: Hall, token: str) -> Identity:
    """Whoever has the link. Raises Unknown for one that does not work."""
    with hall.reading() as view:
        return _holder(hall, of_link(hall, view, token))


def _holder(hall: Hall, ticket: Ticket) -> Identity:
    """How the log names who has a ticket's link: nothing is known of them but the ticket."""
    return Identity("citizen", ticket.id, "", hall.centre)


def leave(hall: Hall, asked: Asked, token: str) -> Sent:
    """The ticket as its holder sees it once it left the line, 200; leaving twice is leaving once.

    Raises Unknown for a link that does not work, NotAllowed at the desk and for what is over otherwise.
    """

    def work(tx: Tx) -> Answer:
        ticket = of_link(hall, tx, token)
        if left_at(tx, ticket) is None:
            ticket = moves.settle(hall, tx, _holder(hall, ticket), ticket, _leaving(ticket, tx.now))
        return Answer(200, tracked(hall, tx, ticket))

    return once(hall, asked, work)


def _leaving(ticket: Ticket, now: int) -> Moved:
    try:
        return citizen.leave(ticket, now)
    except NotAllowed:
        raise NotAllowed(_SERVED if ticket.state is State.SERVING else _OVER) from None


def rejoin(hall: Hall, asked: Asked, token: str) -> Sent:
    """The ticket in its line again, 200: where it was if it was left, behind the next numbers if its call was missed.

    Twice is once. Raises Unknown for a link that does not work, NotAllowed when it is too late and in other states.
    """

    def work(tx: Tx) -> Answer:
        return Answer(200, tracked(hall, tx, back(hall, tx, of_link(hall, tx, token))))

    return once(hall, asked, work)


def back(hall: Hall, tx: Tx, ticket: Ticket) -> Ticket:
    """The ticket waiting again, or as it is when its holder has just said so. Raises NotAllowed."""
    who = _holder(hall, ticket)
    if ticket.state is State.NO_SHOW:
        due_at = placing.in_time(hall, tx, ticket, _LATE)
        return moves.settle(hall, tx, who, ticket, citizen.rejoin(ticket, tx.now, due_at))
    if _again(tx, ticket):
        return ticket
    before = _before_leaving(tx, ticket)
    if before and before.state is State.CALLED:
        due_at = placing.after_miss(hall, tx, citizen.missed(before))
    if before is None or stay_until(hall, tx, ticket) is None:
        raise NotAllowed(_why_not(tx, ticket))
    if before.state is State.CALLED:
        return moves.settle(hall, tx, who, ticket, citizen.come_back(ticket, before, tx.now, due_at))
    closed = bool(before.counter) and people.desk(tx.db, tx.centre, str(before.counter)).status == "closed"
    return moves.settle(hall, tx, who, ticket, citizen.take_back(ticket, before, tx.now, closed=closed))


_BACK = frozenset({events.Stayed.what, events.Rejoined.what})


def _again(tx: Tx, ticket: Ticket) -> bool:
    """Whether coming back is the last thing that happened to the ticket."""
    last = log.find(tx.db, tx.centre, ticket.last_move) if ticket.last_move else None
    return last is not None and last["what"] in _BACK


def _why_not(view: View, ticket: Ticket) -> Text:
    if left_at(view, ticket) is not None:
        return _GONE
    if ticket.state is State.CALLED:
        return _CALLED
    return _SERVED if ticket.state is State.SERVING else NotAllowed.title


def _leave_event(view: View, ticket: Ticket) -> Document:
    """The event of leaving, if that is the last thing that happened to the ticket; else {}."""
    over = ticket.state is State.CANCELLED and ticket.last_move is not None
    found = log.find(view.db, view.centre, int(ticket.last_move or 0)) if over else None
    return found if found and found["what"] == events.Left.what else {}


def _before_leaving(view: View, ticket: Ticket) -> Ticket | None:
    found = _leave_event(view, ticket)
    return tickets.restored(ticket, found["before"]) if found else None


def left_at(view: View, ticket: Ticket) -> int | None:
    """When the ticket's holder left the line, if that is how it ended."""
    return _leave_event(view, ticket).get("at")


def stay_until(hall: Hall, view: View, ticket: Ticket) -> int | None:
    """Until when leaving can be taken back, if it can."""
    at, before = left_at(view, ticket), _before_leaving(view, ticket)
    if (
        at is None
        or before is None
        or placing.void(hall, citizen.missed(before))
        or ticket.business_date != view.business_date
        or opening.closed(view)
    ):
        return None
    if further.lost(view, ticket):
        return None
    return placing.ends(view, at, hall.config.line.leave_undo_minutes)


def tracked(hall: Hall, view: View, ticket: Ticket) -> Document:
    """What the holder of a link may know, and what they can do about it."""
    stay, rejoin = stay_until(hall, view, ticket), placing.rejoin_until(hall, view, ticket)
    until = stay if stay is not None else rejoin
    before = _before_leaving(view, ticket)
    keeps = before is not None and before.state is not State.CALLED
    may_leave = citizen.holder_may(ticket, "leave") and ticket.business_date == view.business_date
    return shown(hall, view, ticket) | {
        "can_leave": may_leave,
        "missed": _missed(hall, ticket) if until is None else None,
        "can_rejoin": None if until is None else {"until": iso(until, hall.timezone), "keeps": keeps},
        "leaving": _leaving_costs(hall, ticket) if may_leave else None,
    }


def _leaving_costs(hall: Hall, ticket: Ticket) -> str:
    """What taking it back would cost who left now: nothing (``kept``), a missed call (``missed``), or ``void``: it is
    no more possible."""
    if ticket.state is not State.CALLED:
        return "kept"
    return "void" if placing.void(hall, citizen.missed(ticket)) else "missed"


def _missed(hall: Hall, ticket: Ticket) -> str | None:
    """Why a missed ticket cannot rejoin: ``void`` or ``late``."""
    if ticket.state is not State.NO_SHOW:
        return None
    return "void" if placing.void(hall, ticket) else "late"


def look(hall: Hall, token: str) -> Document:
    """The same now. Raises Unknown for a link that does not work."""
    with hall.reading() as view:
        return tracked(hall, view, of_link(hall, view, token))


def mine(hall: Hall, typed: str, code: str | None) -> Document:
    """Today's ticket with this number, as its holder may know it; ``track_url`` only for the code on its slip, so that
    nobody acts for somebody else. Raises Unknown for a number that is not there, and for a wrong code.
    """
    with hall.reading() as view:
        found = numbered(hall, view, typed, view.business_date)
        wanted = [one for one in found if code is None or hmac.compare_digest(staff_code(one.id), _plain(code))]
        if not wanted:
            raise Unknown("ticket")
        url = None if code is None else track_url(hall, wanted[0].id)
        return tracked(hall, view, wanted[0]) | {"track_url": url}


def _plain(code: str) -> str:
    return "".join(code.split()).upper().encode("ascii", "replace").decode()
