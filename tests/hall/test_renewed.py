"""Between a commit and what follows it, no document has the new event's number and what held before the event."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.hall import deciding, documents, weekly
from server.hall.once import Asked
from server.rules.catalogue import Hours
from tests.hall.house import House
from tests.hall.opened import WEEK, closure, working
from tests.hall.test_deciding import SUPERVISOR

ASKED = Asked(SUPERVISOR.actor)
TODAY = "2026-11-23"


def capped(house: House) -> object:
    return deciding.set_cap(house.hall, SUPERVISOR, ASKED, "AH", 500)


def shortened(house: House) -> object:
    return weekly.set_hours(house.hall, SUPERVISOR, ASKED, Hours("", "", (0,), ((420, 480),), WEEK.counters))


def closed(house: House) -> object:
    return weekly.add_closure(house.hall, SUPERVISOR, ASKED, weekly.Row(closure(TODAY)))


@pytest.mark.parametrize("act", [capped, shortened, closed])
def test_no_document_has_the_new_number_and_what_held_before(tmp_path: Path, act: Callable[[House], object]) -> None:
    house = working(tmp_path, f"{TODAY}T09:00:00+07:00")

    def shown() -> tuple[int, list[tuple[bool, int | None]]]:
        with house.hall.reading() as view:
            menu = documents.menu(house.hall, view)
        rows = [one for some in menu["departments"] for one in some["services"]]
        return menu["version"], [(one["open"], one["left"]) for one in rows]

    before, apply = shown(), house.hall.store.writer.apply
    house.hall.store.writer.apply = lambda effects: None
    act(house)
    between = shown()
    house.hall.store.writer.apply = apply
    house.hall.reload()
    assert between == shown()
    assert between[0] > before[0]
    assert between[1] != before[1]
