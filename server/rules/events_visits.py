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
