"""What a new ticket's place rests on, looked up and checked: class, appointment, a close before its turn."""

from dataclasses import dataclass

from server.config.models import MAX_CREDIT
from server.hall import clocks
from server.hall.documents import View, label_of
from server.hall.hall import Hall
from server.rules import claim
from server.rules.catalogue import Text
from server.rules.claim import Claim, Visit
from server.rules.errors import Conflict, Forbidden, Invalid, NotAllowed, Unknown
from server.rules.hours import MINUTE, day_after, local
from server.rules.people import Identity
from server.rules.ticket import State, Ticket
from server.store import tickets, visits
from server.store.visits import Appointment
from server.store.writer import Tx

_ONE = Text("Chỉ dùng lịch hẹn hoặc lượt chưa kịp phục vụ.", "Name an appointment or a carried ticket, not both.")
_GONE = Text(
    "Trung tâm không còn nhận nội dung của lịch hẹn này. Mời ông/bà đến bàn hướng dẫn.",
    "The centre does not offer what this appointment is for any more. Please ask at reception.",
)
_OFF = Text("Lịch hẹn này đã hủy.", "This appointment was cancelled.")
_SERVED = Text(
    "Số này không hết hiệu lực vì đóng ngày, nên không có lượt để tính.",
    "This number did not end with the close of its day: it has no turn to count.",
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may give a place beside a class: an appointment's code, or the id of a ticket that a close left behind."""

    appointment: str | None = None
    carried: str | None = None


NONE = Grounds()
_CAP, _HOUR = frozenset({"cap-reached"}), frozenset({"after-hours"})


def of(hall: Hall, tx: Tx, who: Identity, service: str, credit: int, grounds: Grounds) -> Claim:
    """The place of a new ticket; ``credit`` is its class's. Grounds that hold no more, or for something else, are
    refused."""
    if grounds.appointment and grounds.carried:
        raise Invalid(errors={"carried": _ONE})
    if grounds.appointment:
        return _by_appointment(hall, tx, service, credit, grounds.appointment)
    return _carried(hall, tx, who, credit, grounds.carried) if grounds.carried else claim.walk_in(tx.now, credit)


def kept(hall: Hall, view: View, code: str) -> Appointment:
    """Today's appointment with this code, cancelled or not. Raises Unknown, and Invalid for one of another day."""
    found = visits.appointment(view.db, view.centre, view.business_date, code)
    if found is not None:
        return found
    elsewhere = visits.with_code(view.db, view.centre, code, day_after(view.business_date, -1))
    if not elsewhere:
        raise Unknown("appointment", "appointment")
    day = "/".join(reversed(elsewhere[0].business_date.split("-")))
    said = Text(f"Lịch hẹn này là ngày {day}.", f"This appointment is on {day}.")
    raise Invalid(said, {"appointment": said})


def usable(hall: Hall, view: View, one: Appointment) -> None:
    """Raises NotAllowed for an appointment that was cancelled or whose service is gone, Conflict for one that has its
    number."""
    if one.cancelled:
        raise NotAllowed(_OFF)
    if one.service not in hall.catalogue.services:
        raise NotAllowed(_GONE)
    if taken := visits.sourced(view.db, view.centre, one.source):
        number = taken[1]
        raise Conflict(
            Text(
                f"Lịch hẹn này đã lấy số {number}. Nếu mất phiếu, mời đến bàn hướng dẫn.",
                f"Number {number} was already taken for this appointment. Slip lost? Please ask at reception.",
            )
        )


def late_by(view: View, one: Appointment) -> int:
    """Milliseconds of the hall's time since the appointment; 0 before it."""
    return clocks.elapsed(view, one.at) if view.now > one.at else 0


def in_time(hall: Hall, view: View, one: Appointment) -> bool:
    """Whether coming now still counts as keeping the appointment."""
    return late_by(view, one) <= hall.config.line.appointment_late_minutes * MINUTE


def passed(hall: Hall, view: View, grounds: Grounds) -> frozenset[str]:
    """The refusals that do not count for who was promised a turn: the day's cap and, as long as an appointment can be
    kept, the last hour of numbers: its counters still work then."""
    if grounds == NONE:
        return frozenset()
    code = grounds.appointment or ""
    one = visits.appointment(view.db, view.centre, view.business_date, code)
    return _CAP | _HOUR if one and in_time(hall, view, one) else _CAP


def _by_appointment(hall: Hall, tx: Tx, service: str, credit: int, code: str) -> Claim:
    found = kept(hall, tx, code)
    if found.service != service:
        named = label_of(hall, found.service)
        said = Text(f"Lịch hẹn này là để làm: {named.vi}.", f"This appointment is for: {named.en}.")
        raise Invalid(said, {"appointment": said})
    usable(hall, tx, found)
    return visit(hall, found, tx.now, late_by(tx, found), credit)


def visit(hall: Hall, found: Appointment, came: int, late: int, credit: int) -> Claim:
    """The place of who came at the instant ``came``, ``late`` milliseconds of the hall's time after it."""
    kept, rules = Visit(found.at, late, f"{local(found.at, hall.timezone):%H:%M}", found.source), hall.config.line
    return claim.by_appointment(came, credit, kept, rules.appointment_credit, rules.appointment_late_minutes)


def again(hall: Hall, tx: Tx, ticket: Ticket, credit: int) -> Claim:
    """What this ticket could claim when it was issued if its class gave ``credit`` minutes: its ``source`` says on what
    else its place rests."""
    kind, _, id = (ticket.source or "").partition(":")
    if kind == "carried":
        return claim.carried(ticket.issued_at, credit, hall.config.line.carry_credit, MAX_CREDIT, str(ticket.source))
    found = visits.appointment(tx.db, tx.centre, *id.rsplit("-", 1)) if kind == "appointment" else None
    if found is None:
        return claim.walk_in(ticket.issued_at, credit)
    late = late_by(tx, found) - clocks.elapsed(tx, ticket.issued_at) if ticket.issued_at > found.at else 0
    return visit(hall, found, ticket.issued_at, late, credit)


def _carried(hall: Hall, tx: Tx, who: Identity, credit: int, old: str) -> Claim:
    if who.kind != "reception":
        raise Forbidden
    ticket = tickets.find(tx.db, tx.centre, old)
    if ticket is None:
        raise Unknown("ticket", "carried")
    rules = hall.config.line
    if ticket.state is not State.EXPIRED:
        raise NotAllowed(_SERVED)
    if ticket.business_date < day_after(tx.business_date, -rules.carry_days):
        days = rules.carry_days
        raise NotAllowed(Text(f"Số này đã quá {days} ngày.", f"This number is more than {days} days old."))
    source = f"carried:{ticket.id}"
    if taken := visits.sourced(tx.db, tx.centre, source):
        number = taken[1]
        raise Conflict(
            Text(
                f"Lượt chưa kịp phục vụ đã được tính cho số {number}.",
                f"This turn was already counted for number {number}.",
            )
        )
    return claim.carried(tx.now, credit, rules.carry_credit, MAX_CREDIT, source)
