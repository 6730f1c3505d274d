"""Whatever is sent, where and by whom: an answer of the contract, never a fault, never a page, and nothing is lost."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server import api, api_bodies
from tests.web.calling import Answer, Caller, Desk, good, sign_in
from tests.web.running import Demo

Desks = Callable[[str], Desk]
# One server serves all examples: that they share it is the point.
BOUNDED = settings(max_examples=120, suppress_health_check=list(HealthCheck), derandomize=True, database=None)

WORDS = [
    "BA",
    "MV",
    "MX",
    "43",
    "44",
    "99",
    "kiosk-1",
    "vi",
    "en",
    "elderly",
    "received",
    "open",
    "paused",
    "",
    "quay44",
]
FIELDS = [
    "service",
    "priority",
    "assist",
    "lang",
    "then",
    "reason",
    "outcome",
    "dossiers",
    "next",
    "counter",
    "officer",
]
FIELDS += ["end", "kiosk", "status", "username", "password", "takeover", "token", "x"]
MOVES = [*api_bodies.MOVES, "leave", "dance"]

text = st.one_of(st.sampled_from(WORDS), st.text(max_size=50))
scalars = st.one_of(text, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=6
)
documents = st.one_of(st.dictionaries(st.sampled_from(FIELDS), values, max_size=4), values)
bodies = st.one_of(
    documents.map(lambda told: json.dumps(told).encode("utf-8", "surrogatepass")), st.binary(max_size=80)
)
kinds = st.sampled_from(["application/json"] * 6 + ["text/plain", "", "application/json; charset=utf-16"])


def allowed(answer: Answer) -> None:
    """An answer that the contract knows."""
    assert answer.status_code < 500, (answer.request.method, answer.url, answer.request.body, answer.text)
    assert "text/html" not in answer.headers.get("Content-Type", "")
    assert "Traceback" not in answer.text
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.request.method == "HEAD" or answer.json()["status"] == answer.status_code


class Places:
    """Addresses of the contract, filled with what exists and what does not."""

    def __init__(self, tickets: list[str], tokens: list[str]) -> None:
        self._some = {"id": tickets, "token": tokens, "code": ["43", "99"], "name": MOVES, "word": ["invalid"]}

    def any(self) -> st.SearchStrategy[tuple[str, str]]:
        routes = st.sampled_from([(method, path) for method, path, name in api.ALL if name != "enter"])
        return routes.flatmap(self._filled)

    def _filled(self, route: tuple[str, str]) -> st.SearchStrategy[tuple[str, str]]:
        method, path = route
        holes = [hole for hole in self._some if f"<{hole}>" in path]
        filled = st.tuples(*(st.one_of(st.sampled_from(self._some[hole]), text) for hole in holes))
        methods = st.sampled_from([method] * 8 + ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
        return st.tuples(methods, filled.map(lambda words: _path(path, holes, words)))


def _path(path: str, holes: list[str], words: tuple[str, ...]) -> str:
    for hole, word in zip(holes, words, strict=True):
        path = path.replace(f"<{hole}>", quote(word.encode("utf-8", "surrogatepass"), safe=""))
    return path


def callers(demo: Demo, officer: Desk) -> dict[str, Caller]:
    return {
        "kiosk": Caller(demo.url, demo.access["kiosk_token"]),
        "display": Caller(demo.url, demo.access["display_token"]),
        "officer": officer,
        "supervisor": Caller(demo.url, cookies=sign_in(demo.url, demo.access["supervisor"])),
        "nobody": Caller(demo.url),
    }


def test_no_request_however_strange_is_a_fault(demo: Demo, desk: Desks) -> None:
    officer = desk("43")
    known = callers(demo, officer)
    issued = [known["kiosk"].ticket("MV") for _ in range(5)]
    places = Places([one["id"] for one in issued], [one["track_url"].rsplit("/", 1)[1] for one in issued])

    @BOUNDED
    @given(
        who=st.sampled_from(sorted(known)),
        place=places.any(),
        body=bodies,
        kind=kinds,
        query=text,
        key=st.none() | text,
    )
    def sent(who: str, place: tuple[str, str], body: bytes, kind: str, query: str, key: str | None) -> None:
        headers: dict[str, Any] = {"Content-Type": kind}
        if key is not None:
            headers["Idempotency-Key"] = _printable(key)
        told = {"area": query, "number": query, "as": query} if query else {}
        allowed(known[who](*place, data=body, headers=headers, params=told))

    sent()
    good(known["nobody"].get("/readyz"))
    assert '"level":"error"' not in demo.errors


def _printable(key: str) -> bytes:
    return "".join(letter for letter in key if letter.isprintable()).strip().encode("utf-8", "replace")


def test_moves_at_random_leave_every_ticket_in_one_place(demo: Demo, desk: Desks, kiosk: Caller) -> None:
    officer, other = desk("43"), desk("44")
    tickets = [kiosk.ticket("MV") for _ in range(4)] + [kiosk.ticket("MK") for _ in range(4)]
    steps = st.tuples(
        st.sampled_from([officer, other]), st.sampled_from(tickets), st.sampled_from(list(api_bodies.MOVES)), documents
    )

    @settings(BOUNDED, max_examples=25)
    @given(st.lists(steps, min_size=3, max_size=8))
    def moved(told: list[tuple[Desk, dict[str, Any], str, Any]]) -> None:
        for who, ticket, name, body in told:
            allowed(who.move(ticket, name))
            allowed(who.move(ticket, name, body if isinstance(body, dict) else {}))
        now = [good(kiosk.get(f"/api/v1/tickets/{ticket['id']}")) for ticket in tickets]
        assert [one["number"] for one in now] == [one["number"] for one in tickets]
        current = [one["counter"] for one in now if one["state"] in ("called", "serving")]
        assert len(current) == len(set(current))
        assert set(current) <= {"43", "44"}

    moved()
