"""The contract's part for who looks after the hall: assignments, lines, alerts, the hall's pause, notices."""

from flask import Response, request

from server import api_bodies as bodies
from server import api_bodies_hall as wishes
from server.access import LOOKERS
from server.api_answers import Answers, day_asked, document
from server.hall import alerts, assigning, closing_counter, linemoves, noticing, overview, pausing
from server.hall.assigning import Assignment
from server.hall.linemoves import Target
from server.hall.once import Asked, Sent
from server.rules.people import STAFF, SUPERVISORS


class HallApi(Answers):
    """What is done to the hall while it runs."""

    # Who serves what

    def assigned(self, code: str) -> Response:
        self.who(*STAFF)
        self._counter(code)
        with self.hall.reading() as view:
            return document(assigning.document(view, self.hall.catalogue, code))

    def assign(self, code: str) -> Response:
        who = self.who(*SUPERVISORS)
        self._counter(code)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, wishes.Services)
            wish = Assignment(body.services, body.until_close, body.version)
            return assigning.assign(self.hall, who, asked, code, wish)

        return self.once(who, work)

    def close_counter(self, code: str) -> Response:
        who = self.who(*SUPERVISORS)
        self._counter(code)

        def work(asked: Asked) -> Sent:
            bodies.read(request, bodies.Nothing, empty=True)
            return closing_counter.close(self.hall, who, asked, code)

        return self.once(who, work)

    def give(self, code: str) -> Response:
        who = self.who(*SUPERVISORS)
        self._service(code)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, wishes.Give)
            return assigning.give(self.hall, who, asked, code, body.counter)

        return self.once(who, work)

    def move_line(self, code: str) -> Response:
        who = self.who(*SUPERVISORS)
        self._service(code)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, wishes.MoveLine)
            to = Target(body.to, body.counter, body.version, body.tell)
            return linemoves.move(self.hall, who, asked, code, to)

        return self.once(who, work)

    # What needs somebody

    def alerts(self) -> Response:
        self.who(*STAFF)
        with self.hall.reading() as view:
            return document({"version": view.seq, "alerts": alerts.told(self.hall, view)})

    def overview(self) -> Response:
        self.who(*STAFF)
        with self.hall.reading() as view:
            return document(overview.document(self.hall, view))

    def record(self) -> Response:
        self.who(*SUPERVISORS)
        day = day_asked()
        with self.hall.reading() as view:
            return document(overview.record(self.hall, view, day or view.business_date))

    # What everybody is told

    def hall_state(self) -> Response:
        self.who(*LOOKERS)
        with self.hall.reading() as view:
            return document(pausing.state(self.hall, view))

    def pause(self) -> Response:
        who = self.who(*STAFF)

        def work(asked: Asked) -> Sent:
            return pausing.pause(self.hall, who, asked, bodies.read(request, wishes.Pause).message)

        return self.once(who, work)

    def resume(self) -> Response:
        who = self.who(*STAFF)

        def work(asked: Asked) -> Sent:
            bodies.read(request, bodies.Nothing, empty=True)
            return pausing.resume(self.hall, who, asked)

        return self.once(who, work)

    def notices(self) -> Response:
        self.who(*STAFF)
        with self.hall.reading() as view:
            return document({"version": view.seq, "notices": noticing.standing(self.hall, view)})

    def put_notice(self) -> Response:
        who = self.who(*STAFF)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, wishes.Notice)
            return noticing.put(self.hall, who, asked, body.message, body.area or "", body.service)

        return self.once(who, work)

    def take_off_notice(self, id: str) -> Response:
        who = self.who(*STAFF)
        return self.once(who, lambda asked: noticing.take_off(self.hall, who, asked, id))
