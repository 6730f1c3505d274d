"""The centre of each test, and the pages its people stand before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.days.centre import Centre

Opened = Callable[..., Centre]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Opened]:
    """Opens a centre at a time of a working day: ``centre("08:00")``."""
    running: list[Centre] = []

    def opened(at: str = "08:00", more: str = "") -> Centre:
        running.append(Centre(tmp_path / f"centre{len(running)}", at, more))
        return running[-1]

    yield opened
    for one in running:
        assert one.stop() == 0
        assert "traceback" not in one.errors
