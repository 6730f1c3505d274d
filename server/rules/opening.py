"""When numbers are given and counters work: the week, the days that differ from it, and what was decided today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from server.rules.catalogue import Closure, Hours, Service, Stretch, Text

DAY = 24 * 60
WHOLE: tuple[Stretch, ...] = ((0, DAY),)
ENDED = frozenset({"after-hours", "closed-today", "day-closed"})
"""The refusals that last for the rest of the day, unless somebody decides otherwise."""
Span = tuple[int, int]
"""From and to, as instants in UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A service's day as it was planned; ``shut`` are the closed parts with the reason people read."""

    numbers: tuple[Stretch, ...]
    counters: tuple[Stretch, ...]
    shut: tuple[tuple[Stretch, Text], ...] = ()


ALWAYS = Plan(WHOLE, WHOLE)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a supervisor decided for today, for the hall or for one service. Instants are UTC milliseconds.

    ``opened``: numbers are given from then on, whatever the hours say; ``closed``: the day was closed then, by
    the event with the seq ``closing``.
    """

    stopped: bool = False
    opened: int | None = None
    closed: int | None = None
    closing: int | None = None


NONE = Ruling()


def _rank(row: Hours | Closure, service: Service) -> int | None:
    """How closely a row speaks of this service: 2 by name, 1 by department, 0 as part of the centre, None not."""
    if row.service:
        return 2 if row.service == service.code else None
    if row.department:
        return 1 if row.department == service.department else None
    return 0


def plan(hours: Sequence[Hours], closures: Iterable[Closure], service: Service, day: str) -> Plan:
    """The service's day. The closest row counts: a desk may work on a day on which the centre is closed."""
    own = [(rank, one) for one in closures if one.date == day and (rank := _rank(one, service)) is not None]
    worked = max(((rank, one.worked_as) for rank, one in own if one.worked_as is not None), default=None)
    weekday = worked[1] if worked else date.fromisoformat(day).weekday()
    closest = worked[0] if worked else 0
    shut = tuple(
        (one.stretch or WHOLE[0], one.reason) for rank, one in own if one.worked_as is None and rank >= closest
    )
    usual = week(hours, service, weekday)
    return Plan(_without(usual.numbers, shut), _without(usual.counters, shut), shut)


def at_work(plan: Plan, minute: int) -> bool:
    """Whether counters work at a minute of this day."""
    return any(begins <= minute < ends for begins, ends in plan.counters)


def week(hours: Sequence[Hours], service: Service, weekday: int) -> Plan:
    """What the service's weekday (0 is Monday) is like when nothing differs."""
    if not hours:
        return ALWAYS
    found = named(hours, service, weekday)
    if not found:
        return Plan((), ())
    _, closest = max(found, key=lambda one: one[0])
    return Plan(closest.numbers, closest.counters)


def named(hours: Sequence[Hours], service: Service, weekday: int) -> list[tuple[int, Hours]]:
    """The rows that say anything of the service's weekday, also that it is closed, and how closely (higher: closer)."""
    return [(rank, one) for one in hours if weekday in one.days and (rank := _rank(one, service)) is not None]


def _without(stretches: tuple[Stretch, ...], shut: tuple[tuple[Stretch, Text], ...]) -> tuple[Stretch, ...]:
    left = list(stretches)
    for (begins, ends), _ in shut:
        cut = [part for one in left for part in ((one[0], min(one[1], begins)), (max(one[0], ends), one[1]))]
        left = [(a, b) for a, b in cut if a < b]
    return tuple(left)


def issuing(planned: Sequence[Span], opened: Iterable[int | None], end: int) -> list[Span]:
    """When numbers are given today: as planned, and from each ``opened`` until the next planned hour or day's end.

    What was opened within a planned hour adds nothing: that hour ends as planned.
    """
    early = [at for at in opened if at is not None and not any(begins <= at < ends for begins, ends in planned)]
    return merged([*planned, *((at, min((a for a, _ in planned if a > at), default=end)) for at in early)])


def working(planned: Sequence[Span], opened: Iterable[int | None], end: int) -> list[Span]:
    """When counters work today: as planned, and until the day's end where it was opened after all of that."""
    late = [(at, end) for at in opened if at is not None and all(ends <= at for _, ends in planned)]
    return merged([*planned, *late])


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that neither touch nor overlap, in order."""
    found: list[Span] = []
    for begins, ends in sorted(spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        elif begins < ends:
            found.append((begins, ends))
    return found


def refused(now: int, spans: Sequence[Span], hall: Ruling, own: Ruling) -> str | None:
    """Why no number is given now, as one of CODES (server/rules/opening_words.py); None: numbers are given.

    A day that was closed is that for everybody, whatever was stopped since.
    """
    if hall.closed is not None:
        return "day-closed"
    if hall.stopped or own.stopped:
        return "stopped"
    if any(begins <= now < ends for begins, ends in spans):
        return None
    if any(now < begins for begins, _ in spans):
        return "before-hours"
    return "after-hours" if spans else "closed-today"
