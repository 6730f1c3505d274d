"""Every event of the log as a sentence in both languages, and who made it."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from server.rules import event_words_hall, event_words_hours, event_words_ticket
from server.rules.catalogue import Text
from server.rules.event import Event
from server.rules.event_words_hall import KINDS, ROLES
from server.rules.events import EVENTS
from server.rules.people import SYSTEM
from server.rules.telling import Names, Sentence, Told

WORDS: Mapping[type[Event], Sentence] = {
    **event_words_ticket.WORDS,
    **event_words_hall.WORDS,
    **event_words_hours.WORDS,
}
_KNOWN = {**ROLES, **KINDS}
_SYSTEM = Text("hệ thống", "the system")
_CITIZEN = Text("người có phiếu", "who has the ticket")


def said(told: Told, names: Names) -> Text:
    """What happened, as one sentence without its full stop."""
    return WORDS[type(told.event)](told.event, told, names)


def read(what: str, details: Mapping[str, Any]) -> Event | None:
    """The event that the log holds; None for what an earlier program wrote so that this one cannot read it."""
    kind = EVENTS.get(what)
    if kind is None or any(field.default is MISSING and field.name not in details for field in fields(kind)):
        return None
    return kind(**{field.name: details[field.name] for field in fields(kind) if field.name in details})


def by(actor: str, names: Names) -> Text | None:
    """Who did it: ``cán bộ An``, ``máy lấy số kiosk-1``, ``hệ thống``; None for a kind of actor there is no more.

    A name that says itself what they are stands alone: ``Cán bộ hướng dẫn``, with no ``bàn hướng dẫn`` before it.
    """
    kind, _, id = actor.partition(":")
    if actor == SYSTEM or kind == "citizen":
        return _SYSTEM if actor == SYSTEM else _CITIZEN
    known = _KNOWN.get(kind)
    if known is None:
        return None
    name = names.device(id) if kind in KINDS else names.person(id)
    return Text(*(_called(known, name, lang) for lang in ("vi", "en")))


def _called(known: Text, name: str, lang: str) -> str:
    """Somebody's name after what they are, unless it begins with any such word of the language."""
    if any(re.match(rf"{one.in_(lang)}\b", name, re.IGNORECASE) for one in _KNOWN.values()):
        return name
    return f"{known.in_(lang)} {name}".rstrip()
