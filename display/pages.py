"""The hall screen's page: what is called now and where, for an area or the whole hall."""

from flask import Blueprint, Response, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from server.access import Access
from server.hall import Hall
from server.rules import reasons
from server.rules.hours import iso
from server.shell.i18n import COOKIE
from server.shell.room import page, room

WHOLE = "all"


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """``/display?area=A`` for whoever holds a screen's cookie; without ``area``, the whole hall."""
    pages = room("display", __name__)
    pages.get("/display")(Display(hall, access).page)
    return pages


class Display:
    """The one view, and what it is made of."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access

    def page(self) -> Response:
        large, small = spoken()
        with force_locale(large):
            return page(*self._content(request.args.get("area", WHOLE), small))

    def _content(self, area: str, small: str) -> tuple[str, int]:
        areas = self._hall.catalogue.areas
        if not self._known():
            return render_template("display/unknown.html", device=False, areas=areas.values()), 401
        if area != WHOLE and area not in areas:
            return render_template("display/unknown.html", device=True, areas=areas.values()), 404
        return self._screen(area, small), 200

    def _known(self) -> bool:
        who = self._access.on_page(request.environ, "display")
        return who is not None and who.kind == "display"

    def _screen(self, area: str, small: str) -> str:
        first = words()
        with force_locale(small):
            second = words()
        return render_template(
            "display/page.html",
            area=self._hall.catalogue.areas.get(area),
            words={name: (word, second[name]) for name, word in first.items()},
            small=small,
            plain=reasons.text("order").vi,
            shown_s=self._hall.config.rules.call_shown_s,
            now=iso(self._hall.clock(), self._hall.timezone),
        )


def spoken() -> tuple[str, str]:
    """The screen's large language and its small one: Vietnamese first, whatever its browser is set to."""
    wish = request.args.get("lang") or request.cookies.get(COOKIE)
    return ("en", "vi") if wish == "en" else ("vi", "en")


def words() -> dict[str, str]:
    """What a screen says in both languages, in the present one."""
    return {
        "whole": _("Toàn trung tâm"),
        "area": _("Khu {area}"),
        "number": _("Số"),
        "counter": _("Quầy"),
        "please": _("Xin mời"),
        "paused": _("Trung tâm tạm dừng"),
        "calm": _("Mời ông/bà ngồi chờ. Số được gọi sẽ hiện ở đây."),
        "recent": _("Số vừa gọi"),
        "waiting": _("Đang chờ"),
        "nobody": _("Không có người chờ"),
        "lost": _("Màn hình mất kết nối từ {time}. Mời nghe loa hoặc hỏi bàn hướng dẫn."),
        "refused": _("Màn hình này không còn được phép kết nối. Hãy mở lại đường dẫn của màn hình."),
    }
