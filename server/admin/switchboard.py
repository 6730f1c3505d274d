"""The switch board: what works in the hall and since when, on one page for reception and supervisor."""

from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from flask import Response, jsonify, render_template
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from server.admin.staff import Staff
from server.hall import Hall, alerts, pausing, people
from server.hall.hall import Contact, Health, PrinterNow
from server.rules.errors import Forbidden, Unavailable
from server.rules.hours import business_date
from server.rules.people import STAFF
from server.shell.room import page

GB = 10**9
LITTLE = GB
OLD_MS = 2 * 24 * 3600 * 1000
AMISS_MS = 60_000


class Row(TypedDict):
    """``good`` is None for what neither works nor fails, such as a counter nobody opened."""

    name: str
    good: bool | None
    says: str


class Board(Staff):
    """The views, one method each."""

    def switchboard(self) -> Response:
        who = self._one_of(STAFF)
        if who is None:
            return self._sign_in(_("Đăng nhập để xem tình trạng hệ thống"), "/hall")
        back = "/reception" if who.kind == "reception" else "/supervisor"
        return page(render_template("admin/switchboard.html", who=who, back=back))

    def state(self) -> Response:
        """Each part of the page, server, devices, printers, lines, counters: [{"name", "good", "says"}]."""
        self._only(STAFF)
        if self._hall.health is None:
            raise Forbidden
        writes = self._writes()
        answer = jsonify(Now(self._hall, self._hall.health()).parts(writes))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _writes(self) -> bool:
        try:
            self._hall.try_out()
        except Unavailable:
            return False
        return True


class Now:
    """The hall's health in words of the reader's language."""

    def __init__(self, hall: Hall, health: Health) -> None:
        self._hall, self._health, self._now = hall, health, hall.clock()
        self._zone = ZoneInfo(hall.timezone)

    def parts(self, writes: bool) -> dict[str, list[Row]]:
        return {
            "server": [self._server(), self._writer(writes), self._copy(), self._disk(), self._clock()],
            "devices": [
                self._device(one.kind, one.name, self._health.contact(one.kind, one.id))
                for one in people.devices(self._hall)
                if one.active
            ],
            "printers": [self._printer(one) for one in self._hall.printers()],
            "lines": self._lines(),
            "counters": self._counters(),
        }

    def _time(self, at: int) -> str:
        """The time of day, with the day where that is another one."""
        then, now = (datetime.fromtimestamp(ms / 1000, self._zone) for ms in (at, self._now))
        return then.strftime("%H:%M" if then.date() == now.date() else "%H:%M %d/%m")

    def _server(self) -> Row:
        says = _("chạy từ {time}, phiên bản {version}")
        says = says.format(time=self._time(self._health.started), version=self._health.version)
        return Row(name=_("Máy chủ"), good=True, says=says)

    def _writer(self, writes: bool) -> Row:
        if writes:
            return Row(name=_("Ghi dữ liệu"), good=True, says=_("ghi được"))
        since = self._time(self._health.failing_since or self._now)
        return Row(name=_("Ghi dữ liệu"), good=False, says=_("chưa ghi được từ {time}").format(time=since))

    def _copy(self) -> Row:
        made = self._health.copied
        if made is None:
            return Row(name=_("Bản sao dữ liệu"), good=None, says=_("chưa có bản nào"))
        says = _("bản mới nhất lúc {time}").format(time=self._time(made))
        return Row(name=_("Bản sao dữ liệu"), good=self._now - made < OLD_MS, says=says)

    def _disk(self) -> Row:
        free, size = self._health.disk
        left = format_decimal(round(free / GB, 1))
        says = _("còn trống {left} GB ({share}%)").format(left=left, share=100 * free // max(1, size))
        return Row(name=_("Ổ đĩa"), good=free > LITTLE, says=says)

    def _clock(self) -> Row:
        now, last, step = self._now, self._hall.latest[0], self._health.clock_step_s
        if last - now > AMISS_MS:
            says = _("Đồng hồ máy chạy sai: máy báo {shown}, lần ghi cuối lúc {right}")
            says = says.format(shown=self._date(now), right=self._date(last))
        elif step:
            says = _("Đồng hồ máy chạy sai: máy báo {shown}, hệ thống vẫn tính {right}")
            says = says.format(shown=self._date(now + step * 1000), right=self._date(now))
        else:
            return Row(name=_("Đồng hồ"), good=True, says=_("bây giờ là {time}").format(time=self._time(now)))
        return Row(name=_("Đồng hồ"), good=False, says=says)

    def _date(self, at: int) -> str:
        return datetime.fromtimestamp(at / 1000, self._zone).strftime("%H:%M %d/%m/%Y")

    def _device(self, kind: str, name: str, contact: Contact | None) -> Row:
        what = _("Máy lấy số") if kind == "kiosk" else _("Màn hình")
        name = f"{what} {name}"
        if contact is None:
            return Row(name=name, good=None, says=_("chưa kết nối"))
        says = _("kết nối từ {time}") if contact.connected else _("mất kết nối từ {time}")
        return Row(name=name, good=contact.connected, says=says.format(time=self._time(contact.since)))

    def _lines(self) -> list[Row]:
        """The hall's pause, and the lines that need somebody."""
        with self._hall.reading() as view:
            paused = pausing.state(self._hall, view)["paused"]
            alone, bursts = alerts.standing(self._hall, view), alerts.bursts(self._hall, view)
        lang = str(get_locale())
        rows = []
        if paused:
            told = _("tạm dừng từ {time}: {message}")
            told = told.format(time=paused["since"][11:16], message=paused["text"].in_(lang))
            rows.append(Row(name=_("Toàn trung tâm"), good=None, says=told))
        says = _("{n} người chờ mà không có quầy mở, từ {time}")
        for one in alone:
            told = says.format(n=one["waiting"], time=one["since"][11:16])
            rows.append(Row(name=one["name"].in_(lang), good=False, says=told))
        for one in bursts:
            told = _("{n} số lấy dồn, {missed} số vắng khi gọi").format(n=one["tickets"], missed=one["missed"])
            rows.append(Row(name=one["name"].in_(lang), good=False, says=told))
        every = Row(name=_("Mọi hàng chờ"), good=True, says=_("không hàng nào bị bỏ trống"))
        return rows if alone or bursts else [*rows, every]

    def _counters(self) -> list[Row]:
        with self._hall.reading() as view:
            desks, today = view.shared.desks, view.business_date
        rows = []
        for code in self._hall.catalogue.counters:
            desk = desks.get(code)
            good, says = True if desk and desk.status == "open" else None, _("chưa mở")
            # Closed since another day is not open yet.
            if desk and desk.since and (good or business_date(desk.since, self._hall.timezone) == today):
                words = {"open": _("mở từ {time}"), "paused": _("tạm nghỉ từ {time}"), "closed": _("đóng từ {time}")}
                says = words[desk.status].format(time=self._time(desk.since))
            rows.append(Row(name=f"{_('Quầy')} {code}", good=good, says=says))
        return rows

    def _printer(self, one: PrinterNow) -> Row:
        lang = str(get_locale())
        says: list[Any] = [_("{says} (từ {time})").format(says=one.says.in_(lang), time=self._time(one.since))]
        if one.warning:
            says.append(_("sắp hết giấy"))
        if one.waiting:
            says.append(_("{n} phiếu chờ in").format(n=one.waiting))
        return Row(name=one.name, good=one.good and not one.warning, says=", ".join(says))
