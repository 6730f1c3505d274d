"""Halls that the tests of running one share."""

from collections.abc import Iterator

import pytest

from tests.web.running import Demo


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that a test may stop, kill and start again."""
    running = Demo(tmp_path_factory.mktemp("own") / "data")
    yield running
    running.kill()
