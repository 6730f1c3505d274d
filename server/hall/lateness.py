"""When the clock closes the day, and whose numbers would end with it: told while something can still be done."""

from typing import Any

from server.hall import opening
from server.hall.hall import Hall
from server.rules.hours import MINUTE, instant, iso
from server.rules.opening import NONE
from server.rules.opening_text import minutes
from server.store import opening as store
from server.store import overview

AHEAD_MINUTES = 30


def closes_at(hall: Hall, view: opening.View) -> int | None:
    """The instant at which the day closes by itself; None: nobody set one, it was closed, or it was opened after that.

    A hall that has no hours has no such end.
    """
    rules, ruling = hall.config.line, opening.decided(view).get(store.HALL, NONE)
    if rules.close_at is None or rules.around_the_clock or not hall.catalogue.hours or ruling.closed is not None:
        return None
    at = instant(view.business_date, minutes(rules.close_at), hall.timezone)
    return at if ruling.opened is None or ruling.opened < at else None


def soon(hall: Hall, view: opening.View) -> list[dict[str, Any]]:
    """``[{"kind": "closing", "at", "tickets"}]`` half an hour before, if anybody's number would end; else nothing."""
    at = closes_at(hall, view)
    if at is None or view.now < at - AHEAD_MINUTES * MINUTE:
        return []
    tickets = sum(overview.still_open(view.db, view.centre, view.business_date).values())
    return [{"kind": "closing", "at": iso(at, hall.timezone), "tickets": tickets}] if tickets else []
