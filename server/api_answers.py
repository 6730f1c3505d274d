"""What every route of the contract needs: who asks, an answer given once, and answers in their form."""

from collections.abc import Callable
from typing import Any

import orjson
from flask import Response, request

from server import api_bodies as bodies
from server.access import PEOPLE, Access, Identity, admitted
from server.hall import Hall
from server.hall.newest import Newest
from server.hall.once import Asked, Sent, already
from server.rules import opening_text as texts
from server.rules.catalogue import Text
from server.rules.errors import Invalid, QueueError, Unknown
from server.shell.headers import Complete


def day_asked() -> str | None:
    """The day that the request asks about, as it is written in the log; None for today. Raises Invalid."""
    given = request.args.get("date", "")
    try:
        return texts.day(given) if given else None
    except texts.Absurd as absurd:
        raise Invalid(errors={"date": Text(absurd.text.vi, f"It {absurd.text.en}")}) from None


class Answers:
    """A part of the contract: each route is a method of a subclass, named after what it answers."""

    def __init__(self, hall: Hall, access: Access, newest: Newest) -> None:
        self.hall, self.access, self.newest = hall, access, newest

    def who(self, *kinds: str) -> Identity:
        """Who asks. Raises NotSignedIn, or Forbidden for another kind than these."""
        return admitted(self.access.identify(request.environ), kinds)

    def once(self, who: Identity, work: Callable[[Asked], Sent]) -> Response:
        """The work's answer; a request that was answered before gets that answer, whatever would be said now."""
        key = bodies.key(request)
        session, device = (who.session, "") if who.kind in PEOPLE else ("", who.id)
        asked = Asked(who.actor, key, bodies.digest(request) if key else "", session, device)
        try:
            return answered(work(asked))
        except QueueError:
            if sent := already(self.hall, asked):
                return answered(sent)
            raise

    def _counter(self, code: str) -> None:
        """Raises Unknown when there is no such counter."""
        if code not in self.hall.catalogue.counters:
            raise Unknown("counter")

    def _service(self, code: str) -> None:
        """Raises Unknown when there is no such service."""
        if code not in self.hall.catalogue.services:
            raise Unknown("service")


def document(facts: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(facts), status, content_type="application/json")


def empty() -> Response:
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def answered(sent: Sent) -> Response:
    more = [("Location", sent.location)] if sent.location else []
    more += [("Idempotency-Replayed", "true")] if sent.replayed else []
    if sent.body:
        return Complete(sent.body, sent.status, *more)
    response = empty()
    response.headers.extend(more)
    return response


def fresh(response: Response) -> Response:
    """Has every answer asked for anew: what stands in it holds for this moment and this reader."""
    if not isinstance(response, Complete):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
