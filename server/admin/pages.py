"""The pages of those who look after the hall; here reception's and the supervisor's, and what they alone ask for."""

from collections.abc import Iterator, Set
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from server.access import Access
from server.admin.hours import Hours
from server.admin.records import Records
from server.admin.staff import Staff
from server.admin.switchboard import Board
from server.hall import Hall, desks, people
from server.rules.catalogue import Area, Catalogue, Counter, Department, Kind, Service
from server.rules.hours import day_after, iso
from server.rules.people import STAFF, SUPERVISORS
from server.rules.ticket import CURRENT, MOVES, OPEN, State
from server.shell import pictures
from server.shell.pictures import Draw
from server.shell.room import page, room
from server.shell.words import place

RECEPTION = frozenset({"reception"})
# What the page offers beside printing.
OFFERED = ("return", "transfer", "record", "cancel")
# Besides, for whoever is at a counter, or held there, where nobody works.
LEFT = ("return", "transfer")


def blueprint(hall: Hall, access: Access, draw: Draw) -> Blueprint:
    """``/reception``, ``/supervisor`` and what belongs to it, and ``/hall`` for whoever signed in as such; anybody else
    finds the sign-in form there."""
    pages = room("admin", __name__)
    pages.context_processor(lambda: {"now": iso(hall.today()[0], hall.timezone)})
    admin, board, records = Admin(hall, access, draw), Board(hall, access), Records(hall, access)
    pages.get("/reception")(admin.reception)
    pages.get("/supervisor")(admin.supervisor)
    pages.get("/supervisor/hours")(Hours(hall, access).hours)
    pages.get("/supervisor/journal")(records.journal)
    pages.get("/supervisor/record")(records.record)
    pages.get("/hall")(board.switchboard)
    pages.get("/hall/now")(board.state)
    pages.get("/admin/now")(admin.now)
    pages.get("/admin/qr/<ticket>.svg")(admin.qr)
    pages.get("/admin/slip/<ticket>.png")(admin.slip)
    return pages


class Admin(Staff):
    """The views, one method each."""

    def __init__(self, hall: Hall, access: Access, draw: Draw) -> None:
        super().__init__(hall, access)
        self._draw = draw

    def reception(self) -> Response:
        config = self._hall.config
        extras = {
            "classes": config.priority,
            "digits": config.numbers.digits,
            "kiosks": self._kiosks(),
            **{"offered": offered(), "left": " ".join(LEFT)},
            "words": config.words,
            "days": self._days(),
        }
        return self._page("reception", RECEPTION, _("Đăng nhập tại bàn hướng dẫn"), extras)

    def _kiosks(self) -> list[str]:
        return [one.name for one in people.devices(self._hall) if one.active and one.kind == "kiosk"]

    def _days(self) -> list[str]:
        """The days before today whose numbers may still count, the newest first."""
        today = self._hall.today()[1]
        return [day_after(today, -days) for days in range(1, self._hall.config.line.carry_days + 1)]

    def supervisor(self) -> Response:
        return self._page("supervisor", SUPERVISORS, _("Đăng nhập giám sát"), {"words": self._hall.config.words})

    def _page(self, name: str, kinds: Set[str], heading: str, facts: dict[str, Any]) -> Response:
        who = self._one_of(kinds)
        if who is None:
            return self._sign_in(heading, f"/{name}")
        return page(render_template(f"admin/{name}.html", who=who, menu=Menu(self._hall.catalogue), **facts))

    def now(self) -> Response:
        """What no live document holds: ``{"printers": [...], "seated": {counter: name}}``."""
        self._only(STAFF)
        config, lang, kiosks = self._hall.config, str(get_locale()), self._kiosks()
        printers = [
            {
                **{"name": one.name, "good": one.good, "says": one.says.in_(lang)},
                **{"low": bool(one.warning), "waiting": one.waiting},
                "kiosks": [kiosk for kiosk in kiosks if config.printer_of(kiosk) == one.name],
            }
            for one in self._hall.printers()
        ]
        return jsonify({"printers": printers, "seated": desks.seated(self._hall)})

    def qr(self, ticket: str) -> Response:
        """The ticket's link as a QR code."""
        self._only(RECEPTION)
        return pictures.link(self._hall, ticket)

    def slip(self, ticket: str) -> Response:
        """The newest slip of a ticket, as it was sent to its printer."""
        self._only(RECEPTION)
        return pictures.slip(self._hall, ticket, self._draw)


def offered() -> dict[str, str]:
    """For each state of a ticket, the moves that reception is offered, as words in a row."""
    return {
        state: " ".join(
            [
                *(name for name in OFFERED if state in MOVES[name].reception and _offers(name, state)),
                *(["amend"] if state in OPEN else []),
                *(["carry"] if state is State.EXPIRED else []),
            ]
        )
        for state in State
    }


def _offers(move: str, state: State) -> bool:
    """A ticket at a counter is left to it, but for what it could not write down itself while the network was away; what
    is offered once nobody works there stands in ``LEFT``."""
    return move == "record" or (state not in CURRENT and (move != "return" or state is State.NO_SHOW))


class Menu:
    """The centre as these pages show it: by area."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.services = catalogue.services
        self.counters = catalogue.counters
        self.departments = [one for one in catalogue.departments.values() if self.offers(one)]

    def areas(self) -> Iterator[tuple[Area, list[Department], list[Service], list[Counter]]]:
        """Each area with its departments, lines and counters."""
        for area in self._catalogue.areas.values():
            departments = [one for one in self.departments if one.area == area.code]
            lines = [one for one in self.services.values() if one.area == area.code]
            yield area, departments, lines, list(self._catalogue.counters_in(area.code))

    def offers(self, department: Department) -> list[Service]:
        """The department's services, then its area's line for results, whoever leads that one."""
        own = [one for one in self.services.values() if one.department == department.code]
        results = [one for one in self.services.values() if one.kind is Kind.RESULT and one.area == department.area]
        return [*(one for one in own if one.kind is not Kind.RESULT), *results]

    def place(self, service: Service) -> str:
        return place(service.area, (one.code for one in self._catalogue.counters_of(service.code)))
