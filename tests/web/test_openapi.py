"""The OpenAPI document: every route and no other, and answers that are what it says they are."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from server import api, api_bodies, openapi, openapi_opening
from tests.web.calling import Caller, Desk, good, sign_in
from tests.web.running import Demo
from tests.web.schemas import Checker
from tests.web.test_conventions import LIST

Desks = Callable[[str], Desk]
# Held against the document by test_opening.py: they close the day of everybody who shares this demo.
ELSEWHERE = set(openapi_opening.OPERATIONS)
JOURNAL = ("journal", "journal?what=counters&before=90", "journal?after=x", "journal?what=x", "journal?date=x")
Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(nobody: Caller) -> Document:
    return good(nobody.get("/api/v1/openapi.json"))


@pytest.fixture(scope="module")
def checker(document: Document) -> Checker:
    return Checker(document)


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_is_described_and_nothing_else_is(document: Document) -> None:
    routes = set()
    for method, path, _ in api.ALL:
        names = api_bodies.MOVES if path == openapi.MOVE_PATH else [""]
        routes |= {(method, re.sub(r"<(\w+)>", r"{\1}", path.replace("<name>", name))) for name in names}
    assert {(method, path) for method, path, _ in operations(document)} == routes


def test_the_routes_that_run_are_those_of_the_table(demo: Demo, tmp_path: Any) -> None:
    from server.access import Access
    from server.app import flask_app, open_hall
    from server.config import Config

    hall = open_hall(Config.demo(tmp_path, "127.0.0.1", 0))
    rules = flask_app(hall, Access(hall)).url_map.iter_rules()
    running = {(method, rule.rule) for rule in rules for method in rule.methods or () if method != "HEAD"}
    hall.store.close()
    contract = {one for one in running if re.match(r"/(api|problems|healthz|readyz|metrics)", one[1])}
    assert contract | {("POST", "/enter")} == {(method, path) for method, path, _ in api.ALL}


def test_every_reference_leads_somewhere_and_every_schema_is_used(document: Document) -> None:
    named = set(re.findall(r"'#/components/schemas/(\w+)'", str(document)))
    assert named == set(document["components"]["schemas"])


def test_operations_are_named_once_and_say_what_they_are_for(document: Document) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(operation["summary"].endswith(".") for _, _, operation in operations(document))


def test_every_parameter_of_a_path_is_described(document: Document) -> None:
    for _, path, operation in operations(document):
        described = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert described == set(re.findall(r"{(\w+)}", path))


def test_the_problem_types_are_the_closed_list(document: Document) -> None:
    words = {
        word.removeprefix("/problems/")
        for word in document["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    }
    assert {word for word in words if not word.startswith("unknown-")} == LIST


def test_bodies_allow_no_unknown_fields(document: Document) -> None:
    schemas = document["components"]["schemas"]
    models: set[type[api_bodies.Body]] = {*api_bodies.MOVES.values(), api_bodies.Issue, api_bodies.SignIn}
    for model in models:
        assert schemas[model.__name__]["additionalProperties"] is False


class Recorder:
    """Checks every answer that its callers get against the document."""

    def __init__(self, document: Document, checker: Checker) -> None:
        self._patterns = [
            (method, re.compile(re.sub(r"{\w+}", "[^/]+", path) + "$"), operation)
            for method, path, operation in sorted(operations(document), key=lambda one: one[1].count("{"))
        ]
        self._checker = checker
        self.seen: set[tuple[str, int]] = set()

    def watch(self, *callers: Caller) -> None:
        for caller in callers:
            caller.http.hooks["response"].append(self._check)

    def _check(self, answer: Any, **_: Any) -> None:
        method, path = answer.request.method, answer.request.path_url.partition("?")[0]
        operation = next(one for known, like, one in self._patterns if known == method and like.match(path))
        described = operation["responses"][str(answer.status_code)]
        self.seen.add((operation["operationId"], answer.status_code))
        for kind, content in described.get("content", {}).items():
            assert answer.headers["Content-Type"] == kind
            assert self._checker.faults(answer.json(), content["schema"]) == []
        if "content" not in described and operation["operationId"] != "openapi":
            assert answer.content == b""


def test_real_answers_are_what_the_document_says(
    document: Document, checker: Checker, demo: Demo, desk: Desks, reception: Caller
) -> None:
    recorder, officer = Recorder(document, checker), desk("45")
    nobody, kiosk = Caller(demo.url), Caller(demo.url, demo.access["kiosk_token"])
    callers = (nobody, kiosk, officer, reception)
    recorder.watch(*callers)
    try:
        _a_day(nobody, kiosk, officer, reception, demo)
        _look_after(reception, demo, recorder)
    finally:
        for caller in (officer, reception):
            caller.http.hooks["response"].clear()
    succeeded = {id for id, status in recorder.seen if status < 400}
    assert (
        succeeded
        >= {operation["operationId"] for _, _, operation in operations(document)} - {"move_record"} - ELSEWHERE
    )
    assert {status for _, status in recorder.seen} >= {200, 201, 204, 304, 400, 401, 403, 404, 409, 413, 415, 422}


def _a_day(nobody: Caller, kiosk: Caller, officer: Desk, reception: Caller, demo: Demo) -> None:
    officer.next()
    held, missed, sent, gone, served = (kiosk.ticket("MT", priority="elderly") for _ in range(5))
    for ticket, names in (
        (held, ("call", "recall", "hold")),
        (missed, ("call", "no-show", "return", "serve", "undo", "call", "no-show")),
        (gone, ("print", "cancel", "call")),
    ):
        for name in names:
            _ = officer.miss(ticket) if name == "no-show" else officer.move(ticket, name)
    officer.move(sent, "call")
    reception.move(sent, "transfer", {"counter": "45", "reason": "Nhầm quầy"})
    officer.next()
    officer.get("/api/v1/counters/45")
    officer.move(sent, "serve")
    officer.move(sent, "finish", {"outcome": "result", "dossiers": 1})
    officer.move(served, "finish")
    officer.put("/api/v1/counters/45/status", {"status": "paused", "reason": "Họp"})
    officer.put("/api/v1/counters/45/status", {"status": "open"})
    reception.get(f"/api/v1/tickets?number={served['number']}")
    for who, id in ((reception, served["id"]), (officer, served["id"]), (officer, "x"), (kiosk, served["id"])):
        who.get(f"/api/v1/tickets/{id}/history")
    _look_round(nobody, kiosk, officer, reception, demo, served)


def _visits(kiosk: Caller, reception: Caller, ticket: dict[str, Any]) -> None:
    at = datetime.fromisoformat(kiosk.get("/api/v1/board").json()["at"]) + timedelta(minutes=20)
    made = reception.post("/api/v1/appointments", {"service": "MT", "at": at.isoformat()}).json()
    kiosk.get(f"/api/v1/kiosk/appointment?code={made['code']}")
    reception.post(f"/api/v1/appointments/{made['id']}/cancel")
    kiosk.get(f"/api/v1/kiosk/appointment?code={made['code']}")
    reception.get("/api/v1/appointments")
    kiosk.get(f"/api/v1/kiosk/ticket?number={ticket['number']}")
    reception.move(kiosk.ticket("MT"), "amend", {"priority": "elderly", "then": ["MK"], "reason": "asked"})


def _look_round(
    nobody: Caller, kiosk: Caller, officer: Desk, reception: Caller, demo: Demo, ticket: dict[str, Any]
) -> None:
    for path in ("services", "board", "board?area=M", "board?area=Q", f"tickets/{ticket['id']}", "tickets/x"):
        kiosk.get(f"/api/v1/{path}")
    track = "/api/v1/track/" + ticket["track_url"].rsplit("/", 1)[1]
    nobody.get(track, headers={"If-None-Match": nobody.get(track).headers["ETag"]})
    _visits(kiosk, reception, ticket)
    mine = "/api/v1/track/" + kiosk.ticket("MT")["track_url"].rsplit("/", 1)[1]
    for path in (f"{mine}/leave", f"{mine}/rejoin", f"{mine}/rejoin", f"{track}/rejoin", f"{track}x/leave"):
        nobody.post(path)
    for path in ("/healthz", "/readyz", "/api/v1/openapi.json", "/problems/invalid", "/problems/x", "/api/v1/session"):
        nobody.get(path)
    nobody.post("/enter", {"token": demo.access["kiosk_token"]})
    nobody.post("/enter", {"token": "wrong"})
    for raw, kind in ((b"{", "application/json"), (b"{}", "text/plain"), (b" " * 70_000, "application/json")):
        kiosk("POST", "/api/v1/tickets", data=raw, headers={"Content-Type": kind})
    kiosk.post("/api/v1/tickets", {"service": "ZZ", "x": 1})
    kiosk.post("/api/v1/tickets", {"service": "ZZ"})
    kiosk.move(ticket, "call")
    officer.get("/api/v1/session")
    person = next(one for one in demo.access["officers"] if one["counter"] == "43")
    cookies = dict(nobody.post("/api/v1/session", person).cookies)
    leaving = Caller(demo.url, cookies=cookies)
    leaving.http.hooks = nobody.http.hooks
    leaving("DELETE", "/api/v1/session")


def _look_after(reception: Caller, demo: Demo, recorder: Recorder) -> None:
    supervisor = Caller(demo.url, cookies=sign_in(demo.url, demo.access["supervisor"]))
    recorder.watch(supervisor)
    services = "/api/v1/counters/45/services"
    usual = good(supervisor.get(services))["usual"]
    supervisor.put(services, {"services": usual, "until_close": False})
    supervisor.post("/api/v1/services/MH/give", {"counter": "45"})
    Caller(demo.url, demo.access["kiosk_token"]).ticket("MH")
    supervisor.post("/api/v1/services/MH/move", {"to": "MT"})
    supervisor.put(services, {"services": usual, "until_close": False})
    notice = good(supervisor.post("/api/v1/notices", {"message": "network", "area": "M"}), 201)
    for path in (
        "alerts",
        "notices",
        "hall",
        "overview",
        "record",
        "record?date=x",
        "record?date=2026-99-99",
        *JOURNAL,
    ):
        supervisor.get(f"/api/v1/{path}")
    supervisor("DELETE", f"/api/v1/notices/{notice['id']}")
    reception.post("/api/v1/hall/pause", {"message": "power"})
    reception.post("/api/v1/hall/resume")
    supervisor.post("/api/v1/counters/45/close")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"more": 1}, "undocumented more"),
        ({"number": None}, "not string"),
        ({"state": "lost"}, "not one of"),
        ({"issued_at": "2026-11-23 08:00"}, "not like"),
        ({"for": {"desk": "1"}}, "none of what"),
        ({"calls": True}, "not integer"),
        ({"calls": -1}, "below 0"),
        ({"then": [1]}, r"then\[0\]"),
        ({"id": "x" * 41}, "not like"),
    ],
)
def test_the_checker_finds(change: dict[str, Any], fault: str, kiosk: Caller, checker: Checker) -> None:
    ticket, schema = kiosk.ticket("MT"), {"$ref": "#/components/schemas/Ticket"}
    assert checker.faults(ticket, schema) == []
    (found,) = checker.faults(ticket | change, schema)
    assert re.search(fault, found)
    assert checker.faults({name: value for name, value in ticket.items() if name != "id"}, schema) == ["$ lacks id"]
