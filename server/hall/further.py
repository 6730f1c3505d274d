"""A further turn, for who has more dossiers than one ticket covers: given with the finish, taken back with it."""

from dataclasses import replace
from typing import Any

from server.hall import documents, issue, opening, pausing
from server.hall.hall import Hall
from server.hall.issue import Request
from server.rules import claim
from server.rules.catalogue import Text
from server.rules.errors import NotAllowed, ServiceClosed, Unknown
from server.rules.people import Identity
from server.rules.ticket import OPEN, Scene, State, Ticket, Wish, move
from server.store import tickets, visits
from server.store.writer import Tx


def give(hall: Hall, tx: Tx, who: Identity, finished: Ticket, service: str) -> dict[str, Any]:
    """The document of a new ticket at the end of the line of ``service``, for the person whose ticket was finished.

    Whoever is at the desk was promised it: neither the hours of numbers nor the day's cap count. Raises ServiceClosed
    where nobody would call it, or nothing is issued at all, and Unknown for a service that is gone.
    """
    offered = hall.catalogue.services.get(service)
    if offered is None:
        raise Unknown("service", "service")
    pausing.refuse_issuing(hall, tx)
    if no := opening.to_promised(hall, tx, service):
        raise ServiceClosed(no.text)
    place = replace(claim.walk_in(tx.now, 0), source=_source(finished.last_move))
    return issue.write(hall, tx, who, offered, place, Request(service, assist=finished.assist, lang=finished.lang))


def take_back(hall: Hall, tx: Tx, who: Identity, finish: int) -> dict[str, Any] | None:
    """The further turn that the undone event ``finish`` gave, cancelled; None where there is none (any more).

    Raises NotAllowed once anything else has happened to it.
    """
    found = visits.sourced(tx.db, tx.centre, _source(finish))
    ticket = tickets.find(tx.db, tx.centre, found[0]) if found else None
    if ticket is None or ticket.state not in OPEN | {State.DONE}:
        return None
    if ticket.state is not State.WAITING or ticket.last_move is not None:
        raise NotAllowed(_used(ticket.number))
    after, event = move(ticket, "cancel", Scene(tx.now, who.counter), Wish())
    old, new = tickets.change(tx, ticket, after)
    tx.record(event, actor=who.actor, ticket=ticket.id, before=old, after=new)
    tx.effects.rooms |= hall.rooms.of_move(ticket, after)
    return documents.ticket(hall, tx, after)


def _source(finish: int | None) -> str:
    """What the further turn of one finish is known by: there is one at most."""
    return f"further:{finish}"


def _used(number: str) -> Text:
    return Text(
        f"Lượt mới {number} đã được gọi hoặc chuyển, nên không hoàn tác được lượt này nữa.",
        f"The new number {number} was called or moved meanwhile: this cannot be undone any more.",
    )
