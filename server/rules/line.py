"""Who is next, and why: one sort key, ``due_at`` and then ``seq``."""

from collections.abc import Iterable, Mapping

from server.rules.hours import MINUTE
from server.rules.ticket import Ticket


def due_at(came_at: int, credit: int) -> int:
    """When a person counts as having come: ``credit`` minutes before they did."""
    return came_at - credit * MINUTE


def key(ticket: Ticket, preference: int = 0) -> tuple[int, int]:
    """The place in the order; ``preference`` is the counter's for the ticket's service, in minutes."""
    return ticket.due_at - preference * MINUTE, ticket.seq


def in_order(tickets: Iterable[Ticket], preferences: Mapping[str, int]) -> list[Ticket]:
    """The tickets as a counter with these preferences (service -> minutes) would call them."""
    return sorted(tickets, key=lambda ticket: key(ticket, preferences.get(ticket.service, 0)))


def may_call(ticket: Ticket, counter: str, officer: str, services: Iterable[str]) -> bool:
    """Whether a waiting ticket may be called at this counter by this officer."""
    if ticket.for_counter is not None:
        return ticket.for_counter == counter
    if ticket.for_officer is not None:
        return ticket.for_officer == officer
    return ticket.service in services
