"""The supervisor's hours: what is given today, stopping and opening, caps, closures, the week, the close of the day."""

from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _

from server.admin.staff import Staff
from server.rules.people import SUPERVISORS
from server.shell.room import page


class Hours(Staff):
    """The view; everything that changes on it comes from the contract's /api/v1/opening."""

    def hours(self) -> Response:
        who = self._one_of(SUPERVISORS)
        if who is None:
            return self._sign_in(_("Đăng nhập để xem giờ làm việc"), "/supervisor/hours")
        return page(render_template("admin/hours.html", who=who, **self._facts()))

    def _facts(self) -> dict[str, Any]:
        catalogue = self._hall.catalogue
        days = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
        return {
            "services": list(catalogue.services.values()),
            "departments": list(catalogue.departments.values()),
            "weekdays": list(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), days, strict=True)),
        }
