"""The contract's routes for signing in and out, and for a device's link."""

from dataclasses import asdict
from typing import Any

from flask import Response, request

from server import api_bodies as bodies
from server.access import PEOPLE, Identity, cookie
from server.api_answers import Answers, document, empty
from server.hall import people

# The longest that browsers keep a cookie; opening the device link again starts it anew.
DEVICE_COOKIE_S = 400 * 24 * 3600
# As long as a session can last. When it is idle the server says, not a cookie that nobody renews.
PERSON_COOKIE_S = 24 * 3600


class Sessions(Answers):
    """Whose browser this is: a person's for a while, a device's for good."""

    def sign_in(self) -> Response:
        body = bodies.read(request, bodies.SignIn)
        token, who = self.access.sign_in(body.username, body.password, body.counter, body.takeover)
        response = document(session(who), 201)
        keep(response, "officer", token, PERSON_COOKIE_S)
        return response

    def my_session(self) -> Response:
        return document(session(self.who(*PEOPLE)))

    def sign_out(self) -> Response:
        people.sign_out(self.hall, self.who(*PEOPLE))
        response = empty()
        response.delete_cookie(cookie("officer"), httponly=True, samesite="Strict")
        return response

    def enter(self) -> Response:
        """Takes a device link's token for a cookie."""
        token = bodies.read(request, bodies.Enter).token
        kind = self.access.device(token).kind
        response = document({"kind": kind, "page": f"/{kind}"})
        keep(response, kind, token, DEVICE_COOKIE_S)
        return response


def session(who: Identity) -> dict[str, Any]:
    facts = asdict(who)
    return {name: facts[name] for name in ("username", "name", "counter")} | {"role": who.kind}


def keep(response: Response, kind: str, token: str, seconds: int) -> None:
    """Has the browser hold a token where neither scripts nor other sites get at it."""
    response.set_cookie(
        cookie(kind), token, max_age=seconds, httponly=True, samesite="Strict", secure=request.is_secure
    )
