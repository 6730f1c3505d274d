"""One running demo for the faults that leave it alive."""

from collections.abc import Callable, Iterator

import pytest

from tests.web.calling import Caller, Desk
from tests.web.running import Demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("faults"))
    yield running
    assert running.stop() == 0


@pytest.fixture
def kiosk(demo: Demo) -> Caller:
    return Caller(demo.url, demo.access["kiosk_token"])


@pytest.fixture
def desk(demo: Demo) -> Callable[[str], Desk]:
    """The officer of a counter, which is open and free, its lines empty."""

    def of(counter: str) -> Desk:
        found = Desk(demo, counter)
        found.clear()
        return found

    return of
