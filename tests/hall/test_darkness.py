"""Areas whose screens went dark: their officers are told, and told again when a screen is back."""

from server.hall import darkness, documents, people
from tests.hall.house import Document, House
from tests.hall.supervising import move_line


def page(house: House, counter: str) -> Document:
    with house.hall.reading() as view:
        return documents.counter_page(house.hall, view, counter)


def turn(house: House, *dark: str) -> list[tuple[str, bool]]:
    """Has just these areas be dark, and gives what the log says of screens so far."""
    since = house.clock.now - 20_000
    house.hall.dark = lambda area: since if area in dark else None
    house.published.clear()
    for _ in range(2):
        darkness.tick(house.hall)
    told = [one["details"] for one in house.events() if one["what"] == "screens-turned"]
    return [(one["area"], one["dark"]) for one in told]


def test_the_desks_of_an_area_are_told_once_that_its_screens_are_dark_and_once_that_one_is_back(house: House) -> None:
    for counter in ("1", "2", "11"):
        house.officer(counter)
    before = page(house, "1")
    assert (before["dark_since"], turn(house)) == (None, [])
    assert turn(house, "A") == [("A", True)]
    assert house.published == [(house.hall.rooms.staff | {"counter/1", "counter/2"}, False)]
    dark = page(house, "1")
    assert dark["dark_since"] == "2026-11-23T08:59:40.000+07:00"
    # Without a higher version a page that has the document already would not be sent it.
    assert dark["version"] == before["version"] + 1
    assert page(house, "11")["dark_since"] is None
    assert turn(house) == [("A", True), ("A", False)]
    assert house.published == [(house.hall.rooms.staff | {"counter/1", "counter/2"}, False)]
    assert page(house, "1")["dark_since"] is None


def test_a_desk_is_told_when_its_minute_begins_anew_also_where_its_called_person_sits(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("BA")
    move_line(house, "BA", service="AK")
    house.move(one, ticket, "call", reason="other")
    house.clock.forward(minutes=20)
    before = page(house, "1")["current"]["no_show_at"]
    house.hall.screens = {"A": 0, "B": house.clock.now}.__getitem__
    assert turn(house, "B") == [("B", True)]
    assert house.published == [(house.hall.rooms.staff | {"counter/1"}, False)]
    assert page(house, "1")["current"]["no_show_at"] > before
    house.move(one, ticket, "serve")
    assert turn(house) == [("B", True)]
    assert house.published == []


def test_where_nobody_sits_nobody_is_told_and_whoever_comes_reads_it(house: House) -> None:
    at11 = house.officer("11")
    assert turn(house, "A") == []
    house.officer("1")
    assert turn(house, "A") == []
    assert page(house, "1")["dark_since"] is not None
    people.sign_out(house.hall, at11)
    assert turn(house, "B") == [("A", False)]
