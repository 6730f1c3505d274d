"""The citizen's link: a token made from the ticket's id, never stored."""

import hmac

from server.hall.hall import Hall

_ID = 16
_SIGNED = 20


def token(hall: Hall, ticket: str) -> str:
    """The ticket's id followed by 80 bits of HMAC-SHA256(secret, id), in hex."""
    return ticket + hmac.digest(hall.secret.encode(), ticket.encode(), "sha256").hex()[:_SIGNED]


def ticket_of(hall: Hall, given: str) -> str | None:
    """The id of the ticket a token was made for, None for anything else."""
    if not (given.isascii() and len(given) == _ID + _SIGNED):
        return None
    ticket = given[:_ID]
    return ticket if hmac.compare_digest(given, token(hall, ticket)) else None


def track_url(hall: Hall, ticket: str) -> str:
    return f"{hall.url}/t/{token(hall, ticket)}"


def staff_code(ticket: str) -> str:
    """The short code in small print on every slip: it tells whose slip that is among a number's."""
    return ticket[-6:].upper()
