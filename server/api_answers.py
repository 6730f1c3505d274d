"""What every route of the contract needs: who asks, an answer given once, and answers in their form."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import orjson
from flask import Response, request
from werkzeug.datastructures import Headers

from server import api_bodies as bodies
from server.access import PEOPLE, Access, Identity, cookie
from server.hall import Hall
from server.hall.newest import Newest
from server.hall.once import Asked, Sent, already
from server.rules.errors import Forbidden, NotSignedIn, QueueError


class Answers:
    """A part of the contract: each route is a method of a subclass, named after what it answers."""

    def __init__(self, hall: Hall, access: Access, newest: Newest) -> None:
        self.hall, self.access, self.newest = hall, access, newest

    def who(self, *kinds: str) -> Identity:
        """Who asks. Raises NotSignedIn, or Forbidden for another kind than these."""
        identity = self.access.identify(request.environ)
        if identity is None:
            raise NotSignedIn
        if identity.kind not in kinds:
            raise Forbidden
        return identity

    def once(self, who: Identity, work: Callable[[Asked], Sent]) -> Response:
        """The work's answer; a request that was answered before gets that answer, whatever would be said now."""
        key = bodies.key(request)
        session = who.session if who.kind in PEOPLE else ""
        asked = Asked(who.actor, key, bodies.digest(request) if key else "", session)
        try:
            return answered(work(asked))
        except QueueError:
            if sent := already(self.hall, asked):
                return answered(sent)
            raise


def session(who: Identity) -> dict[str, Any]:
    facts = asdict(who)
    return {name: facts[name] for name in ("username", "name", "counter")} | {"role": who.kind}


def document(facts: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(facts), status, content_type="application/json")


def empty() -> Response:
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def keep(response: Response, kind: str, token: str, seconds: int) -> None:
    """Has the browser hold a token where neither scripts nor other sites get at it."""
    response.set_cookie(
        cookie(kind), token, max_age=seconds, httponly=True, samesite="Strict", secure=request.is_secure
    )


class Ready(Response):
    """An answer whose headers are complete when it is made: nothing is left to work out while it goes."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        return self.headers


def answered(sent: Sent) -> Response:
    if not sent.body:
        return empty()
    response = Ready(sent.body, sent.status, content_type="application/json")
    if sent.location:
        response.headers["Location"] = sent.location
    if sent.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def fresh(response: Response) -> Response:
    """Has every answer asked for anew: what stands in it holds for this moment and this reader."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response
