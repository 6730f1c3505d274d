"""What a command beside the server wrote counts for the very next write."""

from dataclasses import replace

import pytest

from server.app import open_hall
from server.rules import events
from server.rules.errors import Unknown
from server.rules.people import SYSTEM
from server.store import catalogue as catalogues
from server.store.writer import Tx
from tests.hall.house import House


def test_no_number_is_given_for_a_service_that_an_import_just_removed(house: House) -> None:
    house.hall.store.writer.batch.elsewhere = house.hall.reload
    assert house.issue("BT")["number"] == "BT001"
    smaller = {code: one for code, one in house.hall.catalogue.services.items() if code != "BT"}
    counters = {
        code: replace(one, services={code: 0 for code in one.services if code != "BT"})
        for code, one in house.hall.catalogue.counters.items()
    }
    beside = open_hall(house.config, house.clock)

    def imported(tx: Tx) -> None:
        catalogues.replace(tx, replace(beside.catalogue, services=smaller, counters=counters))
        tx.record(events.Imported(3, 5, 0), actor=SYSTEM)

    beside.write(imported)
    beside.store.close()
    with pytest.raises(Unknown):
        house.issue("BT")
    assert house.issue("BA")["number"] == "BA001"


def test_its_own_writes_do_not_look_like_somebody_elses(house: House) -> None:
    heard: list[str] = []
    house.hall.store.writer.batch.elsewhere = lambda: heard.append("elsewhere")
    for _ in range(3):
        house.issue("AH")
    assert heard == []


def test_what_happens_at_one_desk_is_no_news_to_the_others_of_its_line(house: House) -> None:
    one = house.officer("1")
    house.issue("AH")
    called = house.call_next(one)
    assert called
    for move, others in (("recall", False), ("serve", False), ("hold", True), ("serve", True), ("finish", False)):
        house.published.clear()
        house.move(one, called["ticket"], move)
        rooms = set().union(*(rooms for rooms, _ in house.published))
        assert {"counter/1", "board/A", "board/all"} <= rooms
        assert ("counter/3" in rooms, "kiosk" in rooms) == (others, others), move
