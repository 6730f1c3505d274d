"""What the machine of random people remembers of its hall, so that it can tell what must come next."""

import shutil
import tempfile
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from server.rules.errors import CounterBusy, Forbidden, NotAllowed, QueueError
from server.rules.people import Identity
from server.rules.ticket import Ticket
from tests.hall import model
from tests.hall.house import SERVES, House
from tests.hall.model import CURRENT, W

UNDO_MS = 5 * 60_000


class Memory(RuleBasedStateMachine):
    """A hall with an officer at each desk, and everything that was done to a ticket."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.house = House(self.folder)
        # Durability has its own tests; here a thousand commits need not wait for a disk.
        self.house.hall.store.writer.batch.db.execute("PRAGMA synchronous=OFF")
        self.officers = {counter: self.house.officer(counter) for counter in SERVES}
        # ticket -> what an undo would bring back, with who moved it and when; the newest last
        self.moves: dict[str, list[tuple[Ticket, str, int]]] = {}
        self.issued = 0

    def teardown(self) -> None:
        model.log_is_whole(self.house)
        self.house.close()
        shutil.rmtree(self.folder)

    @property
    def tickets(self) -> list[Ticket]:
        return self.house.all_tickets()

    def one(self, place: int) -> Ticket:
        tickets = sorted(self.tickets, key=lambda one: (one.state not in model.OPEN, one.seq))
        some = [one for one in tickets if one.state in model.OPEN] or tickets
        # Mostly somebody still open, now and then somebody long gone.
        pool = tickets if place % 7 == 0 else some
        return pool[place % len(pool)]

    def moved(self, who: Identity, before: Ticket) -> None:
        self.moves.setdefault(before.id, []).append((before, who.actor, self.house.clock.now))

    def may_not_call(self, who: Identity, service: str | None) -> type[QueueError] | None:
        if any(one.state in CURRENT and one.counter == who.counter for one in self.tickets):
            return CounterBusy
        found = self.house.rows(f"SELECT status, upcoming FROM desk WHERE counter = '{who.counter}'")
        if found[0] != ("open", None):
            return NotAllowed
        return Forbidden if service and service not in SERVES[str(who.counter)] else None

    def let_go(self, who: Identity, before: list[Ticket], but: str = "") -> None:
        """Whoever was held at a counter that closed now waits again, where they stood."""
        now = {one.id: one for one in self.tickets}
        for one in before:
            if one.id != but and one.state is model.H and now[one.id] != one:
                after = now[one.id]
                assert (after.state, after.why, after.due_at) == (W, "closed", one.due_at)
                assert model.desk(self.house, one.counter) == "closed"
                self.moved(who, one)

    def may_not_undo(self, who: Identity, now: Ticket, made: list[tuple[Ticket, str, int]]) -> type[QueueError] | None:
        if not made or now.state == "expired" or self.house.clock.now - made[-1][2] > UNDO_MS:
            return NotAllowed
        before, actor, _ = made[-1]
        holds = [
            one for one in self.tickets if one.state in CURRENT and one.id != now.id and one.counter == before.counter
        ]
        if before.state in CURRENT and holds:
            return CounterBusy
        return Forbidden if actor != who.actor else None
