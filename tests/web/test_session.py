"""Sessions: who may sit where, who makes room for whom, and what a sign-out leaves."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from server.rules import events
from tests.web.calling import Caller, Desk, good, refused, sign_in
from tests.web.running import Demo

Desks = Callable[[str], Desk]
SESSION = "/api/v1/session"


@pytest.fixture(scope="module")
def officers(demo: Demo) -> dict[str, dict[str, Any]]:
    """By counter; those at 1, 2 and 3 belong to one department and to this module."""
    return {one["counter"]: one for one in demo.access["officers"]}


@pytest.fixture
def at(demo: Demo) -> Callable[[dict[str, Any]], Caller]:
    """A browser in which this person has just signed in."""
    return lambda person: Caller(demo.url, cookies=sign_in(demo.url, person, takeover=True))


def test_the_sample_has_an_officer_for_each_counter(demo: Demo) -> None:
    counters = [one["counter"] for one in demo.access["officers"]]
    assert len(counters) == len(set(counters)) == 38


def test_signing_in_says_who_one_is_and_the_session_says_it_again(nobody: Caller, officers: Any, demo: Demo) -> None:
    answer = nobody.post(SESSION, officers["2"])
    told = good(answer, 201)
    assert set(told) == {"username", "name", "role", "counter"}
    assert (told["username"], told["role"], told["counter"]) == (officers["2"]["username"], "officer", "2")
    assert good(Caller(demo.url, cookies=dict(answer.cookies)).get(SESSION)) == told


def test_the_cookie_is_kept_from_scripts_and_other_sites(nobody: Caller, officers: Any) -> None:
    cookie = nobody.post(SESSION, officers["2"]).headers["Set-Cookie"]
    assert cookie.startswith("layso_officer=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


def test_the_cookie_lasts_as_long_as_a_session_can(nobody: Caller, officers: Any) -> None:
    assert "Max-Age=86400" in nobody.post(SESSION, officers["2"]).headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_other_roles_have_no_counter(demo: Demo, nobody: Caller, role: str) -> None:
    person = demo.access[role]
    told = good(nobody.post(SESSION, person), 201)
    assert (told["role"], told["counter"]) == (role, None)
    problem = refused(nobody.post(SESSION, person | {"counter": "2"}), 422, "invalid")
    assert set(problem["errors"]) == {"counter"}


def test_an_officer_must_name_a_counter_that_exists(nobody: Caller, officers: Any) -> None:
    person = {name: officers["2"][name] for name in ("username", "password")}
    assert set(refused(nobody.post(SESSION, person), 422, "invalid")["errors"]) == {"counter"}
    problem = refused(nobody.post(SESSION, person | {"counter": "99"}), 422, "unknown-counter")
    assert set(problem["errors"]) == {"counter"}


@pytest.mark.parametrize(
    "change", [{"password": "wrong"}, {"username": "nobody"}, {"username": "QUAY2"}, {"username": "quay2 "}]
)
def test_a_wrong_name_or_password_is_401_with_the_same_words(nobody: Caller, officers: Any, change: Any) -> None:
    answer = nobody.post(SESSION, officers["2"] | change)
    assert refused(answer, 401)["detail"] == "Tên đăng nhập hoặc mật khẩu chưa đúng."
    assert "Set-Cookie" not in answer.headers


def test_a_wrong_password_is_401_whatever_the_counter(nobody: Caller, officers: Any) -> None:
    refused(nobody.post(SESSION, officers["2"] | {"password": "wrong", "counter": "99"}), 401)


def test_somebody_else_at_the_counter_is_409_until_it_is_taken_over(at: Any, nobody: Caller, officers: Any) -> None:
    first = at(officers["1"] | {"counter": "2"})
    refused(nobody.post(SESSION, officers["2"]), 409, "counter-taken")
    good(first.get(SESSION))
    refused(nobody.post(SESSION, officers["2"] | {"takeover": False}), 409, "counter-taken")
    good(nobody.post(SESSION, officers["2"] | {"takeover": True}), 201)
    refused(first.get(SESSION), 401)


def test_the_same_user_signing_in_again_replaces_the_old_session(at: Any, officers: Any) -> None:
    first = at(officers["3"])
    second = at(officers["3"])
    refused(first.get(SESSION), 401)
    third = at(officers["3"] | {"counter": "2"})
    refused(second.get(SESSION), 401)
    assert good(third.get(SESSION))["counter"] == "2"


def test_an_officer_sits_only_where_the_own_department_serves(nobody: Caller, officers: Any) -> None:
    refused(nobody.post(SESSION, officers["2"] | {"counter": "31"}), 403)


def test_signing_out_ends_the_session_and_takes_the_cookie_back(at: Any, officers: Any) -> None:
    officer = at(officers["3"])
    answer = officer("DELETE", SESSION)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "layso_officer=;" in answer.headers["Set-Cookie"]
    assert "Content-Type" not in answer.headers
    refused(officer.get(SESSION), 401)
    refused(officer("DELETE", SESSION), 401)


def test_signing_out_closes_the_counter_and_signing_in_opens_it(at: Any, officers: Any, display: Caller) -> None:
    def state() -> str:
        counters = good(display.get("/api/v1/board"))["counters"]
        return str(next(one["state"] for one in counters if one["counter"] == "3"))

    officer = at(officers["3"])
    assert state() == "free"
    officer("DELETE", SESSION)
    assert state() == "closed"


def test_a_current_ticket_stays_with_the_counter(at: Any, officers: Any, kiosk: Caller) -> None:
    first = at(officers["3"])
    ticket = kiosk.ticket("AH")
    good(first.move(ticket, "call"))
    first("DELETE", SESSION)
    second = at(officers["1"] | {"counter": "3"})
    current = good(second.get("/api/v1/counters/3"))["current"]
    assert (current["id"], current["state"]) == (ticket["id"], "called")
    good(second.move(ticket, "cancel"))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"username", "password"}),
        ({"username": 1, "password": None}, {"username", "password"}),
        ({"username": "a", "password": "b", "counter": 5}, {"counter"}),
        ({"username": "a", "password": "b", "takeover": "yes"}, {"takeover"}),
        ({"username": "a", "password": "b", "role": "admin"}, {"role"}),
        ({"username": "a" * 41, "password": "b" * 201}, {"username", "password"}),
        ({"username": "a\x00", "password": ""}, {"username", "password"}),
    ],
)
def test_a_sign_in_with_mistakes_is_422_and_names_them(nobody: Caller, body: Any, fields: set[str]) -> None:
    assert set(refused(nobody.post(SESSION, body), 422, "invalid")["errors"]) == fields


def test_passwords_and_tokens_are_nowhere_in_the_data_folder(demo: Demo) -> None:
    secrets = [demo.access["kiosk_token"], demo.access["display_token"], demo.access["officers"][0]["password"]]
    stored = [path for path in demo.folder.iterdir() if path.suffix in (".db", ".db-wal", ".log")]
    assert len(stored) >= 2
    for path in stored:
        assert [secret for secret in secrets if secret.encode() in path.read_bytes()] == []


def test_the_officers_page_has_words_for_every_way_a_session_ends(desk: Desks) -> None:
    named = (events.SignedOut.__doc__ or "").partition("``why`` is ")[2]
    ways = re.findall(r"[a-z]+(?:-[a-z]+)*", re.sub(r"\(.*?\)|\bor\b", "", named, flags=re.DOTALL))
    page = desk("54").get("/counter").text
    assert len(ways) == 10
    assert [way for way in ways if f'data-{way}="' not in page] == []
