"""What the contract says of the log in words."""

from server.openapi_operation import PERSON, Operation
from server.openapi_schemas import CODE, DAY, FLAG, ID, INSTANT, STRING, TEXT, VERSION, many, maybe, shape

OPERATIONS = {
    "history": Operation(
        "What happened to a ticket, in words, oldest first: officer, reception, supervisor.",
        {200: "History"},
        (PERSON,),
        problems=(401, 403, 404),
    ),
    "journal": Operation(
        "What was done to the whole hall on a day, in words, newest first, 100 at most: supervisor.",
        {200: "Journal"},
        (PERSON,),
        problems=(401, 403, 422),
        query={
            "date": "Such as 2026-11-24; today by default.",
            "after": "Only events after this seq.",
            "before": "Only events before this seq: the last of a page, for the next one.",
            "what": "Only hall, lines, counters, hours, visits, people or chosen; or one kind of event by its word.",
        },
    ),
}
_EVENT = {
    "seq": VERSION,
    "at": INSTANT,
    "what": {**STRING, "description": "The event's word, as in docs/events.md."},
    "text": TEXT,
    "by": maybe(TEXT, "Who did it, by role or kind; with the name where the reader may know it."),
    "counter": maybe(CODE),
}
SCHEMAS = {
    "History": shape(version=VERSION, number=STRING, events=many(shape(**_EVENT))),
    "Journal": shape(
        version=VERSION,
        date=DAY,
        events=many(shape(**_EVENT, ticket=maybe(ID), number=maybe(STRING)), maxItems=100),
        more={**FLAG, "description": "Whether older ones were left out: ask with before."},
    ),
}
