"""Halls that the tests of running one share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hall.house import House
from tests.ops.running import Site, prepare
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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "hall"
    folder.mkdir()
    prepare(folder)
    return folder


@pytest.fixture
def site(sample: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Starts servers of the sample hall, each with the settings given."""
    sites: list[Site] = []

    def of(settings: str = "", **more: Any) -> Site:
        sites.append(Site(tmp_path / f"site-{len(sites)}", sample, settings, **more))
        return sites[-1]

    yield of
    for one in sites:
        one.kill()
