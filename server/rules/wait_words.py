"""The expected wait in the words that everybody reads: on kiosks, slips, phones, hall screens and at reception."""

from functools import lru_cache

from server.rules.catalogue import Text
from server.rules.hours import MINUTE, local
from server.rules.waits import Band

_STEP = 5 * MINUTE


def said(band: Band, now: int, timezone: str) -> Text:
    """``09:40-10:00``: the band from ``now`` (UTC milliseconds) on, widened outwards to full five minutes of the clock,
    but never begun in the past: then at the next five minutes, and it ends later than that.
    ``sau 13:00 (13:05-13:40)`` where it lies behind a break, for nobody needs to sit through that.

    Where today may not be enough, a later time would mean nothing: ``từ 15:50``, or ``sau 16:30`` where the whole band
    lies behind the end of the desks' day.
    """
    first = (now + band.low * MINUTE) // _STEP * _STEP
    if first < now:
        first += _STEP
    if band.late:
        return _from(first, timezone) if band.after is None else _after(band.after, timezone)
    last = -(-(now + band.high * MINUTE) // _STEP) * _STEP
    return _between(first, max(last, first + _STEP), band.after, timezone)


# Kept, for they are asked for each line and ticket each second, and change every five minutes.


@lru_cache(maxsize=4096)
def _between(first: int, last: int, end: int | None, timezone: str) -> Text:
    times = f"{_clock(first, timezone)}-{_clock(last, timezone)}"
    if end is None:
        return Text(times, times)
    behind = _after(end, timezone)
    return Text(f"{behind.vi} ({times})", f"{behind.en} ({times})")


@lru_cache(maxsize=256)
def _from(first: int, timezone: str) -> Text:
    at = _clock(first, timezone)
    return Text(f"từ {at}", f"from {at}")


@lru_cache(maxsize=256)
def _after(end: int, timezone: str) -> Text:
    at = _clock(end, timezone)
    return Text(f"sau {at}", f"after {at}")


def _clock(instant: int, timezone: str) -> str:
    return f"{local(instant, timezone):%H:%M}"
