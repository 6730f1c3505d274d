"""What somebody may do to the own ticket: leave the line, take that back, come back after a missed call."""

from dataclasses import replace

from server.rules import events
from server.rules.errors import NotAllowed
from server.rules.ticket import OPEN, Moved, Rule, Scene, State, Ticket, Wish, let_go, move


def _leave(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.CANCELLED), events.Left()


def _rejoin(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    back = move(ticket, "return", scene, wish)[0]
    return back, events.Rejoined((back.due_at - ticket.due_at) // 1000)


LEAVE = Rule(OPEN - {State.SERVING}, State.CANCELLED, _leave)
REJOIN = Rule(frozenset({State.NO_SHOW}), State.WAITING, _rejoin)


def leave(ticket: Ticket, now: int) -> Moved:
    """The ticket whose holder no longer waits. Raises NotAllowed at the desk, and once it is over."""
    return _made(LEAVE, ticket, Scene(now, None))


def rejoin(ticket: Ticket, now: int, due_at: int) -> Moved:
    """A missed ticket back in its line, where ``due_at`` places it. Raises NotAllowed unless it was missed."""
    return _made(REJOIN, ticket, Scene(now, None, due_at))


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


def _made(rule: Rule, ticket: Ticket, scene: Scene) -> Moved:
    if ticket.state not in rule.sources:
        raise NotAllowed
    return rule.change(ticket, scene, Wish())
