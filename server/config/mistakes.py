"""What a mistake in a file looks like to the person who made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: ``where`` (file:line and key), a sentence, and what to do about it.

    A ``warning`` is worth knowing but stops nothing.
    """

    where: str
    says: str
    suggest: str | None = None
    level: Level = "error"

    def __str__(self) -> str:
        head = f"{self.where}: " if self.level == "error" else f"{self.where}: warning: "
        return f"{head}{self.says}" + (f" {self.suggest}" if self.suggest else "")


class ConfigError(Exception):
    """Everything that is wrong with what was read, not only the first thing."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a sentence naming the known word nearest to ``word``, or None if none is near."""
    by_folded = {k.casefold(): k for k in known}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f"Did you mean '{by_folded[near[0]]}'?" if near else None


def one_of(words: Iterable[str], limit: int = 12) -> str:
    """Return "Use one of: a, b, c." with at most ``limit`` words."""
    listed = list(words)
    more = f" and {len(listed) - limit} more" if len(listed) > limit else ""
    return f"Use one of: {', '.join(listed[:limit])}{more}."
