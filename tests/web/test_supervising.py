"""The contract for who looks after the hall: roles, bad input, two supervisors at once, and what screens say."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.calling import Answer, Caller, Desk, fresh_key, good, refused, sign_in
from tests.web.running import Demo
from tests.web.sockets import Socket

Desks = Callable[[str], Desk]


@pytest.fixture(scope="module")
def supervisor(demo: Demo) -> Caller:
    return Caller(demo.url, cookies=sign_in(demo.url, demo.access["supervisor"]))


@pytest.fixture
def served(supervisor: Caller) -> Iterator[Callable[[str], str]]:
    """The address of a counter's services, put back afterwards."""
    touched: dict[str, dict[str, int]] = {}

    def of(counter: str) -> str:
        path = f"/api/v1/counters/{counter}/services"
        touched.setdefault(path, good(supervisor.get(path))["usual"])
        return path

    yield of
    for path, usual in touched.items():
        good(supervisor.put(path, {"services": usual, "until_close": False}))


def test_only_supervisors_assign_and_move_lines(
    kiosk: Caller, display: Caller, reception: Caller, nobody: Caller, desk: Desks
) -> None:
    calls = (
        ("PUT", "/api/v1/counters/54/services", {"services": {"XC": 0}}),
        ("POST", "/api/v1/services/XC/give", {"counter": "54"}),
        ("POST", "/api/v1/services/XC/move", {"to": "XA"}),
    )
    for method, path, body in calls:
        refused(nobody(method, path, body), 401)
        for who in (kiosk, display, reception, desk("54")):
            refused(who(method, path, body), 403)


def test_only_staff_pause_the_hall_and_speak_to_everybody(
    kiosk: Caller, display: Caller, nobody: Caller, desk: Desks
) -> None:
    calls = (
        ("POST", "/api/v1/hall/pause", {"message": "drill"}),
        ("POST", "/api/v1/hall/resume", None),
        ("POST", "/api/v1/notices", {"message": "drill"}),
        ("DELETE", "/api/v1/notices/x", None),
        ("GET", "/api/v1/notices", None),
        ("GET", "/api/v1/alerts", None),
    )
    for method, path, body in calls:
        refused(nobody(method, path, body), 401)
        for who in (kiosk, display, desk("54")):
            refused(who(method, path, body), 403)


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({}, 422, "invalid"),
        ({"services": {}}, 422, "invalid"),
        ({"services": {"ZZ": 0}}, 422, "unknown-service"),
        ({"services": {"XC": -1}}, 422, "invalid"),
        ({"services": {"XC": 1441}}, 422, "invalid"),
        ({"services": {"XC": 1.5}}, 422, "invalid"),
        ({"services": {"XC": True}}, 422, "invalid"),
        ({"services": {"XC": None}}, 422, "invalid"),
        ({"services": ["XC"]}, 422, "invalid"),
        ({"services": {"": 0}}, 422, "invalid"),
        ({"services": {"XC": 0}, "version": -1}, 422, "invalid"),
        ({"services": {"XC": 0}, "until_close": "yes"}, 422, "invalid"),
        ({"services": {"XC": 0}, "more": 1}, 422, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    supervisor: Caller, body: dict[str, object], status: int, word: str
) -> None:
    path = "/api/v1/counters/54/services"
    before = good(supervisor.get(path))["services"]
    refused(supervisor.put(path, body), status, word)
    assert good(supervisor.get(path))["services"] == before


def test_what_is_not_there_is_404_in_a_path_and_422_in_a_body(supervisor: Caller) -> None:
    refused(supervisor.put("/api/v1/counters/99/services", {"services": {"XC": 0}}), 404, "unknown-counter")
    refused(supervisor.get("/api/v1/counters/99/services"), 404, "unknown-counter")
    refused(supervisor.post("/api/v1/services/ZZ/give", {"counter": "54"}), 404, "unknown-service")
    refused(supervisor.post("/api/v1/services/ZZ/move", {"to": "XC"}), 404, "unknown-service")
    refused(supervisor.post("/api/v1/services/XC/give", {"counter": "99"}), 422, "unknown-counter")
    refused(supervisor.post("/api/v1/services/XC/move", {"to": "ZZ"}), 422, "unknown-service")
    refused(supervisor.post("/api/v1/services/XC/move", {"counter": "99"}), 422, "unknown-counter")
    refused(supervisor.post("/api/v1/services/XC/move", {}), 422, "invalid")
    refused(supervisor.post("/api/v1/services/XC/move", {"to": "XA", "counter": "51"}), 422, "invalid")
    refused(supervisor("DELETE", "/api/v1/notices/none"), 404, "unknown-notice")
    refused(supervisor.post("/api/v1/notices", {"message": "none"}), 422, "invalid")
    refused(supervisor.post("/api/v1/notices", {"message": "drill", "area": "Z"}), 422, "unknown-area")
    refused(supervisor.post("/api/v1/hall/pause", {"message": "none"}), 422, "invalid")


def test_a_counter_that_just_closed_gets_no_line(supervisor: Caller, desk: Desks) -> None:
    officer = desk("53")
    good(officer.put("/api/v1/counters/53/status", {"status": "closed"}))
    refused(supervisor.post("/api/v1/services/XC/give", {"counter": "53"}), 409, "not-allowed")
    refused(supervisor.post("/api/v1/services/XC/move", {"counter": "53"}), 409, "not-allowed")
    good(officer.put("/api/v1/counters/53/status", {"status": "open"}))


