"""Hours as people write them: ``07:30-11:30 13:00-16:30`` on ``mon-fri``; and what is wrong with them, in sentences."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from server.rules.catalogue import Stretch, Text
from server.rules.opening import DAY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHORTEST = 10
"""Minutes below which a stretch can only be a slip of the hand."""
YEARS = (1970, 9998)
"""The first and the last year that a day may lie in: a calendar can count a day on from each, in every time zone."""


class Absurd(ValueError):
    """Something that cannot be meant; ``text`` says what, for a page and for a console."""

    def __init__(self, vi: str, en: str) -> None:
        self.text = Text(vi, en)
        super().__init__(en)


def stretches(written: str) -> tuple[Stretch, ...]:
    """``07:30-11:30 13:00-16:30`` as minutes; () for nothing. Raises Absurd."""
    found = [_stretch(part) for part in re.split(r"[\s,;]+", written.strip()) if part]
    for (a, b), (c, d) in pairwise(sorted(found)):
        if c < b:
            both = (range_text((a, b)), range_text((c, d)))
            raise Absurd("{} và {} chồng lên nhau.".format(*both), "has {} and {}, which overlap.".format(*both))
    return tuple(sorted(found))


def _stretch(part: str) -> Stretch:
    begins, dash, ends = re.sub("[–—]", "-", part).partition("-")
    if not dash:
        raise _unreadable(part)
    found = minutes(begins), minutes(ends)
    if found[1] <= found[0]:
        raise Absurd(f"{part[:30]} kết thúc trước khi bắt đầu.", f"has '{part[:30]}', which ends before it begins.")
    if found[1] - found[0] < SHORTEST:
        raise Absurd(f"{part[:30]} quá ngắn.", f"has '{part[:30]}', which is shorter than {SHORTEST} minutes.")
    return found


def minutes(written: str) -> int:
    """``07:30`` as minutes after midnight, up to ``24:00``. Raises Absurd."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", written)
    at = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else DAY + 1
    if at > DAY:
        raise _unreadable(written)
    return at


def _unreadable(part: str) -> Absurd:
    return Absurd(
        f"Không đọc được giờ '{part[:30]}'; hãy viết như 07:30-11:30.",
        f"has '{part[:30]}', which is no time: write 07:30-11:30, several with a space between.",
    )


def days(written: str) -> tuple[int, ...]:
    """``mon-fri`` or ``sat sun`` as weekdays, 0 being Monday. Raises Absurd."""
    found = {day for part in re.split(r"[\s,;]+", written.strip().casefold()) if part for day in _days(part)}
    if not found:
        raise Absurd("Hãy cho biết những ngày nào.", "is empty: write days such as mon-fri or sat.")
    return tuple(sorted(found))


def _days(part: str) -> range:
    first, dash, last = part.partition("-")
    begins, ends = weekday(first), weekday(last if dash else first)
    if ends < begins:
        raise Absurd(f"'{part[:30]}' đi ngược tuần.", f"has '{part[:30]}', which runs backwards: a week begins on mon.")
    return range(begins, ends + 1)


def weekday(written: str) -> int:
    """``mon`` as 0. Raises Absurd."""
    if written not in WEEKDAYS:
        known = ", ".join(WEEKDAYS)
        raise Absurd(f"Không có ngày '{written[:30]}'.", f"has '{written[:30]}', which is none of: {known}.")
    return WEEKDAYS.index(written)


def day(written: str) -> str:
    """``2026-09-02`` if there is such a day, in one of YEARS. Raises Absurd."""
    try:
        found = date.fromisoformat(written if re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII) else "")
    except ValueError:
        said = written[:30]
        raise Absurd(
            f"Không có ngày '{said}'; hãy viết như 2026-09-02.", f"cannot be '{said}': write a day as 2026-09-02."
        ) from None
    first, last = YEARS
    if not first <= found.year <= last:
        raise Absurd(
            f"Ngày '{written}' nằm ngoài các năm {first} đến {last}.",
            f"cannot be '{written}': the year has to be from {first} to {last}.",
        )
    return found.isoformat()


def clock(at: int) -> str:
    return f"{at // 60:02}:{at % 60:02}"


def range_text(stretch: Stretch) -> str:
    return f"{clock(stretch[0])}-{clock(stretch[1])}"


def hours_text(found: Iterable[Stretch]) -> str:
    return " ".join(map(range_text, found))


def days_text(found: Iterable[int]) -> str:
    """The weekdays, those in a row as first and last."""
    runs: list[list[int]] = []
    for one in sorted(found):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return " ".join(WEEKDAYS[run[0]] if len(run) == 1 else f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}" for run in runs)
