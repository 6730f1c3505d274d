"""Appointments for a time at which no counter works any more: what a change of hours leaves, counted and said."""

from collections.abc import Sequence

from server.hall import opening
from server.hall.hall import Hall
from server.rules import opening as rules
from server.rules.catalogue import Catalogue, Text
from server.rules.errors import Conflict
from server.rules.hours import local
from server.rules.telling import some
from server.store import visits
from server.store.visits import Appointment
from server.store.writer import Tx


def outside(hall: Hall, one: Appointment) -> bool:
    """Whether no counter of its service works at its time, as it is planned now."""
    return not works(hall, one.service, one.at)


def works(hall: Hall, service: str, at: int) -> bool:
    """Whether counters of the service work at an instant, as far as it is planned."""
    then = local(at, hall.timezone)
    return rules.at_work(opening.plan(hall, service, then.date().isoformat()), then.hour * 60 + then.minute)


def left(hall: Hall, tx: Tx, old: Catalogue, new: Catalogue) -> list[Appointment]:
    """Appointments ahead for which a counter was there with the hours of ``old``, and is not with those of ``new``."""
    if hall.config.line.around_the_clock:
        return []
    kept = [code for code in new.services if code in old.services]
    ahead = [one for code in kept for one in visits.ahead(tx.db, tx.centre, code, tx.business_date) if one.at > tx.now]
    return [one for one in ahead if _planned(hall, old, one) and not _planned(hall, new, one)]


def _planned(hall: Hall, of: Catalogue, one: Appointment) -> bool:
    then = local(one.at, hall.timezone)
    plan = rules.plan(of.hours, of.closures, of.services[one.service], one.business_date)
    return rules.at_work(plan, then.hour * 60 + then.minute)


def refuse(waiting: int, lost: Sequence[Appointment]) -> None:
    """Raises Conflict with whom a change of hours concerns: people with tickets, people with appointments."""
    said = [*([_people(waiting)] if waiting else []), *([_appointments(len(lost))] if lost else [])]
    if said:
        last = Text("Xác nhận để vẫn đổi.", "Confirm to do it all the same.")
        raise Conflict(Text(*(" ".join(one.in_(lang) for one in (*said, last)) for lang in ("vi", "en"))))


def _people(n: int) -> Text:
    return Text(
        f"Hôm nay đã có {n} người lấy số. Số của họ vẫn có giá trị và vẫn được phục vụ.",
        f"{some(n, 'person has a ticket', 'people have tickets')} of today already, valid and served all the same.",
    )


def _appointments(n: int) -> Text:
    return Text(
        f"Có {n} lịch hẹn vào giờ không còn quầy làm việc. Bàn hướng dẫn thấy dấu ở từng lịch hẹn để báo người hẹn.",
        f"Appointments for a time without counters: {n}. Reception sees each marked, to tell these people.",
    )