def test_the_officer_goes_on_with_other_services_without_signing_in_again(
    supervisor: Caller, kiosk: Caller, desk: Desks, served: Callable[[str], str]
) -> None:
    officer, path = desk("53"), served("53")
    assert good(supervisor.put(path, {"services": {"XH": 0, "XC": 1440}}))["until_close"]
    later, first = kiosk.ticket("XH"), kiosk.ticket("XC")
    assert good(officer.next())["ticket"]["id"] == first["id"]
    good(officer.move(first, "cancel"))
    good(officer.move(later, "cancel"))
    assert officer.page()["services"] == {"XH": 0, "XC": 1440}


def test_of_two_supervisors_the_second_is_told(supervisor: Caller, admin: Caller, served: Callable[[str], str]) -> None:
    path = served("53")
    seen = good(supervisor.get(path))["version"]
    good(supervisor.put(path, {"services": {"XH": 0, "XA": 0}, "version": seen}))
    refused(admin.put(path, {"services": {"XH": 30}, "version": seen}), 409, "conflict")
    assert good(admin.get(path))["services"] == {"XH": 0, "XA": 0}


def move_line(who: Caller, to: str, seen: int) -> Answer:
    return who.post("/api/v1/services/XC/move", {"to": to, "version": seen})


def test_two_supervisors_moving_one_line_move_it_once(
    supervisor: Caller, admin: Caller, kiosk: Caller, desk: Desks
) -> None:
    desk("54"), desk("51")
    sees = desk("53")
    line = [kiosk.ticket("XC") for _ in range(30)]
    seen = good(supervisor.get("/api/v1/alerts"))["version"]
    wishes = ((supervisor, "XA"), (admin, "XH"))
    with ThreadPoolExecutor() as both:
        answers = list(both.map(lambda one: move_line(one[0], one[1], seen), wishes))
    assert sorted(one.status_code for one in answers) == [200, 409]
    won = next(code for (_, code), answer in zip(wishes, answers, strict=True) if answer.status_code == 200)
    after = [good(sees.get(f"/api/v1/tickets/{one['id']}")) for one in line]
    assert {one["service"] for one in after} == {won}
    assert [(one["number"], one["due_at"]) for one in after] == [(one["number"], one["due_at"]) for one in line]
    assert after[0]["why"]["vi"] == "Chuyển từ hàng XC, giữ nguyên lượt"


def test_the_same_request_again_is_answered_again(supervisor: Caller, kiosk: Caller, desk: Desks) -> None:
    desk("54"), desk("51")
    kiosk.ticket("XC")
    key = fresh_key()
    first = supervisor.post("/api/v1/services/XC/move", {"to": "XA"}, key)
    again = supervisor.post("/api/v1/services/XC/move", {"to": "XA"}, key)
    assert (first.content, again.headers["Idempotency-Replayed"]) == (again.content, "true")


def test_a_paused_hall_calls_nobody_gives_no_number_and_says_why(
    reception: Caller, supervisor: Caller, kiosk: Caller, desk: Desks
) -> None:
    officer, other = desk("54"), desk("53")
    served, waits = kiosk.ticket("XC"), kiosk.ticket("XC")
    good(officer.move(served, "call"))
    assert good(reception.post("/api/v1/hall/pause", {"message": "drill"}))["paused"]["message"] == "drill"
    try:
        refused(supervisor.post("/api/v1/hall/pause", {"message": "power"}), 409, "not-allowed")
        said = refused(kiosk.post("/api/v1/tickets", {"service": "XC"}), 409, "service-closed")
        assert "Diễn tập sơ tán" in said["detail"]
        refused(other.next(), 409, "not-allowed")
        refused(officer.move(served, "recall"), 409, "not-allowed")
        refused(other.move(waits, "call"), 409, "not-allowed")
        board = good(kiosk.get("/api/v1/board?area=X"))
        assert board["paused"] is True
        assert "Diễn tập sơ tán" in board["notices"][0]["vi"]
        menu = good(kiosk.get("/api/v1/services"))
        offered = [one for department in menu["departments"] for one in department["services"]]
        assert {(one["open"], one["reason"]["code"]) for one in offered} == {(False, "hall-paused")}
        assert officer.page()["hall_paused"]["text"]["en"].startswith("Evacuation drill")
        good(officer.move(served, "serve"))
        good(officer.move(served, "finish"))
    finally:
        good(supervisor.post("/api/v1/hall/resume"))
    refused(supervisor.post("/api/v1/hall/resume"), 409, "not-allowed")
    assert good(kiosk.get("/api/v1/board?area=X"))["paused"] is False
    assert good(officer.next())["ticket"]["id"] == waits["id"]


def test_boards_kiosks_and_links_say_a_notice_at_once(
    demo: Demo, supervisor: Caller, kiosk: Caller, nobody: Caller, desk: Desks
) -> None:
    desk("54")
    ticket = kiosk.ticket("XC")
    screen = Socket(demo.url, demo.access["display_token"])
    screen.watch(board="X")
    made = good(supervisor.post("/api/v1/notices", {"message": "officer-away", "service": "XC"}), 201)
    pushed = screen.until("board", made["version"])
    assert "(XC): Cán bộ vắng đột xuất" in pushed["notices"][0]["vi"]
    track = ticket["track_url"].rsplit("/", 1)[1]
    assert good(nobody.get(f"/api/v1/track/{track}"))["notices"] == pushed["notices"]
    assert good(kiosk.get("/api/v1/services"))["notices"] == pushed["notices"]
    assert good(kiosk.get("/api/v1/board?area=A"))["notices"] == []
    assert supervisor("DELETE", f"/api/v1/notices/{made['id']}").status_code == 204
    assert screen.until("board", made["version"] + 1)["notices"] == []
    screen.close()
