"""The hall pauses: nothing is called or issued, no clock runs, nobody loses a place."""

import pytest

from server.hall import clocks, day, documents
from server.rules.errors import Invalid, NotAllowed, ServiceClosed
from tests.hall.house import House
from tests.hall.supervising import notice, pause, resume, what


def boards(house: House) -> list[tuple[bool, list[str]]]:
    with house.hall.reading() as view:
        found = [documents.board(house.hall, view, area) for area in ("A", "B", "all")]
    return [(one["paused"], [text.vi for text in one["notices"]]) for one in found]


def test_nothing_is_called_or_issued_while_it_pauses(house: House) -> None:
    officer, other = house.officer("3"), house.officer("2")
    called, waiting = house.issue("AH"), house.issue("AH")
    house.move(officer, called, "call")
    pause(house)
    with pytest.raises(ServiceClosed, match="Evacuation drill"):
        house.issue("AH")
    with pytest.raises(NotAllowed, match="Evacuation drill"):
        house.call_next(other)
    for who, ticket, move in ((other, waiting, "call"), (other, waiting, "serve"), (officer, called, "recall")):
        with pytest.raises(NotAllowed, match="paused"):
            house.move(who, ticket, move)
    house.clock.forward(minutes=30)
    with pytest.raises(NotAllowed):
        house.move(officer, called, "no-show")


def test_who_was_called_or_is_at_a_desk_may_be_served_to_the_end(house: House) -> None:
    officer, other = house.officer("3"), house.officer("2")
    called, served = house.issue("AH"), house.issue("AH")
    house.move(officer, called, "call")
    house.move(other, served, "serve")
    pause(house)
    assert house.move(other, served, "finish")["state"] == "done"
    assert house.move(officer, called, "serve")["state"] == "serving"
    assert house.move(officer, called, "hold")["state"] == "held"
    assert house.move(officer, called, "return")["state"] == "waiting"


def test_every_screen_says_so_at_once(house: House) -> None:
    house.published.clear()
    pause(house, "power")
    assert (house.hall.rooms.all, True) in house.published
    assert all(paused and "Mất điện" in said[0] for paused, said in boards(house))
    with house.hall.reading() as view:
        assert documents.menu(house.hall, view)["paused"] is True
    resume(house)
    assert boards(house) == [(False, [])] * 3


def test_no_clock_runs_and_the_order_stays(house: House) -> None:
    officer = house.officer("3")
    first, second = house.issue("AH"), house.issue("AH", priority="elderly")
    since = house.clock.now
    house.clock.forward(minutes=1)
    pause(house)
    house.clock.forward(minutes=40)
    resume(house)
    house.clock.forward(minutes=1)
    with house.hall.reading() as view:
        assert clocks.elapsed(view, since) == 2 * 60_000
    called = [house.call_next(officer)]
    house.move(officer, second, "cancel")
    called.append(house.call_next(officer))
    assert [one and one["ticket"]["id"] for one in called] == [second["id"], first["id"]]


def test_a_pause_survives_a_restart_and_ends_with_the_day(house: House) -> None:
    pause(house)
    house.reopen()
    assert boards(house)[0][0]
    house.clock.forward(minutes=24 * 60)
    day.tick(house.hall)
    assert not boards(house)[0][0]
    assert what(house).count("hall-resumed") == 1
    house.issue("AH")


def test_twice_is_once(house: House) -> None:
    pause(house)
    with pytest.raises(NotAllowed):
        pause(house)
    resume(house)
    with pytest.raises(NotAllowed):
        resume(house)
    with pytest.raises(Invalid):
        pause(house, "free text")


def test_notices_stand_where_they_concern_somebody(house: House) -> None:
    notice(house, "network", area="A")
    notice(house, "officer-away", service="BA")
    notice(house, "ask-reception")
    a, b, whole = (said for _, said in boards(house))
    assert (len(a), len(b), len(whole)) == (2, 2, 3)
    assert b[1].startswith("BA (BA): Cán bộ vắng")
    notice(house, "short-pause")
    with pytest.raises(NotAllowed):
        notice(house, "power")
    assert [len(said) for _, said in boards(house)] == [3, 3, 3]
