"""What people are told about their wait: the facts of each line, gathered each second, and a ticket's own band."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from server.hall import opening
from server.hall.foreseen import Foreseen, Learnt, Now, Wait
from server.hall.hall import Hall, Reading
from server.rules import wait_words, waits
from server.rules.catalogue import Counter
from server.rules.hours import MINUTE, iso
from server.rules.ticket import Ticket
from server.rules.waits import Line, Rival, Spans
from server.store import pauses, people, tickets
from server.store import waits as facts
from server.store.people import Desk
from server.store.tickets import AtDesk
from server.store.writer import Tx

View = Reading | Tx
LIVE_MS, LEARNT_MS = 1_000, 30_000
"""For how long the state of the desks, and what the turns so far say, is taken as it is. The clock's tick renews both
before they are that old."""
SOON_MS = 2_000
TURNS, COMERS = 60, 40
RECENT_MS = 28 * 24 * 60 * MINUTE
RATE_MS = 60 * MINUTE
"""Comers are counted over at least this long: a crowd at opening is no measure of the hour."""


def tick(hall: Hall) -> None:
    """Gathers the lines anew, so that nobody's call or ticket waits until that is done."""
    with hall.reading() as view:
        learnt = hall.foreseen.learnt
        if learnt and view.now - learnt.at > LEARNT_MS - SOON_MS:
            hall.foreseen.learnt = None
        hall.foreseen.now = None
        bands(hall, view, hall.catalogue.services)


def of_ticket(hall: Hall, view: View, ticket: Ticket, ahead: int) -> Wait:
    """The band of a waiting ticket; None when nothing is known, or when it waits for somebody by name."""
    if ticket.for_counter or ticket.for_officer:
        return None
    return of_place(hall, view, ticket.service, ahead, ticket.due_at)


def of_place(hall: Hall, view: View, service: str, ahead: int, due_at: int) -> Wait:
    """The band of whoever stands in a line with so many of it ahead, counting as having come at ``due_at``."""
    return _shown(hall, view, _line(hall, view, service), ahead, due_at)


def bands(hall: Hall, view: Reading, services: Iterable[str]) -> dict[str, Wait]:
    """The band of who would join each of these lines now, by service."""
    known, waiting = _now(hall, view).comers, view.shared.waiting
    return {service: _of_comer(hall, view, known, service, waiting.get(service, 0)) for service in services}


def _of_comer(hall: Hall, view: View, known: dict[tuple[str, int], Wait], service: str, ahead: int) -> Wait:
    if (service, ahead) not in known:
        known[service, ahead] = _shown(hall, view, _line(hall, view, service), ahead, view.now)
    return known[service, ahead]


def _shown(hall: Hall, view: View, line: Line | None, ahead: int, due_at: int) -> Wait:
    band = waits.band(line, ahead, due_at, view.now) if line else None
    if band is None:
        return None
    after = iso(band.after, hall.timezone) if band.after else None
    text = wait_words.said(band, view.now, hall.timezone)
    return {"low": band.low, "high": band.high, "after": after, "late": band.late, "text": text}


def _line(hall: Hall, view: View, service: str) -> Line | None:
    now = _now(hall, view)
    if service not in now.lines:
        now.lines[service] = None if now.paused else _gathered(hall, view, now, service)
    return now.lines[service]


def _foreseen(hall: Hall, view: View) -> Foreseen:
    """Where what was read is kept: what a transaction read may be taken back, so it stays with the transactions."""
    if not isinstance(view, Tx):
        return hall.foreseen
    kept: Foreseen = view.kept.setdefault("foreseen", Foreseen())
    return kept


def _now(hall: Hall, view: View) -> Now:
    """The moment that is still fresh, or a new one. A clock set back makes a new one, too."""
    foreseen, told = _foreseen(hall, view), hall.foreseen.now
    if isinstance(view, Tx) and told and _lives(told, view):
        return replace(told, lines=dict(told.lines), comers={})
    if foreseen.now and _lives(foreseen.now, view):
        return foreseen.now
    paused = pauses.current(view.db, view.centre) is not None
    made = foreseen.now = Now(view.now, _learnt(hall, view), *_desks_and_who_is_there(view), paused)
    return made


