"""The documents of the contract: a ticket, a board, a counter's page, the kiosks' menu."""

from collections.abc import Set
from dataclasses import replace
from functools import partial
from typing import Any

from server.hall import left, lines, noticing, opening, outlook, patience, pausing, saying, waits
from server.hall.foreseen import Wait
from server.hall.hall import Hall, Reading
from server.hall.links import track_url
from server.hall.opening import Offer
from server.hall.saying import why
from server.rules import line
from server.rules.catalogue import Counter, Service, Text
from server.rules.errors import Unknown
from server.rules.hours import iso
from server.rules.opening_words import Refusal
from server.rules.ticket import CURRENT, State, Ticket
from server.store import calls, people, tickets
from server.store.people import Desk
from server.store.tickets import AtDesk
from server.store.writer import Tx

Document = dict[str, Any]
View = Reading | Tx
SHOWN = 50
DRAWN = 5_000
_EXPLAINED = CURRENT | {State.WAITING}


def ticket(hall: Hall, view: View, one: Ticket, ahead: int | None = None, wait: Wait = None) -> Document:
    """The ticket as the contract shows it; ``ahead`` and ``wait`` save working them out where they are known."""
    waiting = one.state is State.WAITING
    if waiting and ahead is None:
        ahead = tickets.ahead(view.db, view.centre, one)
    from_then = patience.no_show_at(hall, view, one)
    if waiting and wait is None:
        wait = waits.of_ticket(hall, view, one, ahead or 0)
    now = {"version": view.seq, "ahead": ahead if waiting else None, "wait": wait, "for": sent_for(view, one)}
    now["left_behind"] = left.is_left(view, one)
    remind = _iso(hall, patience.remind_at(hall, view, one))
    return {**_facts(hall, view, one), **now, "no_show_at": _iso(hall, from_then), "remind_at": remind}


def _iso(hall: Hall, instant: int | None) -> str | None:
    return None if instant is None else iso(instant, hall.timezone)


def _facts(hall: Hall, view: View, one: Ticket) -> Document:
    """What a ticket's document says as long as the ticket stays as it is: worked out once for all that show it."""
    kept = hall.drawn.get(one.id)
    if kept and kept[0] == one:
        return kept[1]
    if len(hall.drawn) >= DRAWN:
        hall.drawn.clear()
    facts = _drawn(hall, view, one)
    hall.drawn[one.id] = (one, facts)
    return facts


def _drawn(hall: Hall, view: View, one: Ticket) -> Document:
    service = hall.catalogue.services.get(one.service)
    return {
        **{"id": one.id, "number": one.number, "service": one.service},
        "department": service.department if service else None,
        "area": service.area if service else None,
        **{"lang": one.lang, "priority": one.priority, "assist": one.assist, "then": one.then, "state": one.state},
        "issued_at": iso(one.issued_at, hall.timezone),
        "due_at": iso(one.due_at, hall.timezone),
        "business_date": one.business_date,
        "calls": one.calls,
        **{"called_at": _iso(hall, one.called_at), "serving_at": _iso(hall, one.serving_at)},
        **{"announced_at": _iso(hall, one.announced_at), "aside_at": _iso(hall, one.aside_at)},
        **{"counter": one.counter, "held_for": saying.held_for(hall, view, one)},
        "why": why(hall, one.why, one.why_arg) if one.state in _EXPLAINED else None,
        "track_url": track_url(hall, one.id),
        "printed": one.printed,
    }


def sent_for(view: View, one: Ticket) -> dict[str, str] | None:
    """To whom the ticket was sent by name: a counter's code or an officer's username."""
    if one.for_counter:
        return {"counter": one.for_counter}
    if one.for_officer:
        officer = people.person(view.db, view.centre, one.for_officer)
        return {"officer": officer.username if officer else one.for_officer}
    return None


