"""The supervisor's hours: what is given today, stopping and opening, caps, closures, the week, the close of the day."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from server.access import Access, Identity
from server.hall import Hall

SUPERVISORS = frozenset({"supervisor", "admin"})


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """``/supervisor/hours`` for supervisors; anybody else finds the sign-in form there."""
    pages = Blueprint("hours", __name__, template_folder="templates")
    pages.get("/supervisor/hours")(Hours(hall, access).page)
    return pages


class Hours:
    """The view; everything that changes on it comes from the contract's /api/v1/opening."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access

    def page(self) -> Response:
        who = self._signed_in()
        if who and who.kind in SUPERVISORS:
            html = render_template("admin/hours.html", who=who, **self._facts())
        else:
            heading = _("Đăng nhập để xem giờ làm việc")
            html = render_template("admin/signin.html", who=who, heading=heading, after="/supervisor/hours")
        return Response(html, headers={"Cache-Control": "no-store"})

    def _facts(self) -> dict[str, Any]:
        catalogue = self._hall.catalogue
        days = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
        return {
            "services": list(catalogue.services.values()),
            "departments": list(catalogue.departments.values()),
            "weekdays": list(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), days, strict=True)),
        }

    def _signed_in(self) -> Identity | None:
        """Who holds the officers' cookie: a page's own request cannot carry Layso-As."""
        return self._access.identify({**request.environ, "HTTP_LAYSO_AS": "officer"})
