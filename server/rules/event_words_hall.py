"""What happened to the hall, its counters and its people, in the words that staff read."""

from collections.abc import Mapping

from server.rules import events, events_hall, events_visits
from server.rules.catalogue import Text
from server.rules.event import Event
from server.rules.telling import Names, Sentence, Told, because, day, joined, plain, some

ROLES = {
    "officer": Text("cán bộ", "officer"),
    "reception": Text("bàn hướng dẫn", "reception"),
    "supervisor": Text("giám sát", "supervisor"),
    "admin": Text("quản trị", "administrator"),
}
KINDS = {"kiosk": Text("máy lấy số", "kiosk"), "display": Text("màn hình", "display")}
_LEFT = {
    "replaced": Text("đăng nhập ở nơi khác", "signed in elsewhere"),
    "taken-over": Text("người khác vào quầy", "somebody else took the counter"),
    "idle": Text("lâu không thao tác", "unused for long"),
    "day-closed": Text("đóng ngày làm việc", "the day closed"),
    "password": Text("đổi mật khẩu", "the password changed"),
    "disabled": Text("ngừng quyền đăng nhập", "may no longer sign in"),
    "role": Text("đổi vai trò", "has another role"),
    "counter-gone": Text("quầy không còn", "the counter is gone"),
    "counter-closed": Text("giám sát đóng quầy", "a supervisor closed the counter"),
}
_DESK = {"open": Text("mở", "opens"), "paused": Text("tạm nghỉ", "pauses"), "closed": Text("đóng", "closes")}


def _signed_in(event: events.SignedIn, told: Told, names: Names) -> Text:
    place = told.counter
    head = Text(f"Đăng nhập quầy {place}", f"Signed in at counter {place}") if place else Text("Đăng nhập", "Signed in")
    return joined(head, Text("thay người ngồi trước", "taking it over") if event.takeover else None)


def _signed_out(event: events.SignedOut, told: Told, names: Names) -> Text:
    place = told.counter
    head = Text(f"Rời quầy {place}", f"Left counter {place}") if place else Text("Đăng xuất", "Signed out")
    return because(head, _LEFT.get(event.why))


def _status(event: events.CounterStatus, told: Told, names: Names) -> Text:
    does = _DESK.get(event.status, Text(event.status, event.status))
    head = Text(f"Quầy {told.counter} {does.vi}", f"Counter {told.counter} {does.en}")
    head = joined(head, Text("sau lượt này", "after this turn") if event.after_current else None)
    return because(head, names.reason("pause", event.reason) if event.reason else None)


def _assigned(event: events_hall.ServicesAssigned, told: Told, names: Names) -> Text:
    served = [_served(names.line(code), minutes) for code, minutes in event.services.items()]
    vi, en = (", ".join(one.in_(lang) for one in served) for lang in ("vi", "en"))
    until = Text("đến hết ngày", "until the close") if event.until_close else Text("lâu dài", "for good")
    return Text(f"Quầy {told.counter} làm {vi}, {until.vi}", f"Counter {told.counter} serves {en}, {until.en}")


def _served(line: str, minutes: int) -> Text:
    if not minutes:
        return Text(line, line)
    if minutes >= 1440:
        return Text(f"{line} (luôn gọi trước)", f"{line} (always first)")
    return Text(f"{line} (gọi trước {minutes} phút)", f"{line} ({minutes} minutes first)")


def _assignment_ended(event: events_hall.AssignmentEnded, told: Told, names: Names) -> Text:
    return Text(f"Quầy {told.counter} làm các nội dung như thường lệ", f"Counter {told.counter} serves its usual lines")


def _line_moved(event: events_hall.LineMoved, told: Told, names: Names) -> Text:
    line, count = names.line(event.service), event.tickets
    much = Text(f"{count} số, giữ nguyên số và lượt", f"{some(count, 'number', 'numbers')}, numbers and places kept")
    if event.to_service == event.service:
        return because(Text(f"Đưa về hàng {line} những số đã chuyển đi", f"Given back to line {line}"), much)
    to = names.line(event.to_service or "")
    where = Text(f"sang {to}", f"to {to}")
    if event.to_counter:
        where = Text(f"đến quầy {event.to_counter}", f"to counter {event.to_counter}")
    return because(Text(f"Chuyển cả hàng {line} {where.vi}", f"The whole line {line} moved {where.en}"), much)


def _alone(event: events_hall.LineAlone, told: Told, names: Names) -> Text:
    line, since = names.line(event.service), names.clock(event.since)
    return Text(
        f"Hàng {line} có người chờ mà không có quầy mở, từ {since}",
        f"People wait in line {line} with no open counter, since {since}",
    )


def _attended(event: events_hall.LineServed, told: Told, names: Names) -> Text:
    line = names.line(event.service)
    return Text(f"Hàng {line} không còn bị bỏ trống", f"Line {line} is attended again")


