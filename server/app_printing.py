"""Printing inside the server: the agent that takes what the hall has to print, and how its printers are."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from server.hall import Hall
from server.hall import printing as jobs
from server.hall.hall import PrinterNow
from server.store.prints import PrintJob

if TYPE_CHECKING:
    from kiosk.agent import PrinterState


def agent(hall: Hall, slow: Any) -> Any:
    """The print agent inside this server, with what the last run left to print."""
    from kiosk.agent import Agent, Job, Ways
    from kiosk.slip import Slip

    def report(results: Any) -> None:
        jobs.report(hall, [(job.id, outcome.state, outcome.code) for job, outcome in results])

    ways = Ways(
        started=lambda job: jobs.started(hall, job.id),
        heavy=lambda work: slow.apply(work),
        now=lambda: datetime.fromtimestamp(hall.clock() / 1000, UTC),
    )
    made = Agent(hall.config.printers, report, ways)

    def print_out(queued: list[PrintJob]) -> None:
        made.submit([Job(one.id, one.ticket, one.printer, Slip.from_json(one.slip)) for one in queued])

    print_out(jobs.unfinished(hall))
    hall.print_out = print_out
    hall.printers = lambda: [_printer(name, state) for name, state in made.states().items()]
    return made


def _printer(name: str, state: "PrinterState") -> PrinterNow:
    from kiosk.printer_outcome import CODES

    code = CODES[state.code]
    since = round(state.since.timestamp() * 1000)
    return PrinterNow(name, code.state == "yes", code.text, since, state.warning, state.waiting)
