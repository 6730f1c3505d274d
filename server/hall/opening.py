"""Whether a number can be taken now, why not, and when again; and when the counters of a service work today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from server.hall.hall import Hall, Reading
from server.rules import hours, opening
from server.rules.catalogue import Service, Stretch, Text
from server.rules.errors import ServiceClosed
from server.rules.hours import day_after, instant, local
from server.rules.opening import NONE, Plan, Ruling, Span
from server.rules.opening_words import Refusal, again, words
from server.rules.people import Identity
from server.store import opening as store
from server.store.writer import Tx

View = Reading | Tx
AHEAD = 60
"""Days that are looked through for the next opening."""
KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Offer:
    """What the menu says of a service: ``left`` is how many numbers its cap still allows, None without one."""

    refusal: Refusal | None
    left: int | None


Rulings = Mapping[str, Ruling]


def decided(view: View) -> Rulings:
    """What was decided for today."""
    key = f"rulings {view.business_date}"
    if key not in view.kept:
        view.kept[key] = store.rulings(view.db, view.centre, view.business_date)
    today: Rulings = view.kept[key]
    return today


def spans(hall: Hall, view: View, service: str) -> list[Span]:
    """Today's stretches (UTC milliseconds) in which counters of the service work; [] when it is closed today."""
    opened = _opened(decided(view), service)
    planned = _spans(hall, view.business_date, plan(hall, service, view.business_date).counters)
    return opening.working(planned, opened, _midnight(hall, view.business_date))


def issuing(hall: Hall, view: View, service: str) -> Refusal | None:
    """Why no number of the service can be taken now, None when one can."""
    return offer(hall, view, service, decided(view)).refusal


def offers(hall: Hall, view: View) -> dict[str, Offer]:
    """What the menu says of every service."""
    today = decided(view)
    return {code: offer(hall, view, code, today) for code in hall.catalogue.services}


def to_promised(hall: Hall, view: View, service: str) -> Refusal | None:
    """Why even somebody at a desk who was promised a further turn gets no number of the service now; None: they do."""
    today = decided(view)
    whole, own = today.get(store.HALL, NONE), today.get(service, NONE)
    code = opening.refused(view.now, numbers(hall, view, service, today), whole, own)
    if code in (None, "before-hours", "after-hours"):
        code = None if hall.rooms.counters_of[service] else "no-counter"
    return refusal(hall, view, service, today, code) if code else None


def offer(hall: Hall, view: View, service: str, today: Rulings) -> Offer:
    left = _left(hall, view, service)
    whole, own = today.get(store.HALL, NONE), today.get(service, NONE)
    code = opening.refused(view.now, numbers(hall, view, service, today), whole, own)
    if code is None and not hall.rooms.counters_of[service]:
        code = "no-counter"
    if code is None and left == 0:
        code = "cap-reached"
    return Offer(refusal(hall, view, service, today, code) if code else None, left)


def check(
    hall: Hall, view: View, who: Identity, service: str, then: tuple[str, ...], passed: frozenset[str] = frozenset()
) -> None:
    """Raises ServiceClosed when this service, or one wanted afterwards, is not to be had.

    Reception goes on after the last hour, for whoever stands in the hall by then, until the day is closed. What comes
    afterwards may open later today, and its cap does not count: no number of its series is given. Nor do the ``passed``
    refusals count for who was promised a turn (claiming.passed).
    """
    passes = passed | ({"after-hours"} if who.kind == "reception" else set())
    if (no := issuing(hall, view, service)) and no.code not in passes:
        raise ServiceClosed(no.text)
    check_then(hall, view, then)


def check_then(hall: Hall, view: View, then: Iterable[str]) -> None:
    """Raises ServiceClosed when one of these, to be gone to afterwards, is not to be had."""
    for code in then:
        if (no := issuing(hall, view, code)) and no.code not in ("before-hours", "cap-reached"):
            label = hall.catalogue.services[code].label
            raise ServiceClosed(Text(f"{label.vi}: {no.text.vi}", f"{label.en}: {no.text.en}"))


