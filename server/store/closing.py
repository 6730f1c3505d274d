"""What the close of a business day changes in one go, beside the tickets that expire one by one.

None of it is an event: whether somebody wanted help never stands in the log, and a board's calls stay there as calls.
"""

from server.store.calls import PAST, SHOWN
from server.store.writer import Tx


def forget_help(tx: Tx, day: str) -> None:
    """Nobody's ticket of the day says any more that they wanted help at the desk, nor does an answer about one."""
    tx.run("UPDATE ticket SET assist = 0 WHERE business_date = ? AND centre = ? AND assist = 1", [day, tx.centre])
    # Answers kept for repetition are compact JSON; inside of a text its quotes are escaped, so this is the field alone.
    tx.run(
        "UPDATE idempotency SET body = replace(body, '\"assist\":true', '\"assist\":false') "
        "WHERE centre = ? AND body LIKE '%\"assist\":true%'",
        [tx.centre],
    )


def clear_calls(tx: Tx, day: str) -> None:
    """Takes the day's calls off the boards; that they were made stays in the day's record."""
    shown = f"centre = ? AND business_date = ? AND withdrawn = {SHOWN}"
    tx.run(f"UPDATE call SET withdrawn = {PAST} WHERE {shown}", [tx.centre, day])
