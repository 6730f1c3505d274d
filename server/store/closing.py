"""What the close of a business day changes in one go, beside the tickets that expire one by one.

None of it is an event: whether somebody wanted help never stands in the log, and a board's calls stay there as calls.
"""

from server.store.writer import Tx


def forget_help(tx: Tx, day: str) -> None:
    """Nobody's ticket of the day says any more that they wanted help at the desk."""
    tx.run("UPDATE ticket SET assist = 0 WHERE business_date = ? AND centre = ? AND assist = 1", [day, tx.centre])


def clear_calls(tx: Tx, day: str) -> None:
    """Takes the day's calls off the boards."""
    tx.run("UPDATE call SET withdrawn = 1 WHERE centre = ? AND business_date = ? AND withdrawn = 0", [tx.centre, day])
