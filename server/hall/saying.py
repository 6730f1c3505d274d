"""Reasons as people read them: the sentence of a place in the line, with the centre's own words in it."""

from collections.abc import Sequence

from server.hall.hall import Hall, Reading
from server.rules import events, line, reasons
from server.rules.catalogue import Kind, Text
from server.rules.ticket import State, Ticket
from server.store import events as log
from server.store.writer import Tx

_OF_SERVICE = {"preferred": reasons.preferred, "by-service": reasons.by_service}


def why(hall: Hall, code: str, word: str) -> Text:
    """Why a ticket stands where it stands, or was called."""
    if code == "chosen" and word:
        return reasons.chosen(hall.config.words.said("call", word))
    if code in _OF_SERVICE and (service := hall.catalogue.services.get(word)):
        return _OF_SERVICE[code](service.label)
    return reasons.text(code, word)


def held_for(hall: Hall, view: Reading | Tx, ticket: Ticket) -> Text | None:
    """What a held ticket's holder is waited for; None where the officer gave no reason, and for others."""
    seq = ticket.last_move if ticket.state is State.HELD else None
    # What a held ticket went through since, such as being left and taken back, says what was the last before it.
    while seq and (found := log.find(view.db, view.centre, seq)):
        if found["what"] == events.Held.what:
            word = found["details"].get("reason")
            return hall.config.words.said("hold", word) if word else None
        seq = found["before"].get("last_move")
    return None


def because(hall: Hall, ordered: Sequence[Ticket], called: Ticket, *, asked: bool = False) -> tuple[str, str] | None:
    """Why this one of those who may be called here is, as code and word, where it is not the ticket's own reason;
    ``asked``: the officer asked for the next of its service."""
    if asked and ordered[0].id != called.id:
        return "by-service", called.service
    if called.id in line.first_by_preference(ordered):
        return preferred(hall, called.service)
    return None


def preferred(hall: Hall, service: str) -> tuple[str, str]:
    """The code and word of the reason that a counter prefers this service."""
    found = hall.catalogue.services.get(service)
    return "results" if found and found.kind is Kind.RESULT else "preferred", service


def standing(hall: Hall, service: str, own: tuple[str, Text]) -> Text:
    """Why a ticket stands before others at a counter that prefers its service; ``own`` is its own reason, code and
    sentence, which plain order is not."""
    first, (code, said) = why(hall, *preferred(hall, service)), own
    return first if code == "order" else Text(f"{said.vi} · {first.vi}", f"{said.en} · {first.en}")
