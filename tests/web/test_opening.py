"""The supervisor's hours over real HTTP: who may, what is wrong, and what holds for the kiosk at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from server import openapi_opening
from tests.days.centre import HOLIDAYS
from tests.web.calling import Caller, fresh_key, good, refused, sign_in
from tests.web.running import Demo, sound
from tests.web.schemas import Checker
from tests.web.test_openapi import Recorder

OPENING = "/api/v1/opening"
MONTHS = [f"{date.today() + timedelta(days=days):%Y-%m}" for days in range(380, 700, 30)]
MONTH = next(month for month in MONTHS if not any(day.startswith(month) for day in HOLIDAYS))
"""Far enough that nobody has a ticket, near enough to be meant, and without a day off in the sample."""
FAR = f"{MONTH}-28"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of its own: what is decided here is decided for everybody in it."""
    with sound(tmp_path_factory.mktemp("opening")) as running:
        yield running


@pytest.fixture(scope="module")
def kiosk(hall: Demo) -> Caller:
    return Caller(hall.url, hall.access["kiosk_token"])


@pytest.fixture
def supervisor(hall: Demo) -> Caller:
    return Caller(hall.url, cookies=sign_in(hall.url, hall.access["supervisor"]))


def offer(kiosk: Caller, service: str) -> dict[str, Any]:
    menu = good(kiosk.get("/api/v1/services"))
    return next(dict(one) for some in menu["departments"] for one in some["services"] if one["code"] == service)


CHANGES = [
    ("POST", "/stop"),
    ("POST", "/resume"),
    ("POST", "/open"),
    ("POST", "/close"),
    ("PUT", "/caps/BA"),
    ("PUT", "/hours"),
    ("POST", "/closures"),
    ("DELETE", "/closures/x"),
]


def test_only_supervisors_and_admins_may(hall: Demo, kiosk: Caller) -> None:
    officer = Caller(hall.url, cookies=sign_in(hall.url, hall.access["officers"][0]))
    reception = Caller(hall.url, cookies=sign_in(hall.url, hall.access["reception"]))
    admin = Caller(hall.url, cookies=sign_in(hall.url, hall.access["admin"]))
    for method, path in CHANGES:
        refused(Caller(hall.url)(method, OPENING + path, {"colour": 1}), 401)
        for who in (kiosk, officer, reception):
            refused(who(method, OPENING + path, {"colour": 1}), 403)
    refused(kiosk.get(OPENING), 403)
    assert good(admin.get(OPENING))["around_the_clock"] is True
    good(admin.post(f"{OPENING}/resume"))


def test_a_stop_is_seen_by_the_kiosk_at_once_and_said_in_its_refusal(supervisor: Caller, kiosk: Caller) -> None:
    good(supervisor.post(f"{OPENING}/stop", {"service": "BA"}))
    assert (offer(kiosk, "BA")["open"], offer(kiosk, "BA")["reason"]["code"]) == (False, "stopped")
    refusal = kiosk.post("/api/v1/tickets", {"service": "BA"}, headers={"Accept-Language": "en"})
    assert refused(refusal, 409, "service-closed")["detail"] == offer(kiosk, "BA")["reason"]["text"]["en"]
    refused(kiosk.post("/api/v1/tickets", {"service": "BM", "then": ["BA"]}), 409, "service-closed")
    good(supervisor.post(f"{OPENING}/stop", {}))
    refused(kiosk.post("/api/v1/tickets", {"service": "BM"}), 409, "service-closed")
    refused(supervisor.post(f"{OPENING}/open", {"service": "BM"}), 409, "not-allowed")
    good(supervisor.post(f"{OPENING}/resume", {}))
    good(supervisor.post(f"{OPENING}/resume", {"service": "BA"}))
    assert kiosk.ticket("BA")["state"] == "waiting"


def test_a_cap_holds_against_a_crowd(supervisor: Caller, kiosk: Caller, hall: Demo) -> None:
    good(supervisor.put(f"{OPENING}/caps/HX", {"cap": 7}))
    with ThreadPoolExecutor(12) as crowd:
        callers = [Caller(hall.url, hall.access["kiosk_token"]) for _ in range(12)]
        answers = list(
            crowd.map(lambda one: [one.post("/api/v1/tickets", {"service": "HX"}) for _ in range(3)], callers)
        )
    statuses = [answer.status_code for each in answers for answer in each]
    assert (statuses.count(201), statuses.count(409)) == (7, 29)
    numbers = sorted(answer.json()["number"] for each in answers for answer in each if answer.status_code == 201)
    assert numbers == [f"HX{n:03}" for n in range(1, 8)]
    assert (offer(kiosk, "HX")["left"], offer(kiosk, "HX")["reason"]["code"]) == (0, "cap-reached")
    good(supervisor.put(f"{OPENING}/caps/HX", {"cap": None}))
    assert kiosk.ticket("HX")["number"] == "HX008"


