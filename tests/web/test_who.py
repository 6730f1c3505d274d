"""Who asks: bearer tokens, the cookies of pages, device links, and pages of other sites."""

from collections.abc import Callable

import pytest
import requests

from tests.web.calling import Caller, Desk, good, refused, sign_in
from tests.web.running import PATIENCE, Demo

Desks = Callable[[str], Desk]


@pytest.fixture(scope="module")
def cookies(demo: Demo) -> dict[str, str]:
    """One browser that is kiosk, display and reception at once."""
    held = sign_in(demo.url, demo.access["supervisor"])
    for kind in ("kiosk", "display"):
        held |= dict(enter(demo, demo.access[f"{kind}_token"]).cookies)
    assert set(held) == {"layso_kiosk", "layso_display", "layso_officer"}
    return held


def enter(demo: Demo, token: object, **headers: str) -> requests.Response:
    return requests.post(demo.url + "/enter", json={"token": token}, headers=headers, timeout=PATIENCE)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic a2lvc2s6eA==",
        "bearer\ttoken",
        "Bearer " + "x" * 3000,
        "Bearer é",
    ],
)
def test_whoever_shows_nothing_good_is_401(nobody: Caller, header: str) -> None:
    answer = nobody.get("/api/v1/services", headers={"Authorization": header.encode()})
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_bearer_token_is_known_whatever_the_case_of_the_scheme(demo: Demo, nobody: Caller) -> None:
    good(nobody.get("/api/v1/services", headers={"Authorization": f"bearer {demo.access['kiosk_token']}"}))


def test_a_token_in_the_address_is_not_looked_at(demo: Demo, nobody: Caller) -> None:
    refused(nobody.get(f"/api/v1/services?token={demo.access['kiosk_token']}"), 401)


def test_a_bearer_token_wins_over_cookies(demo: Demo, cookies: dict[str, str]) -> None:
    display = Caller(demo.url, demo.access["display_token"], cookies, says="kiosk")
    refused(display.post("/api/v1/tickets", {"service": "BM"}), 403)
    kiosk = Caller(demo.url, demo.access["kiosk_token"], cookies, says="display")
    kiosk.ticket("BM")


def test_a_bad_bearer_token_is_not_saved_by_a_good_cookie(demo: Demo, cookies: dict[str, str]) -> None:
    refused(Caller(demo.url, "wrong", cookies, says="kiosk").get("/api/v1/services"), 401)


def test_one_cookie_needs_no_word(demo: Demo, cookies: dict[str, str]) -> None:
    kiosk = Caller(demo.url, cookies={"layso_kiosk": cookies["layso_kiosk"]})
    kiosk.ticket("BM")


def test_several_cookies_and_no_word_is_401(demo: Demo, cookies: dict[str, str]) -> None:
    two = {name: cookies[name] for name in ("layso_kiosk", "layso_display")}
    refused(Caller(demo.url, cookies=cookies).get("/api/v1/services"), 401)
    refused(Caller(demo.url, cookies=two).get("/api/v1/services"), 401)


def test_layso_as_says_which_cookie_counts(demo: Demo, cookies: dict[str, str]) -> None:
    Caller(demo.url, cookies=cookies, says="kiosk").ticket("BM")
    refused(Caller(demo.url, cookies=cookies, says="display").post("/api/v1/tickets", {"service": "BM"}), 403)
    person = good(Caller(demo.url, cookies=cookies, says="officer").get("/api/v1/session"))
    assert person["role"] == "supervisor"


@pytest.mark.parametrize("word", ["supervisor", "Kiosk", "kiosk,display", "*", "layso_kiosk"])
def test_another_word_is_401(demo: Demo, cookies: dict[str, str], word: str) -> None:
    refused(Caller(demo.url, cookies=cookies, says=word).get("/api/v1/services"), 401)


def test_the_word_for_a_cookie_that_is_not_there_is_401(demo: Demo, cookies: dict[str, str]) -> None:
    kiosk = Caller(demo.url, cookies={"layso_kiosk": cookies["layso_kiosk"]}, says="officer")
    refused(kiosk.get("/api/v1/services"), 401)


