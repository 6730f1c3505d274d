"""At the kiosk: an appointment, one's own number, several services in a visit, numbers for others."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers, clipped
from tests.browser.kiosks import GLASS, choose, fact, ready, screen, take
from tests.web.calling import Caller, Desk, good, sign_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def glass(own_demo: Demo, new_page: Open) -> Page:
    page = new_page(**GLASS)
    page.goto(f"{own_demo.url}/enter#{own_demo.access['kiosk_token']}")
    return ready(page)


def typed(page: Page, name: str, text: str) -> None:
    for letter in text:
        page.locator(f'[data-screen="{name}"] [data-type="{letter.upper()}"]').press("Enter")


def appointment(demo: Demo, minutes: int) -> dict[str, Any]:
    reception = Caller(demo.url, cookies=sign_in(demo.url, demo.access["reception"]))
    at = datetime.fromisoformat(good(reception.get("/api/v1/board"))["at"]) + timedelta(minutes=minutes)
    said = {"service": "MK", "at": at.isoformat(timespec="seconds")}
    return good(reception.post("/api/v1/appointments", said), 201)


def test_an_appointment_is_kept_by_its_code_and_only_once(own_demo: Demo, glass: Page) -> None:
    one = appointment(own_demo, 30)
    for turn in range(2):
        glass.locator('.door[data-go="appointment"]').press("Enter")
        typed(glass, "appointment", one["code"])
        assert barriers(glass) == []
        assert clipped(glass) == []
        glass.locator('[data-look="appointment"]').press("Enter")
        if turn == 0:
            expect(fact(glass, "appointment")).to_contain_text("Có lịch hẹn ")
            take(glass)
            expect(fact(glass, "why")).to_have_text(f"Có lịch hẹn {one['at'][11:16]}")
            assert clipped(glass) == []
            glass.locator("[data-screen]:visible :is([data-done], [data-home])").press("Enter")
    expect(fact(glass, "wrong-appointment")).to_contain_text("Lịch hẹn này đã lấy số MK001")


def test_a_wrong_code_is_said_and_can_be_typed_again(glass: Page) -> None:
    glass.locator('.door[data-go="appointment"]').press("Enter")
    typed(glass, "appointment", "123")
    glass.locator('[data-look="appointment"]').press("Enter")
    expect(fact(glass, "wrong-appointment")).to_have_text("Không có lịch hẹn này. Mời xem lại mã hẹn.")
    glass.locator('[data-screen="appointment"] [data-type="erase"]').press("Enter")
    expect(fact(glass, "typed-appointment")).to_have_text("12")


def missed(own_demo: Demo) -> dict[str, Any]:
    """A number that was called three times in vain."""
    kiosk, desk = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "33")
    mine = kiosk.ticket("KM")
    good(desk.next())
    for _ in range(2):
        good(desk.move(mine, "recall"))
    own_demo.forward(62)
    good(desk.move(mine, "no-show"))
    return mine


def test_who_comes_back_too_late_is_told_so_at_the_kiosk(own_demo: Demo, glass: Page) -> None:
    mine = missed(own_demo)
    own_demo.forward(30 * 60 + 1)
    glass.locator('[data-go="mine"]').press("Enter")
    typed(glass, "mine", mine["number"])
    glass.locator('[data-look="mine"]').press("Enter")
    expect(fact(glass, "mine-state")).to_contain_text("Đã quá thời gian báo lại.")
    expect(glass.locator('[data-screen="found"] [data-code]')).to_be_hidden()
    assert clipped(glass) == []


def test_ones_own_number_is_looked_at_and_comes_back_with_the_slips_code(own_demo: Demo, glass: Page) -> None:
    mine = missed(own_demo)
    glass.locator('[data-go="mine"]').press("Enter")
    typed(glass, "mine", mine["number"])
    assert barriers(glass) == []
    glass.locator('[data-look="mine"]').press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Đã gọi nhưng ông/bà vắng mặt")
    expect(glass.locator("[data-rejoin]")).to_be_hidden()
    glass.locator('[data-screen="found"] [data-code]').press("Enter")
    typed(glass, "mine", mine["id"][-6:])
    glass.locator('[data-look="mine"]').press("Enter")
    assert barriers(glass) == []
    assert clipped(glass) == []
    expect(glass.locator("[data-rejoin]")).to_have_text("Tôi đã có mặt")
    glass.locator("[data-rejoin]").press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Chưa có ai cùng nội dung phía trước")
    expect(fact(glass, "mine-why")).to_have_text("Vắng khi gọi, đã báo lại")


def test_who_has_just_left_takes_the_old_place_back_at_the_kiosk(own_demo: Demo, glass: Page) -> None:
    caller = Caller(own_demo.url, own_demo.access["kiosk_token"])
    mine, behind = caller.ticket("KM"), caller.ticket("KM")
    good(caller.post(f"/api/v1/track/{mine['track_url'].rsplit('/', 1)[1]}/leave"))
    glass.keyboard.type(mine["track_url"])
    glass.keyboard.press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Ông/bà đã rời hàng chờ")
    expect(fact(glass, "mine-advice")).to_have_text("Ông/bà đổi ý? Có thể lấy lại đúng lượt cũ, như chưa rời đi.")
    expect(glass.locator("[data-rejoin]")).to_have_text("Lấy lại lượt cũ")
    assert barriers(glass) == []
    assert clipped(glass) == []
    glass.locator("[data-rejoin]").press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Chưa có ai cùng nội dung phía trước")
    assert good(caller.get(f"/api/v1/tickets/{behind['id']}"))["ahead"] == 1


def test_who_left_while_being_called_reads_that_at_the_kiosk_and_comes_back_or_takes_a_new_number(
    own_demo: Demo, glass: Page
) -> None:
    caller, desk = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "33")
    mine = caller.ticket("KM")
    leave = f"/api/v1/track/{mine['track_url'].rsplit('/', 1)[1]}/leave"
    good(desk.next())
    good(caller.post(leave))
    glass.keyboard.type(mine["track_url"])
    glass.keyboard.press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Ông/bà đã rời hàng chờ")
    expect(fact(glass, "mine-advice")).to_have_text("Ông/bà đổi ý? Số đã được gọi, nên sẽ chờ sau vài số nữa.")
    assert barriers(glass) == []
    assert clipped(glass) == []
    glass.locator("[data-rejoin]").press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Chưa có ai cùng nội dung phía trước")
    expect(fact(glass, "mine-advice")).to_be_hidden()
    good(caller.post(leave))
    own_demo.forward(121)
    glass.keyboard.type(mine["track_url"])
    glass.keyboard.press("Enter")
    expect(fact(glass, "mine-state")).to_have_text("Số này đã được hủy")
    expect(fact(glass, "mine-advice")).to_have_text("Nếu còn cần, mời ông/bà lấy số mới hoặc hỏi bàn hướng dẫn.")
    expect(glass.locator("[data-rejoin]")).to_be_hidden()


def test_who_takes_a_number_before_a_counter_opens_reads_so_before_and_after(glass: Page) -> None:
    choose(glass)
    expect(fact(glass, "desks")).to_have_text("Quầy chưa mở.")
    take(glass)
    expect(fact(glass, "desks")).to_have_text("Quầy chưa mở.")
    assert clipped(glass) == []


def test_a_slip_under_the_reader_shows_its_number_from_any_screen(own_demo: Demo, glass: Page) -> None:
    mine = Caller(own_demo.url, own_demo.access["kiosk_token"]).ticket("KM")
    glass.keyboard.type(mine["track_url"])
    glass.keyboard.press("Enter")
    expect(screen(glass, "found")).to_be_visible()
    expect(fact(glass, "mine-number")).to_have_text(mine["number"])
    expect(fact(glass, "mine-place")).to_have_text("Khu K, quầy 33")
    # Plain order is no reason, and reads as if it were one's turn.
    expect(fact(glass, "mine-why")).to_be_hidden()


def test_three_services_are_taken_with_one_number(own_demo: Demo, glass: Page) -> None:
    choose(glass)
    for code in ("AX", "KM"):
        glass.locator("[data-add]").press("Enter")
        expect(fact(glass, "choose")).to_have_text(re.compile(r"^Hộ chiếu.*, và thêm \.\.\.$"))
        expect(glass.locator('[data-go="appointment"]')).to_be_hidden()
        row = glass.locator(f'.department[data-service="{code}"]')
        if row.count() == 0:
            glass.locator('[data-go="search"]').press("Enter")
            glass.locator("[data-query]").fill({"AX": "dang ky xe", "KM": "noi vu"}[code])
            row = glass.locator(f'.hits [data-find="{code}"]').first
        row.press("Enter")
        expect(glass.locator("[data-then] li").last).to_contain_text("Sau đó: ")
    expect(glass.locator("[data-add]")).to_be_disabled()
    assert barriers(glass) == []
    assert clipped(glass) == []
    number = take(glass)
    expect(fact(glass, "then")).to_contain_text("Sau đó: ")
    reception = Caller(own_demo.url, cookies=sign_in(own_demo.url, own_demo.access["reception"]))
    (ticket,) = good(reception.get(f"/api/v1/tickets?number={number}"))["tickets"]
    assert ticket["then"] == ["AX", "KM"]
    glass.keyboard.type(ticket["track_url"])
    glass.keyboard.press("Enter")
    expect(fact(glass, "mine-then")).to_have_text(re.compile("^Sau đó: .+, .+$"))
    assert clipped(glass) == []


def test_an_added_service_is_taken_off_again_and_the_way_back_loses_nothing_else(glass: Page) -> None:
    choose(glass)
    after = glass.locator("[data-then] li")
    glass.locator('[data-switch="assist"]').press("Enter")
    for turn in range(2):
        glass.locator("[data-add]").press("Enter")
        glass.locator('.department[data-service="KM"]').press("Enter")
        expect(after).to_have_count(1)
        glass.locator("[data-then] [data-drop]" if turn else "[data-back]").press("Enter")
        expect(after).to_have_count(0)
    glass.locator("[data-add]").press("Enter")
    glass.locator("[data-back]").press("Enter")
    expect(screen(glass, "confirm")).to_be_visible()
    expect(glass.locator('[data-switch="assist"]')).to_have_attribute("aria-pressed", "true")
    glass.locator("[data-back]").press("Enter")
    expect(screen(glass, "start")).to_be_visible()


def test_who_has_priority_reads_what_it_is_worth_and_no_count_that_leaves_it_out(glass: Page) -> None:
    choose(glass)
    glass.locator('[data-switch="priority"]').press("Enter")
    expect(fact(glass, "people")).to_be_visible()
    glass.locator("label.class").last.click()
    expect(fact(glass, "credit")).to_contain_text("được tính như đến sớm hơn")
    expect(fact(glass, "people")).to_be_hidden()
    expect(glass.locator("label.class").last).to_be_in_viewport(ratio=1)
    expect(glass.locator("[data-more]")).to_be_hidden()


def test_after_two_numbers_of_one_service_the_kiosk_asks_once_and_takes_a_yes(glass: Page) -> None:
    def again() -> None:
        glass.locator("[data-screen]:visible :is([data-done], [data-home])").press("Enter")
        choose(glass)

    choose(glass)
    take(glass)
    again()
    take(glass)
    again()
    glass.locator("[data-take]").press("Enter")
    question = glass.get_by_role("dialog")
    expect(question).to_contain_text("Ông/bà lấy thêm số cho người khác?")
    assert barriers(glass) == []
    question.locator('[data-others="yes"]').press("Enter")
    expect(screen(glass, "ticket")).to_be_visible()
    again()
    take(glass)
