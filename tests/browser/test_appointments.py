"""Reception keeps the appointments of a day: makes one, takes one off, gives a number to who has come."""

import re
from datetime import datetime, timedelta

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.staff import not_in_order, signed_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser
CODE = re.compile(r"^\d{3} \d{3}$")


def opened(demo: Demo, new_page: Open, lang: str = "vi-VN", size: tuple[int, int] = (800, 1280)) -> Page:
    page = signed_in(new_page(*size, locale=lang), demo, "reception")
    page.click("[data-view=appointments]")
    expect(page.locator("[name=day]")).not_to_have_value("")
    settled(page)
    return page


@pytest.fixture
def reception(demo: Demo, new_page: Open) -> Page:
    return opened(demo, new_page)


def settled(page: Page) -> None:
    """Waits until the page takes presses again, after it has become another one."""
    expect(page.locator("html")).not_to_have_attribute("data-settled", "no")


def later(demo: Demo, minutes: int) -> str:
    """A time of the hall's day, some minutes from now, such as "10:05"."""
    kiosk = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    board = requests.get(f"{demo.url}/api/v1/board", headers=kiosk).json()
    return f"{datetime.fromisoformat(board['at']) + timedelta(minutes=minutes):%H:%M}"


def booked(page: Page, service: str, time: str) -> tuple[str, Locator]:
    """The code of a new appointment, as it stands large on the page, and its row."""
    page.fill("[name=time]", time)
    page.select_option("#book-service", service)
    page.get_by_role("button", name="Đặt hẹn", exact=True).click()
    large = page.locator("[data-made-code]")
    expect(large).to_have_text(CODE)
    code = large.inner_text()
    return code, page.locator("[data-booked] li", has_text=code)


def test_an_appointment_is_made_and_its_code_shown_large(reception: Page, demo: Demo) -> None:
    time = later(demo, 90)
    _, row = booked(reception, "HA", time)
    size = reception.evaluate("() => parseFloat(getComputedStyle(document.querySelector('[data-made-code]')).fontSize)")
    assert size >= 70
    expect(row).to_contain_text(time)
    expect(row).to_contain_text("Đăng ký")


def test_somebody_with_an_appointment_gets_the_number_once(reception: Page, demo: Demo) -> None:
    time = later(demo, 30)
    _, row = booked(reception, "HA", time)
    row.get_by_role("button", name="Đã đến").click()
    expect(reception.get_by_text("Đã lấy số", exact=True)).to_be_visible()
    number = reception.locator("#ticket-number").inner_text()
    expect(reception.locator("[data-fact=why]")).to_have_text(f"Có lịch hẹn {time}")
    reception.click("[data-view=appointments]")
    expect(row.get_by_role("button")).to_have_text([number])
    settled(reception)
    row.get_by_role("button", name=number).click()
    expect(reception.locator("#ticket-number")).to_have_text(number)
    expect(reception.get_by_text("Đã lấy số", exact=True)).to_be_hidden()


def test_an_appointment_is_cancelled_by_the_second_press(reception: Page, demo: Demo) -> None:
    code, row = booked(reception, "HK", later(demo, 60))
    row.get_by_role("button", name="Hủy hẹn").click()
    again = row.get_by_role("button", name="Bấm lại để hủy")
    expect(again).to_be_visible()
    expect(row).not_to_contain_text("đã hủy")
    expect(again).to_have_attribute("data-armed", "yes")
    again.click()
    expect(reception.get_by_text(f"Đã hủy lịch hẹn {code}.")).to_be_visible()
    expect(row).to_contain_text("đã hủy")
    expect(row.get_by_role("button")).to_have_count(0)


def test_a_time_that_has_passed_is_refused_in_words(reception: Page, demo: Demo) -> None:
    reception.fill("[name=time]", later(demo, -30))
    reception.select_option("#book-service", "HA")
    reception.get_by_role("button", name="Đặt hẹn", exact=True).click()
    expect(reception.get_by_text("Giờ hẹn phải ở phía trước, trong vòng một năm.")).to_be_visible()
    expect(reception.locator("[data-made-code]")).to_be_hidden()


def test_an_appointment_of_tomorrow_stands_on_its_day_and_is_for_nobody_today(reception: Page, demo: Demo) -> None:
    day = reception.locator("[name=day]")
    today = day.input_value()
    day.fill(f"{datetime.fromisoformat(today) + timedelta(days=1):%Y-%m-%d}")
    _, row = booked(reception, "BM", "09:00")
    expect(row.get_by_role("button")).to_have_text(["Hủy hẹn"])
    day.fill(today)
    expect(row).to_have_count(0)


def test_what_another_desk_books_appears_without_reloading(reception: Page, demo: Demo, new_page: Open) -> None:
    other = requests.Session()
    other.post(f"{demo.url}/api/v1/session", json=demo.access["admin"])
    day = reception.locator("[name=day]").input_value()
    at = f"{day}T{later(demo, 120)}:00+07:00"
    made = other.post(f"{demo.url}/api/v1/appointments", json={"service": "KA", "at": at}).json()
    row = reception.locator("[data-booked] li", has_text=f"{made['code'][:3]} {made['code'][3:]}")
    expect(row).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(800, 1280), (1280, 800)])
def test_the_appointments_have_no_barriers(demo: Demo, new_page: Open, lang: str, size: tuple[int, int]) -> None:
    page = opened(demo, new_page, lang, size)
    page.fill("[name=time]", later(demo, 45))
    page.select_option("#book-service", "BA")
    page.locator("[data-booking] [type=submit]").click()
    expect(page.locator("[data-made-code]")).to_have_text(CODE)
    assert not_in_order(page) == []
    lines = {round(box["y"]) for one in page.locator(".bar > *").all() if (box := one.bounding_box())}
    assert max(lines) - min(lines) < 40
