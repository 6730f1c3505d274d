"""What happened to a ticket, in the words that staff read."""

from collections.abc import Mapping

from server.rules import events, events_hall, events_visits, reasons
from server.rules.catalogue import Text
from server.rules.event import Event
from server.rules.labels import STATES
from server.rules.telling import Names, Sentence, Told, at, because, joined, plain, some
from server.rules.ticket import State

_KEPT = Text("giữ nguyên lượt", "place kept")
_LAST = Text("xếp cuối hàng", "to the end of the line")
_PASSED = Text("không theo thứ tự", "before others whose turn it was")


def _issued(event: events.Issued, told: Told, names: Names) -> Text:
    line = names.line(told.after.get("service", ""))
    vi, en = f"Lấy số, hàng {line}", f"Took a number, line {line}"
    people = Text(f"{event.ahead} người phía trước", some(event.ahead, "person ahead", "people ahead"))
    why = told.after.get("why", "order")
    place = None if why == "order" else names.why(why, told.after.get("why_arg", ""))
    given = because(Text("Lý do", "Reason"), names.reason("issue", event.reason)) if event.reason else None
    return joined(joined(Text(vi, en), people, _band(event.wait)), place, given, by=". ")


def _band(wait: object) -> Text | None:
    """The wait that the person was told of."""
    said = wait.get("text") if isinstance(wait, Mapping) else None
    return Text(f"dự kiến {said['vi']}", f"expected {said['en']}") if said else None


def _called(event: events.Called, told: Told, names: Names) -> Text:
    head = Text(f"Gọi đến quầy {told.counter}", f"Called to counter {told.counter}")
    return because(head, names.why(event.why, event.why_arg))


def _recalled(event: events.Recalled, told: Told, names: Names) -> Text:
    place, calls = at(told.counter), told.after.get("calls", 2)
    return Text(f"Gọi lại{place.vi}, lần {calls}", f"Called again{place.en}, call {calls}")


def _announced(event: events.Announced, told: Told, names: Names) -> Text:
    where = names.area(event.area)
    return Text(f"Loa đã đọc xong lời mời: {where.vi}", f"The call was spoken: {where.en}")


def _serving(event: events.Serving, told: Told, names: Names) -> Text:
    place = at(told.counter)
    head = Text(f"Bắt đầu làm việc{place.vi}", f"Started{place.en}")
    return joined(head, _PASSED if event.chosen else None)


def _finished(event: events.Finished, told: Told, names: Names) -> Text:
    line, place = names.line(event.service), at(told.counter)
    count = event.dossiers
    dossiers = None if count is None else Text(f"{count} hồ sơ", some(count, "dossier", "dossiers"))
    come = joined(names.outcome(event.outcome) if event.outcome else None, dossiers)
    done = because(Text(f"Hoàn thành {line}{place.vi}", f"Finished {line}{place.en}"), come if come.vi else None)
    after = names.line(event.next) if event.next else ""
    return joined(done, Text(f"Tiếp theo: {after}", f"Next: {after}") if after else None, by=". ")


def _missed(event: events.Missed, told: Told, names: Names) -> Text:
    times = told.after.get("misses", 1)
    return Text(f"Vắng khi gọi, lần {times}", f"Missed the call, miss {times}")


