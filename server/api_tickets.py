"""The contract's routes for a ticket: issuing it, looking at it, moving it."""

from contextlib import nullcontext

from flask import Response, request

from server import api_bodies as bodies
from server.access import LOOKERS, Identity
from server.api_answers import Answers, document
from server.hall import finding, issue, moves, printing, undo
from server.hall.claiming import Grounds
from server.hall.issue import Request
from server.hall.once import Asked, Sent
from server.rules.errors import Forbidden, Unknown
from server.rules.people import PEOPLE
from server.rules.ticket import MOVES, Wish

ISSUERS = frozenset({"kiosk", "officer", "reception"})
BESIDE = {"officer": {"undo", "print"}, "reception": {"print"}}
"""What is no row of MOVES: it changes no state, or gives back the one before."""
ALLOWED = {
    kind: frozenset(name for name, rule in MOVES.items() if rule.states(kind)) | BESIDE.get(kind, frozenset())
    for kind in PEOPLE
}


class Tickets(Answers):
    """Numbers, from the kiosk to the desk."""

    def issue(self) -> Response:
        who = self.who(*ISSUERS)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, bodies.Issue)
            grounds = Grounds(body.appointment, body.carried)
            wish = Request(body.service, body.priority, body.assist, body.lang, tuple(body.then), grounds, body.reason)
            with self.access.guessing(who) if body.appointment else nullcontext():
                return issue.issue(self.hall, who, asked, wish)

        return self.once(who, work)

    def ticket(self, id: str) -> Response:
        self.who(*LOOKERS)
        return document(finding.ticket(self.hall, id))

    def move(self, id: str, name: str) -> Response:
        who = self.who(*ALLOWED)
        if name not in bodies.MOVES:
            raise Unknown("move")
        if name not in ALLOWED[who.kind]:
            raise Forbidden
        return self.once(who, lambda asked: self._moved(who, asked, id, name))

    def _moved(self, who: Identity, asked: Asked, id: str, name: str) -> Sent:
        finding.known(self.hall, id)
        wish = Wish(**bodies.read(request, bodies.MOVES[name], empty=True).model_dump())
        if name == "undo":
            return undo.undo(self.hall, who, asked, id)
        if name == "print":
            return printing.again(self.hall, who, asked, id, wish.kiosk)
        return moves.make(self.hall, who, asked, id, name, wish)
