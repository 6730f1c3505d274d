"""Print jobs: which slip goes to which printer, and what is known to have become of it."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from server.config import Printer
from server.hall import documents, waits
from server.hall.foreseen import Wait
from server.hall.hall import Hall, Reading
from server.hall.links import staff_code, track_url
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events, places
from server.rules.errors import NotAllowed, Unknown
from server.rules.hours import iso
from server.rules.people import SYSTEM, Identity
from server.rules.ticket import OPEN, State, Ticket
from server.store import events as log
from server.store import people, prints, tickets
from server.store.prints import PrintJob
from server.store.writer import Tx


def printer_of(hall: Hall, who: Identity) -> str | None:
    """The printer beside whoever issues: only kiosks have one."""
    return hall.config.printer_of(who.name) if who.kind == "kiosk" else None


def at_first(hall: Hall, printer: str | None) -> str:
    """What is known of a slip's printing in the moment it is asked for.

    A preview is a picture of the stored facts: it is there as soon as they are committed, and nothing can fail.
    """
    if printer is None:
        return "no"
    return "yes" if hall.config.printers[printer].kind == "preview" else "queued"


def queue(
    hall: Hall, tx: Tx, ticket: Ticket, printer: str, ahead: int | None, nth: int = 1, wait: Wait = None
) -> PrintJob:
    """A job for the ticket's slip, handed to the printer once it is committed."""
    state = at_first(hall, printer)
    code = "shown" if state == "yes" else ""
    job = PrintJob(ticket.id, nth, printer, slip(hall, ticket, ahead, wait), state, code)
    prints.insert(tx, job)
    if state == "queued":
        tx.effects.after.append(lambda: hall.print_out([job]))
    return job


def slip(hall: Hall, ticket: Ticket, ahead: int | None, wait: Wait) -> str:
    """The facts that the slip is drawn from (kiosk/slip.py), as they are at this moment."""
    service = hall.catalogue.services[ticket.service]
    facts = {
        "centre": hall.catalogue.centre.name,
        "number": ticket.number,
        "service": service.name,
        "area": places.place(_area(hall, ticket), ()),
        "counters": [ticket.for_counter] if ticket.for_counter else hall.rooms.counters_of[service.code],
        "issued_at": iso(ticket.issued_at, hall.timezone),
        "lang": ticket.lang,
        "ahead": ahead,
        "expected": wait and wait.get("text"),
        "late": wait is not None and wait["late"],
        # Whoever missed the time, or has a better place, does not stand there by appointment.
        "appointment": (ticket.why_arg or "") if ticket.why == "appointment" else "",
        "then": [documents.label_of(hall, code) for code in ticket.then],
        "track_url": track_url(hall, ticket.id) if hall.phones_reach else None,
        "staff_code": staff_code(ticket.id),
        "priority": ticket.priority,
        "hotline": hall.catalogue.centre.hotline,
        "calls": hall.config.line.no_show_calls,
        "rejoin_minutes": hall.config.line.rejoin_minutes,
    }
    return orjson.dumps(facts).decode()


def _area(hall: Hall, ticket: Ticket) -> str:
    """Where its holder sits: by the counter it was sent to, else where its line is."""
    sent = hall.rooms.area_of.get(ticket.for_counter or "")
    return sent or hall.catalogue.services[ticket.service].area


def again(hall: Hall, who: Identity, asked: Asked, ticket_id: str, kiosk: str | None) -> Sent:
    """A new print job for an open ticket, at a kiosk (a device's name or id) or where the sample printer is."""

    def work(tx: Tx) -> Answer:
        ticket = tickets.find(tx.db, tx.centre, ticket_id)
        if ticket is None:
            raise Unknown("ticket")
        printer = _printer(hall, tx, kiosk)
        if ticket.state not in OPEN:
            raise NotAllowed
        after = replace(ticket, printed=at_first(hall, printer))
        before_after = tickets.change(tx, ticket, after)
        ahead = tickets.ahead(tx.db, tx.centre, ticket) if ticket.state is State.WAITING else None
        wait = waits.of_ticket(hall, tx, ticket, ahead) if ahead is not None else None
        last = prints.newest(tx.db, tx.centre, ticket.id)
        job = queue(hall, tx, after, printer, ahead, last.nth + 1 if last else 1, wait)
        _record(tx, events.PrintQueued(job.id), who.actor, ticket.id, before_after)
        return Answer(200, documents.ticket(hall, tx, after))

    return once(hall, asked, work)


