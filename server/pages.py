"""The pages that belong to nobody: the front page, device links, the centre's colours and emblem."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, send_file
from flask_babel import gettext as _

from server.config import Config
from server.hall import Hall
from server.shell.look import tokens_css

NEUTRAL_EMBLEM = Path(__file__).parent / "shell" / "static" / "emblem.svg"


def blueprint(hall: Hall, config: Config) -> Blueprint:
    """``/``, ``/enter``, ``/tokens.css`` and ``/emblem``; every template also gets ``centre``."""
    pages = Blueprint("pages", __name__)
    emblem = config.look.emblem or NEUTRAL_EMBLEM
    tokens = tokens_css(config.look.model_dump())

    @pages.app_context_processor
    def centre() -> dict[str, Any]:
        return {"centre": hall.catalogue.centre}

    @pages.get("/")
    def front() -> str:
        areas = hall.catalogue.areas.values()
        return render_template("shell/front.html", roles=roles(), areas=areas)

    @pages.get("/enter")
    def enter() -> str:
        return render_template("shell/enter.html")

    @pages.get("/tokens.css")
    def colours() -> Response:
        return Response(tokens, mimetype="text/css", headers={"Cache-Control": "no-cache"})

    @pages.get("/emblem")
    def picture() -> Response:
        return send_file(emblem)

    return pages


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
