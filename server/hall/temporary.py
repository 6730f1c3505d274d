"""What holds only until the close of the day: assignments, the hall's pause, notices, alerts."""

from server.hall import alerts, assigning, noticing, pausing
from server.hall.hall import Hall
from server.store.writer import Tx


def end(hall: Hall, tx: Tx) -> None:
    """Ends all of it, each with its event; nothing where nothing holds. What fails holds on, and stops nothing else."""
    tx.apart("ending the pause", lambda tx: _end_pause(hall, tx))
    tx.apart("taking off the notices", lambda tx: noticing.end_all(hall, tx))
    tx.apart("ending the alerts", lambda tx: alerts.end_all(hall, tx))
    tx.apart("ending what counters served until the close", lambda tx: assigning.end_all(hall, tx))


def _end_pause(hall: Hall, tx: Tx) -> None:
    pausing.end(hall, tx)