def _turned(event: events_hall.ScreensTurned, told: Told, names: Names) -> Text:
    area = names.area(event.area)
    if event.dark:
        return Text(f"Màn hình {area.vi} tắt hoặc mất kết nối", f"Screens of {area.en} went dark")
    return Text(f"Màn hình {area.vi} hoạt động trở lại", f"Screens of {area.en} are back")


def _paused(event: events_hall.HallPaused, told: Told, names: Names) -> Text:
    return because(Text("Tạm dừng toàn trung tâm", "The whole hall pauses"), names.message(event.message))


def _resumed(event: events_hall.HallResumed, told: Told, names: Names) -> Text:
    minutes, seconds = divmod(event.lasted_s, 60)
    return Text(
        f"Toàn trung tâm làm việc trở lại, sau {minutes} phút {seconds} giây",
        f"The whole hall goes on, after {minutes} min {seconds} s",
    )


def _notice(event: events_hall.NoticePut, told: Told, names: Names) -> Text:
    line = names.line(event.service) if event.service else ""
    where = Text(f"hàng {line}", f"line {line}") if line else names.area(event.area)
    head = Text(f"Thông báo trên màn hình ({where.vi})", f"Notice on the screens ({where.en})")
    return because(head, names.message(event.message))


def _day_opened(event: events.DayOpened, told: Told, names: Names) -> Text:
    return Text(f"Mở ngày {day(event.business_date)}", f"The day {day(event.business_date)} began")


def _imported(event: events.Imported, told: Told, names: Names) -> Text:
    numbers = (event.services, event.counters, event.procedures)
    return Text(
        "Nhập danh mục: {} nội dung, {} quầy, {} thủ tục".format(*numbers),
        "Catalogue imported: {} services, {} counters, {} procedures".format(*numbers),
    )


def _device(vi: str, en: str) -> Sentence:
    def sentence(event: events.DeviceAdded | events.DeviceRevoked, told: Told, names: Names) -> Text:
        kind, name = KINDS.get(getattr(event, "kind", "")), names.device(event.device)
        head = joined(Text(vi, en), kind or Text("thiết bị", "device"), by=" ")
        return joined(head, Text(name, name), by=" ")

    return sentence


def _user(vi: str, en: str) -> Sentence:
    """About one of the staff, named where the reader may know; with the role, where the event holds one."""

    def sentence(event: events.UserAdded, told: Told, names: Names) -> Text:
        name, role = names.person(event.user), getattr(event, "role", None)
        head = joined(Text(vi, en), Text(name, name) if name else None, by=": ")
        known = ROLES.get(role or "")
        return joined(head, Text(f"({known.vi})", f"({known.en})") if known else None, by=" ")

    return sentence


def _burst(event: events_visits.BurstSuspected, told: Told, names: Names) -> Text:
    line, device = names.line(event.service), names.device(event.device)
    return Text(
        f"Hàng {line}: {event.tickets} số lấy dồn tại {device}, {event.missed} số vắng khi gọi",
        f"Line {line}: {event.tickets} numbers taken at once at {device}, {event.missed} of them missed",
    )


def _booked(event: events_visits.AppointmentMade, told: Told, names: Names) -> Text:
    line, when = names.line(event.service), names.clock(event.at)
    return Text(f"Đặt hẹn {line} lúc {when}", f"Appointment made: {line}, {when}")


WORDS: Mapping[type[Event], Sentence] = {
    events.SignedIn: _signed_in,
    events.SignedOut: _signed_out,
    events.CounterStatus: _status,
    events.DayOpened: _day_opened,
    events.Imported: _imported,
    events.DeviceAdded: _device("Thêm", "Added"),
    events.DeviceRevoked: _device("Thu hồi", "Revoked"),
    events.UserAdded: _user("Thêm người dùng", "User added"),
    events.RoleChanged: _user("Đổi vai trò", "Role changed"),
    events.PasswordChanged: _user("Đổi mật khẩu", "Password changed"),
    events.UserDisabled: _user("Ngừng quyền đăng nhập", "May no longer sign in"),
    events_hall.ServicesAssigned: _assigned,
    events_hall.AssignmentEnded: _assignment_ended,
    events_hall.LineMoved: _line_moved,
    events_hall.LineAlone: _alone,
    events_hall.LineServed: _attended,
    events_hall.ScreensTurned: _turned,
    events_hall.HallPaused: _paused,
    events_hall.HallResumed: _resumed,
    events_hall.NoticePut: _notice,
    events_hall.NoticeTakenOff: plain("Gỡ một thông báo trên màn hình", "A notice was taken off the screens"),
    events_visits.AppointmentMade: _booked,
    events_visits.AppointmentCancelled: plain("Hủy một lịch hẹn", "An appointment was cancelled"),
    events_visits.BurstSuspected: _burst,
}
