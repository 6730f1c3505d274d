"""The contract as an OpenAPI 3.1 document, made from the routes, the bodies' models and the answers' shapes."""

import re
from collections.abc import Iterable
from typing import Any

from server import api_bodies as bodies
from server import openapi_hall, openapi_journal, openapi_opening, openapi_visits
from server.errors import MEDIA_TYPE, meanings
from server.openapi_operation import BOTH, DEVICE, ETAG, KEY, PERSON, Operation
from server.openapi_schemas import SCHEMAS as OWN_SCHEMAS
from server.openapi_schemas import Schema, ref
from server.rules.ticket import MOVES

MOVE_PATH = "/api/v1/tickets/<id>/<name>"

Route = tuple[str, str, str]
SCHEMAS = (
    OWN_SCHEMAS | openapi_hall.SCHEMAS | openapi_opening.SCHEMAS | openapi_visits.SCHEMAS | openapi_journal.SCHEMAS
)
_OWN = {
    "sign_in": Operation(
        "Sign in; the same user signing in again replaces the old session. Sets the cookie layso_officer.",
        {201: "Session"},
        body=bodies.SignIn,
        problems=(401, 403, 409, 422),
    ),
    "my_session": Operation("Who is signed in.", {200: "Session"}, (PERSON,), problems=(401, 403)),
    "sign_out": Operation("Sign out.", {204: None}, (PERSON,), problems=(401, 403)),
    "issue": Operation(
        "Take a ticket: kiosk, officer, reception.",
        {201: "Ticket"},
        BOTH,
        bodies.Issue,
        (401, 403, 409, 422, 503),
        headers=KEY,
    ),
    "tickets": Operation(
        "A day's tickets with this number: officer, reception, supervisor.",
        {200: "Tickets"},
        (PERSON,),
        problems=(401, 403, 422),
        query={"number": "Such as BA005.", "date": "Today unless given."},
    ),
    "ticket": Operation("One ticket.", {200: "Ticket"}, BOTH, problems=(401, 403, 404)),
    "tracked": Operation(
        "What the holder of a ticket's link may know; until the end of the next day.",
        {200: "Tracked", 304: None},
        problems=(404,),
        headers=ETAG,
    ),
    "call_next": Operation(
        "Call the next ticket to the officer's own counter; 204 when nobody waits.",
        {200: "Called", 204: None},
        (PERSON,),
        bodies.CallNext,
        (401, 403, 404, 409, 422, 503),
        headers=KEY,
    ),
    "set_status": Operation(
        "Open, pause or close the officer's own counter; after the current ticket, if there is one.",
        {200: "Counter"},
        (PERSON,),
        bodies.Status,
        (401, 403, 404, 422, 503),
    ),
    "counter": Operation("All that its officer works with.", {200: "Counter"}, (PERSON,), problems=(401, 403, 404)),
    "services": Operation("What can be queued for, and how many wait.", {200: "Services"}, BOTH, problems=(401, 403)),
    "board": Operation(
        "What an area's screens show.",
        {200: "Board"},
        BOTH,
        problems=(401, 403, 404),
        query={"area": "A code; `all`, the default, is the whole hall."},
    ),
    "enter": Operation(
        "Exchange a device link's token for the device's cookie.", {200: "Entered"}, (), bodies.Enter, (401, 422)
    ),
    "problem": Operation("What a problem's type means.", {200: "Meaning"}, problems=(404,)),
    "openapi": Operation("This document.", {200: None}),
    "healthz": Operation("The process lives.", {200: "Probe"}),
    "readyz": Operation("It can commit.", {200: "Probe"}, problems=(503,)),
}


OPERATIONS = (
    _OWN | openapi_hall.OPERATIONS | openapi_opening.OPERATIONS | openapi_visits.OPERATIONS | openapi_journal.OPERATIONS
)


