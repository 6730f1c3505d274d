"""The end of the day: the door closes for numbers, everybody inside is served, and nobody who is left loses the day."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, device
from tests.browser.kiosks import GLASS
from tests.browser.officer import Officer
from tests.browser.staff import close_day, signed_in
from tests.days.conftest import Opened
from tests.web.calling import good, refused

pytestmark = pytest.mark.browser
OVER = re.compile(r"^Trung tâm đã kết thúc ngày làm việc\.\sMở lại lúc 07:00 thứ Tư, \d+/\d+\.$")


def test_closing_time_ends_the_numbers_and_the_close_ends_the_day(centre: Opened, new_page: Open) -> None:
    here = centre("15:50")
    kiosk = here.kiosk
    machine = device(new_page(**GLASS), here, "kiosk")
    screen = device(new_page(1920, 1080), here, "display")
    officer = Officer(new_page(), here, "33")
    first, second, left = (kiosk.ticket("KM") for _ in range(3))
    here.until("16:01")
    expect(machine.locator("[data-all-shut]")).to_be_visible()
    refused(kiosk.post("/api/v1/tickets", {"service": "KM"}), 409, "service-closed")
    # Nobody who has a number is sent home by the hour.
    for ticket in (first, second):
        officer.press("Enter").sees("called", ticket["number"]).press("Enter").sees("serving")
        officer.press("Enter").sees("next")
    expect(screen.locator("#calm")).to_contain_text("Mời ông/bà ngồi chờ.")
    expect(screen.locator("#over")).to_be_hidden()
    here.until("16:40")
    page = signed_in(new_page(locale="vi-VN"), here, "supervisor", "/supervisor/hours")
    close_day(page)
    expect(officer.page.locator("dialog#ended")).to_contain_text("Trung tâm đã đóng ngày làm việc")
    officer.page.locator("#again").click()
    expect(officer.page.locator("#signin")).to_contain_text("Trung tâm đã đóng ngày làm việc.")
    phone = new_page(width=390, height=844, locale="vi-VN")
    phone.goto(left["track_url"])
    expect(phone.locator("main")).to_have_attribute("data-state", "expired")
    expect(machine.locator("[data-all-shut]")).to_be_visible()
    # Whatever is stopped after that, the kiosk and the screens say one thing: the day is over.
    good(here.staff("supervisor").post("/api/v1/opening/stop", {"service": "KM"}))
    good(here.staff("supervisor").post("/api/v1/opening/stop", {}))
    expect(machine.locator("[data-why] li")).to_have_text([OVER])
    expect(machine.locator("[data-still]")).to_be_hidden()
    expect(screen.locator("#over span")).to_have_text(OVER)
    expect(screen.locator("#over small")).to_have_text(re.compile(r"^The centre has closed for the day\.\sOpens again"))
    expect(screen.locator("#calm")).to_be_hidden()
    board = good(kiosk.get("/api/v1/board?area=K"))
    assert board["calls"] == [] and {one["state"] for one in board["counters"]} == {"closed"}

    # Next morning: the old number is found, and counts as if its holder had come an hour earlier.
    here.forward(15 * 3600)
    others = [kiosk.ticket("KM") for _ in range(3)]
    reception = here.staff("reception")
    again = good(reception.post("/api/v1/tickets", {"service": "KM", "carried": left["id"]}), 201)
    assert again["number"] == "KM004" and again["ahead"] == 0
    assert again["why"]["vi"].startswith("Chưa kịp phục vụ trước khi đóng")
    refused(reception.post("/api/v1/tickets", {"service": "KM", "carried": left["id"]}), 409, "conflict")
    assert good(here.desk("33").next())["ticket"]["number"] == again["number"] != others[0]["number"]
