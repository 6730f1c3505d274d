"""The HTTP contract: /api/v1 and the probes; each route judges who, what, and hands over to the hall."""

from contextlib import nullcontext

from flask import Blueprint, Response, request

from server import api_bodies as bodies
from server import api_citizen, api_hall, api_opening, api_visits, errors, openapi
from server.access import LOOKERS, PEOPLE, Access, Identity, cookie, same_origin
from server.api_answers import Answers, document, empty, fresh, keep, session
from server.hall import Hall, calling, desks, finding, issue, moves, people, printing, rooms, undo
from server.hall.claiming import Grounds
from server.hall.issue import Request
from server.hall.newest import Newest
from server.hall.once import Asked, Sent
from server.rules.errors import Forbidden, Unknown
from server.rules.ticket import MOVES, Wish

ISSUERS = frozenset({"kiosk", "officer", "reception"})
RECEPTION_MOVES = frozenset(name for name, rule in MOVES.items() if rule.reception) | {"print"}
OTHER_MOVES = frozenset({"undo", "print"})
OFFICER_MOVES = frozenset(name for name, rule in MOVES.items() if rule.sources) | OTHER_MOVES
# The longest that browsers keep a cookie; opening the device link again starts it anew.
DEVICE_COOKIE_S = 400 * 24 * 3600
# As long as a session can last. When it is idle the server says, not a cookie that nobody renews.
PERSON_COOKIE_S = 24 * 3600


class Api(Answers):
    """Sessions, tickets, counters, screens and probes."""

    # Sessions

    def sign_in(self) -> Response:
        body = bodies.read(request, bodies.SignIn)
        token, who = self.access.sign_in(body.username, body.password, body.counter, body.takeover)
        response = document(session(who), 201)
        keep(response, "officer", token, PERSON_COOKIE_S)
        return response

    def my_session(self) -> Response:
        return document(session(self.who(*PEOPLE)))

    def sign_out(self) -> Response:
        people.sign_out(self.hall, self.who(*PEOPLE))
        response = empty()
        response.delete_cookie(cookie("officer"), httponly=True, samesite="Strict")
        return response

    def enter(self) -> Response:
        """Takes a device link's token for a cookie."""
        token = bodies.read(request, bodies.Enter).token
        kind = self.access.device(token).kind
        response = document({"kind": kind, "page": f"/{kind}"})
        keep(response, kind, token, DEVICE_COOKIE_S)
        return response

    # Tickets

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
        who = self.who("officer", "reception")
        if name not in OFFICER_MOVES | RECEPTION_MOVES:
            raise Unknown("move")
        if name not in (RECEPTION_MOVES if who.kind == "reception" else OFFICER_MOVES):
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

    # Counters

    def call_next(self, code: str) -> Response:
        who = self.who("officer")
        self._known(code)

        def work(asked: Asked) -> Sent:
            body = bodies.read(request, bodies.CallNext, empty=True)
            return calling.call_next(self.hall, who, asked, code, body.service)

        return self.once(who, work)

    def set_status(self, code: str) -> Response:
        who = self.who("officer")
        self._known(code)
        body = bodies.read(request, bodies.Status)
        return document(desks.set_status(self.hall, who, code, body.status, body.reason))

    def counter(self, code: str) -> Response:
        who = self.who("officer")
        self._known(code)
        if who.counter != code:
            raise Forbidden
        return self.shown(rooms.counter(code))

    def _known(self, code: str) -> None:
        if code not in self.hall.catalogue.counters:
            raise Unknown("counter")

    # Screens and kiosks

    def services(self) -> Response:
        self.who(*LOOKERS)
        return self.shown(rooms.KIOSK)

    def board(self) -> Response:
        self.who(*LOOKERS)
        return self.shown(rooms.board(request.args.get("area", "all")))

    def shown(self, room: str) -> Response:
        """The newest document of a room: the bytes that its screens have."""
        return Response(self.newest(room)[1], content_type="application/json")

    # What programs look up

    def problem(self, word: str) -> Response:
        """What a problem's type means."""
        meaning = errors.meanings().get(word)
        if meaning is None:
            raise Unknown("page")
        return document(meaning)

    def openapi(self) -> Response:
        return document(openapi.description(ALL))

    # Probes

    def healthz(self) -> Response:
        return document({"status": "alive"})

    def readyz(self) -> Response:
        """200 only when it can commit."""
        self.hall.try_out()
        return document({"status": "ready"})


ROUTES: tuple[openapi.Route, ...] = (
    ("POST", "/api/v1/session", "sign_in"),
    ("GET", "/api/v1/session", "my_session"),
    ("DELETE", "/api/v1/session", "sign_out"),
    ("POST", "/api/v1/tickets", "issue"),
    ("GET", "/api/v1/tickets/<id>", "ticket"),
    ("POST", "/api/v1/tickets/<id>/<name>", "move"),
    ("POST", "/api/v1/counters/<code>/call-next", "call_next"),
    ("PUT", "/api/v1/counters/<code>/status", "set_status"),
    ("GET", "/api/v1/counters/<code>", "counter"),
    ("GET", "/api/v1/services", "services"),
    ("GET", "/api/v1/board", "board"),
    ("POST", "/enter", "enter"),
    ("GET", "/api/v1/openapi.json", "openapi"),
    ("GET", "/problems/<word>", "problem"),
    ("GET", "/healthz", "healthz"),
    ("GET", "/readyz", "readyz"),
)


PARTS: tuple[tuple[type[Answers], tuple[openapi.Route, ...]], ...] = (
    (Api, ROUTES),
    (api_citizen.Citizens, api_citizen.ROUTES),
    (api_visits.Visits, api_visits.ROUTES),
    (api_hall.HallApi, api_hall.ROUTES),
    (api_opening.Opening, api_opening.ROUTES),
)
ALL = tuple(route for _, routes in PARTS for route in routes)


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """The contract's routes, all refusing what another site's page sends."""
    newest = Newest(hall)
    routes = Blueprint("api", __name__)
    routes.before_request(lambda: same_origin(request.environ))
    routes.after_request(fresh)
    for part, rows in PARTS:
        at = part(hall, access, newest)
        for method, path, name in rows:
            routes.add_url_rule(path, name, getattr(at, name), methods=[method], provide_automatic_options=False)
    return routes
