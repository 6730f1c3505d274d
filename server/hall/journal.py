"""The log in words: what happened to one ticket, and what was done to the hall in a day."""

from dataclasses import replace
from typing import Any

from server.hall.hall import Hall, Reading
from server.hall.reader import Reader
from server.rules import events, events_hall, events_hours, events_visits
from server.rules.catalogue import Text
from server.rules.errors import Unknown
from server.rules.event import Event
from server.rules.event_words import by, read, said
from server.rules.hours import day_after, iso, midnight
from server.rules.people import STAFF, Identity
from server.rules.telling import Told
from server.store import events as log
from server.store import journal, tickets

MOST = 100
CHOSEN = "chosen"
Document = dict[str, Any]

_PARTS: dict[str, tuple[type[Event], ...]] = {
    "hall": (
        *(events_hall.HallPaused, events_hall.HallResumed, events_hall.NoticePut, events_hall.NoticeTakenOff),
        *(events_hall.LineAlone, events_hall.LineServed, events_visits.BurstSuspected, events_hall.ScreensTurned),
    ),
    "lines": (events_hall.LineMoved, events_hall.ServicesAssigned, events_hall.AssignmentEnded),
    "counters": (events.SignedIn, events.SignedOut, events.CounterStatus),
    "hours": (
        *(events.DayOpened, events_hours.DayClosed, events_hours.HoursTurned, events_hours.IssuingStopped),
        *(events_hours.IssuingResumed, events_hours.IssuingOpened, events_hours.CapSet, events_hours.HoursSet),
        *(events_hours.ClosureAdded, events_hours.ClosureRemoved),
    ),
    "visits": (events_visits.AppointmentMade, events_visits.AppointmentCancelled),
    "people": (
        *(events.UserAdded, events.RoleChanged, events.PasswordChanged, events.UserDisabled),
        *(events.DeviceAdded, events.DeviceRevoked, events.Imported),
    ),
}
PARTS = {part: tuple(kind.what for kind in kinds) for part, kinds in _PARTS.items()} | {CHOSEN: ()}
"""What the journal may be asked for alone: kinds of events by part; calls before their turn are found apart."""
WHOLE = tuple(what for part in PARTS.values() for what in part)


def history(hall: Hall, view: Reading, who: Identity, id: str) -> Document:
    """``{"version", "number", "events": [...]}`` of a ticket, oldest first. Raises Unknown."""
    ticket = tickets.find(view.db, view.centre, id)
    if ticket is None:
        raise Unknown("ticket")
    end = _turn(hall, view, ticket.business_date)
    found = journal.of_ticket(view.db, view.centre, ticket.id, ticket.seq, end)
    names = Reader(hall, view, named=who.kind in STAFF)
    return {
        "version": view.seq,
        "number": ticket.number,
        "events": [_told(hall, names, one) for one in found],
    }


def _turn(hall: Hall, view: Reading, day: str) -> int:
    """The seq after the last event that may be about a ticket of this day: those that expired at the day's turn have
    the instant of the first event after it, which is the next morning's, or after a holiday."""
    turn = journal.first_at(view.db, view.centre, midnight(day_after(day), hall.timezone), view.seq)
    instant = journal.at(view.db, view.centre, turn)
    return turn if instant is None else journal.first_at(view.db, view.centre, instant + 1, view.seq)


def day(hall: Hall, view: Reading, date: str, bounds: tuple[int, int | None], what: str | None) -> Document:
    """``{"version", "date", "events": [...], "more"}``: what was done to the hall on a day, newest first.

    ``bounds``: only events after the first and before the second seq. ``what``: only one part of PARTS, or one kind of
    event. ``more``: whether older ones between the bounds were left out.
    """
    begins, ends = (
        journal.first_at(view.db, view.centre, midnight(one, hall.timezone), view.seq)
        for one in (date, day_after(date))
    )
    after, before = max(bounds[0], begins - 1), min(ends if bounds[1] is None else bounds[1], ends)
    found = _found(view, date, (after, before), what)
    names = Reader(hall, view, named=True)
    return {
        "version": view.seq,
        "date": date,
        "events": [_numbered(hall, view, names, one) for one in found[:MOST]],
        "more": len(found) > MOST,
    }


def _found(view: Reading, date: str, bounds: tuple[int, int], what: str | None) -> list[Document]:
    """The newest events between two seqs, one more of them than is shown."""
    kinds = None if what is None else PARTS.get(what, (what,))
    found = [] if what == CHOSEN else journal.hall_wide(view.db, view.centre, *bounds, kinds, MOST + 1)
    if what in (None, CHOSEN):
        calls = sorted(journal.chosen(view.db, view.centre, date), reverse=True)
        newest = [seq for seq in calls if bounds[0] < seq < bounds[1]][: MOST + 1]
        found += [one for seq in newest if (one := log.find(view.db, view.centre, seq))]
    return sorted(found, key=lambda one: int(one["seq"]), reverse=True)[: MOST + 1]


def _told(hall: Hall, names: Reader, one: Document) -> Document:
    event = read(one["what"], one["details"])
    if not names.named:
        event = _without_grounds(event)
    told = Told(event, one["counter"], one["before"], one["after"]) if event else None
    return {
        **{"seq": one["seq"], "at": iso(one["at"], hall.timezone), "what": one["what"]},
        "text": said(told, names) if told else Text(one["what"], one["what"]),
        "by": by(one["actor"], names),
        "counter": one["counter"],
    }


def _without_grounds(event: Event | None) -> Event | None:
    """Which class somebody has, and why, is for who gives it."""
    if isinstance(event, events.Issued):
        return replace(event, reason=None)
    if isinstance(event, events_visits.Amended):
        return replace(event, reason=None, credit=None)
    return event


def _numbered(hall: Hall, view: Reading, names: Reader, one: Document) -> Document:
    ticket = tickets.find(view.db, view.centre, one["ticket"]) if one["ticket"] else None
    return _told(hall, names, one) | {"ticket": one["ticket"], "number": ticket.number if ticket else None}


def known(what: str) -> bool:
    """Whether the journal may be asked for this: a part, or a kind of event that is about no ticket."""
    return what in PARTS or what in WHOLE
