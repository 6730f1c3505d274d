"""A ticket that is moved with its whole line: the number and the place stay, and it is said why."""

from dataclasses import replace

from server.rules import events_hall
from server.rules.ticket import Moved, State, Ticket, in_line


def with_line(ticket: Ticket, *, service: str | None, counter: str | None, prefix: str, seq: int) -> Moved:
    """The ticket in another line, or sent to a counter, and the event.

    ``prefix`` is that of the line it leaves; ``seq`` is the event's: what was done before it cannot be undone any more.
    Who was missed or fetches a paper keeps the reason they have: theirs is said when they come back.
    """
    if service is None:
        why, arg = "sent-to", counter or ""
    else:
        why, arg = "moved", prefix
    waits = ticket.state is State.WAITING
    moved = replace(
        in_line(ticket, service or ticket.service),
        left_line=_left_line(ticket, service) if service else ticket.left_line,
        for_counter=counter,
        for_officer=None,
        last_move=seq,
        why=why if waits else ticket.why,
        why_arg=arg if waits else ticket.why_arg,
    )
    return moved, events_hall.MovedWithLine()


def _left_line(ticket: Ticket, service: str) -> str | None:
    """Whose line its holder still sits among, who was told nothing; None once it is that one again."""
    first = ticket.left_line or ticket.service
    return None if first == service else first


def released(ticket: Ticket, *, why: str, seq: int) -> Moved:
    """The ticket sent to nobody any more: every counter of its line may call it; ``seq`` is the event's."""
    waits = ticket.state is State.WAITING
    free = replace(ticket, for_counter=None, for_officer=None, last_move=seq)
    return replace(free, why=why, why_arg="") if waits else free, events_hall.Released()
