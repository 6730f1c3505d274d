"""What lets the hall-wide acts of a day be found among a day's tickets."""

from sqlite_utils import Database


def m011_journal(db: Database) -> None:
    """Of the hot table only the few events that are about no ticket: a number that is taken writes nothing here."""
    db.execute("CREATE INDEX event_hall ON event (centre, seq) WHERE ticket IS NULL")
