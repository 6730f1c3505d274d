"""How pages write desks, deadlines and fees, in the page's language."""

from collections.abc import Iterable

from flask_babel import format_number, get_locale, ngettext
from flask_babel import gettext as _

from server.rules import places
from server.rules.catalogue import Procedure


def place(area: str, codes: Iterable[str]) -> str:
    """Where to sit: "Khu B, quầy 11-14"; the area alone when no counter serves."""
    return places.place(area, codes).in_(str(get_locale()))


def deadline(one: Procedure) -> str:
    """When the result is due, "8 ngày làm việc"; "" when unknown."""
    if one.deadline is None:
        return ""
    if one.deadline == 0:
        return str(_("Trong ngày"))
    units = {
        "calendar": ngettext("{n} ngày", "{n} ngày", one.deadline),
        "hours": ngettext("{n} giờ", "{n} giờ", one.deadline),
        "months": ngettext("{n} tháng", "{n} tháng", one.deadline),
    }
    working = ngettext("{n} ngày làm việc", "{n} ngày làm việc", one.deadline)
    return str(units.get(one.unit, working)).format(n=one.deadline)


def fee(one: Procedure) -> str:
    """The fee, "200.000 đồng"; "" when unknown."""
    if one.fee is None:
        return ""
    if one.fee == 0:
        return str(_("Không thu phí"))
    return str(_("{amount} đồng")).format(amount=format_number(one.fee))
