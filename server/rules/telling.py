"""What a sentence about an event is made from: the event, the columns beside it, and how the centre calls things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.rules.catalogue import Text
from server.rules.event import Event


@dataclass(frozen=True, slots=True)
class Told:
    """An event to be told. ``before`` and ``after`` are the ticket's columns that changed, as the log holds them."""

    event: Event
    counter: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


class Names(Protocol):
    """How things are called for one reader. What is known no more is called by its code."""

    def line(self, service: str) -> str:
        """A service as staff say it: its prefix."""

    def department(self, code: str) -> Text: ...

    def area(self, code: str) -> Text:
        """An area, or ("" and "all") the whole centre."""

    def person(self, id: str) -> str:
        """The name of one of the staff; "" where this reader is not told, and for who is known no more."""

    def device(self, id: str) -> str: ...

    def reason(self, act: str, word: str) -> Text:
        """A kept reason of a move, of ``pause`` or of ``issue``, as people read it."""

    def outcome(self, word: str) -> Text: ...

    def message(self, word: str) -> Text: ...

    def why(self, code: str, word: str) -> Text:
        """Why a ticket stands where it stands."""

    def clock(self, instant: int) -> str:
        """``09:40 24/11`` of an instant in UTC milliseconds."""


Sentence = Callable[[Any, Told, Names], Text]
"""Takes the event itself (of the kind it is listed for), what is told beside it, and the reader's names."""


def plain(vi: str, en: str) -> Sentence:
    """The sentence of a kind of event that says the same each time."""
    always = Text(vi, en)
    return lambda event, told, names: always


def because(what: Text, why: Text | None) -> Text:
    """``Chờ bổ sung: đi photo giấy tờ``; what alone, if nobody said why."""
    return Text(f"{what.vi}: {_small(why.vi)}", f"{what.en}: {_small(why.en)}") if why else what


def _small(words: str) -> str:
    """Words as they stand inside a sentence; those that begin with a code or an abbreviation stay."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def joined(*parts: Text | None, by: str = ", ") -> Text:
    """What there is of the parts, in a row."""
    there = [one for one in parts if one is not None]
    return Text(by.join(one.vi for one in there), by.join(one.en for one in there))


def at(counter: str | None) -> Text:
    """`` tại quầy 5``, to stand behind a verb; nothing where no counter has a part."""
    return Text(f" tại quầy {counter}", f" at counter {counter}") if counter else Text("", "")


def some(count: int, one: str, more: str) -> str:
    """``1 person``, ``4 people``: English alone tells them apart."""
    return f"{count} {one if count == 1 else more}"


def day(date: str) -> str:
    """``2026-11-24`` as people write it."""
    return "/".join(reversed(date.split("-")))


def scope(department: str, service: str, names: Names) -> Text:
    """Whom hours are for: a line, else a department, else everybody."""
    if service:
        return Text(names.line(service), names.line(service))
    return names.department(department) if department else Text("cả trung tâm", "the whole centre")
