"""Whoever was promised a turn gets it at the kiosk and reads where it stands; others read what today may not hold."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers, clipped, device
from tests.browser.kiosks import GLASS, fact, ready, screen, take
from tests.browser.staff import signed_in
from tests.days.centre import Centre
from tests.days.conftest import Opened
from tests.days.test_waits import confirm, served
from tests.web.calling import good

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def booked(here: Centre, service: str, at: str) -> str:
    hour, minute = map(int, at.split(":"))
    when = here.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    said = {"service": service, "at": when.isoformat()}
    return str(good(here.staff("reception").post("/api/v1/appointments", said), 201)["code"])


def shows(kiosk: Page, code: str) -> None:
    """Types the code of an appointment and looks it up."""
    kiosk.locator('.door[data-go="appointment"]').click()
    for digit in code:
        kiosk.locator(f'[data-screen="appointment"] [data-type="{digit}"]').press("Enter")
    kiosk.locator('[data-look="appointment"]').click()
    expect(screen(kiosk, "confirm")).to_be_visible()


def test_an_appointment_after_the_last_hour_of_numbers_is_kept_at_the_kiosk(centre: Opened, new_page: Open) -> None:
    here = centre("15:20")
    code, missed = booked(here, "HA", "16:15"), booked(here, "HA", "15:30")
    here.until("16:10")
    kiosk = device(new_page(**GLASS), here, "kiosk")
    expect(kiosk.locator("[data-all-shut]")).to_contain_text("Đã hết giờ lấy số hôm nay.")
    expect(kiosk.locator(".door:visible")).to_have_text(["Tôi có lịch hẹn"])
    assert [*barriers(kiosk), *clipped(kiosk)] == []
    shows(kiosk, missed)
    expect(fact(kiosk, "refusal")).to_contain_text("Đã hết giờ lấy số hôm nay.")
    expect(kiosk.locator("[data-take]")).to_be_disabled()
    kiosk.locator("[data-back]").press("Enter")
    kiosk.locator("[data-back]").press("Enter")
    shows(kiosk, code)
    expect(fact(kiosk, "appointment")).to_have_text("Có lịch hẹn 16:15")
    expect(fact(kiosk, "refusal")).to_be_hidden()
    assert [*barriers(kiosk), *clipped(kiosk)] == []
    assert re.fullmatch(r"HA\d{3}", take(kiosk))


def test_an_appointment_is_kept_at_the_kiosk_though_the_days_numbers_are_all_taken(
    centre: Opened, new_page: Open
) -> None:
    here = centre("09:00")
    code = booked(here, "HA", "09:30")
    good(here.staff("admin").put("/api/v1/opening/caps/HA", {"cap": 1}))
    here.kiosk.ticket("HA")
    kiosk = ready(device(new_page(**GLASS), here, "kiosk"))
    shows(kiosk, code)
    expect(fact(kiosk, "refusal")).to_be_hidden()
    assert take(kiosk) == "HA002"


def test_an_appointment_reads_who_is_ahead_of_just_that_place(centre: Opened, new_page: Open) -> None:
    here = centre("08:10")
    code = booked(here, "BA", "09:00")
    for _ in range(12):
        here.kiosk.ticket("BA")
    served(here, "11", 6)
    here.until("09:02")
    kiosk = ready(device(new_page(**GLASS), here, "kiosk"))
    shows(kiosk, code)
    expect(fact(kiosk, "people")).to_have_text("Chưa có ai cùng nội dung phía trước")
    mine = str(fact(kiosk, "band").text_content())
    take(kiosk)
    expect(fact(kiosk, "ahead")).to_have_text("Chưa có ai cùng nội dung phía trước")
    kiosk.locator("[data-done]").click()
    confirm(kiosk, "DD", "BA")
    expect(fact(kiosk, "count")).to_have_text("7")
    assert str(fact(kiosk, "band").text_content()) > mine


def test_when_today_may_be_too_short_the_next_day_is_named_and_leaving_takes_nothing(
    centre: Opened, new_page: Open
) -> None:
    here = centre("14:00")
    for _ in range(24):
        here.kiosk.ticket("BA")
    served(here, "11", 4)
    here.until("15:40")
    kiosk = confirm(ready(device(new_page(**GLASS), here, "kiosk")), "DD", "BA")
    for lang, again in (("vi", r"Mở lại lúc 07:00 thứ Tư, \d+/\d+\.$"), ("en", r"Opens again at 07:00 on Wednesday")):
        kiosk.locator(f'[data-tongue="{lang}"]').click()
        expect(fact(kiosk, "late")).to_have_text(re.compile(again))
        assert [*barriers(kiosk), *clipped(kiosk)] == []
    kiosk.locator("[data-another]").click()
    expect(screen(kiosk, "start")).to_be_visible()
    menu = good(here.kiosk.get("/api/v1/services"))
    (line,) = [one for some in menu["departments"] for one in some["services"] if one["code"] == "BA"]
    assert line["waiting"] == 20
    desk = signed_in(new_page(800, 1280, locale="vi-VN"), here, "reception")
    desk.click('[data-department="DD"]')
    row = desk.locator('[data-service="BA"]')
    expect(row.locator("[data-expected]")).to_have_text(re.compile(r"^Dự kiến (từ|sau) \d\d:\d\d$"))
    expect(row.locator("[data-late]")).to_have_text(re.compile(r"^Hôm nay có thể không kịp phục vụ\. Mở lại lúc 07:00"))
    assert [*barriers(desk), *clipped(desk)] == []


def test_a_line_without_an_open_counter_says_so_quietly_in_its_hours(centre: Opened, new_page: Open) -> None:
    here = centre("07:10")
    kiosk = confirm(ready(device(new_page(**GLASS), here, "kiosk")), "DD", "BA")
    expect(fact(kiosk, "people")).to_be_visible()
    expect(fact(kiosk, "desks")).to_be_hidden()
    here.until("07:31")
    here.kiosk.ticket("BM")
    expect(fact(kiosk, "desks")).to_have_text("Quầy chưa mở.")
    expect(kiosk.locator("[data-take]")).to_be_enabled()
    assert [*barriers(kiosk), *clipped(kiosk)] == []
    here.desk("11")
    expect(fact(kiosk, "desks")).to_be_hidden()
