"""Changing the week and the days that differ from it, one row at a time, and what must not be between two rows."""

from collections.abc import Sequence
from dataclasses import replace

from server.rules.catalogue import Closure, Hours, Text
from server.rules.opening import DAY, WHOLE
from server.rules.opening_text import clock


def with_hours(week: Sequence[Hours], row: Hours, *, own: bool = True) -> tuple[Hours, ...]:
    """The week with this row's days as it says; ``own`` false: those days are as in what its scope belongs to."""
    changed: list[Hours] = []
    for one in week:
        if (one.department, one.service) == (row.department, row.service):
            one = replace(one, days=tuple(day for day in one.days if day not in row.days))
        if one.days:
            changed.append(one)
    return (*changed, row) if own else tuple(changed)


def same_days(one: Hours, other: Hours) -> bool:
    """Whether two rows speak of the same day of the same desks."""
    return (one.department, one.service) == (other.department, other.service) and bool(set(one.days) & set(other.days))


def absurd(row: Hours) -> Text | None:
    """What cannot be meant by a row of the week."""
    if row.department and row.service:
        return Text("Chỉ chọn cơ quan hoặc nội dung.", "names both a department and a service; name one of them.")
    if row.numbers and not row.counters:
        return Text("Phát số mà không quầy nào làm việc.", "gives numbers on days on which no counter works.")
    return None


def absurd_closure(row: Closure) -> Text | None:
    """What cannot be meant by a row about one day."""
    if row.department and row.service:
        return Text("Chỉ chọn cơ quan hoặc nội dung.", "names both a department and a service; name one of them.")
    if row.stretch and row.worked_as is not None:
        return Text("Ngày làm bù là cả ngày.", "is worked as a weekday; that is a whole day, without begins and ends.")
    return None


def clash(one: Closure, other: Closure) -> bool:
    """Whether two rows about the same desks say different things of the same hours of a day."""
    if (one.date, one.department, one.service) != (other.date, other.department, other.service):
        return False
    if (one.worked_as is None) != (other.worked_as is None):
        # A part of a day that is worked instead may be closed; the whole of it may not.
        return one.stretch is None and other.stretch is None
    (a, b), (c, d) = one.stretch or WHOLE[0], other.stretch or WHOLE[0]
    return a < d and c < b


def key(row: Closure) -> str:
    """What a row about one day is called in an address: no two rows that may stand together have the same."""
    which = f"s-{row.service}" if row.service else f"d-{row.department}" if row.department else "all"
    part = "worked" if row.worked_as is not None else clock((row.stretch or (0, DAY))[0]).replace(":", "")
    return f"{row.date}_{which}_{part}"
