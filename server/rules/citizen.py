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
    """A left ticket exactly as it was ``before``; one that was held at a desk that has ``closed`` since waits again.

    Raises NotAllowed for a ticket that nobody left, and for one that was called: that call was missed.
    """
    if left.state is not State.CANCELLED or before.state is State.CALLED:
        raise NotAllowed
    back = before
    if before.state is State.HELD and closed:
        back = let_go(before, now)[0]
    # What was printed meanwhile stays printed.
    return replace(back, printed=left.printed), events.Stayed()


def missed(before: Ticket) -> Ticket:
    """What a ticket that was left while it was called (``before``) counts as: its counter waited for nothing."""
    return replace(before, misses=before.misses + 1) if before.state is State.CALLED else before


def come_back(left: Ticket, before: Ticket, now: int, due_at: int) -> Moved:
    """A ticket that was left while it was called, in its line where ``due_at`` places who missed a call."""
    away = replace(missed(before), state=State.NO_SHOW, printed=left.printed)
    return rejoin(away, now, due_at)


def _made(name: str, ticket: Ticket, scene: Scene) -> Moved:
    return move(ticket, name, scene, Wish(), by="citizen")


def holder_may(ticket: Ticket, name: str) -> bool:
    """Whether whoever has the ticket's link may make this move of it now."""
    return ticket.state in MOVES[name].holder
