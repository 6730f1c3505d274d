"""The shapes of the contract's answers, as JSON schemas: every field that may come, and no other."""

from typing import Any

from server.rules.catalogue import Kind
from server.rules.ticket import State

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
CODE: Schema = {"type": "string", "minLength": 1, "maxLength": 40}
ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$", "description": "Opaque and URL-safe."}
VERSION: Schema = {**COUNT, "description": "The centre's event seq at which this was read; it only grows."}
INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$",
    "examples": ["2026-11-23T08:00:00.123+07:00"],
}
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema, why_null: str = "") -> Schema:
    """The schema, or null."""
    either: Schema = {"anyOf": [schema, {"type": "null"}]}
    return either | ({"description": why_null} if why_null else {})


def many(schema: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": schema, **more}


def one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def shape(**fields: Schema) -> Schema:
    """An object that has all of these fields and no other."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


TEXT = ref("Text")
WAIT = maybe(ref("Wait"), "null while nothing is known")
# A Python word cannot be a keyword argument's name here.
FOR = maybe({"anyOf": [shape(counter=CODE), shape(officer=CODE)]}, "To whom it was sent by name.")

_PLACE = {
    "state": one_of(*State),
    "ahead": maybe(COUNT, "Waiting tickets of its line that come before it; null unless waiting."),
    "wait": WAIT,
    "counter": maybe(CODE),
    "area": maybe(CODE),
    "why": maybe(TEXT, "Why it stands where it stands; null unless waiting or current."),
    "lang": one_of("vi", "en"),
    "service": CODE,
    "version": VERSION,
}

TICKET = shape(
    **{"id": ID, "number": STRING, **_PLACE, "department": maybe(CODE), "priority": FLAG, "assist": FLAG},
    **{"then": many(CODE), "issued_at": INSTANT, "due_at": INSTANT, "business_date": DAY, "calls": COUNT},
    **{"called_at": maybe(INSTANT), "serving_at": maybe(INSTANT), "for": FOR},
    announced_at=maybe(INSTANT, "When it was last called, or a screen had finished saying so."),
    no_show_at=maybe(INSTANT, "From when it may be noted as missed; null unless called, and while calls are owed."),
    aside_at=maybe(INSTANT, "Since when it is held or missed."),
    held_for=maybe(TEXT, "What its holder is waited for; null unless held, and where no reason was given."),
    remind_at=maybe(INSTANT, "From when a held one stands out at its counter; null unless held."),
    left_behind={**FLAG, "description": "Whether it is at a desk, or held, where nobody works now."},
    track_url={"type": "string", "format": "uri", "description": "Absolute; its last part is the track token."},
    printed=one_of("no", "queued", "yes", "failed"),
)
_FURTHER = "Given with a finish that asked for it; cancelled with its undo. Absent otherwise."
MOVED = {**TICKET, "properties": {**TICKET["properties"], "further": {**ref("Ticket"), "description": _FURTHER}}}
TRACKED = shape(
    **{"number": STRING, **_PLACE, "service_name": TEXT, "notices": many(TEXT)},
    then_names={**many(TEXT), "description": "What is gone to afterwards, in order; none once it is over."},
    paused={**FLAG, "description": "Whether the hall pauses; the first notice then says why."},
    place=maybe(TEXT, "Where to wait: area and the counters that may call it; null unless waiting."),
    desks=maybe(one_of("open", "paused", "closed"), "How those counters stand: the best of them; null unless waiting."),
    soon={**FLAG, "description": "Next at one of those counters, whatever other lines wait there, or nearly."},
    preferred={**many(TEXT), "description": "Services that these counters call before its own."},
    can_leave=FLAG,
    missed=maybe(one_of("void", "late"), "Why a missed one cannot rejoin: missed too often, or too long ago."),
    can_rejoin=maybe(
        shape(
            until=INSTANT, keeps={**FLAG, "description": "Whether rejoining takes leaving back: the exact old place."}
        )
    ),
    leaving=maybe(
        one_of("kept", "missed", "void"),
        "What taking leaving back would give: the old place, that of a missed call, none; null: it cannot leave.",
    ),
)

SESSION = shape(
    username=CODE,
    name=STRING,
    role=one_of("officer", "reception", "supervisor", "admin"),
    counter=maybe(CODE, "An officer's; null for the others."),
)

COUNTER = shape(
    counter=CODE,
    version=VERSION,
    status=one_of("open", "paused", "closed"),
    reason=maybe(TEXT, "Why it pauses, or soon will."),
    upcoming=maybe(one_of("paused", "closed"), "The status it takes after the current ticket."),
    officer=maybe(STRING, "Who is signed in here."),
    services={"type": "object", "additionalProperties": COUNT, "description": "Service -> preference in minutes."},
    usual=maybe(
        {"type": "object", "additionalProperties": COUNT},
        "What it serves by the catalogue, where `services` hold only until the close; else null.",
    ),
    no_further={
        **{"type": "object", "additionalProperties": TEXT},
        "description": "Service -> why no further turn is given there now, to who has more dossiers.",
    },
    hall_paused=maybe(shape(message=STRING, text=TEXT, since=INSTANT), "null unless the whole hall pauses"),
    dark_since=maybe(
        INSTANT,
        "Since when no screen shows the counter's area; null while one does, or none did since the server began.",
    ),
    current=maybe(ref("Ticket")),
    held=many(ref("Ticket")),
    missed=many(ref("Ticket")),
    waiting=shape(
        count=COUNT,
        by_service={"type": "object", "additionalProperties": COUNT},
        tickets=many(ref("Ticket"), maxItems=50, description="In the order this counter would call them."),
    ),
    today=shape(
        **{"served": COUNT, "no_shows": COUNT, "mean_serve_s": maybe(COUNT), "mean_wait_s": maybe(COUNT)},
        chosen={**COUNT, "description": "Tickets picked out here before their turn."},
        by_service={**COUNT, "description": "Tickets called here before their turn, as the next of one service."},
    ),
)

REASON = shape(code=STRING, text=TEXT)

SERVICE = shape(
    **{"code": CODE, "name": TEXT, "label": TEXT, "kind": one_of(*Kind), "prefix": STRING, "area": CODE},
    **{"open": FLAG, "reason": maybe(REASON), "waiting": COUNT, "wait": WAIT, "left": maybe(COUNT)},
    desks=maybe(one_of("open", "paused", "closed"), "How its counters stand, the best of them; null out of hours."),
    again=maybe(TEXT, "When numbers are given next after today; null unless today may not be enough."),
)
DEPARTMENT = shape(code=CODE, name=TEXT, label=TEXT, icon=STRING, area=CODE, services=many(ref("Service")))

CALL = shape(
    call={**COUNT, "description": "The seq of the call's event; it only grows."},
    **{"number": STRING, "counter": CODE, "area": CODE, "at": INSTANT, "why": TEXT},
    sound=maybe({"type": "string", "format": "uri-reference"}),
    current={**FLAG, "description": "The ticket still stands called at that counter: nobody has come yet."},
)
BOARD = shape(
    area={**CODE, "description": "`all` is the whole hall."},
    version=VERSION,
    at=INSTANT,
    paused=FLAG,
    over=maybe(
        TEXT, "That the day is over here, and when numbers are given again; null while they are or somebody waits."
    ),
    counters=many(
        shape(
            counter=CODE,
            label=TEXT,
            state=one_of("free", "called", "serving", "paused", "closed"),
            number=maybe(STRING),
            service=maybe(CODE),
        )
    ),
    calls=many(ref("Call"), maxItems=20, description="The newest last; a recall stands here again."),
    waiting=many(shape(service=CODE, name=TEXT, count=COUNT, wait=WAIT)),
    notices={**many(TEXT, maxItems=4), "description": "While the hall pauses, the pause's message first."},
)

PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457. title, detail and errors follow Accept-Language (vi or en; vi by default).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": STRING,
        "status": {"type": "integer"},
        "detail": STRING,
        "errors": {
            "type": "object",
            "additionalProperties": STRING,
            "description": "For 422: field -> sentence.",
        },
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}

SCHEMAS: dict[str, Schema] = {
    "Text": shape(vi=STRING, en=STRING),
    "Wait": {
        **shape(low=COUNT, high=COUNT, after=maybe(INSTANT), late=FLAG, text=TEXT),
        "description": "Minutes. after: the end of the break that the whole band lies behind; late: it reaches past "
        "the end of the desks' day; text: the same in words, as clock times: 09:40-10:00, sau 13:00 (13:05-13:40).",
    },
    "Ticket": TICKET,
    "MovedTicket": MOVED,
    "Tickets": shape(tickets=many(ref("Ticket"))),
    "Tracked": TRACKED,
    "Called": shape(ticket=ref("Ticket"), reason=REASON),
    "Session": SESSION,
    "Counter": COUNTER,
    "Service": SERVICE,
    "Services": shape(version=VERSION, paused=FLAG, notices=many(TEXT), departments=many(DEPARTMENT)),
    "Call": CALL,
    "Board": BOARD,
    "Entered": shape(kind=one_of("kiosk", "display"), page=STRING),
    "Meaning": shape(type=STRING, status=many({"type": "integer"}), title=TEXT),
    "Probe": shape(status=one_of("alive", "ready")),
    "Problem": PROBLEM,
}
