"""The hall that tests of live share, in its own process; and one that a test may end."""

from collections.abc import Iterator

import pytest

from tests.live.clients import Hall


@pytest.fixture(scope="module")
def shared() -> Iterator[Hall]:
    hall = Hall()
    yield hall
    hall.stop()


@pytest.fixture
def hall(shared: Hall) -> Iterator[Hall]:
    """The shared hall with an empty state: no socket, board A at version 1."""
    shared.until(sockets=0)
    shared.post("/trouble")
    shared.show("board/A", 1, publish=False)
    shared.show("kiosk", 1, publish=False)
    shared.show("counter/5", 1, publish=False)
    yield shared


@pytest.fixture
def own() -> Iterator[Hall]:
    hall = Hall()
    hall.show("board/A", 1, publish=False)
    yield hall
    hall.stop()
