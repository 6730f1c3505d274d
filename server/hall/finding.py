"""Finding tickets: by id, by number, and by the citizen's link."""

import re

from server.hall import documents, noticing, pausing, waiting_place
from server.hall.documents import Document, View
from server.hall.hall import Hall
from server.hall.links import ticket_of
from server.rules.errors import Unknown
from server.rules.hours import day_after
from server.rules.ticket import OPEN, Ticket
from server.store import tickets

_NUMBER = re.compile(r"([A-Z]{1,4})([0-9]{1,7})", re.ASCII)
_SHOWN = ("number", "state", "ahead", "wait", "counter", "area", "why", "lang", "service", "version")


def ticket(hall: Hall, id: str) -> Document:
    """The ticket of this id. Raises Unknown."""
    with hall.reading() as view:
        found = tickets.find(view.db, view.centre, id)
        if found is None:
            raise Unknown("ticket")
        return documents.ticket(hall, view, found)


def known(hall: Hall, id: str) -> None:
    """Raises Unknown for an id that no ticket has."""
    with hall.reading() as view:
        if tickets.find(view.db, view.centre, id) is None:
            raise Unknown("ticket")


def numbered(hall: Hall, view: View, typed: str, day: str) -> list[Ticket]:
    """A day's tickets with this number, however it was typed."""
    parts = _NUMBER.fullmatch("".join(typed.split()).upper())
    prefix, serial = parts.groups() if parts else ("", "0")
    series = [one.code for one in hall.catalogue.services.values() if one.prefix == prefix]
    found = [tickets.numbered(view.db, view.centre, day, code, int(serial)) for code in series]
    return [one for one in found if one]


def with_number(hall: Hall, typed: str, day: str | None = None) -> Document:
    """``{"tickets": [...]}`` of a day, today unless named, with this number."""
    with hall.reading() as view:
        found = numbered(hall, view, typed, day or view.business_date)
        return {"tickets": [documents.ticket(hall, view, one) for one in found]}


def of_link(hall: Hall, view: View, token: str) -> Ticket:
    """The ticket a link belongs to; links work until the end of the next day. Raises Unknown."""
    id = ticket_of(hall, token)
    found = tickets.find(view.db, view.centre, id) if id else None
    if found is None or view.business_date > day_after(found.business_date):
        raise Unknown("ticket")
    return found


def shown(hall: Hall, view: View, one: Ticket) -> Document:
    """What anybody with the ticket's link may know."""
    full = documents.ticket(hall, view, one)
    paused = pausing.lasting(view) is not None and one.state in OPEN
    told = noticing.for_ticket(hall, view, one) if one.state in OPEN else []
    name = documents.label_of(hall, one.service)
    then = [documents.label_of(hall, code) for code in one.then] if one.state in OPEN else []
    place = waiting_place.document(hall, view, one, full["wait"], full["ahead"])
    more = {"service_name": name, "then_names": then, "paused": paused, "notices": told, **place}
    return {field: full[field] for field in _SHOWN} | more
