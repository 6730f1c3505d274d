"""The hall's own time: every clock of it (no-show, hold, rejoin, appointment) stands still while it pauses."""

from server.hall.hall import Reading
from server.rules import hours
from server.store import pauses
from server.store.writer import Tx


def elapsed(view: Reading | Tx, since: int) -> int:
    """Milliseconds of the hall's time from the instant ``since`` until now."""
    found = pauses.since(view.db, view.centre, since)
    return hours.elapsed(since, view.now, [(one.began, one.ended) for one in found])
