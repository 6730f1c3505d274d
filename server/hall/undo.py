"""Undo: the officer's own last move taken back, with its times, its call and its figures."""

from dataclasses import replace
from typing import Any

from server.hall import clocks, closing, desks, documents, freeing, further, left
from server.hall.hall import Hall
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events
from server.rules.catalogue import Text
from server.rules.errors import CounterBusy, Forbidden, NotAllowed, Unknown
from server.rules.hours import MINUTE
from server.rules.people import Identity
from server.rules.ticket import CURRENT, State, Ticket
from server.store import calls, people, tickets
from server.store import events as log
from server.store.writer import Tx

_NOTHING = Text("Không còn thao tác nào để hoàn tác.", "There is nothing left to undo.")
_LATE = Text("Đã quá thời gian hoàn tác.", "It is too late to undo this.")


def undo(hall: Hall, who: Identity, asked: Asked, ticket_id: str) -> Sent:
    """The ticket as it was before the officer's last move of it, 200."""

    def work(tx: Tx) -> Answer:
        ticket = tickets.find(tx.db, tx.centre, ticket_id)
        if ticket is None:
            raise Unknown("ticket")
        last = _last_move(hall, tx, ticket)
        before = tickets.restored(ticket, last["before"])
        _may_be_current(tx, ticket, before)
        turn = further.unused(tx, last["seq"])
        if last["actor"] != who.actor or not _leaves_others_alone(who, ticket, before):
            raise Forbidden
        shown = documents.ticket(hall, tx, _take_back(hall, tx, who, ticket, before, last))
        if turn:
            shown["further"] = further.take_back(hall, tx, who, turn)
        return Answer(200, shown)

    return once(hall, asked, work)


def _last_move(hall: Hall, tx: Tx, ticket: Ticket) -> dict[str, Any]:
    found = log.find(tx.db, tx.centre, ticket.last_move) if ticket.last_move else None
    if found is None or ticket.business_date != tx.business_date or found["at"] <= (closing.whole(tx).closed or 0):
        raise NotAllowed(_NOTHING)
    if clocks.elapsed(tx, found["at"]) > hall.config.rules.undo_minutes * MINUTE:
        raise NotAllowed(_LATE)
    return found


def _may_be_current(tx: Tx, ticket: Ticket, before: Ticket) -> None:
    if before.state not in CURRENT or before.counter is None:
        return
    holds = tickets.current(tx.db, tx.centre, before.counter)
    if holds is not None and holds.id != ticket.id:
        raise CounterBusy


def _leaves_others_alone(who: Identity, ticket: Ticket, before: Ticket) -> bool:
    """Whether no other desk loses a ticket, or gets one that was not taken over from it: an officer who changed desks
    leaves the old one alone."""
    return _at_own_desk(who, ticket) and (_at_own_desk(who, before) or _taken_over(ticket, before))


def _at_own_desk(who: Identity, ticket: Ticket) -> bool:
    return ticket.state not in left.STAYING or ticket.counter == who.counter


def _taken_over(ticket: Ticket, before: Ticket) -> bool:
    """Whether who is at a desk was held at another one before."""
    return ticket.state in CURRENT and before.state is State.HELD and before.counter != ticket.counter


def _take_back(hall: Hall, tx: Tx, who: Identity, ticket: Ticket, before: Ticket, last: dict[str, Any]) -> Ticket:
    # What was printed meanwhile stays printed.
    back = freeing.from_closed(hall, tx, replace(before, printed=ticket.printed), last["at"])
    old, new = tickets.change(tx, ticket, back)
    counter = back.counter or ticket.counter
    undone = last["seq"]
    tx.record(events.Undone(undone), actor=who.actor, ticket=back.id, counter=counter, before=old, after=new)
    calls.withdraw(tx, undone)
    tickets.forget_visit(tx, undone)
    if ticket.state in CURRENT and back.state not in CURRENT and ticket.counter:
        desks.after_current(hall, tx, who, ticket.counter)
    elif back.state in CURRENT and ticket.state not in CURRENT and back.counter:
        desks.again_current(hall, tx, who, back.counter, last["at"])
    tx.effects.rooms |= hall.rooms.of_ticket(ticket) | hall.rooms.of_ticket(back)
    tx.effects.urgent |= {room for room in tx.effects.rooms if room.startswith("board/")}
    if _taken_over(ticket, back) and people.desk(tx.db, tx.centre, str(back.counter)).status == "closed":
        left.give_back(hall, tx, back, who.actor)
    # A desk that closes with it has sent it back to its line already.
    return tickets.find(tx.db, tx.centre, back.id) or back
