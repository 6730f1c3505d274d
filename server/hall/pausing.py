"""A pause of the whole hall: nothing is called or issued, no clock runs, and nobody loses a place."""

from typing import Any

from server.hall.hall import Hall, Reading
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hall as events
from server.rules.catalogue import Text
from server.rules.errors import Invalid, NotAllowed, QueueError, ServiceClosed
from server.rules.hours import iso
from server.rules.people import SYSTEM, Identity
from server.rules.ticket import State, Ticket
from server.store import pauses
from server.store.pauses import Pause
from server.store.writer import Tx

CALLING = frozenset({"call", "recall", "no-show"})
"""Moves that ask somebody to come, or hold against them that they did not."""

_ALREADY = Text("Trung tâm đang tạm dừng rồi.", "The hall is paused already.")
_RUNS = Text("Trung tâm không tạm dừng.", "The hall is not paused.")
_MESSAGE = Text("Không có thông báo này.", "There is no such message.")


def text(hall: Hall, word: str) -> Text:
    """The sentence of a configured message; a word that is configured no more stands for itself."""
    found = hall.config.words.messages.get(word)
    return found.text if found else Text(word, word)


def known(hall: Hall, word: str) -> str:
    """Raises Invalid for a message that is not configured."""
    if word not in hall.config.words.messages:
        raise Invalid(errors={"message": _MESSAGE})
    return word


def lasting(view: Reading | Tx) -> Pause | None:
    """The pause that lasts now, if any."""
    if "pause" not in view.kept:
        view.kept["pause"] = pauses.current(view.db, view.centre)
    now: Pause | None = view.kept["pause"]
    return now


def pause(hall: Hall, who: Identity, asked: Asked, message: str) -> Sent:
    """Pauses the hall; its state, 200. Raises Invalid, NotAllowed when it is paused already."""

    def work(tx: Tx) -> Answer:
        known(hall, message)
        if lasting(tx):
            raise NotAllowed(_ALREADY)
        pauses.begin(tx, message)
        tx.effects.after.append(hall.foresee_anew)
        tx.record(events.HallPaused(message), actor=who.actor)
        tx.effects.urgent |= hall.rooms.all
        return Answer(200, state(hall, tx))

    return once(hall, asked, work)


def resume(hall: Hall, who: Identity, asked: Asked) -> Sent:
    """Ends the pause; the hall's state, 200. Raises NotAllowed when there is none."""

    def work(tx: Tx) -> Answer:
        if not end(hall, tx, who.actor):
            raise NotAllowed(_RUNS)
        return Answer(200, state(hall, tx))

    return once(hall, asked, work)


def end(hall: Hall, tx: Tx, actor: str = SYSTEM) -> bool:
    """Ends the pause, if there is one."""
    pause = lasting(tx)
    if pause is None:
        return False
    pauses.end(tx)
    tx.effects.after.append(hall.foresee_anew)
    tx.record(events.HallResumed((tx.now - pause.began) // 1000), actor=actor)
    tx.effects.urgent |= hall.rooms.all
    return True


def state(hall: Hall, view: Reading | Tx) -> dict[str, Any]:
    """``{"version", "paused": {"message", "text", "since"} | null}``"""
    pause = lasting(view)
    if pause is None:
        return {"version": view.seq, "paused": None}
    since = iso(pause.began, hall.timezone)
    told = {"message": pause.message, "text": text(hall, pause.message), "since": since}
    return {"version": view.seq, "paused": told}


def refuse(hall: Hall, view: Reading | Tx, error: type[QueueError] = NotAllowed) -> None:
    """Raises ``error`` with the pause's message while the hall pauses."""
    if pause := lasting(view):
        said = text(hall, pause.message)
        raise error(Text(f"Trung tâm đang tạm dừng. {said.vi}", f"The hall is paused. {said.en}"))


def refuse_issuing(hall: Hall, view: Reading | Tx) -> None:
    """Raises ServiceClosed while the hall pauses."""
    refuse(hall, view, ServiceClosed)


def refuse_move(hall: Hall, tx: Tx, ticket: Ticket, move: str) -> None:
    """Raises NotAllowed for a move that must wait: who is at a desk, or was called there, may be served to the end."""
    begins = move == "serve" and ticket.state is not State.CALLED
    if begins or move in CALLING:
        refuse(hall, tx)
