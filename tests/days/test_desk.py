"""People at a desk and around it: the officer's day, the photocopy, the corridor, the broker."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.officer import Officer, take
from tests.days.conftest import Opened
from tests.web.calling import good

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def look_again(phone: Page) -> None:
    """As the page does when somebody takes the phone out again."""
    phone.evaluate("dispatchEvent(new Event('online'))")


def test_an_officer_of_three_services_mis_clicks_and_goes_to_lunch(centre: Opened, new_page: Open) -> None:
    here = centre("11:10")
    officer = Officer(new_page(), here, "42")
    first, second, third = take(here, "MG", "MH", "MC")
    officer.sees("next", first).press("Enter").sees("called", first).press("Enter").sees("serving", first)
    # Finished by a slip of the hand: the person still sits there.
    officer.press("Enter").sees("next", second).press("z").sees("serving", first)
    officer.press("n", "Digit1")
    expect(officer.status).to_contain_text("Nghỉ sau lượt này")
    officer.press("Enter").sees("next", second)
    expect(officer.status).to_contain_text("Tạm nghỉ")
    here.until("11:40")
    later = here.kiosk.ticket("MH")
    here.until("13:02")
    officer.press("n")
    expect(officer.status).to_have_text("Đang mở")
    # The lines lasted over lunch, in the order in which people came.
    officer.has(waiting=[second, third, later["number"]])
    # One number of another service is called by its line alone, and nobody else loses the place.
    officer.ready().page.locator('.service[data-service="MC"]').click()
    officer.sees("called", third).press("t").has(waiting=[second, third, later["number"]])
    officer.press("Enter").sees("called", second)


def test_somebody_who_goes_to_photocopy_is_neither_shouted_for_nor_sent_back(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    officer = Officer(new_page(), here, "33")
    first, second, third = take(here, "KM", "KM", "KM")
    officer.serves(first).press("h", "Digit1").has(held=[first])
    officer.serves(second)
    before = good(here.kiosk.get("/api/v1/board?area=K"))["calls"]
    # Back with the copy while somebody sits there: the row waits, nothing is announced.
    officer.press("Enter").sees("next", third)
    officer.chooses(first).press("Enter").sees("serving", first).press("Enter").sees("next", third)
    assert good(here.kiosk.get("/api/v1/board?area=K"))["calls"] == before
    assert officer.served == 2


def test_somebody_in_the_corridor_misses_the_call_and_comes_back_by_phone(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    officer, phone = Officer(new_page(), here, "33"), new_page(**PHONE, locale="vi-VN")
    mine = here.kiosk.ticket("KM")
    others = take(here, *["KM"] * 5)
    officer.press("Enter").sees("called", mine["number"]).misses().has(missed=[mine["number"]])
    phone.goto(mine["track_url"])
    expect(phone.locator("main")).to_have_attribute("data-state", "no_show")
    here.forward(10 * 60)
    phone.get_by_role("button", name="Tôi đã có mặt").click()
    expect(phone.locator("h2")).to_have_text("Còn 3 người cùng nội dung phía trước")
    officer.has(missed=[], waiting=[*others[:3], mine["number"], *others[3:]])
    expect(officer.page.locator(".ticket-row", has_text=mine["number"])).to_contain_text("Vắng khi gọi, đã báo lại")
    # The second miss costs the whole line, the third the number.
    for number in others[:3]:
        officer.serves(number).finishes()
    officer.press("Enter").sees("called", mine["number"]).misses().has(missed=[mine["number"]])
    look_again(phone)
    phone.get_by_role("button", name="Tôi đã có mặt").click()
    officer.has(missed=[], waiting=[*others[3:], mine["number"]])
    for number in others[3:]:
        officer.serves(number).finishes()
    officer.press("Enter").sees("called", mine["number"]).misses().has(missed=[mine["number"]])
    look_again(phone)
    expect(phone.get_by_role("button", name="Tôi đã có mặt")).to_have_count(0)
    expect(phone.locator("main")).to_contain_text("bàn hướng dẫn")


def test_a_broker_with_twelve_dossiers_waits_as_often_as_anybody_with_three(centre: Opened, new_page: Open) -> None:
    here = centre("09:00")
    officer = Officer(new_page(), here, "33")
    broker, *others = take(here, *["KM"] * 4)
    served: list[str] = []
    while len(served) < 7:
        officer.serves()
        number = officer.page.locator("#number").text_content() or ""
        served.append(number)
        if number in others:
            officer.finishes()
            continue
        officer.press("d").ready()
        officer.page.fill("#done-dossiers", "3")
        if len(served) < 7:
            officer.page.check("#finishing [name=more]")
        officer.page.press("#done-dossiers", "Enter")
        if len(served) < 7:
            expect(officer.page.locator("#fresh")).to_be_visible()
            officer.ready().page.keyboard.press("Enter")
            expect(officer.page.locator("#fresh")).to_be_hidden()
    assert served == [broker, *others, "KM005", "KM006", "KM007"]
