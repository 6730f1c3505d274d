"""The HTTP contract: every route of /api/v1 and the probes, and the view that answers it."""

from collections.abc import Mapping

from flask import Blueprint, Response, request

from server import errors, openapi
from server.access import Access, same_origin
from server.api_answers import Answers, document, fresh
from server.api_citizen import Citizens
from server.api_desks import Desks
from server.api_hall import HallApi
from server.api_journal import Journal
from server.api_opening import Opening
from server.api_sessions import Sessions
from server.api_tickets import Tickets
from server.api_visits import Visits
from server.hall import Hall
from server.hall.newest import Newest
from server.rules.errors import NotSignedIn, OtherOrigin, Unknown


class Probes(Answers):
    """What programs look up."""

    def problem(self, word: str) -> Response:
        """What a problem's type means."""
        meaning = errors.meanings().get(word)
        if meaning is None:
            raise Unknown("page")
        return document(meaning)

    def openapi(self) -> Response:
        return document(openapi.description(ALL))

    def healthz(self) -> Response:
        return document({"status": "alive"})

    def readyz(self) -> Response:
        """200 only when it can commit."""
        self.hall.try_out()
        return document({"status": "ready"})


# Of each part: method, path, and the name of its view, under which the OpenAPI document describes it.
ROUTES: Mapping[type[Answers], tuple[openapi.Route, ...]] = {
    Sessions: (
        ("POST", "/api/v1/session", "sign_in"),
        ("GET", "/api/v1/session", "my_session"),
        ("DELETE", "/api/v1/session", "sign_out"),
        ("POST", "/enter", "enter"),
    ),
    Tickets: (
        ("POST", "/api/v1/tickets", "issue"),
        ("GET", "/api/v1/tickets/<id>", "ticket"),
        ("POST", "/api/v1/tickets/<id>/<name>", "move"),
    ),
    Citizens: (
        ("GET", "/api/v1/kiosk/ticket", "mine"),
        ("GET", "/api/v1/track/<token>", "tracked"),
        ("POST", "/api/v1/track/<token>/leave", "leave"),
        ("POST", "/api/v1/track/<token>/rejoin", "rejoin"),
    ),
    Visits: (
        ("GET", "/api/v1/tickets", "tickets"),
        ("POST", "/api/v1/tickets/<id>/amend", "amend"),
        ("POST", "/api/v1/appointments", "book"),
        ("GET", "/api/v1/appointments", "appointments"),
        ("GET", "/api/v1/kiosk/appointment", "kept_appointment"),
        ("POST", "/api/v1/appointments/<id>/cancel", "cancel_appointment"),
    ),
    Desks: (
        ("POST", "/api/v1/counters/<code>/call-next", "call_next"),
        ("PUT", "/api/v1/counters/<code>/status", "set_status"),
        ("GET", "/api/v1/counters/<code>", "counter"),
        ("GET", "/api/v1/services", "services"),
        ("GET", "/api/v1/board", "board"),
    ),
    HallApi: (
        ("GET", "/api/v1/counters/<code>/services", "assigned"),
        ("PUT", "/api/v1/counters/<code>/services", "assign"),
        ("POST", "/api/v1/counters/<code>/close", "close_counter"),
        ("POST", "/api/v1/services/<code>/give", "give"),
        ("POST", "/api/v1/services/<code>/move", "move_line"),
        ("GET", "/api/v1/alerts", "alerts"),
        ("GET", "/api/v1/overview", "overview"),
        ("GET", "/api/v1/record", "record"),
        ("GET", "/api/v1/hall", "hall_state"),
        ("POST", "/api/v1/hall/pause", "pause"),
        ("POST", "/api/v1/hall/resume", "resume"),
        ("GET", "/api/v1/notices", "notices"),
        ("POST", "/api/v1/notices", "put_notice"),
        ("DELETE", "/api/v1/notices/<id>", "take_off_notice"),
    ),
    Journal: (
        ("GET", "/api/v1/tickets/<id>/history", "history"),
        ("GET", "/api/v1/journal", "journal"),
    ),
    Opening: (
        ("GET", "/api/v1/opening", "opening"),
        ("POST", "/api/v1/opening/stop", "stop_issuing"),
        ("POST", "/api/v1/opening/resume", "resume_issuing"),
        ("POST", "/api/v1/opening/open", "open_now"),
        ("POST", "/api/v1/opening/close", "close_day"),
        ("PUT", "/api/v1/opening/caps/<code>", "set_cap"),
        ("PUT", "/api/v1/opening/hours", "set_hours"),
        ("POST", "/api/v1/opening/closures", "add_closure"),
        ("DELETE", "/api/v1/opening/closures/<id>", "remove_closure"),
    ),
    Probes: (
        ("GET", "/api/v1/openapi.json", "openapi"),
        ("GET", "/problems/<word>", "problem"),
        ("GET", "/healthz", "healthz"),
        ("GET", "/readyz", "readyz"),
    ),
}
ALL = tuple(route for routes in ROUTES.values() for route in routes)


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """The contract's routes, all refusing what another site's page sends."""
    newest = Newest(hall)
    contract = Blueprint("api", __name__)
    contract.before_request(lambda: _of_this_site(access))
    contract.after_request(fresh)
    for part, routes in ROUTES.items():
        views = part(hall, access, newest)
        for method, path, name in routes:
            contract.add_url_rule(path, name, getattr(views, name), methods=[method], provide_automatic_options=False)
    return contract


def _of_this_site(access: Access) -> None:
    """Raises OtherOrigin for what another site's page sent, and NotSignedIn where somebody has to be known first and
    nobody is: as everywhere, 401 comes before 403."""
    try:
        same_origin(request.environ)
    except OtherOrigin:
        asked = openapi.OPERATIONS.get((request.endpoint or "").rpartition(".")[2])
        if (asked is None or asked.who) and access.identify(request.environ) is None:
            raise NotSignedIn from None
        raise
