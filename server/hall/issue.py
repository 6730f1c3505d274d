"""Issuing a ticket: the next number of its series, written before anybody is told."""

import secrets
from dataclasses import dataclass

from server.hall import documents, opening, printing
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events, line
from server.rules.catalogue import Service
from server.rules.errors import Unknown
from server.rules.numbering import number
from server.rules.people import Identity
from server.rules.ticket import Ticket
from server.store import tickets
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Request:
    """What a citizen wants: a service, perhaps a priority class, help at the desk, and services to go to afterwards."""

    service: str
    priority: str | None = None
    assist: bool = False
    lang: str = "vi"
    then: tuple[str, ...] = ()


def issue(hall: Hall, who: Identity, asked: Asked, request: Request) -> Sent:
    """A new ticket, 201. Raises Unknown for a service or class that is not there, ServiceClosed when none is given."""

    def work(tx: Tx) -> Answer:
        service, credit = _checked(hall, who, request)
        opening.check(hall, tx, who, service.code, request.then)
        printer = printing.printer_of(hall, who)
        serial, waiting = tickets.join(tx, service.code)
        ticket = _taken(hall, tx, service, serial, credit, request, printing.at_first(hall, printer))
        ahead = waiting - 1 - tickets.behind(tx.db, tx.centre, ticket)
        facts = tickets.columns(ticket)
        tickets.insert(tx, ticket, facts)
        if ticket.printed == "queued" and printer:
            printing.queue(hall, tx, ticket, printer, ahead)
        tx.record(events.Issued(credit, ahead), actor=who.actor, ticket=ticket.id, after=tickets.logged(facts))
        tx.effects.rooms |= hall.rooms.of_ticket(ticket)
        return Answer(201, documents.ticket(hall, tx, ticket, ahead), f"/api/v1/tickets/{ticket.id}")

    return once(hall, asked, work)


def _checked(hall: Hall, who: Identity, request: Request) -> tuple[Service, int]:
    service = hall.catalogue.services.get(request.service)
    if service is None:
        raise Unknown("service", "service")
    if any(code not in hall.catalogue.services for code in request.then):
        raise Unknown("service", "then")
    if request.priority is None:
        return service, 0
    given = hall.config.priority.get(request.priority)
    if given is None or (given.reception_only and who.kind != "reception"):
        raise Unknown("class", "priority")
    return service, given.credit


def _taken(hall: Hall, tx: Tx, service: Service, serial: int, credit: int, request: Request, printed: str) -> Ticket:
    return Ticket(
        # In the order of issue, so that neighbours lie together on disk; not to be guessed from one another.
        id=f"{tx.seq + 1:08x}{secrets.token_hex(4)}",
        number=number(service.prefix, serial, hall.config.numbers.digits),
        series=service.code,
        serial=serial,
        business_date=tx.business_date,
        service=service.code,
        issued_at=tx.now,
        due_at=line.due_at(tx.now, credit),
        seq=tx.seq + 1,
        since=tx.now,
        lang=request.lang,
        credit=credit,
        priority=credit > 0,
        assist=request.assist,
        then=request.then,
        printed=printed,
        why="priority" if credit else "order",
        why_arg=str(credit) if credit else "",
    )
