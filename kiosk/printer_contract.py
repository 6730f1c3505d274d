"""What every ticket printer can do, whatever its kind, and how long each step may take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PIL import Image

from kiosk.printer_outcome import Outcome

T = TypeVar("T")


class Heavy(Protocol):
    """Runs work that keeps a processor busy for milliseconds; a server of greenlets passes a real thread pool."""

    def __call__(self, work: Callable[[], T], /) -> T: ...


def at_once(work: Callable[[], T], /) -> T:
    return work()


class Printer(Protocol):
    """What every kind of printer can do. One owner at a time; no method raises for a printer's own trouble."""

    @property
    def instant(self) -> bool:
        """Whether a print is done at once and needs neither drawing nor an owner."""

    def print(self, image: Image.Image, started: Callable[[], None]) -> Outcome:
        """Prints the image once. `started` is called before its first byte goes out; if it raises, none does."""

    def check(self) -> Outcome:
        """How the printer is now, without printing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for each step: connecting, one status answer, taking 4 KB, and printing what was taken."""

    connect: float = 3.0
    answer: float = 2.0
    chunk: float = 3.0
    finish: float = 2.5
