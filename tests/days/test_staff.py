"""Who keeps the hall going: reception, the supervisor when an officer falls ill, and a hall that stands still."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.officer import Officer, take
from tests.browser.screen import opened
from tests.browser.staff import signed_in
from tests.browser.test_reception import find, pressed, services
from tests.browser.test_reception import take as issued
from tests.browser.test_reception_amend import amend, fact
from tests.browser.test_supervising import choose
from tests.days.conftest import Opened
from tests.web.calling import good, refused

pytestmark = pytest.mark.browser


def test_reception_issues_finds_puts_right_brings_back_and_prints(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    officer = Officer(new_page(), here, "33")
    page = signed_in(new_page(800, 1280, locale="vi-VN"), here, "reception")
    # For somebody who cannot use the machine.
    services(page, "NV")
    first = issued(page, "KM")
    # Who pressed "priority" by mistake stands where they came.
    second = here.kiosk.ticket("KM", priority="elderly")["number"]
    officer.has(waiting=[second, first])
    find(page, second)
    amend(page, "undue", priority="none")
    expect(fact(page, "why")).not_to_contain_text("Ưu tiên")
    officer.has(waiting=[first, second])
    pressed(page, "In phiếu")
    expect(page.locator("[data-slip], img[data-fact=slip]").first).to_be_attached()
    # Who missed the call says so here.
    officer.press("Enter").sees("called", first).misses().has(missed=[first])
    find(page, first)
    pressed(page, "Cho chờ lại")
    officer.has(missed=[], waiting=[second, first])


def test_an_officer_falls_ill_and_thirty_people_are_called_elsewhere(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    sick, colleague = Officer(new_page(), here, "33"), Officer(new_page(), here, "34")
    numbers = take(here, *["KM"] * 30)
    page = signed_in(new_page(locale="vi-VN"), here, "supervisor")
    sick.sees("next", numbers[0])
    sick.page.locator("#leave").click()
    expect(sick.page.locator("#username")).to_be_visible()
    here.forward(60)
    alert = page.get_by_text("30 người chờ mà không có quầy mở")
    expect(alert).to_be_visible()
    page.get_by_role("button", name="Giao quầy 34 đến hết ngày").click()
    expect(alert).to_be_hidden()
    colleague.sees("next", numbers[0]).press("Enter").sees("called", numbers[0])
    # Tomorrow the counter serves what it always served.
    here.forward(24 * 3600)
    here.kiosk.ticket("KX")
    overview = good(here.staff("supervisor").get("/api/v1/overview"))
    assert "KM" not in str(next(one for one in _counters(overview) if one["counter"] == "34")["services"])


def _counters(overview: dict[str, object]) -> list[dict[str, object]]:
    found = overview["counters"]
    assert isinstance(found, list)
    return found


def test_while_the_hall_stands_still_nobody_loses_a_place_or_a_minute(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    officer, screen = Officer(new_page(), here, "33"), opened(new_page, here, "K")
    page = signed_in(new_page(locale="vi-VN"), here, "supervisor")
    missed = here.kiosk.ticket("KM")
    officer.press("Enter").sees("called", missed["number"]).misses().sees("none")
    called, *waiting = take(here, "KM", "KM", "KM")
    officer.press("Enter").sees("called", called)
    page.locator("[data-pause]").click()
    choose(page, "[data-pause-dialog]", "power")
    expect(screen.locator("#paused")).to_contain_text("Số thứ tự được giữ nguyên")
    desk = here.desk("33")
    refused(here.kiosk.post("/api/v1/tickets", {"service": "KM"}), 409, "service-closed")
    here.forward(45 * 60)
    # Nobody was called meanwhile, and the time for who had been is as long as it was.
    current = good(desk.get("/api/v1/counters/33"))["current"]
    refused(desk.move(current, "no-show"), 409, "not-allowed")
    page.locator("[data-resume]").click()
    page.locator("[data-resume-dialog] [type=submit]").click()
    expect(screen.locator("#paused")).to_be_hidden()
    back = good(here.kiosk.post(f"/api/v1/track/{missed['track_url'].rpartition('/')[2]}/rejoin", {}))
    assert back["state"] == "waiting"
    numbers = [one["number"] for one in good(desk.get("/api/v1/counters/33"))["waiting"]["tickets"]]
    assert numbers == [*waiting, missed["number"]]
