"""What waits are worked out from, as long as it is taken as it is."""

from dataclasses import dataclass, field
from typing import Any

from server.rules.waits import Line, Pace
from server.store.people import Desk
from server.store.tickets import AtDesk

Wait = dict[str, Any] | None
"""As the contract has it: ``low`` and ``high`` minutes, ``after`` (the end of the break that the whole band lies
behind, else None), ``late`` (it reaches past the desks' day), and ``text``, what pages say of it; None while nothing
is known."""


@dataclass(slots=True)
class Learnt:
    """Of each service: how long its turns take, at which desks they were, and how many come with which credit."""

    at: int
    day: str
    paces: dict[str, Pace] = field(default_factory=dict)
    seen: dict[str, frozenset[str]] = field(default_factory=dict)
    rates: dict[str, dict[int, float]] = field(default_factory=dict)


@dataclass(slots=True)
class Now:
    """The lines at one moment; ``comers``: the bands of who would come now, by service and people waiting."""

    at: int
    learnt: Learnt
    desks: dict[str, Desk]
    current: dict[str, AtDesk]
    paused: bool
    lines: dict[str, Line | None] = field(default_factory=dict)
    comers: dict[tuple[str, int], Wait] = field(default_factory=dict)


@dataclass(slots=True)
class Foreseen:
    """The newest of both; None where it has to be gathered anew."""

    learnt: Learnt | None = None
    now: Now | None = None

    def clear(self) -> None:
        self.learnt = self.now = None
