"""A thousand hostile connections: memory stays bounded, numbers go on being given, and everything is given back.

How long a number takes meanwhile is what `make bench ARGS="--only hostile"` measures.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.harm import Crowd, rss
from tests.ops.running import until
from tests.web.calling import Caller, good
from tests.web.running import Demo

pytestmark = pytest.mark.chaos
SIZE, TURNS, MOST = 1000, 25, 64 * 1024 * 1024


@pytest.fixture
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo with its limits in force."""
    running = Demo(tmp_path_factory.mktemp("hostile"), environ={})
    yield running
    running.kill()


def descriptors(demo: Demo) -> int:
    """How many files and sockets the server has open."""
    return len(list(Path(f"/proc/{demo.process.pid}/fd").iterdir()))


def test_a_thousand_hostile_connections_cost_little_and_stop_nobody(guarded: Demo) -> None:
    kiosk, pid = Caller(guarded.url, guarded.access["kiosk_token"]), guarded.process.pid
    for _ in range(20):
        kiosk.ticket("BA")
    files, before = descriptors(guarded), rss(pid)
    with Crowd(pid, guarded.port, guarded.access["display_token"], SIZE) as crowd:
        while crowd.turns < TURNS:
            kiosk.ticket("BA")
            time.sleep(0.02)
        held, peak = descriptors(guarded) - files, max(crowd.peak, rss(pid))
    assert held > SIZE // 4, "the crowd never was one"
    assert peak - before < MOST
    until(lambda: descriptors(guarded) <= files + 2)
    kiosk.ticket("BA")
    assert good(kiosk.get("/readyz")) == {"status": "ready"}
    assert guarded.stop() == 0
    assert '"level":"error"' not in guarded.errors
