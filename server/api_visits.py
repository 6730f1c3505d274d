"""The contract's routes around a visit: finding a number, putting it right, appointments."""

from flask import Response, request

from server import api_bodies as bodies
from server.api_answers import Answers, day_asked, document
from server.hall import amending, appointments, finding
from server.hall.once import Asked, Sent
from server.rules.catalogue import Text
from server.rules.errors import Invalid
from server.rules.people import STAFF


class Visits(Answers):
    """Numbers of any day, and appointments: made by the centre's people, found by their code at a kiosk."""

    def tickets(self) -> Response:
        self.who("officer", "reception", "supervisor")
        number = request.args.get("number", "")
        if not number:
            raise Invalid(errors={"number": Text("Hãy cho biết số cần tìm.", "Say which number to find.")})
        return document(finding.with_number(self.hall, number, day_asked()))

    def amend(self, id: str) -> Response:
        who = self.who("reception")

        def work(asked: Asked) -> Sent:
            finding.known(self.hall, id)
            body = bodies.read(request, bodies.Amend)
            classless = body.priority is None and "priority" in body.model_fields_set
            then = None if body.then is None else tuple(body.then)
            wish = amending.Wish(body.reason, body.service, body.priority, classless, then)
            return amending.amend(self.hall, who, asked, id, wish)

        return self.once(who, work)

    def book(self) -> Response:
        who = self.who(*STAFF)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, bodies.Book)
            return appointments.make(self.hall, who, asked, body.service, body.at)

        return self.once(who, work)

    def appointments(self) -> Response:
        self.who(*STAFF)
        return document(appointments.of_day(self.hall, day_asked()))

    def kept_appointment(self) -> Response:
        who = self.who("kiosk", "officer", *STAFF)
        with self.access.guessing(who):
            return document(appointments.with_code(self.hall, request.args.get("code", "")))

    def cancel_appointment(self, id: str) -> Response:
        who = self.who(*STAFF)

        def work(asked: Asked) -> Sent:
            appointments.known(self.hall, id)
            bodies.read(request, bodies.Nothing, empty=True)
            return appointments.cancel(self.hall, who, asked, id)

        return self.once(who, work)
