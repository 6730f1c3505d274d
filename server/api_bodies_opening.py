"""What requests about hours may say."""

from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from pydantic import Field
from pydantic.types import StringConstraints

from server.api_bodies import Body, Code
from server.rules import opening_text as texts
from server.rules.catalogue import Closure, Hours, Stretch, Text
from server.rules.errors import Invalid

T = TypeVar("T")
Written = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
# As in a CSV file: what nobody can see could not be imported again.
_SEEN = r"^[^\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+$"
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_SEEN)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Which(Body):
    """One service, or (absent or null) the whole hall."""

    service: Code | None = None


class Cap(Body):
    cap: Annotated[int, Field(ge=1, le=99_999)] | None


class Reasons(Body):
    vi: Reason
    en: Reason | None = None


class SetHours(Body):
    """A row of hours.csv; ``own`` false: these days are as those of what it belongs to. ``confirm``: also where
    appointments are left without counters."""

    department: Code | None = None
    service: Code | None = None
    days: Written
    numbers: Written = ""
    counters: Written = ""
    own: bool = True
    confirm: bool = False

    def row(self) -> Hours:
        """Raises Invalid with a sentence for each field that cannot be read."""
        wrong: dict[str, Text] = {}
        nothing: tuple[int, ...] = ()
        days = _read(wrong, "days", texts.days, self.days, nothing)
        empty: tuple[Stretch, ...] = ()
        numbers = _read(wrong, "numbers", texts.stretches, self.numbers, empty)
        counters = _read(wrong, "counters", texts.stretches, self.counters, empty)
        _refuse(wrong)
        return Hours(self.department or "", self.service or "", days, numbers, counters)


class RemoveClosure(Body):
    """``confirm``: also where people have tickets or appointments of a day that is worked no more."""

    confirm: bool = False


class AddClosure(Body):
    """A row of closures.csv; ``hours`` absent: the whole day. ``confirm``: also where people have tickets or
    appointments already."""

    date: Written
    department: Code | None = None
    service: Code | None = None
    hours: Written | None = None
    worked_as: Weekday | None = None
    reason: Reasons
    confirm: bool = False

    def row(self) -> Closure:
        """Raises Invalid with a sentence for each field that cannot be read."""
        wrong: dict[str, Text] = {}
        date = _read(wrong, "date", texts.day, self.date, "")
        found: tuple[Stretch, ...] = ()
        if self.hours is not None:
            found = _read(wrong, "hours", _one, self.hours, found)
        _refuse(wrong)
        worked = texts.WEEKDAYS.index(self.worked_as) if self.worked_as else None
        reason = Text(self.reason.vi, self.reason.en or self.reason.vi)
        return Closure(date, self.department or "", self.service or "", found[0] if found else None, worked, reason)


def _one(written: str) -> tuple[Stretch, ...]:
    found = texts.stretches(written)
    if len(found) != 1:
        raise texts.Absurd("Hãy viết một khoảng, như 09:00-11:00.", "has to be one stretch, such as 09:00-11:00.")
    return found


def _read(wrong: dict[str, Text], field: str, reader: Callable[[str], T], written: str, otherwise: T) -> T:
    try:
        return reader(written)
    except texts.Absurd as absurd:
        wrong[field] = Text(absurd.text.vi, f"It {absurd.text.en}")
        return otherwise


def _refuse(wrong: dict[str, Text]) -> None:
    if wrong:
        raise Invalid(errors=wrong)