def menu(hall: Hall, view: Reading) -> Document:
    """GET /services: what can be queued for, and how many wait for it."""
    waiting, bands = view.shared.waiting, waits.bands(hall, view, hall.catalogue.services)
    offers = opening.offers(hall, view)
    paused, notices = noticing.on_board(hall, view, "all")
    if paused:
        offers = {code: replace(one, refusal=Refusal("hall-paused", notices[0], None)) for code, one in offers.items()}
    return {
        "version": view.seq,
        **{"paused": paused, "notices": notices},
        "departments": [
            {
                **{"code": one.code, "name": one.name, "label": one.label, "icon": one.icon, "area": one.area},
                "services": [
                    _offer(service, waiting.get(service.code, 0), bands[service.code], offers[service.code])
                    | outlook.of_line(hall, view, service.code, bands[service.code])
                    for service in hall.catalogue.services.values()
                    if service.department == one.code
                ],
            }
            for one in hall.catalogue.departments.values()
        ],
    }


def _offer(service: Service, waiting: int, wait: Wait, offer: Offer) -> Document:
    no = offer.refusal
    return {
        **{"code": service.code, "name": service.name, "label": service.label, "kind": service.kind},
        **{"prefix": service.prefix, "area": service.area},
        **{"open": no is None, "reason": {"code": no.code, "text": no.text} if no else None},
        **{"waiting": waiting, "wait": wait, "left": offer.left},
    }


def board(hall: Hall, view: Reading, area: str) -> Document:
    """GET /board: what an area's screens show; ``all`` is the whole hall."""
    whole = area == "all"
    if not whole and area not in hall.catalogue.areas:
        raise Unknown("area")
    services = [one for one in hall.catalogue.services.values() if whole or one.area == area]
    counters = hall.catalogue.counters.values() if whole else hall.catalogue.counters_in(area)
    current, desks, waiting = view.shared.at_desks, view.shared.desks, view.shared.waiting
    most = hall.config.rules.shown_calls
    last = calls.last(view.db, view.centre, view.business_date, None if whole else area, most)
    bands = waits.bands(hall, view, [one.code for one in services])
    paused, notices = noticing.on_board(hall, view, area)
    return {
        "area": area,
        "version": view.seq,
        "at": iso(view.now, hall.timezone),
        "paused": paused,
        "over": _over(hall, view, services, waiting),
        "counters": [_desk(one, desks.get(one.code, Desk()), current.get(one.code)) for one in counters],
        "calls": [_call(hall, one, current.get(one.counter)) for one in last],
        "waiting": [_line(one, waiting.get(one.code, 0), bands[one.code]) for one in services],
        "notices": notices,
    }


def _over(hall: Hall, view: View, services: list[Service], waiting: dict[str, int]) -> Text | None:
    """That the day is over for these services, once nobody waits for one."""
    if any(waiting.get(one.code) for one in services):
        return None
    return opening.over(hall, view, [one.code for one in services])


def _line(service: Service, count: int, wait: Wait) -> Document:
    return {"service": service.code, "name": service.label, "count": count, "wait": wait}


def _desk(counter: Counter, desk: Desk, current: AtDesk | None) -> Document:
    state = "free" if desk.status == "open" else desk.status
    return {
        "counter": counter.code,
        "label": counter.label,
        "state": current.state if current else state,
        "number": current.number if current else None,
        "service": current.service if current else None,
    }


def _call(hall: Hall, call: calls.Call, at_counter: AtDesk | None) -> Document:
    # A board lacks the counters of other areas: whether anybody has come there yet stands with the call itself.
    waited_for = at_counter is not None and at_counter.id == call.ticket and at_counter.state is State.CALLED
    return {
        **{"call": call.seq, "number": call.number, "counter": call.counter, "area": call.area},
        **{"at": iso(call.at, hall.timezone), "why": why(hall, call.why, call.why_arg), "sound": None},
        "current": waited_for,
    }


