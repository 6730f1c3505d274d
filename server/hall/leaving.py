"""What an import takes away: nobody's number is lost by it, and whom else it concerns is told in sentences."""

from collections.abc import Iterable, Iterator, Mapping

from server.hall.day import end_session
from server.hall.hall import Hall
from server.rules.catalogue import Catalogue, Text
from server.rules.errors import Conflict
from server.rules.hours import day_after
from server.rules.ticket import State, Ticket
from server.store import catalogue as catalogues
from server.store import people, tickets, visits
from server.store.writer import Tx

NAMED = 8
"""Numbers that a sentence names; of more it gives the count."""


def refuse_lost(tx: Tx, old: Catalogue, new: Catalogue) -> None:
    """A service that goes must have nobody on the way to it, a counter nobody at it. Raises Conflict, naming all."""
    here = tickets.still_open(tx.db, tx.centre, day_after(tx.business_date))
    lost = [
        *(_wanted(code, here) for code in _gone(old.services, new.services)),
        *(_at(code, here) for code in _gone(old.counters, new.counters)),
    ]
    if said := [one for one in lost if one]:
        raise Conflict(Text(" ".join(one.vi for one in said), " ".join(one.en for one in said)))


def _gone(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [code for code in old if code not in new]


def _wanted(code: str, here: Iterable[Ticket]) -> Text | None:
    numbers = [one.number for one in here if code in (one.service, *one.then)]
    if not numbers:
        return None
    named = _named(numbers)
    return Text(f"Đang có người chờ {code} ({named}).", f"People are waiting for {code} ({named}); it cannot go now.")


def _at(code: str, here: Iterable[Ticket]) -> Text | None:
    """Whoever missed a call there is called by any other counter of their line."""
    numbers = [
        one.number for one in here if one.for_counter == code or (one.counter == code and one.state != State.NO_SHOW)
    ]
    if not numbers:
        return None
    named = _named(numbers)
    return Text(f"Quầy {code} đang có số {named}.", f"Counter {code} has {named}; it cannot go now.")


def _named(numbers: list[str]) -> str:
    more = len(numbers) - NAMED
    return ", ".join(numbers[:NAMED]) + (f", +{more}" if more > 0 else "")


def take_leave(hall: Hall, tx: Tx, old: Catalogue, new: Catalogue) -> list[str]:
    """Signs out who sits at a counter that is gone; a sentence for each whom the new catalogue concerns."""
    return [
        *_seated(hall, tx, _gone(old.counters, new.counters)),
        *_lines(tx, old),
        *_appointments(tx, _gone(old.services, new.services)),
    ]


def _seated(hall: Hall, tx: Tx, counters: list[str]) -> Iterator[str]:
    for code in counters:
        if session := people.session_at(tx.db, tx.centre, code):
            end_session(hall, tx, session, "counter-gone")
            yield f"Counter {code} is gone: {session.person.username} was signed in there and is signed out."


def _lines(tx: Tx, old: Catalogue) -> Iterator[str]:
    """Where those are called now who wait in a line that lost a counter."""
    now = catalogues.load(tx.db, tx.centre)
    for code, count in tickets.waiting(tx.db, tx.centre, tx.business_date).items():
        there = [one.code for one in now.counters_of(code)]
        left = [one.code for one in old.counters_of(code) if one.code not in there]
        if count and left:
            yield _line(code, count, left, there)


def _line(code: str, count: int, left: list[str], there: list[str]) -> str:
    waits = f"{count} {'people wait' if count > 1 else 'person waits'} for {code}"
    said = f"Counter {', '.join(left)} serves {code} no more: {waits}, "
    if there:
        return f"{said}called at counter {', '.join(there)} now."
    return f"{said}and no counter serves it until the close. Give it to one on the supervisor's page."


def _appointments(tx: Tx, services: list[str]) -> Iterator[str]:
    for code in services:
        if kept := visits.ahead(tx.db, tx.centre, code, tx.business_date):
            made = f"{len(kept)} appointment{'s' if len(kept) > 1 else ''} for it"
            yield (
                f"{code} is gone: {made}, the first on {kept[0].business_date}, cannot be kept. "
                "They stay listed at reception: tell these people, or import the service again."
            )
