"""What every answer keeps to: JSON in UTF-8, instants, ids, texts, and refusals as problem documents."""

import re
from typing import Any

import pytest
import requests

from tests.web.calling import Caller, good, refused
from tests.web.running import PATIENCE

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00")
LIST = {
    *("invalid", "key-reused", "not-signed-in", "forbidden", "other-origin", "method", "not-allowed", "counter-busy"),
    *("counter-taken", "service-closed", "conflict", "too-large", "media-type", "too-many", "unavailable"),
}


def values(document: Any, name: str = "") -> list[tuple[str, Any]]:
    """Every (field, value) inside a document."""
    if isinstance(document, dict):
        return [(key, value) for key, value in document.items()] + [
            pair for key, value in document.items() for pair in values(value, key)
        ]
    return [pair for one in document for pair in values(one, name)] if isinstance(document, list) else []


@pytest.mark.parametrize("path", ["/api/v1/services", "/api/v1/board?area=B"])
def test_documents_are_json_in_utf_8_with_unescaped_vietnamese(kiosk: Caller, path: str) -> None:
    answer = kiosk.get(path)
    good(answer)
    assert "Đất đai" in answer.content.decode("utf-8") or "Đăng ký" in answer.content.decode("utf-8")


def test_every_instant_has_milliseconds_and_the_centres_offset(kiosk: Caller, display: Caller) -> None:
    told = [kiosk.ticket("BM"), good(display.get("/api/v1/board?area=all"))]
    instants = [value for name, value in values(told) if name in ("at", "issued_at", "due_at") and value]
    assert len(instants) >= 3
    assert [one for one in instants if not INSTANT.fullmatch(one)] == []


def test_codes_are_strings_and_ids_are_short_and_url_safe(kiosk: Caller, display: Caller) -> None:
    ticket = kiosk.ticket("BM")
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,40}", ticket["id"])
    counters = good(display.get("/api/v1/board"))["counters"]
    assert [type(one["counter"]) for one in counters] == [str] * 38


def test_texts_inside_documents_are_in_both_languages_whatever_the_reader_prefers(kiosk: Caller) -> None:
    for language in ("vi", "en"):
        told = good(kiosk.get("/api/v1/services", headers={"Accept-Language": language}))
        names = [value for name, value in values(told) if name == "name"]
        assert len(names) == 22 + 32
        assert all(set(one) == {"vi", "en"} and all(one.values()) for one in names)


def test_a_version_is_the_seq_of_the_last_event_and_only_grows(kiosk: Caller) -> None:
    ticket = kiosk.ticket("BM")
    again = good(kiosk.get(f"/api/v1/tickets/{ticket['id']}"))
    board = good(kiosk.get("/api/v1/board"))
    assert ticket["version"] == again["version"] == board["version"]
    assert kiosk.ticket("BM")["version"] == ticket["version"] + 1


def test_unknown_fields_are_an_error_that_names_them(kiosk: Caller) -> None:
    problem = refused(kiosk.post("/api/v1/tickets", {"service": "BM", "colour": 1}), 422, "invalid")
    assert set(problem["errors"]) == {"colour"}


def test_every_mistake_of_a_body_is_told_at_once(kiosk: Caller) -> None:
    body = {"priority": 3, "assist": "yes", "lang": "fr", "then": "BA", "x": 1}
    problem = refused(kiosk.post("/api/v1/tickets", body), 422, "invalid")
    assert set(problem["errors"]) == {"service", "priority", "assist", "lang", "then", "x"}
    assert all(isinstance(sentence, str) and sentence for sentence in problem["errors"].values())


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        (None, "vi"),
        ("vi", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "vi"),
        ("en;q=0.3, vi;q=0.8", "vi"),
        ("", "vi"),
        ("*", "vi"),
        (";;;q=x,,", "vi"),
        ("en;q=abc", "vi"),
        ("x" * 5000, "vi"),
    ],
)
def test_problems_follow_accept_language_and_are_vietnamese_by_default(
    nobody: Caller, accepts: str | None, language: str
) -> None:
    problem = refused(nobody.get("/api/v1/services", headers={"Accept-Language": accepts}), 401)
    assert problem["title"] == {"vi": "Chưa đăng nhập hoặc phiên đã hết.", "en": "Not signed in."}[language]


def test_the_sentences_of_errors_follow_accept_language_too(kiosk: Caller) -> None:
    english = kiosk.post("/api/v1/tickets", {}, headers={"Accept-Language": "en"}).json()["errors"]
    vietnamese = kiosk.post("/api/v1/tickets", {}).json()["errors"]
    assert english == {"service": "This field is missing."}
    assert vietnamese == {"service": "Thiếu trường này."}


