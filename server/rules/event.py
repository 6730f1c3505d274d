"""What every kind of event is: a frozen dataclass with the word it has in the log."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """``what`` is the word in the log; the fields are what this kind adds to the log's own columns."""

    what: ClassVar[str]
