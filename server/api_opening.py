"""The contract's routes for supervisors: the hours, stopping and opening, caps, closures, and the close of the day."""

from collections.abc import Callable

from flask import Response, request

from server import api_bodies as bodies
from server import api_bodies_opening as wishes
from server.api_answers import Answers, document
from server.hall import Hall, closing, deciding, opening_page, weekly
from server.hall.once import Asked, Sent
from server.rules.people import SUPERVISORS, Identity


class Opening(Answers):
    """Each change is one event and counts from its answer on."""

    def opening(self) -> Response:
        self.who(*SUPERVISORS)
        with self.hall.reading() as view:
            return document(opening_page.page(self.hall, view))

    def stop_issuing(self) -> Response:
        return self._decide(deciding.stop)

    def resume_issuing(self) -> Response:
        return self._decide(deciding.resume)

    def open_now(self) -> Response:
        return self._decide(deciding.open_now)

    def _decide(self, act: Callable[[Hall, Identity, Asked, str], Sent]) -> Response:
        def work(who: Identity, asked: Asked) -> Sent:
            which = bodies.read(request, wishes.Which, empty=True).service
            return act(self.hall, who, asked, which or "")

        return self._changed(work)

    def close_day(self) -> Response:
        def work(who: Identity, asked: Asked) -> Sent:
            bodies.read(request, bodies.Nothing, empty=True)
            return closing.close(self.hall, who, asked)

        return self._changed(work)

    def set_cap(self, code: str) -> Response:
        def work(who: Identity, asked: Asked) -> Sent:
            self._service(code)
            return deciding.set_cap(self.hall, who, asked, code, bodies.read(request, wishes.Cap).cap)

        return self._changed(work)

    def set_hours(self) -> Response:
        def work(who: Identity, asked: Asked) -> Sent:
            body = bodies.read(request, wishes.SetHours)
            return weekly.set_hours(self.hall, who, asked, body.row(), own=body.own, confirmed=body.confirm)

        return self._changed(work)

    def add_closure(self) -> Response:
        def work(who: Identity, asked: Asked) -> Sent:
            body = bodies.read(request, wishes.AddClosure)
            return weekly.add_closure(self.hall, who, asked, weekly.Row(body.row(), body.confirm))

        return self._changed(work)

    def remove_closure(self, id: str) -> Response:
        def work(who: Identity, asked: Asked) -> Sent:
            body = bodies.read(request, wishes.RemoveClosure, empty=True)
            return weekly.remove_closure(self.hall, who, asked, id, confirmed=body.confirm)

        return self._changed(work)

    def _changed(self, work: Callable[[Identity, Asked], Sent]) -> Response:
        who = self.who(*SUPERVISORS)
        return self.once(who, lambda asked: work(who, asked))
