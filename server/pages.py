"""The pages that belong to nobody: the front page, device links, the centre's colours and emblem."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, send_file
from flask_babel import gettext as _

from server.access import Access, cookie, same_origin
from server.hall import Hall
from server.rules.errors import Invalid
from server.shell.look import tokens_css

NEUTRAL_EMBLEM = Path(__file__).parent / "shell" / "static" / "emblem.svg"
# The longest that browsers keep a cookie; opening the device link again starts it anew.
DEVICE_COOKIE_SECONDS = 400 * 24 * 3600


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """``/``, ``/enter``, ``/tokens.css`` and ``/emblem``; every template also gets ``centre``."""
    pages = Blueprint("pages", __name__)
    own = Own(hall, access)
    pages.app_context_processor(own.context)
    pages.get("/")(own.front)
    pages.get("/enter")(own.enter)
    pages.post("/enter")(own.admit)
    pages.get("/tokens.css")(own.tokens)
    pages.get("/emblem")(own.emblem)
    return pages


class Own:
    """The views, one method each."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access

    def context(self) -> dict[str, Any]:
        return {"centre": self._hall.catalogue.centre}

    def front(self) -> str:
        return render_template("shell/front.html", roles=roles(), areas=self._hall.catalogue.areas.values())

    def enter(self) -> str:
        return render_template("shell/enter.html")

    def admit(self) -> Response:
        """Takes a device link's token ``{"token"}`` for a cookie; answers ``{"kind", "page"}``, or a problem."""
        same_origin(request.environ)
        body = request.get_json(silent=True)
        token = body.get("token") if isinstance(body, dict) else None
        if not isinstance(token, str):
            raise Invalid
        kind = self._access.device(token).kind
        response = jsonify({"kind": kind, "page": f"/{kind}"})
        response.set_cookie(
            cookie(kind),
            token,
            max_age=DEVICE_COOKIE_SECONDS,
            httponly=True,
            samesite="Strict",
            secure=request.is_secure,
        )
        return response

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
    ]


def role(icon: str, href: str, name: str, about: str) -> dict[str, str]:
    return {"icon": icon, "href": href, "name": name, "about": about}
