"""What can happen to the hours: days opened and closed, numbers stopped, caps and closures changed."""

from dataclasses import dataclass

from server.rules.event import Event


@dataclass(frozen=True, slots=True)
class DayClosed(Event):
    """A business day was closed: ``expired`` tickets were still open, ``head`` the log's end before this (seq:hash)."""

    what = "day-closed"
    business_date: str
    expired: int
    head: str


@dataclass(frozen=True, slots=True)
class HoursTurned(Event):
    """An hour of the plan began or ended; from now on this many services give numbers."""

    what = "hours-turned"
    open: int


@dataclass(frozen=True, slots=True)
class IssuingStopped(Event):
    """A supervisor stopped giving numbers; ``service`` is empty for the whole hall."""

    what = "issuing-stopped"
    service: str


@dataclass(frozen=True, slots=True)
class IssuingResumed(Event):
    """A supervisor, or the close of the day, ended a stop; ``service`` is empty for the whole hall."""

    what = "issuing-resumed"
    service: str


@dataclass(frozen=True, slots=True)
class IssuingOpened(Event):
    """A supervisor had numbers given outside the hours, or opened a closed day again; ``service`` empty: everywhere."""

    what = "issuing-opened"
    service: str


@dataclass(frozen=True, slots=True)
class CapSet(Event):
    """A supervisor changed how many numbers a service gives in a day; null: as many as are wanted."""

    what = "cap-set"
    service: str
    before: int | None
    cap: int | None


@dataclass(frozen=True, slots=True)
class HoursSet(Event):
    """A supervisor changed the week's hours of the centre, a department or a service.

    Written as in hours.csv; ``own`` false: on these days the hours of what it belongs to count again. ``appointments``
    were left without a counter by it.
    """

    what = "hours-set"
    department: str
    service: str
    days: str
    numbers: str
    counters: str
    own: bool = True
    appointments: int = 0


@dataclass(frozen=True, slots=True)
class ClosureAdded(Event):
    """A day was said to differ from its weekday; ``tickets`` were open then and stay valid, ``appointments`` were left
    without a counter."""

    what = "closure-added"
    date: str
    department: str
    service: str
    hours: str
    worked_as: str
    tickets: int
    appointments: int = 0


@dataclass(frozen=True, slots=True)
class ClosureRemoved(Event):
    """A day is as its weekday again; ``tickets`` were open then and stay valid though it is worked no more,
    ``appointments`` were left without a counter."""

    what = "closure-removed"
    date: str
    department: str
    service: str
    hours: str
    worked_as: str
    tickets: int = 0
    appointments: int = 0
