"""What the supervisor looks up: the journal of a day, and its record by officer."""

from flask import Response, render_template
from flask_babel import gettext as _

from server.admin.staff import Staff
from server.rules.people import SUPERVISORS
from server.shell.room import page


class Records(Staff):
    """The views; what stands on them comes from the contract's /api/v1/journal and /api/v1/record."""

    def journal(self) -> Response:
        parts = (
            ("hall", _("Tạm dừng, thông báo, cảnh báo")),
            ("lines", _("Hàng chờ và phân công")),
            ("counters", _("Quầy và đăng nhập")),
            ("chosen", _("Gọi không theo thứ tự")),
            ("hours", _("Giờ và ngày làm việc")),
            ("visits", _("Lịch hẹn")),
            ("people", _("Người dùng và thiết bị")),
        )
        return self._page("journal", _("Đăng nhập để xem nhật ký"), parts)

    def record(self) -> Response:
        return self._page("record", _("Đăng nhập để xem sổ trong ngày"))

    def _page(self, name: str, heading: str, parts: tuple[tuple[str, str], ...] = ()) -> Response:
        who = self._one_of(SUPERVISORS)
        if who is None:
            return self._sign_in(heading, f"/supervisor/{name}")
        return page(render_template(f"admin/{name}.html", who=who, parts=parts))
