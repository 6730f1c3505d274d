"""Who keeps the hall going: reception, the supervisor when an officer falls ill, and a hall that stands still."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.officer import Officer, take
from tests.browser.screen import call, opened
from tests.browser.staff import signed_in
from tests.browser.test_reception import find, pressed, services, settled
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


def test_whom_a_sick_officer_had_is_served_in_another_area_and_the_line_comes_back(
    centre: Opened, new_page: Open
) -> None:
    here = centre("09:00")
    sick, far = Officer(new_page(), here, "33"), Officer(new_page(), here, "51")
    held, at_desk, *others = numbers = take(here, *["KM"] * 5)
    sick.serves(held).press("h", "h").has(held=[held]).serves(at_desk)
    page, screen = signed_in(new_page(locale="vi-VN"), here, "supervisor"), opened(new_page, here, "K")
    # Taken ill from the desk: the page is open, and nobody at it.
    page.get_by_role("button", name="Đóng quầy 33").click()
    question = page.locator("[data-counter-dialog]")
    expect(question).to_contain_text(f"{at_desk} đang ở quầy")
    settled(page)
    question.get_by_role("button", name="Đóng quầy").click()
    expect(sick.page.locator("#ended")).to_be_visible()
    here.forward(60)
    alert = page.get_by_text("5 người chờ mà không có quầy mở")
    expect(alert).to_be_visible()
    _move(page, "KM", "XA")
    expect(alert).to_be_hidden()
    # Those who sit in area K read and hear it there.
    expect(screen.locator("#notice")).to_contain_text("Hàng chờ được chuyển sang quầy khác")
    far.has(waiting=numbers).serves(held).finishes()
    far.press("Enter").sees("called", at_desk)
    expect(call(screen, at_desk)).to_be_visible()
    # Somebody takes over, and has whoever is left.
    colleague = Officer(new_page(), here, "33")
    _move(page, "KM", "KM")
    colleague.has(waiting=others)
    far.has(waiting=[]).sees("called", at_desk)


def _move(page: Page, line: str, to: str) -> None:
    page.get_by_role("button", name=f"Chuyển cả hàng {line}").click()
    page.locator("#move-to").select_option(f"service {to}")
    page.locator("[data-move-dialog] [type=submit]").click()
    expect(page.locator("[data-move-dialog]")).to_be_hidden()


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
