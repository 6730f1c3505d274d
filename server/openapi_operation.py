"""What a route of the contract is for, as the OpenAPI document tells it."""

from dataclasses import dataclass, field

from server import api_bodies as bodies

DEVICE, PERSON = "device", "person"
BOTH: tuple[str, ...] = (DEVICE, PERSON)


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route is for. ``answers`` maps a status to the name of a schema, None for an empty answer."""

    summary: str
    answers: dict[int, str | None]
    who: tuple[str, ...] = ()
    body: type[bodies.Body] | None = None
    problems: tuple[int, ...] = ()
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


KEY = {"Idempotency-Key": "1 to 200 characters: the same request under the same key gets the same answer again."}
ETAG = {"If-None-Match": "The ETag of the document that is already there."}


def change(summary: str, answer: str, body: type[bodies.Body], problems: tuple[int, ...]) -> Operation:
    """What one of the centre's people changes, once under a key, and sees as it is then."""
    return Operation(summary, {200: answer}, (PERSON,), body, problems, headers=KEY)
