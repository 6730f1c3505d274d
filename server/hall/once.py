"""One request, one effect: the Idempotency-Key and the answer that belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from server.hall.hall import Hall
from server.rules.errors import KeyReused, NotSignedIn
from server.store import keys, people
from server.store.writer import Tx


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, under which key (None: without), and the digest of method, path and raw body.

    ``session`` is the stored form of a person's session, which must still hold when the work is done; "" for devices.
    ``device`` is a device's id, which must not be revoked by then; "" for people.
    """

    actor: str
    key: str | None = None
    request: str = ""
    session: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a use case says: ``document`` None is an empty answer."""

    status: int
    document: Any = None
    location: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it goes out, byte for byte."""

    status: int
    body: bytes
    location: str = ""
    replayed: bool = False


def once(hall: Hall, asked: Asked, work: Callable[[Tx], Answer]) -> Sent:
    """Does the work, or repeats the answer that the same request already got.

    Raises KeyReused for another request under the key, NotSignedIn for a person who was signed out meanwhile and for a
    device that was revoked.
    """

    def run(tx: Tx) -> Sent:
        before = tx.seq
        if asked.key and (found := keys.find(tx.db, tx.centre, asked.actor, asked.key)):
            return _again(found, asked)
        if asked.session:
            still_signed_in(tx, asked.session)
        elif asked.device in hall.revoked:
            raise NotSignedIn
        answer = work(tx)
        sent = Sent(answer.status, _bytes(answer.document), answer.location)
        if asked.key and tx.seq != before:
            remembered = keys.Answered(asked.request, sent.status, sent.location, sent.body.decode())
            keys.remember(tx, asked.actor, asked.key, remembered)
        return sent

    return hall.write(run)


def still_signed_in(tx: Tx, session: str) -> None:
    """Raises NotSignedIn: a write waits its turn, and a takeover or the day's end may have come before it."""
    if people.session(tx.db, tx.centre, session) is None:
        raise NotSignedIn


def already(hall: Hall, asked: Asked) -> Sent | None:
    """The answer this request already got, if it did: asked before anything else is judged."""
    if not asked.key:
        return None
    with hall.reading() as now:
        found = keys.find(now.db, now.centre, asked.actor, asked.key)
    return _again(found, asked) if found else None


def _again(found: keys.Answered, asked: Asked) -> Sent:
    if found.request != asked.request:
        raise KeyReused
    return Sent(found.status, found.body.encode(), found.location, replayed=True)


def _bytes(document: Any) -> bytes:
    return b"" if document is None else orjson.dumps(document)