def _printer(hall: Hall, tx: Tx, kiosk: str | None) -> str:
    if kiosk is None:
        printer = hall.config.printer_of("*")
    else:
        known = people.devices(tx.db, tx.centre)
        device = next(
            (one for one in known if kiosk in (one.id, one.name) and one.active and one.kind == "kiosk"), None
        )
        printer = hall.config.printer_of(device.name) if device else None
    if printer is None:
        raise Unknown("kiosk", "kiosk")
    return printer


def _record(tx: Tx, event: events.Event, actor: str, ticket: str, before_after: tuple[dict, dict]) -> None:  # type: ignore[type-arg]
    before, after = before_after
    tx.record(event, actor=actor, ticket=ticket, before=before, after=after)


def started(hall: Hall, job_id: str) -> None:
    """Remembers that bytes of this job may reach paper from now on: after a crash it is not sent again."""

    def work(tx: Tx) -> None:
        job = prints.find(tx.db, tx.centre, job_id)
        if job and job.state == "queued":
            prints.set_state(tx, job, "printing", "")
            tx.record(events.PrintStarted(job.id), actor=SYSTEM, ticket=job.ticket)

    hall.write(work)


def report(hall: Hall, results: Sequence[tuple[str, str, str]]) -> None:
    """Records what became of jobs: (job, "yes" or "failed", the printer's word)."""

    def work(tx: Tx) -> None:
        for job_id, result, code in results:
            _reported(tx, job_id, result, code)

    hall.write(work)


def _reported(tx: Tx, job_id: str, result: str, code: str) -> None:
    job = prints.find(tx.db, tx.centre, job_id)
    ticket = tickets.find(tx.db, tx.centre, job.ticket) if job else None
    if job is None or ticket is None or job.state in ("yes", "failed"):
        return
    prints.set_state(tx, job, result, code)
    # An older slip may be given up after a newer one came out of another printer: the newest is what is known.
    newest = prints.newest(tx.db, tx.centre, ticket.id) == replace(job, state=result, code=code)
    before_after = tickets.change(tx, ticket, replace(ticket, printed=result) if newest else ticket)
    _record(tx, events.Printed(job.id, result, code), SYSTEM, ticket.id, before_after)


def unfinished(hall: Hall) -> list[PrintJob]:
    """What a stopped server left: queued jobs to print now.

    Those that were being printed are settled as failed, and so are those of tickets that are over meanwhile.
    """
    with hall.reading() as now:
        jobs = prints.unfinished(now.db, now.centre)
        found = {job.id: tickets.find(now.db, now.centre, job.ticket) for job in jobs}
        open_ = {id for id, one in found.items() if one and _still_open(one, now.business_date)}
    wanted = [job for job in jobs if job.state == "queued" and job.id in open_]
    given_up = [(job.id, "failed", "interrupted") for job in jobs if job not in wanted]
    if given_up:
        report(hall, given_up)
    return wanted


def _still_open(ticket: Ticket, today: str) -> bool:
    return ticket.state in OPEN and ticket.business_date == today


def newest_slip(hall: Hall, ticket_id: str) -> tuple[str, int] | None:
    """The facts (JSON) of a ticket's last slip and its width in dots, for those who show it as a picture."""
    with hall.reading() as now:
        job = prints.newest(now.db, now.centre, ticket_id) or _shown_at_issue(hall, now, ticket_id)
    # The printer may have another name, or be gone, since the slip was printed.
    return (job.slip, hall.config.printers.get(job.printer, Printer()).width) if job else None


def _shown_at_issue(hall: Hall, now: Reading, ticket_id: str) -> PrintJob | None:
    """A preview needs no job when a ticket is issued: what it showed stands in the ticket's first event."""
    ticket = tickets.find(now.db, now.centre, ticket_id)
    issued = log.find(now.db, now.centre, ticket.seq) if ticket else None
    preview = next((name for name, one in hall.config.printers.items() if one.kind == "preview"), None)
    if ticket is None or issued is None or preview is None:
        return None
    first = tickets.restored(ticket, issued["after"])
    if first.printed != "yes" or first.service not in hall.catalogue.services:
        return None
    told = issued["details"]
    return PrintJob(first.id, 0, preview, slip(hall, first, told["ahead"], told.get("wait")), "yes", "shown")
