"""The officer's page: signing in at a counter, then the desk itself."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from server.access import Access, Identity
from server.hall import Hall
from server.rules import reasons
from server.rules.catalogue import Counter
from server.rules.hours import iso
from server.rules.ticket import MOVES
from server.shell.room import page, room


def blueprint(hall: Hall, access: Access) -> Blueprint:
    """``/counter``: the sign-in form, or the page of the counter where the officer is signed in."""
    pages = room("counter", __name__)
    pages.get("/counter")(Desk(hall, access).page)
    return pages


class Desk:
    """The page in its two forms, and the facts it is drawn from."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access

    def page(self) -> Response:
        who = self._officer()
        counter = self._hall.catalogue.counters.get(who.counter or "") if who else None
        return page(self._desk(who, counter) if who and counter else self._sign_in())

    def _officer(self) -> Identity | None:
        who = self._access.on_page(request.environ, "officer")
        return who if who and who.kind == "officer" else None

    def _sign_in(self) -> str:
        return render_template(
            "shell/signin.html",
            heading=_("Đăng nhập tại quầy"),
            groups=list(self._counters_by_area()),
            after="/counter",
        )

    def _counters_by_area(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Each area with its counters: ("Khu B: Đất đai, Thuế", [("11", "11 - Đất đai"), ...])."""
        for area in self._hall.catalogue.areas.values():
            here = self._hall.catalogue.counters_in(area.code)
            title = _("Khu %(code)s: %(name)s", code=area.code, name=area.name.in_(_lang()))
            yield title, [(one.code, f"{one.code} - {self._does(one)}") for one in here]

    def _does(self, counter: Counter) -> str:
        """What a counter is for, in a few words: its own label, or its services'."""
        services = self._hall.catalogue.services
        return ", ".join(services[code].label.in_(_lang()) for code in counter.services)

    def _desk(self, who: Identity, counter: Counter) -> str:
        catalogue = self._hall.catalogue
        return render_template(
            "counter/desk.html",
            who=who,
            counter=counter,
            area=catalogue.areas[counter.area],
            does=self._does(counter),
            services=[catalogue.services[code] for code in counter.services],
            departments=list(self._services_by_department()),
            groups=list(self._counters_by_area()),
            words=self._hall.config.words,
            dossiers=self._hall.config.line.dossiers_per_ticket,
            facts=self._facts(counter),
        )

    def _services_by_department(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for department in self._hall.catalogue.departments.values():
            offered = [one for one in self._hall.catalogue.services.values() if one.department == department.code]
            if offered:
                rows = [(one.code, f"{one.code} - {one.label.in_(_lang())}") for one in offered]
                yield department.label.in_(_lang()), rows

    def _facts(self, counter: Counter) -> dict[str, Any]:
        """What the page's modules need once: minutes, names, who may be moved how, and which counters serve what."""
        catalogue, rules, line = self._hall.catalogue, self._hall.config.rules, self._hall.config.line
        return {
            "counter": counter.code,
            "now": iso(self._hall.clock(), self._hall.timezone),
            "amber": rules.serve_amber_minutes,
            "red": rules.serve_red_minutes,
            **{"undo": rules.undo_minutes, "hold": line.hold_reminder_minutes},
            "plain": reasons.text("order").vi,
            "recall": line.recall_s,
            "noShowCalls": line.no_show_calls,
            "autoCall": line.auto_call_s if line.auto_call else 0,
            "moves": {name: sorted(rule.sources) for name, rule in MOVES.items() if rule.sources},
            "labels": {one.code: one.label.in_(_lang()) for one in catalogue.services.values()},
            "prefixes": {one.code: one.prefix for one in catalogue.services.values()},
            "served": {code: [one.code for one in catalogue.counters_of(code)] for code in catalogue.services},
        }


def _lang() -> str:
    return str(get_locale() or "vi")
