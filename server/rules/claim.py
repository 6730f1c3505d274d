"""What a new ticket's place rests on: when its holder came, a class, an appointment, a close before its turn."""

from dataclasses import dataclass

from server.rules.hours import MINUTE
from server.rules.line import due_at


@dataclass(frozen=True, slots=True)
class Claim:
    """A place and its reason. ``due_at`` in UTC milliseconds, ``credit`` the minutes contained in it: of a class, of an
    appointment or of a day not reached. ``source`` may give one ticket."""

    due_at: int
    credit: int = 0
    why: str = "order"
    why_arg: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment as it is kept: ``at`` its instant, ``late`` the milliseconds of the hall's time since then."""

    at: int
    late: int
    shown: str
    source: str


def walk_in(now: int, credit: int) -> Claim:
    """Who comes without an appointment counts as having come ``credit`` minutes earlier."""
    if not credit:
        return Claim(now)
    return Claim(due_at(now, credit), credit, "priority", str(credit))


def by_appointment(now: int, credit: int, visit: Visit, earlier: int, grace: int) -> Claim:
    """The appointment's time less ``earlier`` minutes, up to ``grace`` minutes late; a walk-in after that.

    Early changes nothing: the place is the appointment's. A priority class counts where it gives the better place; the
    two are never added.
    """
    walks = walk_in(now, credit)
    place = due_at(visit.at, earlier)
    if visit.late > grace * MINUTE or (credit and walks.due_at < place):
        return Claim(walks.due_at, credit, walks.why, walks.why_arg, visit.source)
    return Claim(place, earlier, "appointment", visit.shown, visit.source)


def carried(now: int, credit: int, carry: int, most: int, source: str) -> Claim:
    """Who was left when a day closed, today perhaps: ``carry`` minutes beside the class, ``most`` together."""
    whole = min(most, credit + carry)
    return Claim(due_at(now, whole), whole, "carried", str(whole), source)
