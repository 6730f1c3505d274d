"""The kiosk's page and what it alone asks for: search, the QR code, the slip as a picture."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from server.access import Access, Identity, admitted
from server.hall import Hall
from server.rules import reasons
from server.rules.catalogue import Catalogue, Department, Kind, Service
from server.rules.errors import Forbidden, NotSignedIn
from server.rules.hours import iso
from server.rules.search import Hit, search
from server.shell import pictures
from server.shell.i18n import languages
from server.shell.pictures import Draw
from server.shell.room import page, room
from server.shell.words import deadline, fee, place

MOST_HITS = 12
MOST_TYPED = 60


def blueprint(hall: Hall, access: Access, draw: Draw) -> Blueprint:
    """``/kiosk`` for whoever holds a kiosk's cookie; ``draw`` makes the preview printer's picture."""
    pages = room("kiosk", __name__)
    kiosk = Kiosk(hall, access, draw)
    pages.get("/kiosk")(kiosk.page)
    pages.get("/kiosk/search")(kiosk.found)
    pages.get("/kiosk/qr/<ticket>.svg")(kiosk.qr)
    pages.get("/kiosk/slip/<ticket>.png")(kiosk.slip)
    return pages


class Kiosk:
    """The views, one method each."""

    def __init__(self, hall: Hall, access: Access, draw: Draw) -> None:
        self._hall, self._access, self._draw = hall, access, draw

    def page(self) -> Response:
        """The page holds its screens in every language, so that a choice of language needs no server."""
        try:
            who = self._who()
        except (NotSignedIn, Forbidden):
            return self._stranger()
        screens = {lang: self._screens(lang) for lang in languages()}
        facts = {
            "preview": self._previews(who),
            "rules": self._hall.config.rules,
            "line": self._hall.config.line,
            "now": self._now(),
        }
        with force_locale("vi"):
            return page(render_template("kiosk/page.html", screens=screens, **facts))

    def _stranger(self) -> Response:
        title = _("Máy này chưa được mở làm máy lấy số")
        detail = _("Hãy mở đường dẫn của máy lấy số, do máy chủ in ra khi khởi động hoặc do quản trị viên cấp.")
        return page(render_template("shell/error.html", title=title, detail=detail, afar=True), 401)

    def _screens(self, lang: str) -> Markup:
        with force_locale(lang):
            facts = {"menu": Menu(self._hall.catalogue), "classes": self._classes(), "keys": self._keys()}
            plain = reasons.text("order").vi
            return Markup(render_template("kiosk/screens.html", plain=plain, **facts))

    def _keys(self) -> str:
        """The letters that a number or a slip's code may have."""
        return "".join(sorted({*self._hall.config.numbers.letters, *"ABCDEF"}))

    def _classes(self) -> dict[str, Any]:
        return {word: one for word, one in self._hall.config.priority.items() if not one.reception_only}

    def _now(self) -> str:
        return iso(self._hall.clock(), self._hall.timezone)

    def _previews(self, who: Identity) -> bool:
        printer = self._hall.config.printer_of(who.name)
        return printer is not None and self._hall.config.printers[printer].kind == "preview"

    def _who(self) -> Identity:
        """The kiosk that asks. Raises NotSignedIn, or Forbidden for what is none."""
        return admitted(self._access.on_page(request.environ, "kiosk"), ("kiosk",))

    def found(self) -> Response:
        """``?q=ho chieu&in=vi`` -> ``{"hits": [{"service", "name", "about", "deadline", "fee"}]}``, best first."""
        self._who()
        typed = request.args.get("q", "")[:MOST_TYPED]
        lang = request.args.get("in", "vi")
        with force_locale(lang if lang in languages() else "vi"):
            return jsonify({"hits": [_hit(hit) for hit in search(self._hall.catalogue, typed, MOST_HITS)]})

    def qr(self, ticket: str) -> Response:
        """The ticket's link as a QR code, one unit per module."""
        self._who()
        return pictures.link(self._hall, ticket)

    def slip(self, ticket: str) -> Response:
        """The slip that the preview printer would have printed last for this ticket."""
        self._who()
        return pictures.slip(self._hall, ticket, self._draw)


class Menu:
    """What the kiosk offers: departments by area, and the services that have a tile of their own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._served = list(catalogue.services.values())
        self.results = [one for one in self._served if one.kind is Kind.RESULT]
        self.guides = [one for one in self._served if one.kind is Kind.GUIDE]
        self.services = self._served
        self.departments = [one for one in catalogue.departments.values() if self.offers(one)]

    def areas(self) -> Iterator[tuple[Any, list[Department]]]:
        """Each area with its departments; an area without any is left out."""
        for area in self._catalogue.areas.values():
            here = [one for one in self.departments if one.area == area.code]
            if here:
                yield area, here

    def offers(self, department: Department) -> list[Service]:
        """The department's services, without results: those are collected through their own tile."""
        mine = [one for one in self._served if one.department == department.code]
        return [one for one in mine if one.kind is not Kind.RESULT]

    def place(self, service: Service) -> str:
        return place(service.area, (counter.code for counter in self._catalogue.counters_of(service.code)))

    def department(self, service: Service) -> Department:
        return self._catalogue.departments[service.department]


def _hit(hit: Hit) -> dict[str, str]:
    lang = str(get_locale())
    service, procedure = hit.service.label.in_(lang), hit.procedure
    if procedure is None:
        about = hit.service.name.in_(lang)
        return {"service": hit.service.code, "name": service, "about": about, "deadline": "", "fee": ""}
    facts = {"deadline": deadline(procedure), "fee": fee(procedure)}
    return {"service": hit.service.code, "name": procedure.name.in_(lang), "about": service, **facts}
