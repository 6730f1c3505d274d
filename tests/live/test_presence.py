"""Since when an area's screens are dark or back, told by sockets that come and go."""

from typing import cast

import pytest

from server.access import Identity
from server.live.presence import GAP_MS, Screens
from server.live.transport import Connection

MINUTE = 60_000


class Page:
    """A socket that watches the boards of these areas."""

    def __init__(self, areas: tuple[str, ...], kind: str) -> None:
        self.areas, self.identity = areas, Identity(kind, "1", "1", "qn")


class Hall:
    """Screens that come and go at instants the test chooses; 0 is far in the past."""

    def __init__(self) -> None:
        self.now = 1_000_000
        self.screens = Screens(lambda: self.now)

    def wait(self, ms: int = MINUTE) -> int:
        self.now += ms
        return self.now

    def on(self, *areas: str, kind: str = "display") -> Page:
        """A screen that shows these; what is returned goes into ``off``."""
        page = Page(areas, kind)
        self._watch(page, True)
        return page

    def off(self, page: Page) -> None:
        self._watch(page, False)

    def _watch(self, page: Page, on: bool) -> None:
        for area in page.areas:
            self.screens.watched(cast(Connection, page), f"board/{area}", on)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_hall_without_screens_and_a_first_screen_say_nothing(hall: Hall) -> None:
    assert hall.screens.since("A") == 0
    hall.wait()
    hall.on("A")
    assert hall.screens.since("A") == hall.screens.since("B") == 0


def test_the_last_screen_that_goes_and_the_first_that_comes_back_count(hall: Hall) -> None:
    one, two = hall.on("A"), hall.on("A")
    hall.wait()
    hall.off(one)
    assert hall.screens.since("A") == 0
    gone = hall.wait()
    hall.off(two)
    assert hall.screens.since("A") == 0
    back = hall.wait()
    assert hall.screens.since("A") == gone
    hall.on("A")
    hall.wait()
    hall.on("A")
    assert (hall.screens.since("A"), hall.screens.since("B")) == (back, 0)


def test_an_area_is_dark_from_its_last_screen_on_until_one_has_come_to_stay(hall: Hall) -> None:
    assert hall.screens.dark("A") is None
    one, whole = hall.on("A"), hall.on("all")
    hall.wait()
    hall.off(one)
    hall.wait()
    assert hall.screens.dark("A") is None
    gone = hall.now
    hall.off(whole)
    hall.wait(GAP_MS - 1)
    assert hall.screens.dark("A") is None
    hall.wait(1)
    assert hall.screens.dark("A") == gone
    flicker = hall.on("A")
    hall.wait(1000)
    hall.off(flicker)
    assert hall.screens.dark("A") == gone
    hall.wait()
    hall.on("A")
    hall.wait(GAP_MS - 1)
    assert hall.screens.dark("A") is not None
    hall.wait(1)
    assert hall.screens.dark("A") is None


def test_a_screen_that_is_back_at_once_has_missed_nothing_and_hides_no_outage_before(hall: Hall) -> None:
    hall.off(hall.on("A"))
    back = hall.wait()
    shown = hall.on("A")
    hall.wait()
    hall.off(shown)
    hall.wait(GAP_MS - 1)
    assert hall.screens.since("A") == back
    hall.on("A")
    assert hall.screens.since("A") == back


def test_a_screen_of_the_whole_hall_shows_every_area(hall: Hall) -> None:
    whole, own = hall.on("all"), hall.on("A")
    hall.wait()
    hall.off(own)
    hall.wait()
    assert hall.screens.since("A") == 0
    gone = hall.wait()
    hall.off(whole)
    back = hall.wait()
    assert hall.screens.since("A") == hall.screens.since("B") == gone
    hall.on("A")
    assert (hall.screens.since("A"), hall.screens.since("B")) == (back, gone)
    hall.wait()
    hall.on("all")
    assert (hall.screens.since("A"), hall.screens.since("B")) == (back, hall.now)


def test_other_pages_and_rooms_are_no_screens(hall: Hall) -> None:
    hall.off(hall.on("A", kind="reception"))
    hall.screens.watched(cast(Connection, Page((), "display")), "kiosk", True)
    assert hall.screens.since("A") == 0
