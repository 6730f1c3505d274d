"""Input of people who mean harm, and of programs that are broken: a problem document, and the server goes on."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.web.calling import Caller, Desk, good, refused
from tests.web.raw import polite, request, send
from tests.web.running import Demo

Desks = Callable[[str], Desk]
JSON = b"Content-Type: application/json"
LENGTH = b"Content-Length: %d"


@pytest.fixture(autouse=True)
def _alive_afterwards(demo: Demo, nobody: Caller) -> Iterator[None]:
    yield
    good(nobody.get("/healthz"))
    assert '"level":"error"' not in demo.errors


BODIES: dict[str, bytes] = {
    "100,000 brackets": b"[" * 100_000,
    "60,000 brackets": b"[" * 60_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "deep in a field": b'{"then":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "lone surrogate": b'{"service":"\\ud800"}',
    "lone surrogate as a key": b'{"\\udfff":1}',
    "surrogate bytes": b'{"service":"\xed\xa0\x80"}',
    "nul": b'{"service":"BM\\u0000"}',
    "raw nul": b'{"service":"BM\x00"}',
    "overlong utf-8": b'{"service":"\xc0\xaf"}',
    "utf-16": '{"service":"BM"}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"service":"BM"}',
    "huge number": b'{"service":' + b"9" * 5000 + b"}",
    "huge exponent": b'{"service":1e999999}',
    "negative": b'{"service":-1}',
    "minus nothing": b'{"service":-}',
    "infinity": b'{"service":Infinity}',
    "array": b'["BM"]',
    "two documents": b'{"service":"BM"}{"service":"BM"}',
    "trailing comma": b'{"service":"BM",}',
    "comment": b'{"service":"BM"/**/}',
    "many fields": b"{" + b",".join(b'"f%d":1' % number for number in range(5000)) + b"}",
    "nul as a key": b'{"\\u0000":1}',
    "html as a key": b'{"<script>alert(1)</script>":1}',
    "prototype": b'{"__proto__":{"service":"BM"},"constructor":1}',
    "form": b"service=BM",
    "only spaces": b"   ",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_a_body_that_cannot_be_meant_is_refused(demo: Demo, body: bytes) -> None:
    reply = polite(request(demo, b"POST /api/v1/tickets HTTP/1.1", body, JSON, LENGTH % len(body)))
    assert reply
    assert reply.status in (400, 413, 422)
    assert len(reply.body) < 20_000


def test_of_a_field_given_twice_the_last_counts(kiosk: Caller) -> None:
    raw = b'{"service":"ZZ","service":"BM"}'
    answer = kiosk("POST", "/api/v1/tickets", data=raw, headers={"Content-Type": "application/json"})
    assert good(answer, 201)["service"] == "BM"


@pytest.mark.parametrize(
    "line",
    [
        b"POST /api/v1/tickets/%00/call HTTP/1.1",
        b"GET /api/v1/tickets/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1",
        b"GET /api/v1/tickets/../../../etc/passwd HTTP/1.1",
        b"GET /api/v1/./board HTTP/1.1",
        b"GET /api/v1/%2e%2e/v1/board HTTP/1.1",
        b"GET /api/v1/tickets/" + b"x" * 20_000 + b" HTTP/1.1",
        b"GET /api/v1/tickets/%ff%fe HTTP/1.1",
        b"GET /api/v1/tickets/%ed%a0%80 HTTP/1.1",
        b"GET /api/v1/tickets/%zz HTTP/1.1",
        b"GET /api/v1/tickets/\xff\xfe HTTP/1.1",
        b"GET /api/v1/board?area=%00 HTTP/1.1",
        b"GET /api/v1/board?area=%ff HTTP/1.1",
        b"GET /api/v1/board?area=A&area=B&area=Q HTTP/1.1",
        b"GET /api/v1/board?" + b"a=1&" * 5000 + b" HTTP/1.1",
        b"GET /api/v1/track/%2e%2e HTTP/1.1",
        b"GET /api/v1/track/%f0%9f%98%80 HTTP/1.1",
        b"GET /api/v1/counters/-1 HTTP/1.1",
        b"GET /api/v1/counters/15%0d%0aX-Injected:1 HTTP/1.1",
        b"GET http://elsewhere.example/api/v1/board HTTP/1.1",
        b"GET /api/v1/board HTTP/0.9",
        b"GET /api/v1/board HTTP/9.9",
        b"GET /api/v1/board",
        b"GET  /api/v1/board  HTTP/1.1",
        b"get /api/v1/board HTTP/1.1",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"CONNECT 127.0.0.1:22 HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"X" * 30_000 + b" / HTTP/1.1",
        b"GET " + b"/" * 30_000 + b" HTTP/1.1",
    ],
    ids=lambda line: line[:50],
)
def test_a_strange_address_or_first_line_is_answered_politely(demo: Demo, line: bytes) -> None:
    reply = polite(request(demo, line))
    assert reply is None or "x-injected" not in reply.headers
    assert reply is None or b"root:" not in reply.body


@pytest.mark.parametrize(
    "headers",
    [
        [b"Content-Length: abc"],
        [b"Content-Length: -5"],
        [b"Content-Length: 99999999999999999999"],
        [b"Content-Length: 70000"],
        [b"Content-Length: 5", b"Content-Length: 6"],
        [b"Content-Length: 5", b"Transfer-Encoding: chunked"],
        [b"Transfer-Encoding: gzip"],
        [b"Transfer-Encoding: chunked"],
        [b"Host: a", b"Host: b"],
        [b"Host: " + b"x" * 5000],
        [b"Host: ["],
        [b"Host: \xff\xfe"],
        [b"Cookie: " + b"layso_kiosk=x; " * 1000],
        [b"Cookie: layso_officer=\xff\xfe; \x01=\x02;;;==="],
        [b"Cookie: " + b"=" * 5000],
        [b"Layso-As: \xff"],
        [b"Idempotency-Key: \xff\xfe\x80"],
        [b"Accept-Language: " + b"vi;q=0." * 2000],
        [b"Content-Type: " + b"a/" * 2000],
        [b"Content-Type: application/json; charset=\xff"],
        [b"If-None-Match: " + b'"' * 999],
        [b"Expect: 100-continue", b"Content-Length: 16"],
        [b"Expect: the-unexpected", b"Content-Length: 16"],
        [b"Range: bytes=0-" + b"9" * 500],
        [b"X-%d: y" % number for number in range(300)],
        [b"X: " + b"y" * 60_000],
        [b"No colon here"],
        [b": no name"],
        [b" folded", b"\tfolded"],
        [b"X\x00: y"],
        [b"Authorization: Bearer \xff"],
        [b"Upgrade: websocket", b"Connection: Upgrade"],
    ],
    ids=lambda headers: b", ".join(headers)[:40],
)
@pytest.mark.parametrize("line", [b"POST /api/v1/tickets HTTP/1.1", b"GET /api/v1/track/x HTTP/1.1"])
def test_strange_headers_are_answered_politely(demo: Demo, headers: list[bytes], line: bytes) -> None:
    polite(request(demo, line, b'{"service":"ZZ"}', *headers))


def chunks(body: bytes, size: int = 1000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_chunked_body_is_read_and_its_length_is_limited_too(demo: Demo) -> None:
    chunked = (JSON, b"Transfer-Encoding: chunked")
    line = b"POST /api/v1/tickets HTTP/1.1"
    short = request(demo, line, chunks(b'{"service":"BM"}', 5), *chunked)
    assert short
    assert short.status == 201
    long = polite(request(demo, line, chunks(b'{"service":"' + b"B" * 200_000 + b'"}'), *chunked))
    assert long
    assert (long.status, json.loads(long.body)["type"]) == (413, "/problems/too-large")
    for broken in (b"zz\r\nab", b"-5\r\nabcde\r\n", b"ffffffffffff\r\nab", b"5\r\nab", b"5;" + b"x" * 9000 + b"\r\nab"):
        polite(request(demo, line, broken, *chunked))


def test_a_body_that_is_announced_as_too_long_is_refused_without_being_read(demo: Demo) -> None:
    reply = polite(request(demo, b"POST /api/v1/tickets HTTP/1.1", b"", JSON, b"Content-Length: 999999999"))
    assert reply
    assert reply.status == 413


def test_a_body_shorter_than_announced_is_refused(demo: Demo) -> None:
    reply = polite(request(demo, b"POST /api/v1/tickets HTTP/1.1", b'{"service":"BM"}', JSON, b"Content-Length: 500"))
    assert reply is None or reply.status == 400


def test_a_body_of_no_announced_length_is_an_empty_one(demo: Demo) -> None:
    reply = polite(request(demo, b"POST /api/v1/tickets HTTP/1.1", b"", JSON))
    assert reply
    assert reply.status == 400


def test_more_requests_on_one_connection_are_answered_one_by_one(demo: Demo) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    reply = send(demo, (head + b"\r\n") * 3, head + b"Connection: close\r\n\r\n")
    assert reply
    assert (reply.status, reply.body.count(b"HTTP/1.1 200")) == (200, 3)


@pytest.mark.parametrize(
    "lengths",
    [
        [b"Content-Length: 16", b"Content-Length: 3"],
        [b"Content-Length: 6", b"Transfer-Encoding: chunked"],
        [b"Content-Length: +16"],
        [b"Content-Length: 1_6"],
        [b"Transfer-Encoding: gzip"],
        [b"Transfer-Encoding: chunked, identity"],
        [b"Transfer-Encoding:\x0bchunked"],
        [b"Content-Length : 5"],
    ],
    ids=lambda lengths: b", ".join(lengths),
)
def test_a_body_whose_end_a_proxy_might_see_elsewhere_ends_the_connection(demo: Demo, lengths: list[bytes]) -> None:
    hidden = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = [b"POST /api/v1/tickets HTTP/1.1", b"Host: 127.0.0.1", JSON, *lengths]
    reply = polite(send(demo, b"\r\n".join(head) + b"\r\n\r\n0\r\n\r\n" + hidden))
    assert reply
    assert reply.status == 400
    assert b"alive" not in reply.body


HTML = "<script>alert(1)</script>"


def test_a_reason_in_html_is_shown_to_nobody(kiosk: Caller, desk: Desks, display: Caller) -> None:
    officer, ticket = desk("24"), kiosk.ticket("HX")
    called = good(officer.move(ticket, "call", {"reason": HTML}))
    assert called["why"]["vi"] == "Cán bộ gọi chọn: Lý do khác"
    answer = display.get("/api/v1/board?area=H")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["reason", "kiosk", "service", "counter", "officer", "outcome", "next", "priority"])
@pytest.mark.parametrize(
    "value",
    ["", "\x00", "a\x00b", "\n", "\x7f", "x" * 201, "' OR 1=1 --", HTML, "%s%n", "../..", 0, -1, 1.5, True, [], {}],
    ids=repr,
)
def test_values_that_name_nothing_are_refused_in_every_field(name: str, value: Any, kiosk: Caller, desk: Desks) -> None:
    officer, ticket = _shared(kiosk, desk)
    for move in ("transfer", "finish", "print", "call"):
        answer = officer.move(ticket, move, {name: value})
        if not (move == "call" and name == "reason" and isinstance(value, str) and answer.status_code == 200):
            refused(answer, answer.status_code, answer.json()["type"].rsplit("/", 1)[1])
            assert answer.status_code in (409, 422)
        else:
            good(officer.move(ticket, "undo"))


def _shared(kiosk: Caller, desk: Desks) -> tuple[Desk, str]:
    officer = desk("24")
    return officer, kiosk.ticket("HX")["id"]


@pytest.mark.parametrize("day", ["9999-12-31", "9999-01-01", "0001-01-01", "1969-12-31", "0000-01-01", "10000-01-01"])
def test_a_day_that_no_calendar_goes_on_from_is_refused_wherever_a_day_is_asked_for(
    day: str, nobody: Caller, supervisor: Caller
) -> None:
    described = good(nobody.get("/api/v1/openapi.json"))["paths"]
    asked = {path for path, of in described.items() if _takes_a_date(of.get("get", {}))}
    assert asked >= {f"/api/v1/{name}" for name in ("appointments", "journal", "record", "tickets")}
    for path in asked:
        answer = supervisor.get(path, params={"number": "BM001", "date": day})
        assert list(refused(answer, 422, "invalid")["errors"]) == ["date"]


@pytest.mark.parametrize("day", ["1970-01-01", "9998-12-31"])
def test_the_first_and_the_last_day_that_may_be_asked_for_are_empty_days(day: str, supervisor: Caller) -> None:
    assert good(supervisor.get("/api/v1/journal", params={"date": day}))["events"] == []
    good(supervisor.get("/api/v1/record", params={"date": day}))
    good(supervisor.get("/api/v1/appointments", params={"date": day}))
    assert good(supervisor.get("/api/v1/tickets", params={"number": "BM001", "date": day}))["tickets"] == []


def _takes_a_date(operation: dict[str, Any]) -> bool:
    return any((one["name"], one["in"]) == ("date", "query") for one in operation.get("parameters", ()))
