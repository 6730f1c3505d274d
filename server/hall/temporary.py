"""What holds only until the close of the day: assignments, the hall's pause, notices, alerts."""

from server.hall import alerts, assigning, noticing, pausing
from server.hall.hall import Hall
from server.store.writer import Tx


def end(hall: Hall, tx: Tx) -> None:
    """Ends all of it, each with its event; nothing where nothing holds."""
    pausing.end(hall, tx)
    noticing.end_all(hall, tx)
    alerts.end_all(hall, tx)
    assigning.end_all(hall, tx)
