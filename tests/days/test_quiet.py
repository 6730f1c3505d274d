"""People for whom a hall is made of what they see, read or need only for a minute."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, device
from tests.browser.kiosks import GLASS, choose, fact, ready, take
from tests.browser.officer import Officer
from tests.browser.screen import call, opened
from tests.days.conftest import Opened
from tests.web.calling import good

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def test_a_deaf_citizen_sees_the_call_on_the_phone_and_on_the_screen(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    kiosk = ready(device(new_page(**GLASS), here, "kiosk"))
    officer, screen = Officer(new_page(), here, "1"), opened(new_page, here, "A")
    choose(kiosk)
    kiosk.locator('[data-switch="assist"]').click()
    number = take(kiosk)
    link = kiosk.locator('[data-screen="ticket"] [data-fact="qr"]').first
    expect(link).to_be_visible()
    ticket = good(here.staff("reception").get(f"/api/v1/tickets?number={number}"))["tickets"][0]
    assert ticket["assist"] is True
    phone = new_page(**PHONE, locale="vi-VN")
    phone.add_init_script("navigator.vibrate = (...beats) => { document.documentElement.dataset.felt = beats.flat(); }")
    phone.goto(ticket["track_url"])
    expect(phone.locator("h2")).to_have_text("Sắp đến lượt ông/bà")
    officer.press("Enter").sees("called", number)
    expect(officer.page.locator("#ticket")).to_contain_text("Cần hỗ trợ")
    expect(call(screen, number).locator(".number")).to_have_text([number, "1"])
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator(".counter")).to_have_text("1")
    expect(phone.locator("html")).to_have_attribute("data-felt", "400,200,400,200,400")
    here.forward(19)
    expect(call(screen, number)).to_be_visible()


def test_a_foreigner_reads_english_from_the_kiosk_to_the_counter(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    kiosk = ready(device(new_page(**GLASS), here, "kiosk"))
    officer = Officer(new_page(), here, "1")
    kiosk.locator('[data-tongue="en"]').click()
    choose(kiosk)
    expect(kiosk.locator("[data-take]")).to_have_text("TAKE A NUMBER")
    number = take(kiosk)
    expect(fact(kiosk, "number")).to_have_text(number)
    ticket = good(here.staff("reception").get(f"/api/v1/tickets?number={number}"))["tickets"][0]
    assert ticket["lang"] == "en"
    phone = new_page(**PHONE, locale="en-GB")
    phone.goto(ticket["track_url"])
    expect(phone.locator("h2")).to_have_text("It is nearly your turn")
    officer.press("Enter").sees("called", number)
    expect(officer.page.locator("#ticket")).to_contain_text("Tiếng Anh")
    # The next person finds the machine in Vietnamese.
    kiosk.locator("[data-done]").click()
    expect(kiosk.locator('[data-tongue="vi"]')).to_have_attribute("aria-pressed", "true")


def test_who_only_collects_a_result_does_not_wait_behind_new_filers(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    for _ in range(12):
        here.kiosk.ticket("BA")
    kiosk = ready(device(new_page(**GLASS), here, "kiosk"))
    officer = Officer(new_page(), here, "18")
    kiosk.locator('[data-go="results"]').click()
    kiosk.locator('.service:visible[data-service="BT"]').click()
    number = take(kiosk)
    assert number == "BT001"
    officer.press("Enter").sees("called", number).press("Enter").sees("serving").press("Enter").sees("none")
    assert good(here.kiosk.get("/api/v1/board?area=B"))["calls"][-1]["number"] == number
