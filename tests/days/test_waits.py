"""What a citizen reads of the wait: at the kiosk, on the phone and in the hall, through lunch and near the close."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, clipped, device
from tests.browser.kiosks import GLASS
from tests.browser.staff import signed_in
from tests.days.centre import Centre
from tests.days.conftest import Opened
from tests.web.calling import good
from tests.web.schemas import Checker

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
IN_ITS_ROW = """
(time) => { const [a, b] = [time, time.closest("li")].map((one) => one.getBoundingClientRect());
  return a.top >= b.top && a.bottom <= b.bottom && a.right <= b.right && time.scrollWidth <= time.clientWidth; }
"""
CLOCK = r"\d\d:\d\d-\d\d:\d\d"


def served(centre: Centre, counter: str, turns: int) -> None:
    """People of the line in turn, eight minutes each."""
    desk = centre.desk(counter)
    for _ in range(turns):
        ticket = desk.next().json()["ticket"]
        desk.move(ticket, "serve")
        centre.forward(480)
        desk.move(ticket, "finish")


def confirm(page: Page, department: str, service: str) -> Page:
    page.locator(f'[data-go="department-{department}"]:visible').click()
    page.locator(f'.service[data-service="{service}"]:visible').click()
    return page


def test_the_expected_time_is_read_before_and_after_taking_a_number(centre: Opened, new_page: Open) -> None:
    open_centre = centre("08:30")
    kiosk = open_centre.kiosk
    for _ in range(12):
        kiosk.ticket("BA")
    served(open_centre, "11", 6)

    page = confirm(device(new_page(**GLASS), open_centre, "kiosk"), "DD", "BA")
    expect(page.locator('[data-screen="confirm"] [data-fact="count"]')).to_have_text("6")
    expect(page.locator('[data-screen="confirm"] [data-fact="band"]')).to_have_text(re.compile(f"Dự kiến {CLOCK}"))
    expect(page.locator('[data-screen="confirm"] [data-fact="late"]')).to_be_hidden()
    page.locator('[data-tongue="en"]').click()
    expect(page.locator('[data-screen="confirm"] [data-fact="band"]')).to_have_text(re.compile(f"^Expected {CLOCK}$"))

    ticket = kiosk.ticket("BA")
    phone = new_page(390, 844, locale="vi-VN")
    phone.goto(ticket["track_url"])
    expect(phone.locator(".band")).to_have_text(re.compile(f"^Dự kiến {CLOCK}$"))
    phone.goto(f"{ticket['track_url']}?lang=en")
    expect(phone.locator(".band")).to_have_text(re.compile(f"^Expected {CLOCK}$"))

    screen = device(new_page(1920, 1080), open_centre, "display")
    screen.goto(f"{open_centre.url}/display?area=B")
    expect(screen.locator("#waiting small").first).to_have_text(re.compile(f"^{CLOCK}$"))

    contract = Checker(good(kiosk.get("/api/v1/openapi.json")))
    board = good(kiosk.get("/api/v1/board?area=B"))
    for told, name in ((ticket, "Ticket"), (board, "Board"), (good(kiosk.get("/api/v1/services")), "Services")):
        assert contract.faults(told, {"$ref": f"#/components/schemas/{name}"}) == []
    assert any(one["wait"] for one in board["waiting"])


def test_a_line_that_today_may_not_be_long_enough_for_is_warned_of_and_still_open(
    centre: Opened, new_page: Open
) -> None:
    open_centre = centre("10:00")
    for _ in range(24):
        open_centre.kiosk.ticket("BA")
    served(open_centre, "11", 4)
    before = open_centre.kiosk.ticket("BA")["wait"]
    assert before["after"].endswith("T13:00:00.000+07:00")

    open_centre.until("15:40")
    page = confirm(device(new_page(**GLASS), open_centre, "kiosk"), "DD", "BA")
    late = page.locator('[data-screen="confirm"] [data-fact="late"]')
    expect(late).to_contain_text("Hôm nay có thể không kịp phục vụ")
    page.locator("[data-take]:visible").click()
    expect(page.locator('[data-screen="ticket"] [data-fact="late"]')).to_be_visible()
    expect(page.locator('[data-screen="ticket"] [data-fact="number"]')).to_have_text(re.compile(r"BA\d+"))


def test_no_page_promises_an_end_to_a_line_for_which_today_is_too_short(centre: Opened, new_page: Open) -> None:
    here = centre("14:00")
    for _ in range(24):
        here.kiosk.ticket("BA")
    served(here, "11", 4)
    here.until("15:40")
    ticket = here.kiosk.ticket("BA")
    screen = device(new_page(1920, 1080), here, "display")
    machine = confirm(device(new_page(**GLASS), here, "kiosk"), "DD", "BA")
    for lang, words in {"vi": r"(từ|sau) \d\d:\d\d$", "en": r"(from|after) \d\d:\d\d$"}.items():
        expected = re.compile(f"^{'Dự kiến' if lang == 'vi' else 'Expected'} {words}")
        screen.goto(f"{here.url}/display?area=B&lang={lang}")
        expect(screen.locator("#waiting small").first).to_have_text(re.compile(f"^{words}"))
        machine.locator(f'[data-tongue="{lang}"]').click()
        expect(machine.locator('[data-screen="confirm"] [data-fact="band"]')).to_have_text(expected)
        phone = new_page(390, 844, locale=lang)
        phone.goto(ticket["track_url"])
        expect(phone.locator(".band")).to_have_text(expected)
        desk = signed_in(new_page(800, 1280, locale=lang), here, "reception")
        desk.fill("#number", ticket["number"])
        desk.press("#number", "Enter")
        expect(desk.locator('[data-fact="band"]')).to_have_text(expected)


def test_a_wait_behind_lunch_is_told_with_lunchs_end_and_the_time_on_every_page(centre: Opened, new_page: Open) -> None:
    here = centre("10:50")
    for _ in range(12):
        here.kiosk.ticket("BA")
    served(here, "11", 4)
    ticket = here.kiosk.ticket("BA")
    screen = device(new_page(1920, 1080), here, "display")
    machine = confirm(device(new_page(**GLASS), here, "kiosk"), "DD", "BA")
    for lang, words in {"vi": r"sau 13:00", "en": r"after 13:00"}.items():
        behind = rf"{words} \({CLOCK}\)$"
        expected = re.compile(f"^{'Dự kiến' if lang == 'vi' else 'Expected'} {behind}")
        screen.goto(f"{here.url}/display?area=B&lang={lang}")
        expect(screen.locator("#waiting small").first).to_have_text(re.compile(f"^{behind}"))
        assert screen.locator("#waiting small").first.evaluate(IN_ITS_ROW)
        machine.locator(f'[data-tongue="{lang}"]').click()
        expect(machine.locator('[data-screen="confirm"] [data-fact="band"]')).to_have_text(expected)
        phone = new_page(390, 844, locale=lang)
        phone.goto(ticket["track_url"])
        expect(phone.locator(".band")).to_have_text(expected)
        assert [*clipped(screen), *clipped(machine), *clipped(phone)] == []