def test_a_cookie_of_one_kind_does_not_open_another(demo: Demo, cookies: dict[str, str]) -> None:
    for kind, value in (("display", "layso_kiosk"), ("officer", "layso_kiosk"), ("kiosk", "layso_officer")):
        stolen = Caller(demo.url, cookies={f"layso_{kind}": cookies[value]})
        refused(stolen.get("/api/v1/services"), 401)


@pytest.mark.parametrize("kind", ["kiosk", "display"])
def test_a_device_link_gives_its_page_a_cookie_that_scripts_and_other_sites_cannot_use(demo: Demo, kind: str) -> None:
    answer = enter(demo, demo.access[f"{kind}_token"])
    assert good(answer)["page"].startswith(f"/{kind}")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"layso_{kind}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie


@pytest.mark.parametrize("token", ["wrong", "x" * 200])
def test_a_wrong_device_link_is_401_and_gives_no_cookie(demo: Demo, token: str) -> None:
    answer = enter(demo, token)
    refused(answer, 401)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("token", [None, 5, ["x"], {"a": 1}, "", "x" * 300])
def test_a_device_link_that_is_no_text_is_422(demo: Demo, token: object) -> None:
    assert set(refused(enter(demo, token), 422, "invalid")["errors"]) == {"token"}


@pytest.mark.parametrize("raw", [b"[" * 60_000, b"{", b"", b'{"token":"x","more":1}', b"[]", b"null", b'"x"'])
def test_a_device_links_body_is_judged_like_every_other(demo: Demo, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = requests.post(demo.url + "/enter", data=raw, headers=headers, timeout=PATIENCE)
    assert answer.status_code in (400, 422)
    refused(answer, answer.status_code, "invalid")


def test_a_device_link_opened_from_another_site_is_refused(demo: Demo) -> None:
    refused(enter(demo, demo.access["kiosk_token"], Origin="http://elsewhere.example"), 403, "other-origin")


FOREIGN = [
    {"Origin": "http://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://["},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "é"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_what_a_page_of_another_site_sends_is_refused(kiosk: Caller, headers: dict[str, str]) -> None:
    encoded = {name: value.encode() for name, value in headers.items()}
    refused(kiosk.post("/api/v1/tickets", {"service": "BM"}, headers=encoded), 403, "other-origin")
    refused(kiosk.get("/api/v1/services", headers=encoded), 403, "other-origin")


def test_whoever_is_nobody_is_told_so_before_where_the_page_is_from(nobody: Caller) -> None:
    elsewhere = {"Origin": "http://elsewhere.example"}
    for who in ({}, {"Authorization": "Bearer nobody"}):
        for method, path in (
            ("GET", "/api/v1/services"),
            ("POST", "/api/v1/tickets"),
            ("POST", "/api/v1/tickets/nothing/call"),
            ("PUT", "/api/v1/opening/hours"),
        ):
            refused(nobody(method, path, headers=elsewhere | who), 401, "not-signed-in")
    for path in ("/api/v1/openapi.json", "/healthz", "/api/v1/track/nothing"):
        refused(nobody.get(path, headers=elsewhere), 403, "other-origin")


def test_nobody_signs_in_from_a_page_of_another_site(demo: Demo, nobody: Caller) -> None:
    person = {name: demo.access["reception"][name] for name in ("username", "password")}
    answer = nobody.post("/api/v1/session", person, headers={"Origin": "http://elsewhere.example"})
    refused(answer, 403, "other-origin")
    assert "Set-Cookie" not in answer.headers


def test_an_own_page_and_a_program_are_let_in(demo: Demo, kiosk: Caller) -> None:
    for headers in ({}, {"Origin": demo.url}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        good(kiosk.get("/api/v1/services", headers=headers))


def test_the_hosts_name_may_be_written_in_any_case(kiosk: Caller) -> None:
    good(kiosk.get("/api/v1/services", headers={"Host": "Centre.Example", "Origin": "http://centre.example"}))


def test_what_the_roles_may_read(kiosk: Caller, display: Caller, reception: Caller, desk: Desks) -> None:
    officer, ticket = desk("15"), kiosk.ticket("BM")
    for who in (kiosk, display, reception, officer):
        for path in ("/api/v1/services", "/api/v1/board", f"/api/v1/tickets/{ticket['id']}"):
            good(who.get(path))
    for who, status in ((kiosk, 403), (display, 403), (reception, 200), (officer, 200)):
        assert who.get(f"/api/v1/tickets?number={ticket['number']}").status_code == status