def counter_page(hall: Hall, view: Reading, code: str) -> Document:
    """GET /counters/X: all that the officer at this counter works with."""
    counter = hall.catalogue.counters.get(code)
    if counter is None:
        raise Unknown("counter")
    session = people.session_at(view.db, view.centre, code)
    desk = people.desk(view.db, view.centre, code)
    current = tickets.current(view.db, view.centre, code)
    return {
        "counter": code,
        "version": view.seq,
        **{"status": desk.status, "reason": paused_for(hall, desk), "upcoming": desk.upcoming},
        "officer": session.person.name if session else None,
        "services": dict(counter.services),
        "usual": None if counter.usual is None else dict(counter.usual),
        "no_further": _no_further(hall, view, counter),
        **{"hall_paused": pausing.state(hall, view)["paused"], "dark_since": _iso(hall, hall.dark(counter.area))},
        "current": ticket(hall, view, current) if current else None,
        "held": [ticket(hall, view, one) for one in held(view, counter)],
        "missed": [ticket(hall, view, one) for one in missed(view, counter)],
        "waiting": _waiting_at(hall, view, counter, session.person.id if session else ""),
        "today": {
            **tickets.today_at(view.db, view.centre, view.business_date, code),
            **calls.out_of_turn_at(view.db, view.centre, view.business_date, code)._asdict(),
        },
    }


def _no_further(hall: Hall, view: Reading, counter: Counter) -> dict[str, Text]:
    """Why no further turn is given, for those of the counter's services that give none now."""
    found = {code: opening.to_promised(hall, view, code) for code in counter.services}
    return {code: no.text for code, no in found.items() if no}


def _waiting_at(hall: Hall, view: Reading, counter: Counter, officer: str) -> Document:
    by_service = {service: view.shared.waiting.get(service, 0) for service in counter.services}
    return {
        "count": sum(by_service.values()),
        "by_service": by_service,
        "tickets": lines.shown(hall, view, counter, officer, SHOWN, partial(_row, hall, view)),
    }


def _row(hall: Hall, view: View, one: Ticket, ahead: int | None, first: bool) -> Document:
    """A waiting ticket at a counter; ``first``: its service is preferred there, which also says why it stands there."""
    shown = ticket(hall, view, one, ahead)
    return {**shown, "why": saying.standing(hall, one.service, (one.why, shown["why"]))} if first else shown


def paused_for(hall: Hall, desk: Desk) -> Text | None:
    """Why a desk calls nobody, as people read it."""
    return hall.config.words.said("pause", desk.reason) if desk.reason else None


def held(view: Reading, counter: Counter) -> list[Ticket]:
    """Tickets set aside here, and those of this counter's services whose own counter does not work now."""
    aside = view.shared.held
    elsewhere = any(one.counter != counter.code and one.service in counter.services for one in aside)
    open_now = view.shared.open_counters if elsewhere else set[str]()
    return [one for one in aside if one.counter == counter.code or orphaned(one, counter, open_now)][:SHOWN]


def orphaned(one: Ticket, counter: Counter, open_now: Set[str]) -> bool:
    """Whether a held ticket's own counter does not work now, so that this one may take it."""
    return one.service in counter.services and one.counter not in open_now


def missed(view: Reading, counter: Counter) -> list[Ticket]:
    """Tickets whose people did not come, of this counter or its services; the newest of them."""
    return [one for one in view.shared.missed if one.counter == counter.code or one.service in counter.services][
        -SHOWN:
    ]


def upcoming(view: View, counter: Counter, officer: str) -> list[Ticket]:
    """Who may be called at this counter, in its order: the first of each of its services and all who were sent."""
    day = view.business_date
    found = {one.id: one for one in tickets.sent_to(view.db, view.centre, day, counter.code, officer)}
    for service in counter.services:
        first = tickets.callable_at(view.db, view.centre, day, service, counter.code, officer, 1)
        found |= {one.id: one for one in first}
    return line.in_order(found.values(), counter.services)


def of_room(hall: Hall, view: Reading, room: str) -> Document:
    """The document a room shows. Raises Unknown for a room that is not there."""
    kind, _, which = room.partition("/")
    if kind == "board":
        return board(hall, view, which)
    if kind == "counter":
        return counter_page(hall, view, which)
    return menu(hall, view)


def label_of(hall: Hall, service: str) -> Text:
    found = hall.catalogue.services.get(service)
    return found.label if found else Text(service, service)
