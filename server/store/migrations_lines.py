"""What lets the head of a line be read once for all its counters, and who was sent by name be found by index."""

from sqlite_utils import Database


def m009_lines(db: Database) -> None:
    """``line.changed`` grows with every change of a ticket that waits in the line."""
    db.execute("ALTER TABLE line ADD COLUMN changed BIGINT NOT NULL DEFAULT 0")
    # The index of both names is no help where either may be meant: the planner went through everybody who waits.
    for target in ("counter", "officer"):
        db.execute(
            f"CREATE INDEX ticket_sent_{target} ON ticket (centre, business_date, for_{target}) "
            f"WHERE state = 'waiting' AND for_{target} IS NOT NULL"
        )


def m010_chosen(db: Database) -> None:
    """Who was taken before their turn is counted after the close too, and when nothing was announced."""
    db.execute("DROP INDEX call_chosen")
    key = "call (centre, business_date, counter, actor)"
    db.execute(f"CREATE INDEX call_chosen ON {key} WHERE chosen = 1 AND withdrawn != 1")
    db.execute(f"CREATE INDEX call_past ON {key} WHERE withdrawn = 2")


def m012_out_of_turn(db: Database) -> None:
    """``call.chosen`` 2: not one person was picked out, but one service was, past somebody of another."""
    db.execute("DROP INDEX call_chosen")
    key = "call (centre, business_date, counter, actor, chosen)"
    db.execute(f"CREATE INDEX call_out_of_turn ON {key} WHERE chosen > 0 AND withdrawn != 1")


def m013_left_line(db: Database) -> None:
    """In which line's area the holders sit of tickets that were moved from it without them."""
    db.execute("ALTER TABLE ticket ADD COLUMN left_line TEXT")
