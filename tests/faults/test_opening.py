"""The crowd at the door, and the morning after a night that began in the middle of the work."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.web.calling import Caller, Desk, good, refused
from tests.web.running import Demo, command
from tests.web.sockets import Socket

SERVICES = ["AH", "AK", "BA", "HA", "XA"]
NIGHT_S = 24 * 3600


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "own")
    yield running
    running.kill()


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[Demo]:
    """As a hall really runs: with its limits."""
    running = Demo(tmp_path / "limited", environ={})
    yield running
    running.kill()


def second_kiosk(demo: Demo) -> Caller:
    """Another machine at the door."""
    made = command("device", "add", "kiosk", "may-2", "--data", str(demo.folder))
    assert made.returncode == 0, made.stderr
    return Caller(demo.url, made.stdout.split("#")[-1].split()[0])


def test_a_hundred_people_at_two_kiosks_get_a_hundred_numbers_in_line(limited: Demo) -> None:
    kiosks = [Caller(limited.url, limited.access["kiosk_token"]), second_kiosk(limited)]

    def queue(kiosk: Caller) -> list[dict[str, object]]:
        return [kiosk.ticket(SERVICES[turn % len(SERVICES)]) for turn in range(50)]

    with ThreadPoolExecutor(2) as hall:
        took = [one for each in hall.map(queue, kiosks) for one in each]
    for service in SERVICES:
        numbers = sorted(str(one["number"]) for one in took if one["service"] == service)
        assert numbers == [f"{service}{turn:03}" for turn in range(1, 21)]
    # Who came first stands first: what each was told is how many were there before.
    for service in SERVICES:
        ahead = [one["ahead"] for one in sorted(took, key=lambda one: str(one["number"])) if one["service"] == service]
        assert ahead == list(range(20))
    assert {one["printed"] for one in took} == {"yes"}


def test_yesterday_is_gone_at_the_first_touch_of_the_morning(own: Demo) -> None:
    kiosk, paused, busy = Caller(own.url, own.access["kiosk_token"]), Desk(own, "15"), Desk(own, "16")
    kiosk.ticket("BM")
    kiosk.ticket("BH")
    good(busy.next())
    good(paused.put("/api/v1/counters/15/status", {"status": "paused"}))
    own.kill()
    own.forward(NIGHT_S)
    own.start()

    screen = Socket(own.url, own.access["kiosk_token"])
    screen.watch(kiosk=True)
    assert kiosk.ticket("BM")["number"] == "BM001"
    for desk in (paused, busy):
        refused(desk.get("/api/v1/session"), 401)
    board = good(kiosk.get("/api/v1/board?area=B"))
    assert {(one["state"], one["number"]) for one in board["counters"]} == {("closed", None)}
    assert (board["calls"], sum(line["count"] for line in board["waiting"])) == ([], 1)
    # A kiosk that slept through it all learns of the day from its socket, and needs nobody.
    menu = screen.until("kiosk", board["version"])
    counts = {one["code"]: one["waiting"] for part in menu["departments"] for one in part["services"]}
    assert {code: n for code, n in counts.items() if n} == {"BM": 1}
    again = Desk(own, "15")
    assert again.page()["status"] == "open"
    assert good(again.next())["ticket"]["number"] == "BM001"
    screen.close()


def test_an_officer_who_signs_in_again_after_a_power_cut_goes_on_with_the_same_person(own: Demo) -> None:
    kiosk, desk = Caller(own.url, own.access["kiosk_token"]), Desk(own, "15")
    kiosk.ticket("BM")
    called = good(desk.next())["ticket"]
    own.kill()
    own.start()
    same = Desk(own, "15")
    current = same.page()["current"]
    assert (current["id"], current["state"], current["called_at"]) == (called["id"], "called", called["called_at"])
    calls = good(kiosk.get("/api/v1/board?area=B"))["calls"]
    assert [(one["number"], one["current"]) for one in calls] == [(called["number"], True)]
    good(same.move(called, "serve"))
    assert good(same.move(called, "finish"))["state"] == "done"
