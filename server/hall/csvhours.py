"""Rows of hours.csv and closures.csv: what each may hold, and what must not be between two of them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator

from server.config import Mistake
from server.rules import opening
from server.rules import opening_changes as changes
from server.rules import opening_text as texts
from server.rules.catalogue import Closure, Hours, Service, Stretch, Text
from server.rules.opening import DAY

from .csvrows import MaybeName, MaybeRef, Name, Row, both, refuse

T = TypeVar("T")
WORKING = 5
"""Days of the week on which a public office works, from Monday on."""


def _read(reader: Callable[[str], T]) -> Callable[[str], T]:
    def read(value: str) -> T:
        try:
            return reader(value)
        except texts.Absurd as absurd:
            return refuse(absurd.text.en.rstrip("."))

    return read


def _maybe(reader: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda value: _read(reader)(value) if value else None


Days = Annotated[tuple[int, ...], BeforeValidator(_read(texts.days))]
Stretches = Annotated[tuple[Stretch, ...], BeforeValidator(_read(texts.stretches))]
Day = Annotated[str, AfterValidator(_read(texts.day))]
Clock = Annotated[int | None, BeforeValidator(_maybe(texts.minutes))]
Weekday = Annotated[int | None, BeforeValidator(_maybe(texts.weekday))]


class HoursRow(Row):
    """Empty hours: closed on these days, though what it belongs to is open."""

    department: MaybeRef = ""
    service: MaybeRef = ""
    days: Days
    numbers: Stretches = ()
    counters: Stretches = ()

    @property
    def fact(self) -> Hours:
        return Hours(self.department, self.service, self.days, self.numbers, self.counters)


class ClosureRow(Row):
    """Without begins and ends: the whole day; with ``worked_as``: no closure, but a day worked as that weekday is."""

    date: Day
    department: MaybeRef = ""
    service: MaybeRef = ""
    begins: Clock = None
    ends: Clock = None
    worked_as: Weekday = None
    reason_vi: Name
    reason_en: MaybeName = ""

    @property
    def fact(self) -> Closure:
        whole = self.begins is None and self.ends is None
        # A day that begins at midnight needs no word for it, nor one that ends there.
        stretch = None if whole else (self.begins or 0, self.ends or DAY)
        reason = both(self.reason_vi, self.reason_en)
        return Closure(self.date, self.department, self.service, stretch, self.worked_as, reason)


Found = Sequence[tuple[Hours | Closure, str]]


def between(found: Found) -> Iterator[Mistake]:
    """Yield what is wrong with these rows, each given with where it stands, and between two of them."""
    for row, where in found:
        wrong = changes.absurd(row) if isinstance(row, Hours) else _absurd(row)
        if wrong:
            yield Mistake(where, wrong.en)
        elif isinstance(row, Hours) and row.numbers and row.numbers[-1][1] > row.counters[-1][1]:
            last, end = texts.clock(row.numbers[-1][1]), texts.clock(row.counters[-1][1])
            says = f"gives numbers until {last}, but counters stop at {end}."
            yield Mistake(where, says, "Who comes last is served all the same: somebody has to stay.", "warning")
    for (one, first), (other, where) in combinations(found, 2):
        if isinstance(one, Hours) and isinstance(other, Hours) and changes.same_days(one, other):
            both_days = texts.days_text(set(one.days) & set(other.days))
            yield Mistake(where, f"{both_days} stands in {first} already.", "Each day of the same desks stands once.")
        if isinstance(one, Closure) and isinstance(other, Closure) and changes.clash(one, other):
            yield Mistake(where, f"says something else of {other.date} than {first}.", "Keep one of them.")


def never_open(services: Sequence[tuple[Service, str]], hours: Sequence[Hours]) -> Iterator[Mistake]:
    """Warn of services that have no hours on any day of the week, though others do."""
    for service, where in services if hours else ():
        if not any(opening.week(hours, service, day).numbers for day in range(7)):
            yield Mistake(where, f"{service.code} has no hours on any day.", "Add a row to hours.csv.", "warning")


def days_missing(file: str, services: Sequence[Service], hours: Sequence[Hours]) -> Iterator[Mistake]:
    """Warn of working days on which services give no numbers because no row names the day: forgotten, or a day off."""
    if not hours:
        yield Mistake(file, "has no rows: numbers are given around the clock, on every day.", level="warning")
    lacking: dict[tuple[int, ...], list[str]] = {}
    for service in services if hours else ():
        named = {day for day in range(7) if opening.named(hours, service, day)}
        # Without any day at all it is warned of by itself.
        if named and (days := tuple(sorted(set(range(WORKING)) - named))):
            lacking.setdefault(days, []).append(service.code)
    for days, codes in lacking.items():
        who, on = "any service" if len(codes) == len(services) else ", ".join(codes), texts.days_text(days)
        fix = f"If that is meant, say so with a row for {on} that has no hours."
        yield Mistake(file, f"has no row for {who} on {on}: no numbers are given then.", fix, "warning")


def _absurd(row: Closure) -> Text | None:
    if row.stretch and row.stretch[1] <= row.stretch[0]:
        return Text("Kết thúc trước khi bắt đầu.", f"{texts.range_text(row.stretch)} ends before it begins.")
    return changes.absurd_closure(row)
