"""What every kind of event is: a frozen dataclass with a word for the log (server/rules/events.py)."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    what: ClassVar[str]
