"""What several rooms show of the same state of the hall: read once, for whoever asks first."""

from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from server.rules.ticket import State, Ticket
from server.store import notices, people, tickets
from server.store.database import Database
from server.store.notices import Notice
from server.store.people import Desk
from server.store.tickets import AtDesk, InLine
from server.store.writer import Tx

if TYPE_CHECKING:
    from server.hall.hall import Reading


def of(view: "Reading | Tx") -> "Shared":
    """The state of the hall as a view has it. A transaction's is its own, true until it writes: ask once for all."""
    return Shared(view.db, view.centre, view.seq, view.business_date) if isinstance(view, Tx) else view.shared


class Shared:
    """Facts of a business day as one ``version`` of the database has them, each read when it is first asked for.

    Valid only inside a reading of that version; ``kept`` is for what other modules keep there.
    """

    def __init__(self, db: Database, centre: str, version: int, day: str) -> None:
        self._db, self._centre, self.version, self.day = db, centre, version, day
        self.kept: dict[Hashable, Any] = {}

    @cached_property
    def lines(self) -> dict[str, InLine]:
        """How many wait in each line, and how often it changed; services whose line is empty may be missing."""
        return tickets.lines(self._db, self._centre, self.day)

    @cached_property
    def waiting(self) -> dict[str, int]:
        return {service: one.waiting for service, one in self.lines.items()}

    @cached_property
    def at_desks(self) -> dict[str, AtDesk]:
        return tickets.at_desks(self._db, self._centre)

    @cached_property
    def desks(self) -> dict[str, Desk]:
        return people.desks(self._db, self._centre)

    @cached_property
    def open_counters(self) -> set[str]:
        return people.open_among(self.desks)

    @cached_property
    def held(self) -> list[Ticket]:
        return tickets.aside(self._db, self._centre, self.day, State.HELD)

    @cached_property
    def missed(self) -> list[Ticket]:
        return tickets.aside(self._db, self._centre, self.day, State.NO_SHOW)

    @cached_property
    def sent(self) -> list[Ticket]:
        """Waiting tickets that were sent to a counter or an officer by name."""
        return tickets.all_sent(self._db, self._centre, self.day)

    @cached_property
    def notices(self) -> list[Notice]:
        return notices.standing(self._db, self._centre)
