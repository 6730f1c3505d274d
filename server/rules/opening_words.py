"""Why no number is given now and when it will be, in the words a citizen reads."""

from dataclasses import dataclass
from datetime import datetime

from server.rules.catalogue import Text

_WHY = {
    "before-hours": Text("", ""),
    "after-hours": Text("Đã hết giờ lấy số hôm nay.", "No more numbers are given today."),
    "closed-today": Text("Hôm nay không làm việc.", "Closed today."),
    "day-closed": Text("Trung tâm đã kết thúc ngày làm việc.", "The centre has closed for the day."),
    "stopped": Text(
        "Đang tạm ngừng phát số. Mời ông/bà đến bàn hướng dẫn.",
        "No numbers are given at the moment. Please ask at reception.",
    ),
    "no-counter": Text(
        "Chưa có quầy làm nội dung này. Mời ông/bà đến bàn hướng dẫn.",
        "No counter does this at the moment. Please ask at reception.",
    ),
    "cap-reached": Text("Đã hết số của hôm nay.", "All of today's numbers are taken."),
}
CODES = frozenset(_WHY)
DAYS = (
    Text("thứ Hai", "Monday"),
    Text("thứ Ba", "Tuesday"),
    Text("thứ Tư", "Wednesday"),
    Text("thứ Năm", "Thursday"),
    Text("thứ Sáu", "Friday"),
    Text("thứ Bảy", "Saturday"),
    Text("Chủ nhật", "Sunday"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no number is given: a code, its words, and the instant (UTC milliseconds) when it is, if known."""

    code: str
    text: Text
    opens_at: int | None = None


def words(code: str, now: datetime, opens: datetime | None, reason: Text | None = None) -> Text:
    """The sentence of a refusal; ``reason`` is the closure's own, such as a holiday's name."""
    why = Text(f"{reason.vi}.", f"{reason.en}.") if reason and code in ("closed-today", "before-hours") else _WHY[code]
    when = again(now, opens) if opens else Text("", "")
    return Text(f"{why.vi} {when.vi}".strip(), f"{why.en} {when.en}".strip())


def again(now: datetime, opens: datetime) -> Text:
    """When numbers are given next: ``Mở lại lúc 07:00 thứ Hai, 30/11.``"""
    clock = f"{opens:%H:%M}"
    if opens.date() == now.date():
        return Text(f"Mở cửa lúc {clock}.", f"Opens at {clock}.")
    day = DAYS[opens.weekday()]
    vi = f"Mở lại lúc {clock} {day.vi}, {opens.day}/{opens.month}."
    return Text(vi, f"Opens again at {clock} on {day.en}, {opens.day}/{opens.month}.")
