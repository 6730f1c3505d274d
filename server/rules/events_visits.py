"""What can happen around a visit: appointments, what reception puts right, numbers taken in a burst."""

from dataclasses import dataclass

from server.rules.event import Event


@dataclass(frozen=True, slots=True)
class AppointmentMade(Event):
    """Somebody may come at a time: ``service``, ``at`` (UTC milliseconds) and the ``code`` that says so at a kiosk."""

    what = "appointment-made"
    appointment: str
    code: str
    service: str
    at: int


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(Event):
    """An appointment no longer holds."""

    what = "appointment-cancelled"
    appointment: str


@dataclass(frozen=True, slots=True)
class BurstSuspected(Event):
    """Many numbers of one service were taken at one kiosk within a minute, and then missed: perhaps somebody hoards.

    Counts only: ``tickets`` of the burst and how many of them were ``missed`` by then; ``device`` is the kiosk's id.
    """

    what = "burst-suspected"
    device: str
    service: str
    tickets: int
    missed: int


@dataclass(frozen=True, slots=True)
class Amended(Event):
    """Reception put a ticket right: another ``service``, ``credit`` (minutes) or ``then``, null where it stays.

    ``reason`` is a configured word, null where it is not told; ``earlier_s`` how many seconds earlier the ticket counts
    now, below 0: later.
    """

    what = "ticket-amended"
    reason: str | None
    service: str | None = None
    credit: int | None = None
    then: tuple[str, ...] | None = None
    earlier_s: int = 0
