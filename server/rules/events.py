"""What can happen in a hall: one frozen dataclass each, never asking for personal data.

The columns every event has (seq, at, ticket, counter, actor, before, after, hash) belong to the log; a dataclass here
holds only what its own kind adds. ``what`` is the word in the log, and the docstring its entry in docs/events.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.rules import events_hall, events_hours, events_visits
from server.rules.event import Event as Event

PARTS = (events_hall, events_hours, events_visits)


@dataclass(frozen=True, slots=True)
class Issued(Event):
    """A citizen got a number; ``credit`` is in minutes, ``ahead`` the people of the line before them at that moment.

    ``wait`` is what they were told of their wait: ``low`` and ``high`` minutes, ``after`` (the end of a break that
    comes first), ``late`` (today may not be enough) and ``text``, their words; None while nothing is known. ``reason``
    is why reception gave a class that asks for one.
    """

    what = "ticket-issued"
    credit: int = 0
    ahead: int = 0
    wait: Mapping[str, Any] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Called(Event):
    """A ticket was called to a counter; ``why`` is the reason's code (``by-service``: the officer asked for the next of
    one service, past somebody of another), ``chosen`` whether it was picked out past somebody whose turn it was."""

    what = "ticket-called"
    why: str
    why_arg: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Recalled(Event):
    """A called ticket was announced again."""

    what = "ticket-recalled"


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """A screen of ``area`` has finished speaking the call of this number: its person is waited for from here on."""

    what = "call-announced"
    call: int
    area: str


@dataclass(frozen=True, slots=True)
class Serving(Event):
    """The person is at the desk; ``chosen``: straight from the line, past somebody whose turn it was."""

    what = "ticket-serving"
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Finished(Event):
    """The person is done with ``service``; ``next`` is the service they wait for now, if any."""

    what = "ticket-finished"
    service: str
    outcome: str | None = None
    dossiers: int | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Missed(Event):
    """A called person did not come."""

    what = "ticket-no-show"


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """A ticket went back to its line and stands ``later_s`` seconds later there: 0 keeps its place, one that was missed
    stands behind those who were let pass (its new due_at is in ``after``)."""

    what = "ticket-returned"
    reason: str | None = None
    later_s: int = 0


@dataclass(frozen=True, slots=True)
class Held(Event):
    """A ticket was set aside at the counter while the citizen fetches something."""

    what = "ticket-held"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Transferred(Event):
    """A ticket now waits for another service, counter or officer under the same number; ``end``: behind everybody."""

    what = "ticket-transferred"
    end: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cancelled(Event):
    """A ticket was cancelled."""

    what = "ticket-cancelled"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The ticket's holder left the line; for some minutes that can be taken back."""

    what = "ticket-left"


@dataclass(frozen=True, slots=True)
class Stayed(Event):
    """The ticket's holder took leaving back and has the old place again; not one who was called."""

    what = "ticket-stayed"


@dataclass(frozen=True, slots=True)
class Rejoined(Event):
    """The holder of a ticket that missed its call, or was left then, is here: it waits again, ``later_s`` seconds later
    in its line."""

    what = "ticket-rejoined"
    later_s: int = 0


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """Reception noted afterwards that a person was served by hand, such as while the network was down."""

    what = "ticket-recorded"
    service: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """An officer took back the last move; ``undone`` is the seq of its event."""

    what = "move-undone"
    undone: int


@dataclass(frozen=True, slots=True)
class Expired(Event):
    """The business day closed while the ticket was still open. Never counts as served."""

    what = "ticket-expired"


@dataclass(frozen=True, slots=True)
class PrintQueued(Event):
    """A slip is to be printed."""

    what = "print-queued"
    job: str


@dataclass(frozen=True, slots=True)
class PrintStarted(Event):
    """The first bytes of a slip are about to go to the printer: from here on it is never sent again by itself."""

    what = "print-started"
    job: str


@dataclass(frozen=True, slots=True)
class Printed(Event):
    """What became of a slip: ``result`` is yes or failed, ``code`` the printer's word for it (docs/printing.md)."""

    what = "print-reported"
    job: str
    result: str
    code: str


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """Somebody signed in; ``takeover`` when that ended another person's session at the counter."""

    what = "signed-in"
    takeover: bool = False


@dataclass(frozen=True, slots=True)
class SignedOut(Event):
    """A session ended; ``why`` is signed-out, replaced, taken-over, idle, day-closed, password, disabled, role,
    counter-gone (an import took it away) or counter-closed (a supervisor closed it)."""

    what = "signed-out"
    why: str


@dataclass(frozen=True, slots=True)
class CounterStatus(Event):
    """A counter opened, paused or closed; ``after_current``: it will, when the current ticket is done."""

    what = "counter-status"
    status: str
    reason: str | None = None
    after_current: bool = False


@dataclass(frozen=True, slots=True)
class DayOpened(Event):
    """A business day began; open tickets of the days before expired just before this."""

    what = "day-opened"
    business_date: str


@dataclass(frozen=True, slots=True)
class Imported(Event):
    """The catalogue was replaced from CSV files; the numbers are how many rows of each kind it has now."""

    what = "catalogue-imported"
    services: int
    counters: int
    procedures: int


@dataclass(frozen=True, slots=True)
class DeviceAdded(Event):
    """A kiosk or display may connect from now on."""

    what = "device-added"
    device: str
    kind: str


@dataclass(frozen=True, slots=True)
class DeviceRevoked(Event):
    """A device's token is worthless from now on."""

    what = "device-revoked"
    device: str


@dataclass(frozen=True, slots=True)
class UserAdded(Event):
    """Somebody may sign in from now on; the username itself stays out of the log (``user`` is an opaque id)."""

    what = "user-added"
    user: str
    role: str


@dataclass(frozen=True, slots=True)
class RoleChanged(Event):
    """Somebody may do other things than before: an import named another role."""

    what = "role-changed"
    user: str
    role: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(Event):
    """A password was set."""

    what = "password-changed"
    user: str


@dataclass(frozen=True, slots=True)
class UserDisabled(Event):
    """Somebody may no longer sign in."""

    what = "user-disabled"
    user: str


# Every module of PARTS is loaded by now, so that all kinds are known.
EVENTS: dict[str, type[Event]] = {kind.what: kind for kind in Event.__subclasses__()}
