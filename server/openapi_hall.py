"""What the contract says of the routes for who looks after the hall."""

from server import api_bodies as bodies
from server import api_bodies_hall as wishes
from server.openapi_operation import BOTH, KEY, PERSON, Operation, change
from server.openapi_schemas import (
    CODE,
    COUNT,
    DAY,
    FLAG,
    ID,
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

_CHANGES = (401, 403, 404, 409, 422, 503)
_READS = (401, 403)

OPERATIONS = {
    "assigned": Operation(
        "What a counter serves now, and by the catalogue: reception, supervisor.",
        {200: "Assigned"},
        (PERSON,),
        problems=(401, 403, 404),
    ),
    "assign": change(
        "What a counter serves from now on, and prefers, until the close or for good: supervisor.",
        "Assigned",
        wishes.Services,
        _CHANGES,
    ),
    "close_counter": change(
        "Close a counter whose officer is gone, who is signed out; whom it has wait again, places kept: supervisor.",
        "CounterClosed",
        bodies.Nothing,
        _CHANGES,
    ),
    "give": change(
        "Have an open counter serve this service too, until the close: supervisor.",
        "Assigned",
        wishes.Give,
        _CHANGES,
    ),
    "move_line": change(
        "Move the whole line to another service (to) or an open counter, places kept, and tell its people: supervisor.",
        "LineMoved",
        wishes.MoveLine,
        _CHANGES,
    ),
    "alerts": Operation(
        "Lines that wait while none of their counters is open, and what can be done: reception, supervisor.",
        {200: "Alerts"},
        (PERSON,),
        problems=_READS,
    ),
    "overview": Operation(
        "The whole hall at a glance: alerts, lines, counters, the pause, notices: reception, supervisor.",
        {200: "Overview"},
        (PERSON,),
        problems=_READS,
    ),
    "record": Operation(
        "A day's figures by counter and officer, such as calls before their turn: supervisor.",
        {200: "Record"},
        (PERSON,),
        problems=(401, 403, 422),
        query={"date": "Such as 2026-11-24; today by default."},
    ),
    "hall_state": Operation("Whether the whole hall pauses.", {200: "HallState"}, BOTH, problems=_READS),
    "pause": change(
        "Pause the whole hall: nothing is called or issued, no clock runs: reception, supervisor.",
        "HallState",
        wishes.Pause,
        (401, 403, 409, 422, 503),
    ),
    "resume": change(
        "End the hall's pause: reception, supervisor.",
        "HallState",
        bodies.Nothing,
        (401, 403, 409, 422, 503),
    ),
    "notices": Operation(
        "Chosen messages that stand on screens now: reception, supervisor.",
        {200: "Notices"},
        (PERSON,),
        problems=_READS,
    ),
    "put_notice": Operation(
        "Put a chosen message on an area's screens, about a line, or everywhere; three at most in one place.",
        {201: "NoticePut"},
        (PERSON,),
        wishes.Notice,
        (401, 403, 409, 422, 503),
        headers=KEY,
    ),
    "take_off_notice": Operation("Take a notice off.", {204: None}, (PERSON,), problems=(401, 403, 404, 503)),
}

_SERVED = {"type": "object", "additionalProperties": COUNT, "description": "Service -> preference in minutes."}
_NOTICE = {"id": ID, "message": STRING, "text": TEXT, "area": maybe(CODE), "service": maybe(CODE), "at": INSTANT}
BURST = shape(
    **{"kind": {"const": "burst"}, "service": CODE, "name": TEXT, "area": CODE, "since": INSTANT},
    **{"tickets": COUNT, "missed": COUNT, "device": maybe(STRING, "The kiosk's name.")},
)
ALERT = shape(
    kind={"const": "no-counter"},
    service=CODE,
    name=TEXT,
    area=CODE,
    since={**INSTANT, "description": "Since when nobody is there for those who wait in vain."},
    waiting={**COUNT, "description": "How many no open counter may call."},
    left={
        **many(shape(ticket=ID, number=STRING, state=one_of("called", "serving", "held"), counter=CODE)),
        "description": "Those of them who are at a closed counter: give, or move to its own service, brings them back.",
    },
    counters={**many(CODE), "description": "Counters that serve the line."},
    offers={
        **many(CODE),
        "description": "Open counters of its area to give the line, the nearest first; none if one of its own is open.",
    },
)
_LINE = shape(
    **{"service": CODE, "prefix": STRING, "name": TEXT, "area": CODE, "waiting": COUNT},
    longest_s=maybe(COUNT, "Seconds that the first to come has waited."),
    **{"counters": many(CODE), "open": many(CODE)},
)
_OUT_OF_TURN = {
    "chosen": {**COUNT, "description": "People picked out before their turn."},
    "by_service": {**COUNT, "description": "People called before their turn, as the next of one service."},
}
_COUNTER = shape(
    **{"counter": CODE, "area": CODE, "number": maybe(STRING), "since": maybe(INSTANT), "officer": maybe(STRING)},
    desk=one_of("open", "paused", "closed"),
    held={**COUNT, "description": "Tickets held there."},
    state=one_of("free", "called", "serving", "paused", "closed"),
    **{"served": COUNT, "no_shows": COUNT, **_OUT_OF_TURN},
    **{"services": _SERVED, "until_close": FLAG},
)
CLOSING = shape(
    **{"kind": {"const": "closing"}, "at": INSTANT},
    tickets={**COUNT, "description": "How many would expire when the day closes by itself then."},
)
PAUSED = maybe(shape(message=STRING, text=TEXT, since=INSTANT), "null unless the whole hall pauses")

SCHEMAS = {
    "Alert": {"anyOf": [ALERT, BURST, CLOSING]},
    "Alerts": shape(version=VERSION, alerts=many(ref("Alert"))),
    "Overview": shape(
        **{"version": VERSION, "at": INSTANT, "paused": PAUSED, "notices": many(shape(**_NOTICE))},
        open=shape(**dict.fromkeys(("waiting", "called", "serving", "held", "no_show"), COUNT)),
        **{"alerts": many(ref("Alert")), "lines": many(_LINE), "counters": many(_COUNTER)},
    ),
    "Record": shape(
        version=VERSION,
        date=DAY,
        officers=many(
            shape(
                **{"officer": STRING, "name": maybe(STRING), "counter": CODE, "called": COUNT},
                **{**_OUT_OF_TURN, "served": COUNT, "no_shows": COUNT},
            )
        ),
        counters=many(shape(counter=CODE, served=COUNT, no_shows=COUNT)),
    ),
    "Assigned": shape(
        **{"counter": CODE, "version": VERSION, "services": _SERVED, "until_close": FLAG, "usual": _SERVED},
        warnings=many(TEXT),
    ),
    "CounterClosed": shape(
        **{"version": VERSION, "counter": CODE, "officer": maybe(STRING, "Who was signed out."), "back": COUNT},
    ),
    "HallState": shape(version=VERSION, paused=PAUSED),
    "LineMoved": shape(version=VERSION, service=CODE, moved=COUNT),
    "Notices": shape(version=VERSION, notices=many(shape(**_NOTICE))),
    "NoticePut": shape(version=VERSION, **_NOTICE),
}
