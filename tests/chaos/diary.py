"""People of a small hall who write down everything they asked and were told, in the hall's own process."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import orjson

from server.hall import Hall, calling, documents, finding, issue, moves, printing, undo
from server.hall.issue import Request
from server.hall.once import Asked, Sent
from server.rules.errors import QueueError, Unavailable
from server.rules.people import Identity
from server.rules.ticket import Wish
from tests.chaos.asked import Op
from tests.hall.house import KIOSK, House

Ask = Callable[[Hall, Asked], Sent]


class Cut(BaseException):
    """The power went: whoever waits for an answer waits for ever."""


class Diary:
    """``ops`` is the history so far. ``house`` may be exchanged for another one: the same hall, after a fall."""

    def __init__(self, house: House) -> None:
        self.house, self.ops, self._ticks = house, list[Op](), count()
        self.asked: dict[int, tuple[str, Ask]] = {}
        self._cut_off: set[int] = set()

    def tick(self) -> float:
        return float(next(self._ticks))

    def ask(self, kind: str, about: str, who: Identity, do: Ask) -> Op:
        """Asks under a new key and writes down what came of it."""
        number = len(self.ops)
        self.ops.append(Op(f"key-{number}", kind, about, self.tick(), 0.0))
        self.asked[number] = (who.actor, do)
        return self.again(number)

    def again(self, number: int) -> Op:
        """Asks the same under the same key: it is one operation, which ends with its last answer.

        Unless nothing could be written this time and nobody knows what came of the times before.
        """
        op, (actor, do) = self.ops[number], self.asked[number]
        status, body = self._answer(do, Asked(actor, op.key, f"{op.kind} {op.about}"))
        told = replace(op, end=self.tick(), status=status, body=body)
        if status is None:
            self._cut_off.add(number)
        unknown = status == Unavailable.status and number in self._cut_off
        self.ops[number] = replace(told, status=None) if unknown else told
        return told

    def _answer(self, do: Ask, asked: Asked) -> tuple[int | None, bytes]:
        try:
            sent = do(self.house.hall, asked)
        except QueueError as refused:
            return refused.status, b""
        except Cut:
            return None, b""
        return sent.status, sent.body

    def took(self, service: str, then: tuple[str, ...] = ()) -> Op:
        wish = Request(service, then=then)
        return self.ask("issue", service, KIOSK, lambda hall, asked: issue.issue(hall, KIOSK, asked, wish))

    def called(self, who: Identity) -> Op:
        counter = str(who.counter)

        def do(hall: Hall, asked: Asked) -> Sent:
            return calling.call_next(hall, who, asked, counter, None)

        return self.ask("call-next", counter, who, do)

    def moved(self, who: Identity, name: str, id: str, wish: Wish | None = None) -> Op:
        def do(hall: Hall, asked: Asked) -> Sent:
            if name == "undo":
                return undo.undo(hall, who, asked, id)
            if name == "print":
                return printing.again(hall, who, asked, id, None)
            return moves.make(hall, who, asked, id, name, wish or Wish())

        return self.ask(name, id, who, do)

    def saw_ticket(self, id: str) -> None:
        self._saw("ticket", id, lambda hall: finding.ticket(hall, id))

    def saw_board(self, area: str) -> None:
        def look(hall: Hall) -> object:
            with hall.reading() as view:
                return documents.board(hall, view, area)

        self._saw("board", area, look)

    def _saw(self, kind: str, about: str, look: Callable[[Hall], object]) -> None:
        start = self.tick()
        self.ops.append(Op("", kind, about, start, self.tick(), 200, orjson.dumps(look(self.house.hall))))