def test_two_supervisors_at_once_lose_nothing(supervisor: Caller, hall: Demo) -> None:
    admin = Caller(hall.url, cookies=sign_in(hall.url, hall.access["admin"]))
    codes = [one["code"] for one in good(supervisor.get(OPENING))["services"]][:12]

    def caps(who: Caller, mine: list[str]) -> list[int]:
        return [who.put(f"{OPENING}/caps/{code}", {"cap": 500}).status_code for code in mine]

    def days(who: Caller, first: int) -> list[int]:
        bodies = [{"date": f"{MONTH}-{day:02}", "reason": {"vi": "Nghỉ"}} for day in range(first, first + 5)]
        return [who.post(f"{OPENING}/closures", body).status_code for body in bodies]

    with ThreadPoolExecutor(4) as both:
        work = [
            both.submit(caps, supervisor, codes[:6]),
            both.submit(caps, Caller(admin.url, cookies=admin.cookies), codes[6:]),
        ]
        work += [both.submit(days, admin, 6), both.submit(days, Caller(admin.url, cookies=supervisor.cookies), 13)]
        assert {status for one in work for status in one.result()} == {200, 201}
    now = good(supervisor.get(OPENING))
    assert {one["code"] for one in now["services"] if one["cap"] == 500} == set(codes)
    added = [one for one in now["closures"] if one["date"].startswith(MONTH)]
    assert len(added) == 10
    for one in added:
        assert supervisor("DELETE", f"{OPENING}/closures/{one['id']}").status_code == 204
    for code in codes:
        good(supervisor.put(f"{OPENING}/caps/{code}", {"cap": None}))


def test_a_repeated_request_is_answered_and_not_done_again(supervisor: Caller) -> None:
    key = fresh_key()
    first = supervisor.post(f"{OPENING}/stop", {"service": "XC"}, key=key)
    good(supervisor.post(f"{OPENING}/resume", {"service": "XC"}))
    again = supervisor.post(f"{OPENING}/stop", {"service": "XC"}, key=key)
    assert (again.content, again.headers["Idempotency-Replayed"]) == (first.content, "true")
    service = next(one for one in good(supervisor.get(OPENING))["services"] if one["code"] == "XC")
    assert service["stopped"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"days": "", "numbers": ""}, "days"),
        ({"days": "mon-fri", "numbers": "07:00-12:00 11:00-16:00"}, "numbers"),
        ({"days": "mon-fri", "numbers": "16:00-07:00"}, "numbers"),
        ({"days": "mon-fri", "counters": "07:00-07:05"}, "counters"),
        ({"days": "mon-fri", "counters": "07:00-25:00"}, "counters"),
        ({"days": "fri-mon"}, "days"),
        ({"days": "someday"}, "days"),
        ({"days": "sat", "numbers": "07:00-11:00"}, "numbers"),
        ({"days": "sat", "department": "CAXNC", "service": "AH"}, "numbers"),
        ({"days": "sat", "colour": "red"}, "colour"),
        ({"days": "x" * 101}, "days"),
    ],
)
def test_hours_that_cannot_be_meant(supervisor: Caller, body: dict[str, Any], field: str) -> None:
    assert list(refused(supervisor.put(f"{OPENING}/hours", body), 422, "invalid")["errors"]) == [field]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"date": "2027-02-30"}, "date"),
        ({"date": "2020-01-01"}, "date"),
        ({"date": "2099-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"date": "0001-01-01"}, "date"),
        ({"date": FAR, "hours": "11:00-09:00"}, "hours"),
        ({"date": FAR, "hours": "09:00-10:00 11:00-12:00"}, "hours"),
        ({"date": FAR, "hours": "09:00-10:00", "worked_as": "mon"}, "worked_as"),
        ({"date": FAR, "worked_as": "Monday"}, "worked_as"),
        ({"date": FAR, "department": "CAXNC", "service": "AH"}, "service"),
        ({"date": FAR, "reason": {"vi": ""}}, "reason.vi"),
        ({"date": FAR, "reason": "Nghỉ"}, "reason"),
    ],
)
def test_closures_that_cannot_be_meant(supervisor: Caller, body: dict[str, Any], field: str) -> None:
    asked = {"reason": {"vi": "Nghỉ"}} | body
    assert list(refused(supervisor.post(f"{OPENING}/closures", asked), 422, "invalid")["errors"]) == [field]


