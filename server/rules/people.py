"""Who somebody is to the hall: the kinds of devices and people, and what is known of one that asks."""

from dataclasses import dataclass

DEVICES = frozenset({"kiosk", "display"})
ROLES = ("officer", "reception", "supervisor", "admin")
PEOPLE = frozenset(ROLES)
SUPERVISORS = frozenset({"supervisor", "admin"})
STAFF = SUPERVISORS | {"reception"}
"""Who looks after the hall, whatever they may do there."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody known: ``kind`` is one of DEVICES or PEOPLE; ``id`` opaque, a device's or a person's.

    ``session`` is the stored form of the session's token, so that its sockets can be cut when it ends.
    """

    kind: str
    id: str
    name: str
    centre: str
    counter: str | None = None
    session: str = ""
    username: str = ""

    @property
    def actor(self) -> str:
        """How the log names them: no personal data."""
        return f"{self.kind}:{self.id}"


SYSTEM = "system"