def _desks_and_who_is_there(view: View) -> tuple[dict[str, Desk], dict[str, AtDesk]]:
    if isinstance(view, Reading):
        return view.shared.desks, view.shared.at_desks
    return people.desks(view.db, view.centre), tickets.at_desks(view.db, view.centre)


def _lives(now: Now, view: View) -> bool:
    return 0 <= view.now - now.at < LIVE_MS and now.learnt.day == view.business_date


def _learnt(hall: Hall, view: View) -> Learnt:
    foreseen = _foreseen(hall, view)
    kept = hall.foreseen.learnt or foreseen.learnt
    if kept and 0 <= view.now - kept.at < LEARNT_MS and kept.day == view.business_date:
        return kept
    learnt = foreseen.learnt = Learnt(view.now, view.business_date)
    for service in hall.catalogue.services:
        turns = facts.turns(view.db, view.centre, service, TURNS, view.now - RECENT_MS)
        if pace := waits.pace(turns):
            learnt.paces[service] = pace
            learnt.seen[service] = frozenset(one.counter for one in turns)
            learnt.rates[service] = _rates(view, service)
    return learnt


def _rates(view: View, service: str) -> dict[int, float]:
    """How many come in a millisecond, by credit in minutes."""
    comers = facts.comers(view.db, view.centre, view.business_date, service, COMERS)
    over = max([RATE_MS, *(view.now - at for at, _ in comers)])
    credits = [credit for _, credit in comers]
    return {credit: credits.count(credit) / over for credit in set(credits)}


def _gathered(hall: Hall, view: View, now: Now, service: str) -> Line | None:
    pace = now.learnt.paces.get(service)
    spans = opening.spans(hall, view, service)
    desks = _desks(hall, now, service, at_work=_at_work(spans, view.now))
    if pace is None or not desks:
        return None
    served = [now.current[one.code] for one in desks if one.code in now.current]
    left = [now.learnt.paces.get(one.service, pace).rest(_spent(one, view.now)) for one in served]
    later = [(credit * MINUTE, rate * pace.mean) for credit, rate in now.learnt.rates[service].items() if credit]
    rivals = list(_rivals(hall, view, now, service, desks))
    return Line(
        pace,
        len(desks),
        sum(left),
        len(served),
        tuple(rival for rival, _ in rivals),
        tuple(later + [one for _, first in rivals for one in first]),
        spans,
    )


def _spent(ticket: AtDesk, now: int) -> int:
    return max(0, now - (ticket.called_at or ticket.serving_at or now))


def _at_work(spans: Spans, now: int) -> bool:
    return not spans or any(start <= now < end for start, end in spans)


def _desks(hall: Hall, now: Now, service: str, *, at_work: bool) -> list[Counter]:
    """The desks that work for a line: those open now or, before opening and at lunch, those that lately did."""
    serving = hall.catalogue.counters_of(service)
    doing = {one.code: now.desks.get(one.code, Desk()) for one in serving}
    is_open = [one for one in serving if doing[one.code].status == "open" and not doing[one.code].upcoming]
    # A pause is short: somebody will be back.
    resting = [one for one in serving if doing[one.code].status != "closed"]
    if at_work:
        return is_open or resting[:1]
    lately = now.learnt.seen.get(service, frozenset())
    return [one for one in serving if one in resting or one.code in lately]


First = list[tuple[int, float]]


def _rivals(hall: Hall, view: View, now: Now, service: str, desks: list[Counter]) -> Iterator[tuple[Rival, First]]:
    """Lines that share desks with this one, as each of these desks prefers them, and who of them may still go first."""
    for desk in desks:
        for other, preference in desk.services.items():
            pace = now.learnt.paces.get(other)
            if other == service or pace is None:
                continue
            share = 1 / max(1, len(_desks(hall, now, other, at_work=True)))
            before = (preference - desk.services[service]) * MINUTE
            dues = tuple(due - before for due in facts.dues(view.db, view.centre, view.business_date, other))
            rates = now.learnt.rates[other].items()
            first = [(credit * MINUTE + before, rate * pace.mean * share) for credit, rate in rates]
            yield Rival(dues, pace, share), [one for one in first if one[0] > 0]
