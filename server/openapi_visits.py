"""The contract's routes around a visit, described: a ticket's link, appointments, what reception puts right."""

from server import api_bodies as bodies
from server.openapi_operation import BOTH, DEVICE, KEY, PERSON, Operation, change
from server.openapi_schemas import (
    CODE,
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    STRING,
    TEXT,
    TRACKED,
    WAIT,
    Schema,
    many,
    maybe,
    one_of,
    ref,
    shape,
)

OPERATIONS = {
    "leave": Operation(
        "Leave the line, by link: from waiting, called, held, no_show. For some minutes rejoin takes it back.",
        {200: "Tracked"},
        body=bodies.Nothing,
        problems=(403, 404, 409, 422, 503),
        headers=KEY,
    ),
    "rejoin": Operation(
        "Into the line again, by link: at the old place after leaving, behind the next after a missed or left call.",
        {200: "Tracked"},
        body=bodies.Nothing,
        problems=(403, 404, 409, 422, 503),
        headers=KEY,
    ),
    "mine": Operation(
        "A number's holder at a kiosk: where it stands; with the slip's short code also its link, to rejoin by.",
        {200: "Mine"},
        (DEVICE,),
        problems=(401, 403, 404, 422),
        query={
            "number": "Such as BA005.",
            "code": "The short code on the slip (Mã phiếu); without it nothing can be done.",
        },
    ),
    "kept_appointment": Operation(
        "Today's appointment with this code, before a number is taken for it: kiosk, officer, reception, supervisor.",
        {200: "KeptAppointment"},
        BOTH,
        problems=(401, 403, 409, 422),
        query={"code": "Six digits."},
    ),
    "amend": change(
        "Put a ticket right: another service (place and number kept), another priority, what follows. Reception.",
        "Ticket",
        bodies.Amend,
        (401, 403, 404, 409, 422, 503),
    ),
    "book": Operation(
        "Make an appointment: reception, supervisor. The code is what its holder brings; no person is named.",
        {201: "Appointment"},
        (PERSON,),
        bodies.Book,
        (401, 403, 422, 503),
        headers=KEY,
    ),
    "appointments": Operation(
        "A day's appointments, in the order of their times: reception, supervisor.",
        {200: "Appointments"},
        (PERSON,),
        problems=(401, 403, 422),
        query={"date": "Today unless given."},
    ),
    "cancel_appointment": change(
        "Cancel an appointment for which no number was taken yet: reception, supervisor.",
        "Appointment",
        bodies.Nothing,
        (401, 403, 404, 409, 422, 503),
    ),
}

APPOINTMENT = shape(
    **{
        "id": CODE,
        "code": STRING,
        "service": CODE,
        "service_name": TEXT,
        "date": DAY,
        "at": INSTANT,
        "cancelled": FLAG,
    },
    outside={**FLAG, "description": "No number was taken for it, and no counter works at its time any more."},
    ticket=maybe(CODE, "The ticket taken for it."),
    number=maybe(STRING),
)
_STANDING = one_of("early", "kept", "late")

SCHEMAS: dict[str, Schema] = {
    "Appointment": APPOINTMENT,
    "Appointments": shape(date=DAY, appointments=many(ref("Appointment"))),
    "KeptAppointment": shape(
        **APPOINTMENT["properties"],
        standing={**_STANDING, "description": "What coming now makes of it; late: counts as just come."},
        passes={**many(STRING), "description": "Reasons against new numbers (a service's) that do not count for it."},
        ahead={**COUNT, "description": "People of its line who would go before its number if it was taken now."},
        wait=WAIT,
        again=maybe(TEXT, "When numbers are given next after today; null unless today may not be enough."),
    ),
    "Mine": shape(
        **TRACKED["properties"], track_url=maybe({"type": "string", "format": "uri"}, "Null without the slip's code.")
    ),
}
