"""The citizen's own page behind the slip's link: where the number stands, for a phone."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _

from server.access import Access
from server.hall import Hall, citizen
from server.rules import reasons
from server.rules.catalogue import Text
from server.rules.errors import Unknown
from server.rules.hours import iso
from server.rules.ticket import CURRENT, OPEN, State
from server.shell.i18n import COOKIE, choose, languages
from server.shell.room import page, room
from server.shell.words import place

Facts = dict[str, Any]


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """``/t/TOKEN`` for anyone with the link; an unknown or too old one is a 404 page."""
    pages = room("track", __name__)
    pages.get("/t/<token>")(Track(hall).page)
    return pages


class Track:
    """The one view, and what it is made of."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def page(self, token: str) -> Response:
        try:
            facts = citizen.look(self._hall, token)
        except Unknown:
            return _answer(render_template("track/unknown.html"), 404)
        with force_locale(spoken(facts["lang"])):
            return _answer(render_template("track/page.html", **self._shown(facts), token=token), 200)

    def _shown(self, facts: Facts) -> Facts:
        state = State(facts["state"])
        if stands_still(facts):
            return self._paused(facts)
        known = ("number", "state", "service_name", "version")
        return {
            **{name: facts[name] for name in known},
            **{"head": head(facts), "advice": self._advice(facts), "place": self._place(state, facts)},
            "unopened": unopened(facts) if facts["ahead"] else "",
            **{"expected": facts["wait"] and facts["wait"]["text"], "late": facts["wait"] and facts["wait"]["late"]},
            "why": facts["why"] if facts["why"] not in (None, reasons.text("order")) else None,
            "at_desk": facts["counter"] if state in CURRENT else None,
            "notices": facts["notices"],
            **{"then": _listed(facts["then_names"]), "preferred": _listed(facts["preferred"])},
            **{"rejoin": facts["can_rejoin"], "can_leave": facts["can_leave"], "leaving": facts["leaving"]},
            "undo_minutes": self._hall.config.line.leave_undo_minutes,
            "now": self._now(),
        }

    def _paused(self, facts: Facts) -> Facts:
        """While the hall pauses nothing is said but that, why, and that nobody loses a place."""
        known = {name: facts[name] for name in ("number", "service_name", "version")}
        said = {"head": _("Trung tâm tạm dừng"), "message": facts["notices"][0]}
        return known | said | {"state": "paused", "advice": _("Ông/bà giữ nguyên chỗ trong hàng."), "now": self._now()}

    def _now(self) -> str:
        return iso(self._hall.clock(), self._hall.timezone)

    def _advice(self, facts: Facts) -> str:
        """What to do about it."""
        state, rejoin = State(facts["state"]), facts["can_rejoin"]
        if state is State.CANCELLED and rejoin:
            if not rejoin["keeps"]:
                return str(_("Ông/bà đổi ý? Số đã được gọi, nên sẽ chờ sau vài số nữa."))
            return str(_("Ông/bà đổi ý? Có thể lấy lại đúng lượt cũ, như chưa rời đi."))
        if state is State.NO_SHOW and rejoin:
            return str(_("Ông/bà đã ở đây? Bấm nút dưới, hoặc báo tại quầy, bàn hướng dẫn. Số sẽ chờ sau vài số nữa."))
        if state is State.EXPIRED:
            return advice(state).format(n=self._hall.config.line.carry_days)
        return missed(facts["missed"]) if facts["missed"] else advice(state)

    def _place(self, state: State, facts: Facts) -> str:
        """Where to sit and which counters serve there; once called, where the counter is; "" when it is over."""
        catalogue = self._hall.catalogue
        counter = catalogue.counters.get(facts["counter"] or "")
        if facts["place"]:
            return str(facts["place"].in_(str(get_locale())))
        if counter is None or state not in OPEN:
            return ""
        return place(counter.area, () if state in CURRENT else (counter.code,))


def _listed(names: Iterable[Text]) -> str:
    return ", ".join(one.in_(str(get_locale())) for one in names)


def _answer(body: str, status: int) -> Response:
    answer = page(body, status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def spoken(ticket: str) -> str:
    """The page's language: chosen here, else chosen for the ticket, else the phone's."""
    chosen = request.args.get("lang") in languages() or request.cookies.get(COOKIE) in languages()
    return choose() if chosen or ticket == "vi" or ticket not in languages() else ticket


def head(facts: Facts) -> str:
    """What matters now, in one line."""
    state, rejoin = State(facts["state"]), facts["can_rejoin"]
    if state is State.CANCELLED and rejoin:
        return str(_("Ông/bà đã rời hàng chờ"))
    sentences: dict[State, str] = {
        State.WAITING: _ahead(facts),
        State.CALLED: _("Mời ông/bà đến quầy"),
        State.SERVING: _("Đang được phục vụ tại quầy"),
        State.HELD: _("Đang chờ bổ sung giấy tờ"),
        State.NO_SHOW: _("Đã gọi nhưng ông/bà vắng mặt"),
        State.DONE: _("Đã hoàn thành"),
        State.CANCELLED: _("Số này đã được hủy"),
        State.EXPIRED: _("Số này đã hết giá trị"),
    }
    return sentences[state]


def stands_still(facts: Facts) -> bool:
    """Whether the hall's pause is all there is to say; whoever is at a desk is served to the end."""
    return bool(facts["paused"]) and facts["state"] != State.SERVING


def unopened(facts: Facts) -> str:
    """That no counter calls this number now; "" when one may."""
    sentences: dict[str | None, str] = {"paused": _("Quầy đang tạm nghỉ."), "closed": _("Quầy chưa mở.")}
    return str(sentences.get(facts["desks"], ""))


def _ahead(facts: Facts) -> str:
    count, closed = facts["ahead"] or 0, unopened(facts)
    if count == 0 and not facts["soon"]:
        return ". ".join(filter(None, [str(_("Chưa có ai cùng nội dung phía trước")), closed]))
    if count == 0 and closed:
        return str(_("Ông/bà là người tiếp theo. {unopened}")).format(unopened=closed)
    if count == 0:
        return str(_("Sắp đến lượt ông/bà"))
    return str(
        ngettext("Còn %(num)d người cùng nội dung phía trước", "Còn %(num)d người cùng nội dung phía trước", count)
    )


def missed(why: str) -> str:
    """What to do about a missed number that comes back no more."""
    sentences: dict[str, str] = {
        "void": _("Số này đã vắng nhiều lần nên hết giá trị. Mời ông/bà lấy số mới hoặc hỏi bàn hướng dẫn."),
        "late": _("Đã quá thời gian báo lại. Mời ông/bà đến bàn hướng dẫn hoặc lấy số mới."),
    }
    return sentences[why]


def advice(state: State) -> str:
    """What to do about it."""
    sentences: dict[State, str] = {
        State.WAITING: _("Mời ông/bà ngồi chờ gần quầy. Trang này tự cập nhật."),
        State.CALLED: _("Xin mang theo phiếu và giấy tờ."),
        State.SERVING: "",
        State.HELD: _("Số của ông/bà được giữ. Khi có đủ giấy tờ, mời báo lại tại quầy."),
        State.NO_SHOW: "",
        State.DONE: _("Cảm ơn ông/bà."),
        State.CANCELLED: _("Nếu còn cần, mời ông/bà lấy số mới hoặc hỏi bàn hướng dẫn."),
        State.EXPIRED: _("Chưa kịp phục vụ ông/bà. Trong {n} ngày, mời đến bàn hướng dẫn để được tính lượt này."),
    }
    return sentences[state]
