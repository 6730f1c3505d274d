"""Rates: a flood is refused with when to come again, a crowd never is, and nobody pays for another's flood."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from server.app_limits import Rate, address, lifted
from server.config import Limits
from server.rules.errors import TooMany
from tests.ops.running import Site
from tests.web.calling import Caller, good, refused, sign_in


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def passed(rate: Rate, *keys: str) -> int:
    """How many pass before the first is refused."""
    count = 0
    while True:
        try:
            rate.take(keys)
        except TooMany:
            return count
        count += 1


@pytest.mark.parametrize("per_minute", [3, 10, 60, 3000])
def test_a_minutes_worth_may_come_at_once_and_not_one_more(per_minute: int) -> None:
    assert passed(Rate(per_minute, Clock()), "k") == per_minute


def test_whoever_waits_as_told_gets_through() -> None:
    clock = Clock()
    rate = Rate(10, clock)
    passed(rate, "k")
    with pytest.raises(TooMany) as refusal:
        rate.take(("k",))
    assert refusal.value.retry_after == 6
    clock.now += 6
    assert passed(rate, "k") == 1


def test_being_refused_costs_nothing_more() -> None:
    clock = Clock()
    rate = Rate(10, clock)
    for _ in range(5):
        passed(rate, "k")
    clock.now += 60
    assert passed(rate, "k") == 10


def test_one_keys_flood_is_no_other_keys() -> None:
    rate = Rate(10, Clock())
    assert [passed(rate, "k"), passed(rate, "l")] == [10, 10]


def test_made_up_keys_do_not_fill_the_memory() -> None:
    clock = Clock()
    rate = Rate(10, clock, most_keys=100)
    for name in range(1000):
        rate.take((str(name),))
        assert len(rate._empty_at) <= 100
    clock.now += 60
    rate.take(("one more",))


@pytest.mark.parametrize(
    ("whole", "counted"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("::ffff:10.0.0.7", "::ffff:10.0.0.7"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(whole: str, counted: str) -> None:
    assert address({"REMOTE_ADDR": whole}) == counted


@pytest.mark.parametrize(("word", "off"), [("off", True), ("OFF", True), ("on", False), ("", False)])
def test_the_environment_can_lift_the_limits(monkeypatch: pytest.MonkeyPatch, word: str, off: bool) -> None:
    monkeypatch.setenv("LAYSO_LIMITS", word)
    assert lifted() is off


def test_the_defaults_leave_a_hall_in_peace() -> None:
    """Two tickets a second from a crowd of a hundred; thirty phones a second behind one address; a page gone mad."""
    limits = Limits()
    assert limits.issue_per_minute >= 120 + 100
    assert limits.open_per_minute >= 30 * 60
    assert limits.requests_per_minute >= limits.issue_per_minute


CODES = "[limits]\nwrong_codes_per_minute = 5\n"
WRONG = "/api/v1/kiosk/appointment?code=abc"


def booked(hall: Site) -> dict[str, str]:
    """An appointment for now, made at reception."""
    reception = Caller(hall.url, cookies=sign_in(hall.url, hall.access["reception"]))
    now = datetime.fromisoformat(good(reception.get("/api/v1/board?area=all"))["at"])
    at = (now + timedelta(minutes=5)).isoformat()
    made: dict[str, str] = good(reception.post("/api/v1/appointments", {"service": "AH", "at": at}), 201)
    return made


def test_codes_cannot_be_tried_one_after_another(site: Callable[..., Site]) -> None:
    hall = site(CODES)
    right, kiosk = booked(hall)["code"], hall.kiosk()
    for _ in range(5):
        refused(kiosk.get(WRONG), 422, "unknown-appointment")
    for path in (WRONG, f"/api/v1/kiosk/appointment?code={right}"):
        stopped = kiosk.get(path)
        assert "nhập lại, hoặc hỏi bàn hướng dẫn" in refused(stopped, 429, "too-many")["detail"]
        assert 1 <= wait_of(stopped) <= 12
    english = kiosk.get(WRONG, headers={"Accept-Language": "en"})
    assert refused(english, 429, "too-many")["detail"].startswith("Too many wrong codes. Please wait ")
    assert good(kiosk.get("/api/v1/services"))["version"]


def test_an_issue_is_no_way_around_that(site: Callable[..., Site]) -> None:
    hall = site(CODES)
    kiosk = hall.kiosk()
    guess = {"service": "AH", "appointment": "abc"}
    answers = [kiosk.post("/api/v1/tickets", guess) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    refused(kiosk.get(WRONG), 429, "too-many")
    assert kiosk.ticket("AH")["number"] == "AH001"


def test_nor_is_the_code_of_a_slip(site: Callable[..., Site]) -> None:
    hall = site(CODES)
    kiosk = hall.kiosk()
    number = kiosk.ticket("AH")["number"]
    asked = f"/api/v1/kiosk/ticket?number={number}"
    assert [kiosk.get(f"{asked}&code=abc").status_code for _ in range(6)] == [404] * 5 + [429]
    assert good(kiosk.get(asked))["track_url"] is None


def test_whoever_mistypes_twice_has_their_number_all_the_same(site: Callable[..., Site]) -> None:
    hall = site("[limits]\nwrong_codes_per_minute = 3\n")
    one, kiosk = booked(hall), hall.kiosk()
    for _ in range(2):
        refused(kiosk.get(WRONG), 422, "unknown-appointment")
    for _ in range(4):
        assert good(kiosk.get(f"/api/v1/kiosk/appointment?code={one['code']}"))["id"] == one["id"]
    ticket = good(kiosk.post("/api/v1/tickets", {"service": "AH", "appointment": one["code"]}), 201)
    assert ticket["number"] == "AH001"


LOW = "[limits]\nissue_per_minute = 60\nopen_per_minute = 60\nfailed_sign_ins_per_minute = 3\n"


def wait_of(problem_answer: object) -> int:
    return int(problem_answer.headers["Retry-After"])  # type: ignore[attr-defined]


def test_a_kiosk_run_wild_is_stopped_and_no_other_is(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    kiosk, reception = hall.kiosk(), Caller(hall.url, cookies=sign_in(hall.url, hall.access["reception"]))

    def touch(_: int) -> int:
        return hall.kiosk().post("/api/v1/tickets", {"service": "AH"}).status_code

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(touch, range(120)))
    assert set(answers) == {201, 429}
    assert 60 <= answers.count(201) < 120
    while (stopped := kiosk.post("/api/v1/tickets", {"service": "AH"})).status_code == 201:
        pass
    refused(stopped, 429, "too-many")
    assert wait_of(stopped) == 1
    assert good(kiosk.get("/api/v1/services"))["version"]
    assert reception.ticket("AH")["number"]


def test_a_refused_touch_gives_no_number_away(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    answers = [hall.kiosk().post("/api/v1/tickets", {"service": "AH"}) for _ in range(100)]
    numbers = [answer.json()["number"] for answer in answers if answer.status_code == 201]
    assert numbers == [f"AH{place:03}" for place in range(1, len(numbers) + 1)]


def test_passwords_cannot_be_guessed_in_a_row(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    nobody, admin = Caller(hall.url), hall.access["admin"]
    wrong = {"username": admin["username"], "password": "not this one"}
    for _ in range(3):
        refused(nobody.post("/api/v1/session", wrong), 401, "not-signed-in")
    stopped = nobody.post("/api/v1/session", wrong)
    refused(stopped, 429, "too-many")
    assert 1 <= wait_of(stopped) <= 20
    refused(nobody.post("/api/v1/session", {**wrong, "username": admin["username"].upper()}), 429, "too-many")
    refused(nobody.post("/api/v1/session", admin), 429, "too-many")
    assert sign_in(hall.url, hall.access["reception"])


def test_many_guesses_at_once_are_counted_before_they_are_judged(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    begin = threading.Barrier(12)

    def guess(place: int) -> int:
        begin.wait()
        wrong = {"username": hall.access["admin"]["username"], "password": f"guess {place}"}
        return Caller(hall.url).post("/api/v1/session", wrong).status_code

    with ThreadPoolExecutor(12) as guessers:
        assert sorted(guessers.map(guess, range(12))) == [401] * 3 + [429] * 9


def test_one_address_cannot_try_many_names(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    answers = [
        Caller(hall.url).post("/api/v1/session", {"username": f"name{place}", "password": "guess guess"}).status_code
        for place in range(60)
    ]
    assert answers[:18] == [401] * 18
    # One more name every few seconds, on however slow a machine.
    assert answers.count(401) < answers.count(429)


def test_signing_in_rightly_is_never_too_often(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    for _ in range(12):
        assert sign_in(hall.url, hall.access["reception"])


def test_strangers_share_what_one_address_may_ask(site: Callable[..., Site]) -> None:
    hall = site(LOW)
    nobody = Caller(hall.url)
    path = "/api/v1/track/" + hall.kiosk().ticket("AH")["track_url"].rsplit("/", 1)[1]
    assert nobody.get(path).status_code == 200
    while (stopped := nobody.get(path)).status_code == 200:
        pass
    refused(stopped, 429, "too-many")
    # On a line of its own: the refused one is not listened to before it may ask again.
    refused(Caller(hall.url).get("/api/v1/services"), 429, "too-many")
    assert hall.kiosk().ticket("AH")["number"]
    for probe in ("/healthz", "/readyz", "/metrics"):
        assert nobody.get(probe).status_code == 200


@pytest.mark.parametrize("path", ["/readyz", "/problems/invalid", "/api/v1/openapi.json"])
def test_what_programs_look_up_is_counted_apart_for_strangers(site: Callable[..., Site], path: str) -> None:
    hall = site(LOW)
    nobody = Caller(hall.url)
    track = "/api/v1/track/" + hall.kiosk().ticket("AH")["track_url"].rsplit("/", 1)[1]
    assert nobody.get(path).status_code == 200
    while (stopped := nobody.get(path)).status_code == 200:
        pass
    refused(stopped, 429, "too-many")
    for _ in range(3):
        assert good(hall.kiosk().get(path))
        assert good(nobody.get(track))["number"] == "AH001"
        assert good(nobody.get("/healthz"))
        assert nobody.get("/").status_code == 200


def test_load_tests_may_lift_the_limits(site: Callable[..., Site]) -> None:
    hall = site(LOW, LAYSO_LIMITS="off")
    kiosk = hall.kiosk()
    assert {kiosk.post("/api/v1/tickets", {"service": "AH"}).status_code for _ in range(100)} == {201}
