"""How the centre calls what the log holds: lines, areas, people and devices, and the words staff chose."""

from server.hall.hall import Hall, Reading
from server.hall.saying import why
from server.rules.catalogue import Text
from server.rules.hours import local
from server.store import people

_EVERYWHERE = Text("toàn trung tâm", "the whole centre")


class Reader:
    """The names of one view for one reader; people's only if ``named``."""

    def __init__(self, hall: Hall, view: Reading, *, named: bool) -> None:
        self.named = named
        self._hall, self._view = hall, view
        self._people: dict[str, str] = {}
        self._devices: dict[str, str] | None = None

    def line(self, service: str) -> str:
        known = self._hall.catalogue.services.get(service)
        return known.prefix if known else service

    def department(self, code: str) -> Text:
        known = self._hall.catalogue.departments.get(code)
        return known.label if known else Text(code, code)

    def area(self, code: str) -> Text:
        return Text(f"khu {code}", f"area {code}") if code not in ("", "all") else _EVERYWHERE

    def person(self, id: str) -> str:
        if not self.named:
            return ""
        if id not in self._people:
            found = people.person(self._view.db, self._view.centre, id)
            self._people[id] = found.name if found else ""
        return self._people[id]

    def device(self, id: str) -> str:
        if self._devices is None:
            self._devices = {one.id: one.name for one in people.devices(self._view.db, self._view.centre)}
        return self._devices.get(id, id)

    def reason(self, act: str, word: str) -> Text:
        return self._hall.config.words.said(act, word)

    def outcome(self, word: str) -> Text:
        known = self._hall.config.words.outcomes.get(word)
        return known.text if known else Text(word, word)

    def message(self, word: str) -> Text:
        known = self._hall.config.words.messages.get(word)
        return known.text if known else Text(word, word)

    def why(self, code: str, word: str) -> Text:
        return why(self._hall, code, word)

    def clock(self, instant: int) -> str:
        return f"{local(instant, self._hall.timezone):%H:%M %d/%m}"
