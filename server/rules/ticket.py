"""A ticket, its states, and the one table of who may move it where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from server.rules import events
from server.rules.errors import NotAllowed
from server.rules.events import Event
from server.rules.people import SUPERVISORS


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


CURRENT = frozenset({State.CALLED, State.SERVING})
OPEN = CURRENT | {State.WAITING, State.HELD, State.NO_SHOW}


@dataclass(frozen=True, slots=True)
class Ticket:
    """A numbered place in a line. Instants are UTC milliseconds, ``credit`` the minutes contained in ``due_at``.

    ``series`` is the service that issued the number, ``service`` the one it waits for now; ``seq`` the issuing event's.
    ``why`` and ``why_arg`` say why it stands where it stands (server/rules/reasons.py); ``last_move`` is the seq of the
    event an undo would take back; ``since`` is when it last joined a line, ``announced_at`` when it was last announced,
    ``aside_at`` when it was held or missed. ``source`` names what gave it its place, once: ``appointment:CODE``.
    ``left_line`` is the service from whose line it was moved with all others: its holder still sits where that waits.
    """

    id: str
    number: str
    series: str
    serial: int
    business_date: str
    service: str
    issued_at: int
    due_at: int
    seq: int
    since: int
    state: State = State.WAITING
    lang: str = "vi"
    credit: int = 0
    priority: bool = False
    assist: bool = False
    then: tuple[str, ...] = ()
    counter: str | None = None
    for_counter: str | None = None
    for_officer: str | None = None
    calls: int = 0
    misses: int = 0
    called_at: int | None = None
    serving_at: int | None = None
    why: str = "order"
    why_arg: str = ""
    printed: str = "no"
    last_move: int | None = None
    announced_at: int | None = None
    aside_at: int | None = None
    source: str | None = None
    left_line: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a move was asked to do beside its name: the fields of the contract's bodies."""

    reason: str | None = None
    outcome: str | None = None
    service: str | None = None
    dossiers: int | None = None
    next: str | None = None
    counter: str | None = None
    officer: str | None = None
    end: bool = False
    kiosk: str | None = None
    further: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when a move happens: ``counter`` is the mover's own, None at reception. ``place`` is the due_at that a
    ticket gets in its line where it does not keep its own (None): one that missed its call. ``passes``: to call or
    serve this one passes over somebody whose turn it is at this counter. ``because`` is the reason's code and word
    where a ticket is called, or goes back to its line, for another one than its own."""

    now: int
    counter: str | None
    place: int | None = None
    passes: bool = False
    because: tuple[str, str] | None = None


Moved = tuple[Ticket, Event]


def _why_called(ticket: Ticket, scene: Scene, wish: Wish) -> tuple[str, str]:
    if ticket.state is not State.WAITING:
        return ticket.why, ticket.why_arg
    if wish.reason is not None or scene.passes:
        return "chosen", wish.reason or ""
    return scene.because or (ticket.why, ticket.why_arg)


def _call(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    why, arg = _why_called(ticket, scene, wish)
    called = replace(
        ticket,
        state=State.CALLED,
        counter=scene.counter,
        calls=1,
        called_at=scene.now,
        announced_at=scene.now,
        why=why,
        why_arg=arg,
    )
    return called, events.Called(why, arg, scene.passes)


def _recall(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, calls=ticket.calls + 1, announced_at=scene.now), events.Recalled()


def _serve(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    here = replace(ticket, state=State.SERVING, counter=scene.counter, serving_at=scene.now, aside_at=None)
    return here, events.Serving(scene.passes)


def _finish(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    upcoming = wish.next or next(iter(ticket.then), None)
    done = events.Finished(wish.service or ticket.service, wish.outcome, wish.dossiers, upcoming)
    if upcoming is None:
        return replace(ticket, state=State.DONE), done
    return in_line(_back(ticket, scene, "next"), upcoming), done


def in_line(ticket: Ticket, service: str) -> Ticket:
    """The ticket in the line of ``service``, which nobody is sent to again afterwards. Misses count in one line:
    another one knows nothing of them, but whoever is away still has to come back from the call that was missed."""
    if service == ticket.service:
        return ticket
    misses = ticket.misses if ticket.state is State.NO_SHOW else 0
    then = tuple(one for one in ticket.then if one != service)
    return replace(ticket, service=service, misses=misses, then=then, left_line=None)


def _back(ticket: Ticket, scene: Scene, why: str, arg: str = "") -> Ticket:
    return replace(
        ticket,
        state=State.WAITING,
        counter=None,
        for_counter=None,
        for_officer=None,
        called_at=None,
        serving_at=None,
        announced_at=None,
        aside_at=None,
        since=scene.now,
        why=why,
        why_arg=arg,
    )


def _no_show(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.NO_SHOW, misses=ticket.misses + 1, aside_at=scene.now), events.Missed()


CLOSED = ("closed", "")
WHY_BACK = {State.HELD: "supplemented", State.NO_SHOW: "rejoined"}


def _return(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    why, arg = scene.because or (WHY_BACK.get(ticket.state, "returned"), "")
    back = _back(ticket, scene, why, arg)
    due_at = ticket.due_at if scene.place is None else scene.place
    placed = replace(back, for_counter=ticket.for_counter, for_officer=ticket.for_officer, due_at=due_at)
    return placed, events.Returned(wish.reason, (due_at - ticket.due_at) // 1000)


def _hold(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.HELD, aside_at=scene.now), events.Held(wish.reason)


def _transfer(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    back = _back(ticket, scene, "sent-last" if wish.end else "transferred", ticket.counter or "")
    due_at = max(scene.now, ticket.due_at) if wish.end else ticket.due_at
    sent = replace(
        in_line(back, wish.service or ticket.service),
        for_counter=wish.counter,
        for_officer=wish.officer,
        due_at=due_at,
        # At the end everybody begins again: no credit is contained in that place.
        credit=0 if wish.end else ticket.credit,
    )
    return sent, events.Transferred(wish.end, wish.reason)


def _cancel(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.CANCELLED), events.Cancelled(wish.reason)


def _record(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.DONE), events.Recorded(ticket.service, wish.reason)


def _leave(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.CANCELLED), events.Left()


def _rejoin(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    back = _return(ticket, scene, wish)[0]
    return back, events.Rejoined((back.due_at - ticket.due_at) // 1000)


def _expire(ticket: Ticket, scene: Scene, wish: Wish) -> Moved:
    return replace(ticket, state=State.EXPIRED, last_move=None), events.Expired()


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of MOVES: ``sources`` are the states from which officers may make this move, ``own`` those from which only
    the ticket's own counter may; ``reception`` and ``supervisor`` those from which these may, ``holder`` those from
    which whoever has the ticket's link may. ``to`` is where it leads (finish may lead back to waiting)."""

    sources: frozenset[State]
    to: State
    change: Callable[[Ticket, Scene, Wish], Moved]
    own: frozenset[State] = frozenset()
    reception: frozenset[State] = frozenset()
    supervisor: frozenset[State] = frozenset()
    holder: frozenset[State] = frozenset()

    def states(self, kind: str) -> frozenset[State]:
        """Those from which somebody of this kind (Identity.kind) may make the move."""
        by = {"officer": self.sources, "reception": self.reception, "citizen": self.holder}
        return self.supervisor if kind in SUPERVISORS else by.get(kind, frozenset())


