"""A further turn, for who has more dossiers than one ticket covers: given with the finish, taken back with it."""

from dataclasses import replace
from typing import Any

from server.hall import documents, issue, opening, pausing
from server.hall.hall import Hall, Reading
from server.hall.issue import Request
from server.rules import claim
from server.rules.catalogue import Service, Text
from server.rules.errors import NotAllowed, ServiceClosed, Unknown
from server.rules.events import Undone
from server.rules.people import Identity
from server.rules.ticket import OPEN, Scene, State, Ticket, Wish, move
from server.store import events as log
from server.store import journal, tickets, visits
from server.store.writer import Tx

_WORD = "further"


def may_give(hall: Hall, tx: Tx, who: Identity, ticket: Ticket, done: str | None) -> Service:
    """What the person at the desk gets a new number for once this turn is finished: what was really ``done``, the
    ticket's own service unless said. Nothing is written.

    Raises ServiceClosed where none is given, and Unknown for a service that is gone.
    """
    service = hall.catalogue.services.get(done or ticket.service)
    if service is None:
        raise Unknown("service", "service")
    pausing.refuse_issuing(hall, tx)
    _may_have(hall, tx, who, ticket, service.code)
    return service


def give(hall: Hall, tx: Tx, who: Identity, finished: Ticket, service: Service) -> dict[str, Any]:
    """The document of a new ticket for the person whose turn was finished, at the end of the line of the service."""
    place = replace(claim.walk_in(tx.now, 0), source=_source(finished.last_move))
    wish = Request(service.code, assist=finished.assist, lang=finished.lang)
    return issue.write(hall, tx, who, service, place, wish)


def _may_have(hall: Hall, tx: Tx, who: Identity, before: Ticket, service: str) -> None:
    """Raises ServiceClosed. Whoever is at a desk was promised more of what they came for, or of what is done there:
    neither the hours of numbers nor the day's cap count. Of anything else they get a number when everybody does."""
    here = hall.catalogue.counters.get(who.counter or "")
    if service != before.service and (here is None or service not in here.services):
        opening.check(hall, tx, who, service, ())
    elif no := opening.to_promised(hall, tx, service):
        raise ServiceClosed(no.text)


def unused(tx: Tx, finish: int) -> Ticket | None:
    """The further turn that the event ``finish`` gave; None where there is none (any more).

    Raises NotAllowed once anything else has happened to it.
    """
    found = visits.sourced(tx.db, tx.centre, _source(finish))
    ticket = tickets.find(tx.db, tx.centre, found[0]) if found else None
    if ticket is None or ticket.state not in OPEN | {State.DONE}:
        return None
    if ticket.state is not State.WAITING or ticket.last_move is not None:
        raise NotAllowed(_used(ticket.number))
    return ticket


def take_back(hall: Hall, tx: Tx, who: Identity, ticket: Ticket) -> dict[str, Any]:
    """The document of a further turn, cancelled as the finish that gave it was undone."""
    after, event = move(ticket, "cancel", Scene(tx.now, who.counter), Wish())
    old, new = tickets.change(tx, ticket, after)
    tx.record(event, actor=who.actor, ticket=ticket.id, before=old, after=new)
    tx.effects.rooms |= hall.rooms.of_move(ticket, after)
    return documents.ticket(hall, tx, after)


def lost(view: Reading | Tx, left: Ticket) -> bool:
    """Whether a ticket that its holder left was the further turn of a finish that was undone since: the turn at the
    desk goes on, so there is nothing to come back to."""
    word, _, finish = (left.source or "").partition(":")
    given = log.find(view.db, view.centre, int(finish)) if word == _WORD else None
    finished = tickets.find(view.db, view.centre, given["ticket"]) if given else None
    if given is None or finished is None or finished.last_move == given["seq"]:
        return False
    since = journal.of_ticket(view.db, view.centre, finished.id, given["seq"] + 1, view.seq + 1)
    return any(one["what"] == Undone.what and one["details"]["undone"] == given["seq"] for one in since)


def _source(finish: int | None) -> str:
    """What the further turn of one finish is known by: there is one at most."""
    return f"{_WORD}:{finish}"


def _used(number: str) -> Text:
    return Text(
        f"Lượt mới {number} đã được gọi hoặc chuyển, nên không hoàn tác được lượt này nữa.",
        f"The new number {number} was called or moved meanwhile: this cannot be undone any more.",
    )
