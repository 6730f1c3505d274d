"""What the other tests rely on: the demo's time moves on when a test says so."""

from datetime import datetime
from pathlib import Path

from tests.web.calling import Caller
from tests.web.running import Demo


def issued_at(kiosk: Caller) -> datetime:
    return datetime.fromisoformat(kiosk.ticket("BA")["issued_at"])


def test_half_an_hour_passes_for_a_running_server(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "demo")
    kiosk = Caller(demo.url, demo.access["kiosk_token"])
    before = issued_at(kiosk)
    demo.forward(1800)
    assert 1800 <= (issued_at(kiosk) - before).total_seconds() < 1860
    demo.kill()
    demo.start()
    assert (issued_at(Caller(demo.url, demo.access["kiosk_token"])) - before).total_seconds() >= 1800
    assert demo.stop() == 0
    assert "clock was set" not in demo.errors