_HANDLED = frozenset({State.CALLED, State.SERVING, State.HELD})
_HAD = _HANDLED | {State.NO_SHOW}
_MISSABLE = frozenset({State.WAITING, State.HELD, State.NO_SHOW})

MOVES: Mapping[str, Rule] = {
    "call": Rule(_MISSABLE, State.CALLED, _call),
    "recall": Rule(frozenset({State.CALLED}), State.CALLED, _recall, own=OPEN),
    "serve": Rule(_MISSABLE | {State.CALLED}, State.SERVING, _serve, own=frozenset({State.CALLED})),
    "finish": Rule(frozenset({State.SERVING}), State.DONE, _finish, own=OPEN),
    "no-show": Rule(frozenset({State.CALLED}), State.NO_SHOW, _no_show, own=OPEN),
    "return": Rule(_HAD, State.WAITING, _return, own=_HANDLED, reception=_HAD, supervisor=_HAD),
    "hold": Rule(CURRENT, State.HELD, _hold, own=OPEN),
    "transfer": Rule(_HANDLED, State.WAITING, _transfer, own=_HANDLED, reception=_HANDLED | {State.WAITING}),
    "cancel": Rule(
        frozenset({State.WAITING, State.CALLED, State.HELD, State.NO_SHOW}),
        State.CANCELLED,
        _cancel,
        own=_HANDLED,
        reception=frozenset({State.WAITING, State.CALLED, State.HELD, State.NO_SHOW}),
    ),
    # Somebody served by hand while the network was down: no desk knows when, so no figures are made of it.
    "record": Rule(frozenset(), State.DONE, _record, reception=_MISSABLE | {State.CALLED}),
    "leave": Rule(frozenset(), State.CANCELLED, _leave, holder=_MISSABLE | {State.CALLED}),
    "rejoin": Rule(frozenset(), State.WAITING, _rejoin, holder=frozenset({State.NO_SHOW})),
}
EXPIRE = Rule(OPEN, State.EXPIRED, _expire)


def move(ticket: Ticket, name: str, scene: Scene, wish: Wish, *, by: str = "officer") -> Moved:
    """The ticket after the move and the event that says so; ``by`` is the kind of who makes it.

    Raises NotAllowed when the ticket's state does not allow it, KeyError when there is no such move.
    """
    rule = MOVES[name]
    if ticket.state not in rule.states(by):
        raise NotAllowed
    return rule.change(ticket, scene, wish)


def expire(ticket: Ticket, now: int) -> Moved:
    """What the close of the business day does to a ticket that is still open."""
    if ticket.state not in EXPIRE.sources:
        raise NotAllowed
    return EXPIRE.change(ticket, Scene(now, None), Wish())


def let_go(ticket: Ticket, now: int) -> Moved:
    """What the close of its counter does to a ticket it had: it waits again, in its old place."""
    return move(ticket, "return", Scene(now, None, because=CLOSED), Wish())


def must_own(ticket: Ticket, name: str) -> bool:
    """Whether this move of this ticket is for the ticket's own counter alone."""
    return ticket.state in MOVES[name].own
