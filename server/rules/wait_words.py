"""The expected wait in the words that everybody reads: on kiosks, slips, phones, hall screens and at reception."""

from functools import lru_cache

from server.rules.catalogue import Text
from server.rules.hours import MINUTE, local
from server.rules.waits import Band

_STEP = 5 * MINUTE


def said(band: Band, now: int, timezone: str) -> Text:
    """``09:40-10:00``: the band from ``now`` (UTC milliseconds) on, widened outwards to full five minutes of the clock.

    Where today may not be enough, a later time would mean nothing: ``từ 15:50``, or ``sau 16:30`` where the whole band
    lies behind the end of the desks' day.
    """
    first = (now + band.low * MINUTE) // _STEP * _STEP
    if not band.late:
        return _between(first, -(-(now + band.high * MINUTE) // _STEP) * _STEP, timezone)
    return _from(first, timezone) if band.after is None else _after(band.after, timezone)


# Kept, for they are asked for each line and ticket each second, and change every five minutes.


@lru_cache(maxsize=4096)
def _between(first: int, last: int, timezone: str) -> Text:
    times = f"{_clock(first, timezone)}-{_clock(last, timezone)}"
    return Text(times, times)


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
