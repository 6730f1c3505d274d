"""Halls that the tests of running one share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hall.house import House
from tests.web.running import Demo


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that a test may stop, kill and start again."""
    running = Demo(tmp_path_factory.mktemp("own") / "data")
    yield running
    running.kill()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "hall")
    for service in ("AH", "AK", "BA") * 3:
        house.issue(service)
    yield house
    house.close()
