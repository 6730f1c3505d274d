"""A document that many ask for is made once, and never after the hall has moved on."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from server.hall.newest import FRESH_MS, Newest
from tests.hall.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def test_whoever_asks_in_the_same_moment_gets_the_same_bytes(house: House) -> None:
    newest = Newest(house.hall)
    assert newest("board/A")[1] is newest("board/A")[1]
    assert newest("board/A")[1] != newest("board/B")[1]


def test_nothing_old_is_shown_after_a_change(house: House) -> None:
    newest = Newest(house.hall)
    before, _ = newest("board/A")
    house.issue("AH")
    version, document = newest("board/A")
    assert version > before
    assert {line["service"]: line["count"] for line in orjson.loads(document)["waiting"]}["AH"] == 1


def test_a_catalogue_of_the_same_version_counts_at_once(house: House) -> None:
    newest = Newest(house.hall)
    kept = newest("kiosk")[1]
    house.hall.reload()
    assert newest("kiosk")[1] is not kept


def test_a_document_tells_the_time_even_when_nothing_happens(house: House) -> None:
    newest = Newest(house.hall)
    before = orjson.loads(newest("board/A")[1])["at"]
    house.clock.forward(ms=FRESH_MS)
    assert orjson.loads(newest("board/A")[1])["at"] > before
