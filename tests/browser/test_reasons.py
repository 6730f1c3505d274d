"""Why a number is called, as the officer, the hall and the phone read it; and calls out of order in the record."""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, device
from tests.browser.officer import Officer, citizens, take
from tests.browser.phones import Phone
from tests.browser.staff import not_in_order, signed_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser
MINUTE = 60


def prefers(demo: Demo, counter: str, *, until_close: bool = True, **services: int) -> None:
    """Has a counter serve these, until the close or for good, each with so many minutes of preference."""
    session = requests.Session()
    who = {name: demo.access["supervisor"][name] for name in ("username", "password")}
    assert session.post(f"{demo.url}/api/v1/session", json=who).status_code == 201
    body = {"services": services, "until_close": until_close}
    answer = session.put(f"{demo.url}/api/v1/counters/{counter}/services", json=body)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("lang", "why", "also"),
    [
        ("vi", "Nhận kết quả, giải quyết nhanh", "Quầy cũng gọi trước: "),
        ("en", "Collecting a result: quickly done", "The counter also calls first: "),
    ],
)
def test_who_goes_first_by_preference_is_explained_to_everybody(
    own_demo: Demo, new_page: Open, phone: Phone, lang: str, why: str, also: str
) -> None:
    prefers(own_demo, "26", HM=0, HT=30)
    desk = Officer(new_page(), own_demo, "26", lang=lang)
    waits = citizens(own_demo).ticket("HM", lang=lang)
    own_demo.forward(MINUTE)
    (result,) = take(own_demo, "HT")
    desk.has(waiting=[result, waits["number"]])
    rows = desk.page.locator("#waiting .for")
    expect(rows.first).to_contain_text(why)
    expect(rows.last).not_to_contain_text(why)
    told = phone(waits["track_url"], locale=lang)
    expect(told.locator(".others")).to_contain_text(also)
    screen: Page = device(new_page(1920, 1080), own_demo, "display")
    desk.press("Enter").sees("called", result)
    expect(desk.page.locator("#why")).to_have_text(why)
    expect(screen.locator(f"[data-number={result}] .why")).to_contain_text("Nhận kết quả")
    assert not_in_order(told) == not_in_order(desk.page) == []


def test_calling_one_service_past_another_is_said_and_counted(demo: Demo, new_page: Open) -> None:
    desk = Officer(new_page(), demo, "8")
    supervisor = signed_in(new_page(locale="vi-VN"), demo, "supervisor")
    first, fire = take(demo, "AX", "AC")
    desk.has(waiting=[first, fire])
    expect(desk.page.locator("#by-service")).to_be_hidden()
    desk.ready().page.locator("[data-service=AC]").click()
    desk.sees("called", fire)
    expect(desk.page.locator("#why")).to_contain_text("Cán bộ gọi nội dung: ")
    expect(desk.page.locator("#by-service")).to_have_text("1")
    expect(supervisor.locator("[data-counter='8'] [data-by-service]")).to_have_text("1")
    expect(supervisor.locator("[data-counter='8'] [data-chosen]")).to_have_text("0")
    assert not_in_order(desk.page) == not_in_order(supervisor) == []
    desk.press("z").sees("next", first)
    expect(desk.page.locator("#by-service")).to_be_hidden()


@pytest.mark.parametrize(
    ("lang", "today", "back"),
    [
        (
            "vi",
            "Quầy nhận thêm: Giáo dục, đến hết ngày. Quầy gọi trước: Văn hóa, du lịch, đến hết ngày.",
            "Từ nay quầy không nhận: Giáo dục. Từ nay quầy gọi theo thứ tự lấy số.",
        ),
        (
            "en",
            "This counter also takes Education until the end of the day. "
            "This counter calls Culture, tourism first until the end of the day.",
            "From now on this counter does not take Education. "
            "From now on this counter calls in the order numbers were taken.",
        ),
    ],
)
def test_what_the_supervisor_changes_at_a_counter_reaches_its_officer_in_words(
    demo: Demo, new_page: Open, lang: str, today: str, back: str
) -> None:
    desk = Officer(new_page(), demo, "43", lang=lang)
    told = desk.page.locator("#changed")
    expect(told).to_be_hidden()
    prefers(demo, "43", MV=30, MG=0)
    expect(told).to_have_text(today)
    desk.page.reload()
    desk.ready()
    expect(told).to_have_text(today)
    assert not_in_order(desk.page) == []
    prefers(demo, "43", until_close=False, MV=0)
    expect(told).to_have_text(back)
    expect(desk.page.locator(".service")).to_have_count(1)
    desk.page.reload()
    desk.ready()
    expect(told).to_be_hidden()
