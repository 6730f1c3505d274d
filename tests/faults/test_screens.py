"""Screens that are cut off while the server lives: whoever was called before or meanwhile is not missed for it."""

from collections.abc import Callable
from typing import Any

from tests.web.calling import Caller, Desk, good, refused, sign_in
from tests.web.running import Demo
from tests.web.sockets import Socket


def until_gone(demo: Demo) -> None:
    """Waits until the server knows that its display is."""
    staff = Caller(demo.url, cookies=sign_in(demo.url, demo.access["reception"]))
    while "mất kết nối" not in next(
        one["says"] for one in good(staff.get("/hall/now"))["devices"] if "Màn hình" in one["name"]
    ):
        pass


def turned(page: Socket, before: dict[str, Any], *, dark: bool) -> dict[str, Any]:
    """The first document of a counter after ``before`` that says its screens are so."""
    now = before
    while (now["dark_since"] is not None) is not dark:
        now = page.until("counter", now["version"] + 1)
    return now


def test_nobody_is_missed_at_once_when_the_screens_come_back(
    demo: Demo, kiosk: Caller, desk: Callable[[str], Desk]
) -> None:
    at15 = desk("15")
    screen = Socket(demo.url, demo.access["display_token"])
    screen.watch(board="B")
    ticket = kiosk.ticket("BM")
    good(at15.next())
    at15.wait_out(ticket)
    page = Socket(demo.url, cookies=at15.cookies)
    now = page.watch(counter="15")
    screen.close()
    until_gone(demo)
    # A shorter gap misses nothing: what was called stands on the screen when it is back.
    demo.forward(11)
    refused(at15.move(ticket, "no-show"), 409, "not-allowed")
    dark = turned(page, now, dark=True)
    assert dark["current"]["no_show_at"] > now["current"]["no_show_at"]
    demo.forward(20 * 60)
    screen = Socket(demo.url, demo.access["display_token"])
    assert screen.watch(board="B")["calls"][-1]["number"] == ticket["number"]
    assert "giây" in refused(at15.move(ticket, "no-show"), 409, "not-allowed")["detail"]
    back = turned(page, dark, dark=False)
    assert back["current"]["no_show_at"] > dark["current"]["no_show_at"]
    page.close()
    demo.forward(60)
    assert good(at15.move(ticket, "no-show"))["state"] == "no_show"
    screen.close()
