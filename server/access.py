"""Who is asking: identities, sessions, roles and device tokens."""

from dataclasses import dataclass

DEVICES = frozenset({"kiosk", "display"})
PEOPLE = frozenset({"officer", "reception", "supervisor", "admin"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody known: ``kind`` is one of DEVICES or PEOPLE; ``id`` a device's id or a username; ``session`` names the
    signed-in session so that a socket can be cut when it ends."""

    kind: str
    id: str
    name: str
    centre: str
    counter: str | None = None
    session: str = ""
