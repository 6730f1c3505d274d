"""What somebody may do to the own ticket: leave the line, take that back, come back after a missed call."""

from dataclasses import replace

from server.rules import events
from server.rules.errors import NotAllowed
from server.rules.ticket import MOVES, Moved, Scene, State, Ticket, Wish, let_go, move


def leave(ticket: Ticket, now: int) -> Moved:
    """The ticket whose holder no longer waits. Raises NotAllowed at the desk, and once it is over."""
    return _made("leave", ticket, Scene(now, None))


def rejoin(ticket: Ticket, now: int, due_at: int) -> Moved:
    """A missed ticket back in its line, where ``due_at`` places it. Raises NotAllowed unless it was missed."""
    return _made("rejoin", ticket, Scene(now, None, due_at))


def take_back(left: Ticket, before: Ticket, now: int, *, closed: bool = False) -> Moved:
    """A left ticket exactly as it was ``before``. One that had been called waits again, because its counter went on;
    so does one that was held at a desk that has ``closed`` since.

    Raises NotAllowed for a ticket that nobody left.
    """
    if left.state is not State.CANCELLED:
        raise NotAllowed
    back = before
    if before.state is State.CALLED:
        back = move(before, "return", Scene(now, None), Wish())[0]
    elif before.state is State.HELD and closed:
        back = let_go(before, now)[0]
    # What was printed meanwhile stays printed.
    return replace(back, printed=left.printed), events.Stayed()


def _made(name: str, ticket: Ticket, scene: Scene) -> Moved:
    if not holder_may(ticket, name):
        raise NotAllowed
    return MOVES[name].change(ticket, scene, Wish())


def holder_may(ticket: Ticket, name: str) -> bool:
    """Whether whoever has the ticket's link may make this move of it now."""
    return ticket.state in MOVES[name].holder
