"""How long a called person is waited for: so many calls, and a while after the last was spoken."""

from dataclasses import dataclass

from server.rules.catalogue import Text
from server.rules.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Patience:
    """What a called person is still owed before being missed: calls, and milliseconds of the hall's time."""

    calls: int
    ms: int


def left(calls: int, waited_ms: int, needed: int, delay_s: int) -> Patience:
    """After ``calls`` calls, the last of which ended ``waited_ms`` ago."""
    return Patience(max(0, needed - calls), max(0, delay_s * 1000 - waited_ms))


def must_be_over(owed: Patience) -> None:
    """Raises NotAllowed, saying what is still owed."""
    if owed.calls:
        more = "1 more time" if owed.calls == 1 else f"{owed.calls} more times"
        raise NotAllowed(Text(f"Hãy gọi thêm {owed.calls} lần rồi mới ghi vắng.", f"Call {more} before noting a miss."))
    if owed.ms:
        seconds = -(-owed.ms // 1000)
        raise NotAllowed(
            Text(f"Hãy chờ thêm {seconds} giây rồi mới ghi vắng.", f"Wait {seconds} s more before noting a miss.")
        )
