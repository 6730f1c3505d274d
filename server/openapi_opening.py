"""What the contract says of the routes for hours, closures, caps and the close of the day."""

from server import api_bodies as bodies
from server import api_bodies_opening as wishes
from server.openapi_operation import KEY, PERSON, Operation, change
from server.openapi_schemas import (
    CODE,
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    STRING,
    TEXT,
    VERSION,
    many,
    maybe,
    one_of,
    ref,
    shape,
)
from server.rules.opening_text import WEEKDAYS

_CHANGES = (401, 403, 409, 422, 503)

OPERATIONS = {
    "opening": Operation(
        "Hours, closures and caps, and what was decided today: supervisor.",
        {200: "Opening"},
        (PERSON,),
        problems=(401, 403),
    ),
    "stop_issuing": change(
        "Give no more numbers, of a service or the whole hall, until resumed or the day is over: supervisor.",
        "Ruling",
        wishes.Which,
        _CHANGES,
    ),
    "resume_issuing": Operation(
        "End such a stop: supervisor.", {200: "Ruling"}, (PERSON,), wishes.Which, _CHANGES, headers=KEY
    ),
    "open_now": change(
        "Give numbers from now on outside the hours, on a day off, or after the day was closed: supervisor.",
        "Ruling",
        wishes.Which,
        _CHANGES,
    ),
    "close_day": change(
        "Close the business day: who still waits is not served any more: supervisor.",
        "DayClosed",
        bodies.Nothing,
        (401, 403, 422, 503),
    ),
    "set_cap": change(
        "How many numbers a service gives in a day; null: as many as are wanted: supervisor.",
        "CapOf",
        wishes.Cap,
        (401, 403, 404, 422, 503),
    ),
    "set_hours": change(
        "The week's hours of the centre, a department or a service on some days: supervisor.",
        "HoursSet",
        wishes.SetHours,
        _CHANGES,
    ),
    "add_closure": Operation(
        "Close a day or a part of it, or have it worked as another weekday: supervisor. 200: it was there already.",
        {200: "ClosureAdded", 201: "ClosureAdded"},
        (PERSON,),
        wishes.AddClosure,
        _CHANGES,
        headers=KEY,
    ),
    "remove_closure": Operation(
        "Have a day be as its weekday again: supervisor.",
        {204: None},
        (PERSON,),
        wishes.RemoveClosure,
        (401, 403, 404, 409, 422, 503),
        headers=KEY,
    ),
}

_SCOPE = {"department": maybe(CODE), "service": maybe(CODE, "Both null: the whole centre.")}
_HOURS = {"type": "string", "description": "Such as `07:30-11:30 13:00-16:30`; empty: none."}
_WEEK = {
    **_SCOPE,
    "days": {"type": "string", "description": "Such as `mon-fri`."},
    "numbers": _HOURS,
    "counters": _HOURS,
}
_CLOSURE = {
    **{"id": STRING, "date": DAY},
    **_SCOPE,
    "hours": maybe(STRING, "The closed part, such as `09:00-11:00`; null: the whole day."),
    "worked_as": maybe(one_of(*WEEKDAYS), "No closure: the day is worked as this weekday is."),
    "reason": TEXT,
}
_CLOSED = {
    **{"business_date": DAY, "expired": COUNT, "closed_at": INSTANT},
    "head": {
        "type": "string",
        "description": "The log's end at the close, `seq:hash`, as `layso audit verify` has it.",
    },
}
_OPENED = maybe(INSTANT, "Since when numbers are given outside the hours.")

_LOST = {**COUNT, "description": "How many appointments were left without a counter."}

SCHEMAS = {
    "Opening": shape(
        **{"version": VERSION, "business_date": DAY, "at": INSTANT, "around_the_clock": FLAG},
        close_at=maybe(STRING, "When the clock closes a day that nobody closed."),
        **{"stopped": FLAG, "opened_at": _OPENED, "closed": maybe(shape(**_CLOSED))},
        services=many(
            shape(
                **{"code": CODE, "label": TEXT, "department": CODE, "open": FLAG, "reason": maybe(ref("Reason"))},
                **{"numbers": _HOURS, "counters": _HOURS, "cap": maybe(COUNT), "left": maybe(COUNT)},
                **{"issued": COUNT, "stopped": FLAG, "opened_at": _OPENED},
            )
        ),
        hours=many(shape(**_WEEK)),
        closures=many(ref("Closure"), description="From today on."),
    ),
    "Reason": shape(code=STRING, text=TEXT),
    "Ruling": shape(version=VERSION, service=maybe(CODE, "null: the whole hall"), stopped=FLAG, opened_at=_OPENED),
    "DayClosed": shape(version=VERSION, **_CLOSED),
    "CapOf": shape(version=VERSION, service=CODE, cap=maybe(COUNT)),
    "HoursSet": shape(version=VERSION, appointments=_LOST, **_WEEK, own=FLAG),
    "Closure": shape(**_CLOSURE),
    "ClosureAdded": shape(
        version=VERSION,
        tickets={**COUNT, "description": "How many were open then."},
        appointments=_LOST,
        **_CLOSURE,
    ),
}
