"""What a citizen does on the phone: leaving with a second thought, taking it back, coming back after a missed call."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import barriers, clipped
from tests.browser.phones import Phone
from tests.web.calling import Caller, Desk, good
from tests.web.running import Demo

pytestmark = pytest.mark.browser


def act(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def leave(page: Page, name: str = "Rời hàng chờ") -> None:
    act(page, name)
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def missed(demo: Demo, desk: Desk, ticket: dict[str, Any]) -> None:
    good(desk.move(ticket, "call"))
    good(desk.move(ticket, "recall"))
    good(desk.move(ticket, "recall"))
    demo.forward(62)
    good(desk.move(ticket, "no-show"))


def test_leaving_asks_first_and_can_be_taken_back(own_demo: Demo, phone: Phone) -> None:
    kiosk = Caller(own_demo.url, own_demo.access["kiosk_token"])
    ahead, mine = kiosk.ticket("KM"), kiosk.ticket("KM")
    page = phone(mine["track_url"])
    act(page, "Rời hàng chờ")
    expect(page.locator("#leave p:visible")).to_have_count(2)
    expect(page.get_by_role("dialog")).to_contain_text("Trong 2 phút, ông/bà có thể lấy lại đúng lượt cũ.")
    assert barriers(page) == []
    act(page, "Ở lại hàng chờ")
    expect(page.locator("main")).to_have_attribute("data-state", "waiting")
    leave(page)
    expect(page.locator("h2")).to_have_text("Ông/bà đã rời hàng chờ")
    expect(page.locator(".left")).to_contain_text(re.compile(r"Còn 01:\d\d"))
    assert barriers(page) == []
    assert clipped(page) == []
    act(page, "Lấy lại lượt cũ")
    expect(page.locator("h2")).to_have_text("Còn 1 người cùng nội dung phía trước")
    assert good(kiosk.get(f"/api/v1/tickets/{mine['id']}"))["due_at"] == mine["due_at"]
    assert ahead["ahead"] == 0


def test_after_two_minutes_the_page_says_that_it_is_over(own_demo: Demo, phone: Phone) -> None:
    kiosk = Caller(own_demo.url, own_demo.access["kiosk_token"])
    page = phone(kiosk.ticket("KM")["track_url"])
    leave(page)
    expect(page.get_by_role("button", name="Lấy lại lượt cũ")).to_be_visible()
    own_demo.forward(121)
    act(page, "Lấy lại lượt cũ")
    expect(page.get_by_role("alert")).to_have_text("Đã quá thời gian lấy lại số. Nếu còn cần, mời ông/bà lấy số mới.")
    expect(page.locator("h2")).to_have_text("Số này đã được hủy")
    expect(page.get_by_role("button")).to_have_count(0)


def test_who_was_missed_comes_back_on_the_phone_until_the_number_is_void(own_demo: Demo, phone: Phone) -> None:
    kiosk, desk = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "33")
    mine = kiosk.ticket("KM")
    page = phone(f"{mine['track_url']}?lang=vi")
    for _ in range(2):
        missed(own_demo, desk, mine)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("h2")).to_have_text("Đã gọi nhưng ông/bà vắng mặt")
        expect(page.locator(".left")).to_contain_text("để báo lại")
        assert barriers(page) == []
        act(page, "Tôi đã có mặt")
        expect(page.locator("main")).to_have_attribute("data-state", "waiting")
        expect(page.locator(".why")).to_have_text("Vắng khi gọi, đã báo lại")
    missed(own_demo, desk, mine)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".state")).to_contain_text("Số này đã vắng nhiều lần nên hết giá trị.")
    expect(page.get_by_role("button", name="Tôi đã có mặt")).to_have_count(0)


def test_who_comes_back_too_late_is_told_so(own_demo: Demo, phone: Phone) -> None:
    kiosk, desk = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "33")
    mine = kiosk.ticket("KM")
    missed(own_demo, desk, mine)
    own_demo.forward(30 * 60 + 1)
    page = phone(f"{mine['track_url']}?lang=vi")
    expect(page.locator(".state")).to_contain_text("Đã quá thời gian báo lại.")
    expect(page.get_by_role("button", name="Tôi đã có mặt")).to_have_count(0)


def test_what_time_alone_changes_is_shown_though_nothing_happened(own_demo: Demo, phone: Phone) -> None:
    kiosk, desk = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "33")
    mine = kiosk.ticket("KM")
    missed(own_demo, desk, mine)
    page = phone(f"{mine['track_url']}?lang=vi")
    expect(page.get_by_role("button", name="Tôi đã có mặt")).to_be_visible()
    with page.expect_response("**/api/v1/track/*") as first:
        page.evaluate("dispatchEvent(new Event('online'))")
    own_demo.forward(30 * 60 + 1)
    with page.expect_response("**/api/v1/track/*") as later:
        page.evaluate("dispatchEvent(new Event('online'))")
    assert later.value.status == 200
    assert later.value.json()["version"] == good(kiosk.get(f"/api/v1/tickets/{mine['id']}"))["version"]
    assert first.value.status in (200, 304)
    expect(page.locator(".state")).to_contain_text("Đã quá thời gian báo lại.")


def test_leaving_while_called_frees_the_counter(own_demo: Demo, phone: Phone) -> None:
    kiosk, desk = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "33")
    mine = kiosk.ticket("KM", lang="en")
    good(desk.next())
    page = phone(mine["track_url"])
    expect(page.locator("main")).to_have_attribute("data-state", "called")
    act(page, "Leave the line")
    expect(page.get_by_role("dialog")).to_contain_text("counts as a missed call")
    expect(page.locator("#leave p:visible")).to_have_count(2)
    act(page, "Stay in the line")
    leave(page, "Leave the line")
    expect(page.locator("h2")).to_have_text("You left the line")
    assert desk.page()["current"] is None
    act(page, "I am here")
    expect(page.locator("main")).to_have_attribute("data-state", "waiting")
    expect(page.locator(".why")).to_have_text("Missed the call and came back")
