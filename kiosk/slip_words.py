"""The words on a slip, in each language, and how counters, places and times are written on it."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from server.rules.catalogue import Text

NO_BREAK = "\u00a0"
"""Between words that stay on one line."""

WORDS: dict[str, Text] = {
    "your-number": Text("Số của ông/bà", "Your number"),
    "priority": Text("Ưu tiên", "Priority"),
    "sit": Text("Mời ông/bà ngồi chờ tại", "Please wait at"),
    "counter": Text("quầy {counters}", "counter {counters}"),
    "counters": Text("quầy {counters}", "counters {counters}"),
    "at-issue": Text("Lúc lấy số:", "When issued:"),
    "nobody": Text("chưa có ai cùng nội dung phía trước", "nobody ahead of you for this"),
    "one-ahead": Text("1 người phía trước", "1 person ahead of you"),
    "ahead": Text("{ahead} người phía trước", "{ahead} people ahead of you"),
    "expected": Text("dự kiến {times}", "expected {times}"),
    "appointment": Text("Có lịch hẹn {time}", "Appointment at {time}"),
    "late": Text(
        "Hôm nay có thể không kịp phục vụ. Ông/bà có thể đến vào ngày làm việc sau.",
        "There may not be enough time today. You may come on the next working day.",
    ),
    "then": Text("Sau đó, cùng số này:", "Then, with the same number:"),
    "scan": Text("Quét mã để xem lượt của ông/bà trên điện thoại", "Scan to follow your turn on your phone"),
    "slip-code": Text("Mã phiếu:", "Slip code:"),
    "missed": Text(
        "Gọi {calls} lần không có mặt: báo lại tại quầy, bàn hướng dẫn hoặc máy lấy số trong {minutes} phút.",
        "If you miss {calls} calls: tell your counter, the reception desk or a kiosk within {minutes} minutes.",
    ),
    "missed-once": Text(
        "Gọi không có mặt: báo lại tại quầy, bàn hướng dẫn hoặc máy lấy số trong {minutes} phút.",
        "If you miss your call: tell your counter, the reception desk or a kiosk within {minutes} minutes.",
    ),
    "today": Text("Chỉ có giá trị trong ngày.", "Valid today only."),
    "hotline": Text("Đường dây nóng:", "Hotline:"),
}

_DAYS = (
    Text("Thứ Hai", "Monday"),
    Text("Thứ Ba", "Tuesday"),
    Text("Thứ Tư", "Wednesday"),
    Text("Thứ Năm", "Thursday"),
    Text("Thứ Sáu", "Friday"),
    Text("Thứ Bảy", "Saturday"),
    Text("Chủ Nhật", "Sunday"),
)


def say(word: str, lang: str, **facts: object) -> str:
    """The text of `word` in `lang` with its facts put in; KeyError for a word or fact that is not there."""
    return WORDS[word].in_(lang).format(**facts)


def fold(counters: Iterable[str]) -> str:
    """Counter codes as people read them: ``("11", "12", "13", "15")`` becomes ``"11-13, 15"``.

    Numbers are sorted and each run of neighbours becomes one range; other codes follow as they came.
    """
    codes = tuple(dict.fromkeys(counters))
    numbers = sorted({int(code) for code in codes if _is_number(code)})
    others = [code for code in codes if not _is_number(code)]
    return ", ".join([*(_span(low, high) for low, high in _runs(numbers)), *others])


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdigit() and not (len(code) > 1 and code[0] == "0")


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"


def place(area: Text, counters: tuple[str, ...], lang: str) -> str:
    """Where to sit: ``"Khu B, quầy 11-14"``; the area alone when no counter is known."""
    if not counters:
        return area.in_(lang)
    word = "counter" if len(set(counters)) == 1 else "counters"
    where = say(word, lang, counters=fold(counters))
    return f"{area.in_(lang)}, {where}" if area.in_(lang) else where[:1].upper() + where[1:]


def outlook(ahead: int | None, expected: Text | None, lang: str) -> str:
    """What was known at issue, ``"Lúc lấy số: 4 người phía trước, dự kiến 09:40-10:00"``; "" if nothing."""
    facts = []
    if ahead is not None:
        word = {0: "nobody", 1: "one-ahead"}.get(ahead, "ahead")
        facts.append(together(say(word, lang, ahead=ahead)))
    if expected:
        facts.append(together(say("expected", lang, times=expected.in_(lang))))
    return labelled("at-issue", lang, ", ".join(facts)) if facts else ""


def labelled(word: str, lang: str, fact: str) -> str:
    """A label and its fact, each kept on one line if it fits there."""
    return f"{together(say(word, lang))} {fact}"


def moment(at: datetime, lang: str) -> str:
    """Time and date as written on the slip: ``"09:12, Thứ Hai 23/11/2026"``, in the offset of `at`."""
    return f"{at:%H:%M}, {_DAYS[at.weekday()].in_(lang)} {at:%d/%m/%Y}"


def together(text: str) -> str:
    """`text` so that it stays on one line."""
    return text.replace(" ", NO_BREAK)


def clean(text: str) -> str:
    """`text` as it can be drawn: NFC, one line, no control or invisible formatting characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    spaced = "".join(" " if c.isspace() and c != NO_BREAK else c for c in kept)
    return " ".join(part for part in spaced.split(" ") if part)
