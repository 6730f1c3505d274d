"""The document of a supervisor's hours: what is given now, what was decided today, and what is planned."""

from typing import Any

from server.hall import closing, opening
from server.hall.hall import Hall, Reading
from server.hall.weekly import closure_document, hours_document
from server.rules.hours import iso
from server.rules.opening import NONE
from server.rules.opening_text import hours_text
from server.store import opening as store

Document = dict[str, Any]


def page(hall: Hall, view: Reading) -> Document:
    """GET /opening."""
    today = store.rulings(view.db, view.centre, view.business_date)
    whole = today.get(store.HALL, NONE)
    services = [_service(hall, view, code, today) for code in hall.catalogue.services]
    return {
        "version": view.seq,
        "business_date": view.business_date,
        "at": iso(view.now, hall.timezone),
        "around_the_clock": hall.config.line.around_the_clock or not hall.catalogue.hours,
        "close_at": hall.config.line.close_at,
        "stopped": whole.stopped,
        "opened_at": _instant(hall, whole.opened),
        "closed": closing.closed(hall, view, whole),
        "services": services,
        "hours": [hours_document(one) for one in hall.catalogue.hours],
        "closures": [closure_document(one) for one in hall.catalogue.closures if one.date >= view.business_date],
    }


def _service(hall: Hall, view: Reading, code: str, today: opening.Rulings) -> Document:
    service, own = hall.catalogue.services[code], today.get(code, NONE)
    offer, plan = opening.offer(hall, view, code, today), opening.plan(hall, code, view.business_date)
    no = offer.refusal
    return {
        **{"code": code, "label": service.label, "department": service.department},
        **{"open": no is None, "reason": {"code": no.code, "text": no.text} if no else None},
        **{"numbers": hours_text(plan.numbers), "counters": hours_text(plan.counters)},
        **{"cap": service.cap, "left": offer.left},
        "issued": store.issued(view.db, view.centre, view.business_date, code),
        **{"stopped": own.stopped, "opened_at": _instant(hall, own.opened)},
    }


def _instant(hall: Hall, at: int | None) -> str | None:
    return None if at is None else iso(at, hall.timezone)
