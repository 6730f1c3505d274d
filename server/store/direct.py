"""How a command line's works reach the writer: one at a time, waiting for whoever else is writing."""

import time
from typing import TypeVar

from server.rules.errors import Unavailable
from server.store import keys
from server.store.database import DISK_FAULTS
from server.store.writer import Apply, Batch, Outcome, Work, write_all

T = TypeVar("T")
PATIENCE_S = 10.0


class Direct:
    """Writes at once, where it is asked to."""

    def __init__(self, batch: Batch, apply: Apply) -> None:
        self.batch, self.apply = batch, apply

    def write(self, work: Work[T]) -> T:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                outcome: Outcome[T] = write_all(self.batch, [work], self.batch.commit, self.apply)[0]
                return outcome.get()
            except DISK_FAULTS:
                if time.monotonic() > until:
                    raise Unavailable from None
                time.sleep(0.01)

    def post(self, work: Work[T]) -> None:
        """Writes what nobody waits for."""
        self.write(work)

    def try_out(self) -> None:
        """Commits bytes that change nothing. Raises Unavailable."""
        self.write(keys.try_out)

    def stop(self, _within_s: float) -> bool:
        """Nothing waits."""
        return True
