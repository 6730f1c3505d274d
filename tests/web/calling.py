"""Callers of the contract over real HTTP: a device or a program with a bearer token, or a signed-in browser."""

import uuid
from typing import Any

import requests

from tests.web.running import PATIENCE, Demo

Answer = requests.Response


class Caller:
    """Sends requests as one who is known by ``token`` (bearer), by ``cookies``, or not at all."""

    def __init__(self, url: str, token: str = "", cookies: dict[str, str] | None = None, says: str = "") -> None:
        self.url, self.http = url, requests.Session()
        self.http.trust_env = False
        self.http.cookies.update(cookies or {})
        self.cookies = dict(cookies or {})
        if token:
            self.http.headers["Authorization"] = f"Bearer {token}"
        if says:
            self.http.headers["Layso-As"] = says

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        headers = more.pop("headers", {})
        if body is not None:
            more["json"] = body
        answer = self.http.request(
            method, self.url + path, headers=headers, timeout=PATIENCE, allow_redirects=False, **more
        )
        # What a server sets as a cookie is for the test to look at, not for this caller to keep.
        self.http.cookies.clear()
        self.http.cookies.update(self.cookies)
        return answer

    def get(self, path: str, **more: Any) -> Answer:
        return self("GET", path, **more)

    def post(self, path: str, body: Any = None, key: str | None = None, **more: Any) -> Answer:
        headers = more.pop("headers", {}) | ({"Idempotency-Key": key} if key is not None else {})
        return self("POST", path, body, headers=headers, **more)

    def put(self, path: str, body: Any) -> Answer:
        return self("PUT", path, body)

    def ticket(self, service: str, **more: Any) -> dict[str, Any]:
        """Issues a ticket and returns it."""
        return good(self.post("/api/v1/tickets", {"service": service, **more}), 201)

    def move(self, ticket: dict[str, Any] | str, name: str, body: Any = None, **more: Any) -> Answer:
        id = ticket if isinstance(ticket, str) else ticket["id"]
        return self.post(f"/api/v1/tickets/{id}/{name}", body, **more)


class Desk(Caller):
    """An officer signed in at a counter."""

    def __init__(self, demo: Demo, counter: str) -> None:
        self.person = next(one for one in demo.access["officers"] if one["counter"] == counter)
        self.counter, self.demo = counter, demo
        super().__init__(demo.url, cookies=sign_in(demo.url, self.person))

    def page(self) -> dict[str, Any]:
        return good(self.get(f"/api/v1/counters/{self.counter}"))

    def next(self, body: Any = None, **more: Any) -> Answer:
        return self.post(f"/api/v1/counters/{self.counter}/call-next", body, **more)

    def wait_out(self, ticket: dict[str, Any] | str) -> None:
        """Calls a called ticket as often and waits as long as it must be before it may be missed."""
        for _ in range(2):
            good(self.move(ticket, "recall"))
        self.demo.forward(60)

    def miss(self, ticket: dict[str, Any] | str) -> Answer:
        """Notes a called ticket as missed, as soon as that may be."""
        self.wait_out(ticket)
        return self.move(ticket, "no-show")

    def clear(self) -> None:
        """Leaves the counter open and free, and its lines empty."""
        good(self.put(f"/api/v1/counters/{self.counter}/status", {"status": "open"}))
        page = self.page()
        if page["current"]:
            good(self.move(page["current"], "finish" if page["current"]["state"] == "serving" else "cancel"))
        for left in [*page["held"], *page["missed"], *page["waiting"]["tickets"]]:
            good(self.move(left, "cancel"))


def sign_in(url: str, person: dict[str, Any], **more: Any) -> dict[str, str]:
    """The cookies that signing in gives."""
    said = {name: person[name] for name in ("username", "password", "counter") if name in person} | more
    answer = requests.post(url + "/api/v1/session", json=said, timeout=PATIENCE)
    assert answer.status_code == 201, answer.text
    return dict(answer.cookies)


def good(answer: Answer, status: int = 200) -> dict[str, Any]:
    """The document of an answer that must have gone well."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return dict(answer.json())


TITLES = {
    409: "not-allowed",
    401: "not-signed-in",
    403: "forbidden",
    404: "unknown-",
    405: "method",
    413: "too-large",
    415: "media-type",
}


def refused(answer: Answer, status: int, word: str = "") -> dict[str, Any]:
    """The problem document of an answer that must be a refusal with this status and last word of its type."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = dict(answer.json())
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    wanted = word or TITLES[status]
    last = problem["type"].rsplit("/", 1)[-1]
    assert last.startswith(wanted) if wanted.endswith("-") else last == wanted, problem
    assert "Traceback" not in answer.text
    assert "<" not in answer.text
    return problem


def fresh_key() -> str:
    return uuid.uuid4().hex
