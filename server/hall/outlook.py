"""What is told of a line before a number is taken in it: whether a counter works, and when numbers are given next."""

from typing import Any

from server.hall import opening
from server.hall.foreseen import Wait
from server.hall.hall import Hall, Reading
from server.rules.catalogue import Text
from server.store import people


def of_line(hall: Hall, view: Reading, service: str, wait: Wait) -> dict[str, Any]:
    """``{"desks": "open" | "paused" | "closed" | null, "again": TEXT | null}``: how its counters stand, the best of
    them, in the hours in which they should work; and ``again``."""
    return {"desks": _desks(hall, view, service), "again": again(hall, view, service, wait)}


def again(hall: Hall, view: Reading, service: str, wait: Wait) -> Text | None:
    """When numbers are given next after today, where today may not be enough."""
    return opening.next_day(hall, view, service) if wait and wait["late"] else None


def _desks(hall: Hall, view: Reading, service: str) -> str | None:
    if not any(begins <= view.now < ends for begins, ends in opening.spans(hall, view, service)):
        return None
    return people.best(view.shared.desks, hall.rooms.counters_of[service])
