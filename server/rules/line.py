"""Who is next, and why: one sort key, ``due_at`` and then ``seq``."""

from collections.abc import Iterable, Mapping, Sequence

from server.rules.catalogue import Text
from server.rules.errors import NotAllowed
from server.rules.hours import MINUTE
from server.rules.ticket import Ticket

_VOID = Text(
    "Số này đã vắng nhiều lần nên hết giá trị. Mời ông/bà lấy số mới.",
    "This number was missed too often and is no longer valid. Please take a new one.",
)

STRICTLY = 1440
"""Minutes of preference that no credit and no wait of a day makes up for."""


def due_at(came_at: int, credit: int) -> int:
    """When a person counts as having come: ``credit`` minutes before they did."""
    return came_at - credit * MINUTE


def key(ticket: Ticket, preference: int = 0) -> tuple[int, int]:
    """The place in the order; ``preference`` is the counter's for the ticket's service, in minutes."""
    return ticket.due_at - preference * MINUTE, ticket.seq


def in_order(tickets: Iterable[Ticket], preferences: Mapping[str, int]) -> list[Ticket]:
    """The tickets as a counter with these preferences (service -> minutes) would call them."""
    return sorted(tickets, key=lambda ticket: key(ticket, preferences.get(ticket.service, 0)))


def first_by_preference(ordered: Sequence[Ticket]) -> set[str]:
    """The ids of those who stand before somebody only because the counter prefers their service; ``ordered`` is how it
    would call them."""
    found, earliest = set[str](), None
    for one in reversed(ordered):
        plain = key(one)
        if earliest is not None and earliest < plain:
            found.add(one.id)
        earliest = plain if earliest is None else min(earliest, plain)
    return found


def strictly_before(service: str, counters: Iterable[Mapping[str, int]]) -> set[str]:
    """The services that the people of this one wait for, at each of these counters (service -> preference in minutes)
    that serves it; empty when one of them calls it in turn."""
    before = [
        {one for one, preference in served.items() if preference - served[service] >= STRICTLY}
        for served in counters
        if service in served
    ]
    return set().union(*before) if all(before) else set()


def lets_pass(misses: int, after: int, void: int) -> int | None:
    """How many of its line go before a ticket that missed its call this often: the next ``after`` the first time, then
    all of them (None). Raises NotAllowed from the miss with which it is ``void``."""
    if misses >= void:
        raise NotAllowed(_VOID)
    return after if misses <= 1 else None


def behind(own: int, others: Iterable[int], now: int) -> int:
    """The due_at of a ticket that now stands behind these, and never earlier than it stood: it loses, never wins.

    Nor later than somebody who comes ``now``: an appointment that is still far off holds nobody else back.
    """
    return max(own, min(now, max(others, default=own - 1)) + 1)


def may_call(ticket: Ticket, counter: str, officer: str, services: Iterable[str]) -> bool:
    """Whether a waiting ticket may be called at this counter by this officer."""
    if ticket.for_counter is not None:
        return ticket.for_counter == counter
    if ticket.for_officer is not None:
        return ticket.for_officer == officer
    return ticket.service in services