def test_what_is_named_but_does_not_exist_is_404_in_a_path_and_422_in_a_body(kiosk: Caller) -> None:
    refused(kiosk.get("/api/v1/tickets/nothing"), 404, "unknown-ticket")
    refused(kiosk.get("/api/v1/board?area=Q"), 404, "unknown-area")
    problem = refused(kiosk.post("/api/v1/tickets", {"service": "ZZ"}), 422, "unknown-service")
    assert set(problem["errors"]) == {"service"}
    problem = refused(kiosk.post("/api/v1/tickets", {"service": "BM", "priority": "king"}), 422, "unknown-class")
    assert set(problem["errors"]) == {"priority"}
    problem = refused(kiosk.post("/api/v1/tickets", {"service": "BM", "then": ["ZZ"]}), 422, "unknown-service")
    assert set(problem["errors"]) == {"then"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/tickets", "GET, HEAD, POST"),
        ("PUT", "/api/v1/tickets/x", "GET, HEAD"),
        ("GET", "/api/v1/tickets/x/call", "POST"),
        ("POST", "/api/v1/board", "GET, HEAD"),
        ("GET", "/api/v1/counters/15/call-next", "POST"),
        ("POST", "/api/v1/counters/15/status", "PUT"),
        ("PATCH", "/api/v1/session", "DELETE, GET, HEAD, POST"),
        ("OPTIONS", "/api/v1/services", "GET, HEAD"),
        ("TRACE", "/api/v1/services", "GET, HEAD"),
        ("BREW", "/api/v1/services", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_405_and_says_which_are_right(kiosk: Caller, method: str, path: str, allowed: str) -> None:
    answer = kiosk(method, path)
    refused(answer, 405, "method")
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v2/services",
        "/api/v1/services/",
        "//api/v1/services",
        "/api//v1/services",
        "/api/v1//services",
        "/api/v1/tickets//call",
        "/api/v1/track/x/leave",
        "/api/v1/track/x/rejoin",
        "/problems/nothing",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_without_anything_behind_it_is_a_problem_and_never_a_page_or_a_redirect(
    kiosk: Caller, method: str, path: str
) -> None:
    answer = requests.request(method, kiosk.url + path, headers=kiosk.http.headers, timeout=PATIENCE)
    assert answer.history == []
    if not path.startswith("//"):
        assert answer.status_code in (404, 405)
        refused(answer, answer.status_code)


def test_a_body_that_is_not_json_is_400_and_another_media_type_415(kiosk: Caller) -> None:
    json = {"Content-Type": "application/json"}
    for raw in (b"", b"{", b"{'service': 'BM'}", b'{"service": "BM"} x', b"\xff\xfe", b"NaN", b'{"service": NaN}'):
        refused(kiosk("POST", "/api/v1/tickets", data=raw, headers=json), 400, "invalid")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"):
        answer = kiosk("POST", "/api/v1/tickets", data=b'{"service":"BM"}', headers={"Content-Type": kind})
        refused(answer, 415, "media-type")
    good(
        kiosk("POST", "/api/v1/tickets", data=b'{"service":"BM"}', headers={"Content-Type": "Application/JSON; x=1"}),
        201,
    )


def test_a_body_beyond_the_limit_is_413(kiosk: Caller) -> None:
    refused(kiosk.post("/api/v1/tickets", {"service": "B" * 70_000}), 413, "too-large")


@pytest.mark.parametrize("given", [[], [1], "BM", 5, None, True])
def test_a_body_must_be_an_object(kiosk: Caller, given: Any) -> None:
    import json

    answer = kiosk("POST", "/api/v1/tickets", data=json.dumps(given), headers={"Content-Type": "application/json"})
    assert set(refused(answer, 422, "invalid")["errors"]) == {"body"}


def test_answers_without_content_claim_no_media_type(desk: Any) -> None:
    answer = desk("15").next()
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers


def test_the_server_is_alive_and_can_commit(nobody: Caller) -> None:
    good(nobody.get("/healthz"))
    good(nobody.get("/readyz"))


def test_problem_types_resolve_to_what_they_mean(nobody: Caller, kiosk: Caller) -> None:
    for word in LIST:
        told = good(nobody.get(f"/problems/{word}"))
        assert told["type"] == f"/problems/{word}"
        assert set(told["title"]) == {"vi", "en"}
    problem = refused(kiosk.get("/api/v1/tickets/nothing"), 404, "unknown-ticket")
    assert good(nobody.get(problem["type"]))["status"] == [404, 422]