def _later(seconds: int) -> Text:
    if seconds <= 0:
        return _KEPT
    minutes = -(-seconds // 60)
    return Text(f"lùi {minutes} phút", some(minutes, "minute later", "minutes later"))


def _returned(event: events.Returned, told: Told, names: Names) -> Text:
    head = joined(Text("Cho chờ lại", "Back to the line"), _later(event.later_s))
    return because(head, names.reason("return", event.reason) if event.reason else None)


def _rejoined(event: events.Rejoined, told: Told, names: Names) -> Text:
    return joined(Text("Vắng khi gọi, đã báo lại", "Missed the call and came back"), _later(event.later_s))


def _held(event: events.Held, told: Told, names: Names) -> Text:
    place = at(told.counter)
    head = Text(f"Chờ bổ sung{place.vi}", f"On hold{place.en}")
    return because(head, names.reason("hold", event.reason) if event.reason else None)


def _way(told: Told, names: Names) -> Text | None:
    """``từ BA sang AK``, ``đến quầy 5``, ``cho cán bộ An``: where a ticket that changed goes."""
    old, new = (names.line(facts["service"]) if "service" in facts else "" for facts in (told.before, told.after))
    line = Text(f"từ {old} sang {new}", f"from {old} to {new}") if new else None
    counter, officer = told.after.get("for_counter"), told.after.get("for_officer")
    desk = Text(f"đến quầy {counter}", f"to counter {counter}") if counter else None
    name = names.person(officer) if officer else ""
    person = Text(f"cho cán bộ {name}".rstrip(), f"for officer {name}".rstrip()) if officer else None
    found = joined(line, desk, person)
    return found if found.vi else None


def _sent(verb: Text, told: Told, names: Names, place: Text) -> Text:
    return joined(joined(verb, _way(told, names), by=" "), place)


def _transferred(event: events.Transferred, told: Told, names: Names) -> Text:
    head = _sent(Text("Chuyển tiếp", "Transferred"), told, names, _LAST if event.end else _KEPT)
    return because(head, names.reason("transfer", event.reason) if event.reason else None)


def _moved(event: events_hall.MovedWithLine, told: Told, names: Names) -> Text:
    return _sent(Text("Chuyển cùng cả hàng", "Moved with the whole line"), told, names, _KEPT)


def _cancelled(event: events.Cancelled, told: Told, names: Names) -> Text:
    return because(Text("Hủy số", "Cancelled"), names.reason("cancel", event.reason) if event.reason else None)


def _recorded(event: events.Recorded, told: Told, names: Names) -> Text:
    line = names.line(event.service)
    head = Text(f"Ghi đã phục vụ {line}", f"Recorded as served, {line}")
    return because(head, names.reason("record", event.reason) if event.reason else None)


def _undone(event: events.Undone, told: Told, names: Names) -> Text:
    head, state = Text("Hoàn tác thao tác vừa rồi", "The last move was undone"), told.after.get("state")
    return because(head, STATES[State(state)].text) if state in set(State) else head


def _printed(event: events.Printed, told: Told, names: Names) -> Text:
    if event.result == "yes":
        return Text("Đã in phiếu", "The slip was printed")
    return Text("Chưa in được phiếu", "The slip could not be printed")


def _amended(event: events_visits.Amended, told: Told, names: Names) -> Text:
    way = _way(told, names) if event.service else None
    changed = joined(way, _credit(event.credit), _then(event.then, names))
    head = because(Text("Sửa phiếu", "Put right"), changed if changed.vi else None)
    if event.reason is None:
        return head
    return joined(head, because(Text("Lý do", "Reason"), names.reason("amend", event.reason)), by=". ")


def _credit(credit: int | None) -> Text | None:
    if credit is None:
        return None
    return reasons.text("priority", str(credit)) if credit else Text("bỏ ưu tiên", "priority taken away")


def _then(services: tuple[str, ...] | None, names: Names) -> Text | None:
    if services is None:
        return None
    lines = ", ".join(map(names.line, services))
    return (
        Text(f"tiếp theo {lines}", f"then {lines}") if lines else Text("không làm tiếp nội dung khác", "nothing after")
    )


WORDS: Mapping[type[Event], Sentence] = {
    events.Issued: _issued,
    events.Called: _called,
    events.Recalled: _recalled,
    events.Announced: _announced,
    events.Serving: _serving,
    events.Finished: _finished,
    events.Missed: _missed,
    events.Returned: _returned,
    events.Held: _held,
    events.Transferred: _transferred,
    events.Cancelled: _cancelled,
    events.Left: plain("Rời hàng chờ", "Left the line"),
    events.Stayed: plain("Thôi rời hàng chờ, giữ nguyên lượt", "Stays in the line after all, place kept"),
    events.Rejoined: _rejoined,
    events.Recorded: _recorded,
    events.Undone: _undone,
    events.Expired: plain("Hết ngày, số hết hiệu lực", "The day closed; the number is no longer valid"),
    events.PrintQueued: plain("Chờ in phiếu", "The slip is to be printed"),
    events.PrintStarted: plain("Đang in phiếu", "The slip is being printed"),
    events.Printed: _printed,
    events_hall.MovedWithLine: _moved,
    events_hall.Released: plain(
        "Không còn dành cho riêng ai, giữ nguyên lượt", "No longer sent to anybody by name, place kept"
    ),
    events_visits.Amended: _amended,
}