def test_what_does_not_exist(supervisor: Caller) -> None:
    refused(supervisor.put(f"{OPENING}/caps/ZZ", {"cap": "many"}), 404, "unknown-service")
    refused(supervisor("DELETE", f"{OPENING}/closures/nothing"), 404, "unknown-closure")
    refused(supervisor.post(f"{OPENING}/stop", {"service": "ZZ"}), 422, "unknown-service")
    refused(supervisor.put(f"{OPENING}/hours", {"days": "sat", "department": "ZZ"}), 422, "unknown-department")
    closure = {"date": FAR, "service": "ZZ", "reason": {"vi": "Nghỉ"}}
    refused(supervisor.post(f"{OPENING}/closures", closure), 422, "unknown-service")


@pytest.mark.parametrize("cap", [0, -1, 100_000, 1.5, "7", True])
def test_a_cap_is_a_number_that_can_be_meant(supervisor: Caller, cap: Any) -> None:
    refused(supervisor.put(f"{OPENING}/caps/BA", {"cap": cap}), 422, "invalid")


def test_a_closure_of_a_day_with_tickets_wants_a_confirmation(supervisor: Caller, kiosk: Caller) -> None:
    ticket = kiosk.ticket("KX")
    today = good(supervisor.get(OPENING))["business_date"]
    asked = {"date": today, "service": "KX", "reason": {"vi": "Mất điện", "en": "Power cut"}}
    assert "1 " in refused(supervisor.post(f"{OPENING}/closures", asked), 409, "conflict")["detail"]
    added = good(supervisor.post(f"{OPENING}/closures", asked | {"confirm": True}), 201)
    assert (added["tickets"], added["hours"]) == (1, None)
    assert good(kiosk.get(f"/api/v1/tickets/{ticket['id']}"))["state"] == "waiting"
    assert good(supervisor.post(f"{OPENING}/closures", asked))["tickets"] == 0, "it is there already"
    refused(supervisor.post(f"{OPENING}/closures", asked | {"reason": {"vi": "Khác"}}), 409, "conflict")
    path = f"{OPENING}/closures/{added['id']}"
    refused(supervisor("DELETE", path, {"sure": True}), 422, "invalid")
    assert supervisor("DELETE", path).status_code == 204
    refused(supervisor("DELETE", path), 404, "unknown-closure")


def test_answers_are_what_the_document_says_and_the_close_comes_last(
    hall: Demo, supervisor: Caller, kiosk: Caller
) -> None:
    document = good(Caller(hall.url).get("/api/v1/openapi.json"))
    recorder = Recorder(document, Checker(document))
    recorder.watch(supervisor)
    waiting = kiosk.ticket("XA")
    supervisor.put(f"{OPENING}/caps/BA", {"cap": 900})
    supervisor.put(
        f"{OPENING}/hours", {"service": "BA", "days": "sat", "numbers": "07:00-11:00", "counters": "07:30-11:30"}
    )
    supervisor.put(f"{OPENING}/hours", {"service": "BA", "days": "sat", "own": False})
    refused(supervisor.put(f"{OPENING}/hours", {"days": "sat", "own": False}), 409, "not-allowed")
    added = good(
        supervisor.post(f"{OPENING}/closures", {"date": FAR, "hours": "09:00-11:00", "reason": {"vi": "Họp"}}), 201
    )
    supervisor("DELETE", f"{OPENING}/closures/{added['id']}")
    supervisor.post(f"{OPENING}/stop")
    supervisor.post(f"{OPENING}/resume")
    closed = good(supervisor.post(f"{OPENING}/close"))
    assert closed == good(supervisor.post(f"{OPENING}/close"))
    now = good(supervisor.get(OPENING))
    assert now["closed"] == {name: closed[name] for name in ("business_date", "expired", "closed_at", "head")}
    assert good(kiosk.get(f"/api/v1/tickets/{waiting['id']}"))["state"] == "expired"
    refused(kiosk.post("/api/v1/tickets", {"service": "XA"}), 409, "service-closed")
    good(supervisor.post(f"{OPENING}/open"))
    assert kiosk.ticket("XA")["state"] == "waiting"
    supervisor.http.hooks["response"].clear()
    assert {id for id, status in recorder.seen if status < 400} >= set(openapi_opening.OPERATIONS)
