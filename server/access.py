"""Who is asking: identities, sessions, roles and device tokens."""

from server.rules.people import DEVICES, PEOPLE, Identity

__all__ = ["DEVICES", "PEOPLE", "Identity"]
