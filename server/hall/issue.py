"""Issuing a ticket: the next number of its series, written before anybody is told."""

import secrets
from dataclasses import dataclass

from server.hall import bursts, claiming, documents, opening, pausing, printing, waits
from server.hall.claiming import NONE, Grounds
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events
from server.rules.catalogue import Service, Text
from server.rules.claim import Claim
from server.rules.errors import Invalid, Unknown
from server.rules.numbering import number
from server.rules.people import Identity
from server.rules.ticket import Ticket
from server.store import tickets
from server.store.writer import Tx

_TWICE = Text("Mỗi nội dung chỉ chọn một lần.", "Each service can be chosen once.")
_WHY = Text("Hãy chọn lý do.", "Say why.")


@dataclass(frozen=True, slots=True)
class Request:
    """What a citizen wants: a service, perhaps a priority class, help at the desk, services to go to afterwards, and
    what gives a place beside the class; ``reason``: why that class, where it asks for one."""

    service: str
    priority: str | None = None
    assist: bool = False
    lang: str = "vi"
    then: tuple[str, ...] = ()
    grounds: Grounds = NONE
    reason: str | None = None


def issue(hall: Hall, who: Identity, asked: Asked, request: Request) -> Sent:
    """A new ticket, 201. Raises Unknown for a service or class that is not there, ServiceClosed when none is given, and
    what claiming.of raises."""

    def work(tx: Tx) -> Answer:
        service, credit = _checked(hall, who, request)
        pausing.refuse_issuing(hall, tx)
        opening.check(hall, tx, who, service.code, request.then, claiming.passed(hall, tx, request.grounds))
        place = claiming.of(hall, tx, who, service.code, credit, request.grounds)
        made = write(hall, tx, who, service, place, request)
        return Answer(201, made, f"/api/v1/tickets/{made['id']}")

    return once(hall, asked, work)


def write(hall: Hall, tx: Tx, who: Identity, service: Service, place: Claim, request: Request) -> documents.Document:
    """The document of a new ticket at this place, written with its slip and its event; nothing is checked here."""
    printer = printing.printer_of(hall, who)
    serial, waiting = tickets.join(tx, service.code)
    ticket = _taken(hall, tx, service, serial, place, request, printing.at_first(hall, printer))
    ahead = waiting - 1 - tickets.behind(tx.db, tx.centre, ticket)
    facts = tickets.columns(ticket)
    tickets.insert(tx, ticket, facts)
    wait = waits.of_ticket(hall, tx, ticket, ahead)
    if ticket.printed == "queued" and printer:
        printing.queue(hall, tx, ticket, printer, ahead, wait=wait)
    bursts.taken(hall, tx, who, ticket)
    issued = events.Issued(place.credit, ahead, wait, hall.config.words.kept("issue", request.reason))
    tx.record(issued, actor=who.actor, ticket=ticket.id, after=tickets.logged(facts))
    tx.effects.rooms |= hall.rooms.of_ticket(ticket)
    return documents.ticket(hall, tx, ticket, ahead, wait)


def _checked(hall: Hall, who: Identity, request: Request) -> tuple[Service, int]:
    service = hall.catalogue.services.get(request.service)
    if service is None:
        raise Unknown("service", "service")
    planned(hall, service.code, request.then)
    if request.priority is None:
        return service, 0
    given = hall.config.priority.get(request.priority)
    if given is None or (given.reception_only and who.kind != "reception"):
        raise Unknown("class", "priority")
    if given.asks_reason and request.reason is None:
        raise Invalid(errors={"reason": _WHY})
    return service, given.credit


def planned(hall: Hall, service: str, then: tuple[str, ...]) -> None:
    """Raises Unknown or Invalid when these services cannot follow that one: each is gone to once."""
    if any(code not in hall.catalogue.services for code in then):
        raise Unknown("service", "then")
    if len({service, *then}) <= len(then):
        raise Invalid(errors={"then": _TWICE})


def _taken(hall: Hall, tx: Tx, service: Service, serial: int, place: Claim, request: Request, printed: str) -> Ticket:
    return Ticket(
        # In the order of issue, so that neighbours lie together on disk; not to be guessed from one another.
        id=f"{tx.seq + 1:08x}{secrets.token_hex(4)}",
        number=number(service.prefix, serial, hall.config.numbers.digits),
        series=service.code,
        serial=serial,
        business_date=tx.business_date,
        service=service.code,
        issued_at=tx.now,
        due_at=place.due_at,
        seq=tx.seq + 1,
        since=tx.now,
        lang=request.lang,
        credit=place.credit,
        priority=request.priority is not None and hall.config.priority[request.priority].credit > 0,
        assist=request.assist,
        then=request.then,
        printed=printed,
        why=place.why,
        why_arg=place.why_arg,
        source=place.source,
    )
