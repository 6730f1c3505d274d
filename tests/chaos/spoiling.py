"""A true history to spoil: what somebody asked and was told, and what the log says happened."""

from tests.chaos.asked import Op, Past, Row
from tests.chaos.history import faults
from tests.hall.house import SERVES

Told = tuple[list[Op], Past]


def said(told: Told) -> str:
    """The faults that the checker finds."""
    return "\n".join(faults(*told, SERVES))


def of(told: Told, what: str, nth: int = 0) -> Row:
    """An event of this kind."""
    return [event for event in told[1].log if event["what"] == what][nth]


def asked(told: Told, kind: str, nth: int = 0) -> int:
    """Where a request of this kind stands."""
    return [place for place, op in enumerate(told[0]) if op.kind == kind][nth]
