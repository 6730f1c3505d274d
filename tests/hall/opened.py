"""The small hall with the sample's hours: numbers 07:00-16:00, counters 07:30-11:30 and 13:00-16:30."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.rules.catalogue import Closure, Hours, Text
from server.store import catalogue as catalogues
from tests.hall.house import House, offered

WEEK = Hours("", "", (0, 1, 2, 3, 4), ((420, 960),), ((450, 690), (780, 990)))
POLICE = Hours("CA", "", (5,), ((420, 660),), ((450, 690),))


def closure(date: str, reason: str = "Quốc khánh", **of: Any) -> Closure:
    known: dict[str, Any] = {"department": "", "service": "", "stretch": None, "worked_as": None}
    return Closure(date, reason=Text(reason, reason), **(known | of))


def working(
    folder: Path, at: str, *, closures: Sequence[Closure] = (), caps: dict[str, int] | None = None, **line: Any
) -> House:
    house = House(folder, at=at)
    settings = house.config.line.model_copy(update={"around_the_clock": False, "close_at": "20:00", **line})
    house.config = house.hall.config = house.config.model_copy(update={"line": settings})
    caps, has = caps or {}, offered()
    services = {code: replace(one, cap=caps.get(code)) for code, one in has.services.items()}
    whole = replace(has, services=services, hours=(WEEK, POLICE), closures=tuple(closures))
    house.hall.write(lambda tx: catalogues.replace(tx, whole))
    house.hall.reload()
    return house


def offer(house: House, service: str) -> dict[str, Any]:
    """What the kiosks' menu says of a service now."""
    from server.hall import documents

    with house.hall.reading() as view:
        menu = documents.menu(house.hall, view)
    return next(dict(one) for some in menu["departments"] for one in some["services"] if one["code"] == service)


def said(house: House, service: str) -> str | None:
    """The code of why no number of a service is given; None: numbers are given."""
    reason = offer(house, service)["reason"]
    return reason["code"] if reason else None
