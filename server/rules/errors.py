"""What can be refused, and the words and HTTP status each refusal has."""

from collections.abc import Mapping
from typing import ClassVar

from server.rules.catalogue import Text


class QueueError(Exception):
    """A refusal. ``type`` is the last word of an RFC 9457 problem type; ``errors`` maps a field to its sentence."""

    type: ClassVar[str]
    status: int
    title: ClassVar[Text]

    def __init__(self, detail: Text | None = None, errors: Mapping[str, Text] | None = None) -> None:
        self.detail = detail or self.title
        self.errors = dict(errors or {})
        super().__init__(self.type, self.detail.en)


class Invalid(QueueError):
    type, status, title = "invalid", 422, Text("Nội dung gửi lên chưa đúng.", "The request is not valid.")


class Broken(QueueError):
    type, status, title = (
        "invalid",
        400,
        Text("Không đọc được nội dung gửi lên.", "The request cannot be read."),
    )


class KeyReused(QueueError):
    type, status = "key-reused", 422
    title = Text(
        "Mã chống lặp này đã dùng cho một yêu cầu khác.",
        "This Idempotency-Key was already used for another request.",
    )


class NotSignedIn(QueueError):
    type, status, title = "not-signed-in", 401, Text("Chưa đăng nhập hoặc phiên đã hết.", "Not signed in.")


class Forbidden(QueueError):
    type, status, title = "forbidden", 403, Text("Không có quyền làm việc này.", "You may not do this.")


class OtherOrigin(QueueError):
    type, status, title = (
        "other-origin",
        403,
        Text("Yêu cầu đến từ trang khác.", "The request comes from another site."),
    )


WHAT = {
    "ticket": Text("Không có phiếu này.", "There is no such ticket."),
    "service": Text("Không có nội dung này.", "There is no such service."),
    "counter": Text("Không có quầy này.", "There is no such counter."),
    "area": Text("Không có khu vực này.", "There is no such area."),
    "officer": Text("Không có cán bộ này.", "There is no such officer."),
    "kiosk": Text("Không có máy lấy số này.", "There is no such kiosk."),
    "class": Text("Không có diện ưu tiên này.", "There is no such priority class."),
    "move": Text("Không có thao tác này.", "There is no such move."),
    "page": Text("Không có địa chỉ này.", "There is nothing at this address."),
    "device": Text("Không có thiết bị này.", "There is no such device."),
    "appointment": Text(
        "Không có lịch hẹn này. Mời xem lại mã hẹn.", "There is no such appointment. Please check the code."
    ),
    "notice": Text("Không có thông báo này.", "There is no such notice."),
    "department": Text("Không có cơ quan này.", "There is no such department."),
    "closure": Text("Không có ngày nghỉ này.", "There is no such closure."),
    "user": Text("Không có người dùng này.", "There is no such user."),
}


class Unknown(QueueError):
    """Something named does not exist: 404 when a path names it, 422 when ``field`` of a body does."""

    status = 404
    title = Text("Không tìm thấy.", "Not found.")

    def __init__(self, what: str, field: str | None = None) -> None:
        self.type = f"unknown-{what}"  # type: ignore[misc]
        self.status = 422 if field else 404
        super().__init__(WHAT[what], {field: WHAT[what]} if field else None)


class Method(QueueError):
    type, status, title = (
        "method",
        405,
        Text("Địa chỉ này không nhận cách gọi đó.", "This method is not allowed here."),
    )


class NotAllowed(QueueError):
    type, status = "not-allowed", 409
    title = Text("Trạng thái hiện tại không cho phép việc này.", "The present state does not allow this.")


class CounterBusy(QueueError):
    type, status = "counter-busy", 409
    title = Text("Quầy đang có một số chưa xong.", "The counter already has a current ticket.")


class CounterTaken(QueueError):
    type, status = "counter-taken", 409
    title = Text("Người khác đang ngồi quầy này.", "Somebody else is signed in at this counter.")


class ServiceClosed(QueueError):
    type, status, title = "service-closed", 409, Text("Nội dung này đang đóng.", "This service is closed.")


class Conflict(QueueError):
    type, status, title = (
        "conflict",
        409,
        Text("Vừa có thay đổi khác, xin xem lại.", "Something else changed meanwhile."),
    )


class TooLarge(QueueError):
    type, status, title = "too-large", 413, Text("Nội dung gửi lên quá lớn.", "The request is too large.")


class MediaType(QueueError):
    type, status = "media-type", 415
    title = Text("Nội dung phải là JSON.", "The body must be application/json.")


class TooMany(QueueError):
    type, status, title = (
        "too-many",
        429,
        Text("Quá nhiều yêu cầu, xin chờ một lát.", "Too many requests, wait a little."),
    )

    def __init__(self, retry_after: int = 1, detail: Text | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(detail)


class Unavailable(QueueError):
    type, status = "unavailable", 503
    title = Text("Hệ thống tạm thời chưa ghi được. Xin thử lại.", "Nothing can be recorded just now. Try again.")
