"""Instants and business days of a centre: UTC milliseconds in, the centre's own calendar out."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60_000


@lru_cache(maxsize=64)
def _zone(timezone: str) -> ZoneInfo:
    return ZoneInfo(timezone)


def local(instant: int, timezone: str) -> datetime:
    """The centre's local time of an instant in UTC milliseconds."""
    whole = datetime.fromtimestamp(instant // 1000, _zone(timezone))
    return whole.replace(microsecond=instant % 1000 * 1000)


@lru_cache(maxsize=4096)
def iso(instant: int, timezone: str) -> str:
    """``2026-11-23T08:00:00.123+07:00``"""
    return local(instant, timezone).isoformat(timespec="milliseconds")


def business_date(instant: int, timezone: str) -> str:
    """The business day an instant belongs to, ``YYYY-MM-DD`` in the centre's time zone."""
    return datetime.fromtimestamp(instant // 1000, _zone(timezone)).date().isoformat()


def midnight(day: str, timezone: str) -> int:
    """The instant at which a business day begins."""
    return instant(day, 0, timezone)


@lru_cache(maxsize=64)
def end_of(day: str, timezone: str) -> int:
    """The instant at which a business day is over; that of no day ("") always was."""
    return midnight(day_after(day), timezone) if day else 0


def day_at(instant: int, known: str, timezone: str) -> str:
    """The business day of an instant, but never before the ``known`` one, of which most instants are."""
    return known if instant < end_of(known, timezone) else business_date(instant, timezone)


@lru_cache(maxsize=4096)
def instant(day: str, minutes: int, timezone: str) -> int:
    """The instant at which the clocks of the centre show so many minutes after a day's midnight."""
    wall = datetime.combine(date.fromisoformat(day), datetime.min.time()) + timedelta(minutes=minutes)
    return int(wall.replace(tzinfo=_zone(timezone)).astimezone(UTC).timestamp()) * 1000


@lru_cache(maxsize=4096)
def spans(day: str, stretches: tuple[tuple[int, int], ...], timezone: str) -> tuple[tuple[int, int], ...]:
    """Stretches of a day (minutes after its midnight, from and to) as instants."""
    return tuple((instant(day, begins, timezone), instant(day, ends, timezone)) for begins, ends in stretches)


def day_after(day: str, days: int = 1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def elapsed(since: int, now: int, pauses: Iterable[tuple[int, int | None]] = ()) -> int:
    """Milliseconds of the hall's own time from ``since`` to ``now``: its pauses (began, ended or None) do not count."""
    stood = sum(max(0, min(now, now if ended is None else ended) - max(since, began)) for began, ended in pauses)
    return max(0, now - since - stood)
