"""The pages that belong to nobody: the front page, device links, the centre's colours and emblem."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, send_file
from flask_babel import get_locale
from flask_babel import gettext as _

from server import errors
from server.access import Access
from server.hall import Hall, opening
from server.rules.errors import WHAT, Unknown
from server.shell.look import tokens_css

NEUTRAL_EMBLEM = Path(__file__).parent / "shell" / "static" / "emblem.svg"


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """``/``, ``/enter``, ``/tokens.css`` and ``/emblem``; every template also gets ``centre``."""
    pages = Blueprint("pages", __name__)
    own = Own(hall)
    pages.app_context_processor(own.context)
    pages.get("/")(own.front)
    pages.get("/enter")(own.enter)
    pages.get("/tokens.css")(own.tokens)
    pages.get("/emblem")(own.emblem)
    pages.app_errorhandler(404)(own.missing)
    return pages


class Own:
    """The views, one method each."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def context(self) -> dict[str, Any]:
        return {"centre": self._hall.catalogue.centre, "day_closed": self._day_closed}

    def _day_closed(self) -> bool:
        """Whether today was closed: why somebody finds the sign-in form in the place of their page."""
        with self._hall.reading() as view:
            return opening.closed(view)

    def missing(self, _raised: Exception) -> Response:
        """A page for people who followed a wrong link, a problem document for programs."""
        if "text/html" not in request.headers.get("Accept", "") or errors.JSON_PATHS.match(request.path):
            return errors.answer(Unknown("page"))
        title = WHAT["page"].in_(str(get_locale()))
        return make_response(render_template("shell/error.html", title=title), 404)

    def front(self) -> str:
        return render_template("shell/front.html", roles=roles(), areas=self._hall.catalogue.areas.values())

    def enter(self) -> str:
        return render_template("shell/enter.html")

    def tokens(self) -> Response:
        css = tokens_css(self._hall.config.look.model_dump())
        return Response(css, mimetype="text/css", headers={"Cache-Control": "no-cache"})

    def emblem(self) -> Response:
        return send_file(self._hall.config.look.emblem or NEUTRAL_EMBLEM)


def roles() -> list[dict[str, str]]:
    """The doors of the front page, in the order a visitor meets them."""
    return [
        role("kiosk", "/kiosk", _("Máy lấy số"), _("Chọn nội dung cần làm và lấy số thứ tự.")),
        role("display", "/display", _("Màn hình gọi số"), _("Số đang được gọi và quầy cần đến.")),
        role("counter", "/counter", _("Quầy"), _("Cán bộ gọi số, tiếp nhận và hoàn thành.")),
        role("reception", "/reception", _("Bàn hướng dẫn"), _("Tìm số, lấy số giúp và in lại phiếu.")),
        role("supervisor", "/supervisor", _("Giám sát"), _("Hàng chờ và quầy của cả trung tâm.")),
    ]


def role(icon: str, href: str, name: str, about: str) -> dict[str, str]:
    return {"icon": icon, "href": href, "name": name, "about": about}