def closed(view: View) -> bool:
    """Whether the day was closed: whoever is left now is left for another day."""
    return decided(view).get(store.HALL, NONE).closed is not None


def over(hall: Hall, view: View, services: Iterable[str]) -> Text | None:
    """Why none of these services gives a number any more today, and when the first does again; None: one still may."""
    today, ended = decided(view), list[Refusal]()
    whole = today.get(store.HALL, NONE)
    for service in services:
        own = today.get(service, NONE)
        code = opening.refused(view.now, numbers(hall, view, service, today), whole, own)
        if code in opening.ENDED:
            ended.append(refusal(hall, view, service, today, code))
        elif code != "stopped":
            return None
    return min(ended, key=lambda one: one.opens_at or inf).text if ended else None


def numbers(hall: Hall, view: View, service: str, today: Rulings) -> list[Span]:
    """When numbers of the service are given today."""
    planned = _spans(hall, view.business_date, plan(hall, service, view.business_date).numbers)
    return opening.issuing(planned, _opened(today, service), _midnight(hall, view.business_date))


def refusal(hall: Hall, view: View, service: str, today: Rulings, code: str) -> Refusal:
    """The words of a code for a service, with the instant at which numbers are given again."""
    opens = (
        None if code in ("stopped", "no-counter") else _opens(hall, view, service, today, later=code != "before-hours")
    )
    now, zone = local(view.now, hall.timezone), hall.timezone
    said = words(code, now, local(opens, zone) if opens else None, _reason(hall, view, service))
    return Refusal(code, said, opens)


def next_day(hall: Hall, view: View, service: str) -> Text | None:
    """When numbers of the service are given next after today; None when that is not planned."""
    opens = _opens(hall, view, service, decided(view), later=True)
    return again(local(view.now, hall.timezone), local(opens, hall.timezone)) if opens else None


def _opens(hall: Hall, view: View, service: str, today: Rulings, *, later: bool) -> int | None:
    """When numbers are given next; ``later``: not before tomorrow."""
    if not later:
        return min((begins for begins, _ in numbers(hall, view, service, today) if begins > view.now), default=None)
    for days in range(1, AHEAD):
        day = day_after(view.business_date, days)
        if planned := plan(hall, service, day).numbers:
            return instant(day, planned[0][0], hall.timezone)
    return None


def _reason(hall: Hall, view: View, service: str) -> Text | None:
    """The reason of the closure that lasts now."""
    shut = plan(hall, service, view.business_date).shut
    now = [why for part, why in shut if _lasts(view.now, *_spans(hall, view.business_date, (part,)))]
    return now[0] if now else None


def _lasts(now: int, span: Span) -> bool:
    return span[0] <= now < span[1]


def plan(hall: Hall, service: str, day: str) -> Plan:
    """A service's day as it was planned."""
    offered = hall.catalogue.services.get(service)
    if hall.config.line.around_the_clock or offered is None:
        return opening.ALWAYS
    return _planned(hall, offered, day)


def _planned(hall: Hall, service: Service, day: str) -> Plan:
    kept = hall.plans.get((service.code, day))
    if kept is None:
        if len(hall.plans) >= KEPT:
            hall.plans.clear()
        kept = opening.plan(hall.catalogue.hours, hall.catalogue.closures, service, day)
        hall.plans[service.code, day] = kept
    return kept


def _spans(hall: Hall, day: str, stretches: tuple[Stretch, ...]) -> tuple[Span, ...]:
    return hours.spans(day, stretches, hall.timezone)


def _midnight(hall: Hall, day: str) -> int:
    return instant(day, opening.DAY, hall.timezone)


def _opened(today: Rulings, service: str) -> list[int | None]:
    return [today.get(which, NONE).opened for which in (store.HALL, service)]


def _left(hall: Hall, view: View, service: str) -> int | None:
    found = hall.catalogue.services.get(service)
    if found is None or found.cap is None:
        return None
    return max(0, found.cap - store.issued(view.db, view.centre, view.business_date, service))
