"""A thousand hostile connections: memory stays bounded, numbers go on being given, and everything is given back."""

import time
from collections.abc import Iterator

import pytest

from tests.faults.hostile import Crowd, descriptors, rss
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


def issued(kiosk: Caller, took: list[float]) -> None:
    begun = time.perf_counter()
    kiosk.ticket("BA")
    took.append(time.perf_counter() - begun)


def test_a_thousand_hostile_connections_cost_little_and_stop_nobody(
    guarded: Demo, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk, took = Caller(guarded.url, guarded.access["kiosk_token"]), list[float]()
    for _ in range(20):
        issued(kiosk, [])
    files, before = descriptors(guarded), rss(guarded)
    with Crowd(guarded, SIZE) as crowd:
        while crowd.turns < TURNS:
            issued(kiosk, took)
            time.sleep(0.02)
        held, peak = descriptors(guarded) - files, max(crowd.peak, rss(guarded))
    with capsys.disabled():
        p50, p99 = sorted(took)[len(took) // 2], sorted(took)[len(took) * 99 // 100]
        print(
            f"\n{SIZE} hostile connections, {held} open at the end: +{(peak - before) / 2**20:.1f} MB at most; "
            f"{len(took)} numbers meanwhile, p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
        )
    assert held > SIZE // 4, "the crowd never was one"
    assert peak - before < MOST
    until(lambda: descriptors(guarded) <= files + 2)
    kiosk.ticket("BA")
    assert good(kiosk.get("/readyz")) == {"status": "ready"}
    assert guarded.stop() == 0
    assert '"level":"error"' not in guarded.errors
