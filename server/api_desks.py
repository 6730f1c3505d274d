"""The contract's routes for counters and screens: calling, a desk's status, and the documents they draw."""

from flask import Response, request

from server import api_bodies as bodies
from server.access import LOOKERS
from server.api_answers import Answers, document
from server.hall import calling, desks, rooms
from server.hall.once import Asked, Sent
from server.rules.errors import Forbidden


class Desks(Answers):
    """What officers work with, and what the hall is shown."""

    def call_next(self, code: str) -> Response:
        who = self.who("officer")
        self._counter(code)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, bodies.CallNext, empty=True)
            return calling.call_next(self.hall, who, asked, code, body.service)

        return self.once(who, work)

    def set_status(self, code: str) -> Response:
        who = self.who("officer")
        self._counter(code)
        body = bodies.read(request, bodies.Status)
        return document(desks.set_status(self.hall, who, code, body.status, body.reason))

    def counter(self, code: str) -> Response:
        who = self.who("officer")
        self._counter(code)
        if who.counter != code:
            raise Forbidden
        return self.shown(rooms.counter(code))

    def services(self) -> Response:
        self.who(*LOOKERS)
        return self.shown(rooms.KIOSK)

    def board(self) -> Response:
        self.who(*LOOKERS)
        return self.shown(rooms.board(request.args.get("area", "all")))

    def shown(self, room: str) -> Response:
        """The newest document of a room: the bytes that its screens have."""
        return Response(self.newest(room)[1], content_type="application/json")
