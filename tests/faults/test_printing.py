"""A slip comes out once, however often its number is asked for and whatever happens to the server meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.running import Site, prepare, rows, until
from tests.web.calling import fresh_key, good

PRINTER = '[printers.desk]\nkind = "file"\npath = "{path}"\n[kiosks]\n"*" = "desk"\n'
CUT = b"\x1dV"
"""What ends every slip on its way to a printer."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A hall whose kiosks print into a file."""
    sample, paper = tmp_path / "sample", tmp_path / "paper"
    sample.mkdir()
    prepare(sample)
    paper.touch()
    running = Site(tmp_path / "hall", sample, PRINTER.format(path=paper))
    yield running
    running.kill()


def test_one_touch_is_one_slip_also_when_it_is_sent_again_and_the_server_is_killed(site: Site, tmp_path: Path) -> None:
    key, wish, paper = fresh_key(), {"service": "AH"}, tmp_path / "paper"
    ticket = good(site.kiosk().post("/api/v1/tickets", wish, key), 201)
    again = [good(site.kiosk().post("/api/v1/tickets", wish, key), 201) for _ in range(3)]
    until(lambda: good(site.kiosk().get(f"/api/v1/tickets/{ticket['id']}"))["printed"] == "yes")
    site.kill()
    site.start()
    again.append(good(site.kiosk().post("/api/v1/tickets", wish, key), 201))
    assert again == [ticket] * 4
    # Whatever waited in the queue comes out before what was asked for last.
    last = good(site.kiosk().post("/api/v1/tickets", wish, fresh_key()), 201)
    until(lambda: good(site.kiosk().get(f"/api/v1/tickets/{last['id']}"))["printed"] == "yes")
    jobs = rows(site.folder / "data" / "layso.db", "SELECT ticket, nth FROM print_job ORDER BY at")
    assert jobs == [(ticket["id"], 1), (last["id"], 1)]
    assert paper.read_bytes().count(CUT) == 2
