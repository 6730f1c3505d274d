"""The demo that tests of the contract share, and who speaks to it."""

from collections.abc import Callable, Iterator

import pytest

from tests.web.calling import Caller, Desk, sign_in
from tests.web.running import Demo, sound


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with sound(tmp_path_factory.mktemp("demo"), fresh=True) as running:
        yield running


@pytest.fixture(scope="session")
def nobody(demo: Demo) -> Caller:
    return Caller(demo.url)


@pytest.fixture(scope="session")
def kiosk(demo: Demo) -> Caller:
    return Caller(demo.url, demo.access["kiosk_token"])


@pytest.fixture(scope="session")
def display(demo: Demo) -> Caller:
    return Caller(demo.url, demo.access["display_token"])


@pytest.fixture(scope="session")
def reception(demo: Demo) -> Caller:
    return Caller(demo.url, cookies=sign_in(demo.url, demo.access["reception"]))


# Signed in for each test: whoever signs in as the same person elsewhere ends this session.
@pytest.fixture
def supervisor(demo: Demo) -> Caller:
    return Caller(demo.url, cookies=sign_in(demo.url, demo.access["supervisor"]))


@pytest.fixture
def admin(demo: Demo) -> Caller:
    return Caller(demo.url, cookies=sign_in(demo.url, demo.access["admin"]))


@pytest.fixture(scope="session")
def _desks(demo: Demo) -> dict[str, Desk]:
    return {}


@pytest.fixture
def desk(demo: Demo, _desks: dict[str, Desk]) -> Callable[[str], Desk]:
    """The officer of a counter; signed in, the counter open and free, its lines empty."""

    def of(counter: str) -> Desk:
        if counter not in _desks or _desks[counter].get("/api/v1/session").status_code != 200:
            _desks[counter] = Desk(demo, counter)
        _desks[counter].clear()
        return _desks[counter]

    return of
