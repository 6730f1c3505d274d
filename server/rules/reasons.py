"""Why a ticket stands where it stands, in the words a citizen and an officer read."""

from collections.abc import Callable

from server.rules.catalogue import Text

_PLAIN = {
    "order": Text("Đến lượt theo thứ tự lấy số", "In the order numbers were taken"),
    "supplemented": Text("Đã bổ sung giấy tờ, giữ nguyên lượt", "Papers completed, place kept"),
    "returned": Text("Chờ lại, giữ nguyên lượt", "Back in the line, place kept"),
    "rejoined": Text("Vắng khi gọi, đã báo lại", "Missed the call and came back"),
    "closed": Text("Quầy trước đã đóng, giữ nguyên lượt", "The counter before closed, place kept"),
    "changed": Text("Đổi nội dung, giữ nguyên lượt", "Another service, place kept"),
    "results": Text("Nhận kết quả, giải quyết nhanh", "Collecting a result: quickly done"),
    "next": Text("Nội dung tiếp theo trong cùng lượt đến", "Next service of the same visit"),
}


def _priority(minutes: str) -> Text:
    return Text(
        f"Ưu tiên: được tính như đến sớm hơn {minutes} phút",
        f"Priority: counted as if {minutes} minutes earlier",
    )


def _appointment(time: str) -> Text:
    return Text(f"Có lịch hẹn {time}", f"Appointment at {time}")


def _carried(minutes: str) -> Text:
    return Text(
        f"Chưa kịp phục vụ trước khi đóng, được tính như đến sớm hơn {minutes} phút",
        f"Not reached before the close: counted as if {minutes} minutes earlier",
    )


def _transferred(counter: str) -> Text:
    if not counter:
        return Text("Chuyển từ bàn hướng dẫn, giữ nguyên lượt", "Transferred by reception, place kept")
    return Text(f"Chuyển từ quầy {counter}, giữ nguyên lượt", f"Transferred from counter {counter}, place kept")


def _sent_last(counter: str) -> Text:
    if not counter:
        return Text("Chuyển từ bàn hướng dẫn, xếp cuối hàng", "Transferred by reception, to the end of the line")
    return Text(
        f"Chuyển từ quầy {counter}, xếp cuối hàng",
        f"Transferred from counter {counter}, to the end of the line",
    )


def chosen(reason: Text | None) -> Text:
    """The sentence of a ticket that an officer picked out, with the reason given for it, if any."""
    if reason is None:
        return Text("Cán bộ gọi chọn", "Chosen by the officer")
    return Text(f"Cán bộ gọi chọn: {reason.vi}", f"Chosen by the officer: {reason.en}")


def preferred(service: Text) -> Text:
    """The sentence of a ticket that goes first because its counter prefers this service."""
    return Text(f"Quầy này gọi trước: {service.vi}", f"This counter calls first: {service.en}")


def by_service(service: Text) -> Text:
    """The sentence of a ticket called because the officer asked for the next of this service."""
    return Text(f"Cán bộ gọi nội dung: {service.vi}", f"The officer called this service: {service.en}")


def _moved(prefix: str) -> Text:
    return Text(f"Chuyển từ hàng {prefix}, giữ nguyên lượt", f"Moved from line {prefix}, place kept")


def _sent_to(counter: str) -> Text:
    return Text(f"Chuyển đến quầy {counter}, giữ nguyên lượt", f"Moved to counter {counter}, place kept")


_WITH_WORD: dict[str, Callable[[str], Text]] = {
    "priority": _priority,
    "appointment": _appointment,
    "carried": _carried,
    "transferred": _transferred,
    "sent-last": _sent_last,
    "chosen": lambda _: chosen(None),
    "preferred": lambda service: preferred(Text(service, service)),
    "by-service": lambda service: by_service(Text(service, service)),
    "moved": _moved,
    "sent-to": _sent_to,
}
CODES = frozenset(_PLAIN) | frozenset(_WITH_WORD)


def text(code: str, word: str = "") -> Text:
    """The sentence of a reason; KeyError for a code that is not in CODES."""
    return _PLAIN[code] if code in _PLAIN else _WITH_WORD[code](word)