def description(routes: Iterable[Route]) -> Schema:
    """The whole document. KeyError for a route that is not described here."""
    paths: dict[str, Schema] = {}
    for method, path, name in routes:
        described = _moves() if path == MOVE_PATH else [(path, name, OPERATIONS[name])]
        for one, id, operation in described:
            paths.setdefault(_braces(one), {})[method.lower()] = _operation(one, id, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Lấy Số", "version": "1", "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _SCHEMES},
    }


_ABOUT = (
    "Instants carry milliseconds and the centre's offset. Unknown request fields are an error. Refusals are problem "
    "documents (RFC 9457), judged in the order 401, 403 (role), 404, 422, 409 (state), 403 (whose ticket). "
    "Live documents come over Socket.IO at /socket.io/; see docs/api.md."
)
_SCHEMES = {
    DEVICE: {"type": "http", "scheme": "bearer"},
    PERSON: {"type": "apiKey", "in": "cookie", "name": "layso_officer"},
}


def _moves() -> list[tuple[str, str, Operation]]:
    return [(MOVE_PATH.replace("<name>", name), f"move_{name}", _move(name)) for name in bodies.MOVES]


def _move(name: str) -> Operation:
    rule = MOVES.get(name)
    sources = ", ".join(sorted(rule.sources or rule.reception)) if rule else ""
    summary = f"{name}: from {sources} to {rule.to}." if rule else _OTHERS[name]
    shown = "MovedTicket" if name in ("finish", "undo") else "Ticket"
    return Operation(summary, {200: shown}, (PERSON,), bodies.MOVES[name], (401, 403, 404, 409, 422, 503), headers=KEY)


_OTHERS = {
    "undo": "undo: takes back the officer's own last move of this ticket.",
    "print": "print: a new print job for an open ticket.",
}


def _braces(path: str) -> str:
    return re.sub(r"<(\w+)>", r"{\1}", path)


def _operation(path: str, id: str, operation: Operation) -> Schema:
    described: Schema = {"operationId": id, "summary": operation.summary, "responses": _responses(operation)}
    described["security"] = [{kind: []} for kind in operation.who]
    parameters = _parameters(path, operation)
    if parameters:
        described["parameters"] = parameters
    if operation.body:
        content = {"application/json": {"schema": ref(operation.body.__name__)}}
        described["requestBody"] = {"content": content, "required": bool(_required(operation.body))}
    return described


def _required(body: type[bodies.Body]) -> list[str]:
    return [name for name, one in body.model_fields.items() if one.is_required()]


def _parameters(path: str, operation: Operation) -> list[Schema]:
    text = {"type": "string"}
    named = [{"name": name, "in": "path", "required": True, "schema": text} for name in re.findall(r"<(\w+)>", path)]
    for place, told in (("query", operation.query), ("header", operation.headers)):
        named += [{"name": name, "in": place, "description": about, "schema": text} for name, about in told.items()]
    return named


def _responses(operation: Operation) -> Schema:
    answers = {str(status): _answer(status, name) for status, name in operation.answers.items()}
    problems = {*operation.problems, *((400, 413, 415) if operation.body else ())}
    return answers | {str(status): _problem(status) for status in sorted(problems)}


def _answer(status: int, name: str | None) -> Schema:
    said: Schema = {"description": {201: "Made", 204: "Nothing to say", 304: "Unchanged"}.get(status, "Done")}
    if name:
        said["content"] = {"application/json": {"schema": ref(name)}}
    return said


def _problem(status: int) -> Schema:
    words = ", ".join(word for word, meaning in meanings().items() if status in meaning["status"])
    return {"description": f"One of: {words}", "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}


def _schemas() -> dict[str, Any]:
    known = {operation.body for operation in OPERATIONS.values()} | set(bodies.MOVES.values())
    models = sorted(filter(None, known), key=lambda model: model.__name__)
    asked = {model.__name__: model.model_json_schema() for model in models}
    words = {"type": "string", "enum": [meaning["type"] for meaning in meanings().values()]}
    problem = SCHEMAS["Problem"] | {"properties": SCHEMAS["Problem"]["properties"] | {"type": words}}
    return asked | SCHEMAS | {"Problem": problem}
