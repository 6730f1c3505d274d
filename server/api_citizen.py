"""The contract's routes for whoever holds a ticket's link: where it stands, leaving the line, coming back."""

from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from typing import Any

import orjson
from flask import Response, request

from server import api_bodies as bodies
from server.api_answers import Answers, document
from server.hall import Hall, citizen
from server.hall.once import Asked, Sent
from server.rules.catalogue import Text
from server.rules.errors import Invalid


class Citizens(Answers):
    """What needs no sign-in: the link itself says which ticket is meant."""

    def tracked(self, token: str) -> Response:
        facts = citizen.look(self.hall, token)
        response = document(facts)
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(_fingerprint({**facts, "version": None}), weak=True)
        response.make_conditional(request)
        return response

    def leave(self, token: str) -> Response:
        return self._by_link(token, citizen.leave)

    def rejoin(self, token: str) -> Response:
        return self._by_link(token, citizen.rejoin)

    def mine(self) -> Response:
        """For a kiosk: a number alone is looked at, with the slip's code its holder can act."""
        who = self.who("kiosk")
        number = request.args.get("number", "")
        if not number:
            raise Invalid(errors={"number": Text("Mời nhập số trên phiếu.", "Say which number to find.")})
        code = request.args.get("code")
        with self.access.guessing(who) if code else nullcontext():
            return document(citizen.mine(self.hall, number, code))

    def _by_link(self, token: str, act: Callable[[Hall, Asked, str], Sent]) -> Response:
        who = citizen.holder(self.hall, token)

        def work(asked: Asked) -> Sent:
            bodies.read(request, bodies.Nothing, empty=True)
            return act(self.hall, asked, token)

        return self.once(who, work)


def _fingerprint(facts: Any) -> str:
    return sha256(orjson.dumps(facts)).hexdigest()[:16]
