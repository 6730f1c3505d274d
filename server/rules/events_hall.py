"""What can happen to the hall as a whole while it runs: assignments, moved lines, alerts, pauses, notices."""

from dataclasses import dataclass

from server.rules.event import Event


@dataclass(frozen=True, slots=True)
class ServicesAssigned(Event):
    """What a counter serves changed: ``services`` maps each to its preference in minutes; ``until_close``: only until
    the close of the day, then the catalogue counts again."""

    what = "services-assigned"
    services: dict[str, int]
    until_close: bool


@dataclass(frozen=True, slots=True)
class AssignmentEnded(Event):
    """The day closed: the counter serves again what the catalogue says."""

    what = "assignment-ended"


@dataclass(frozen=True, slots=True)
class LineMoved(Event):
    """A whole line was moved, to another service or to a counter; each of its ``tickets`` has an event of its own."""

    what = "line-moved"
    service: str
    to_service: str | None
    to_counter: str | None
    tickets: int


@dataclass(frozen=True, slots=True)
class MovedWithLine(Event):
    """A ticket was moved with its line; number and due_at stay."""

    what = "ticket-moved"


@dataclass(frozen=True, slots=True)
class Released(Event):
    """A ticket that was sent to a counter, or to an officer, is its whole line's again; number and due_at stay."""

    what = "ticket-released"


@dataclass(frozen=True, slots=True)
class LineAlone(Event):
    """In a line somebody waits whom no open counter may call: an alert began; ``since`` is UTC milliseconds."""

    what = "alert-began"
    service: str
    since: int


@dataclass(frozen=True, slots=True)
class LineServed(Event):
    """A line's alert ended: an open counter may call each who waits in it, or nobody does."""

    what = "alert-ended"
    service: str


@dataclass(frozen=True, slots=True)
class ScreensTurned(Event):
    """The last screen of an area went ``dark`` (no connection for ten seconds), or one shows it again, while officers
    were at work there or somebody was called who sits there: they are waited for anew."""

    what = "screens-turned"
    area: str
    dark: bool


@dataclass(frozen=True, slots=True)
class HallPaused(Event):
    """The whole hall pauses: nothing is called or issued and no clock runs; ``message`` is a configured word."""

    what = "hall-paused"
    message: str


@dataclass(frozen=True, slots=True)
class HallResumed(Event):
    """The hall's pause ended; ``lasted_s`` are the seconds by which its clocks stand behind the wall's."""

    what = "hall-resumed"
    lasted_s: int


@dataclass(frozen=True, slots=True)
class NoticePut(Event):
    """A chosen message stands on the boards of an area ("" the whole hall), perhaps about one line."""

    what = "notice-put"
    notice: str
    message: str
    area: str
    service: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeTakenOff(Event):
    """A notice no longer stands on the boards."""

    what = "notice-taken-off"
    notice: str
