"""The supervisor sees the whole hall, live; what staff see is for staff."""

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.staff import issued, not_in_order, officer, signed_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_the_supervisor_sees_the_hall_live(demo: Demo, new_page: Open, role: str) -> None:
    page = signed_in(new_page(locale="vi-VN"), demo, role, "/supervisor")
    serving = page.locator("[data-sum=called]")
    before = int(serving.inner_text())
    counter = {"supervisor": "51", "admin": "52"}[role]
    ticket = issued(demo, "XA")
    officer(demo, counter)(f"tickets/{ticket['id']}/call", reason="test")
    desk = page.locator(f"[data-counter='{counter}']")
    expect(desk).to_contain_text(ticket["number"])
    expect(desk.locator("[data-officer]")).not_to_be_empty()
    expect(serving).to_have_text(str(before + 1))
    expect(page.locator("[data-printers]")).to_contain_text("preview")


@pytest.mark.parametrize("path", ["/admin/now", "/admin/qr/x.svg", "/admin/slip/x.png"])
def test_what_staff_see_is_for_staff(demo: Demo, path: str) -> None:
    headers = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    assert requests.get(demo.url + path).status_code == 401
    assert requests.get(demo.url + path, headers=headers).status_code == 403


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_supervisors_page_has_no_barriers(demo: Demo, new_page: Open, lang: str) -> None:
    page = signed_in(new_page(locale=lang), demo, "supervisor")
    assert not_in_order(page) == []


LINES = """(e) => Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight))"""
OVERLONG = """
() => [...document.querySelectorAll('[data-officer]')].forEach((e) => { e.textContent = 'Nguyễn Thị Thu Hương'; })
"""


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (800, 1280)])
def test_a_long_name_takes_a_counter_no_more_than_two_lines(
    demo: Demo, new_page: Open, lang: str, width: int, height: int
) -> None:
    page = signed_in(new_page(width, height, locale=lang), demo, "supervisor")
    page.evaluate(OVERLONG)
    lines = [one.evaluate(LINES) for one in page.locator("[data-officer]").all()]
    heads = [one.evaluate(LINES) for one in page.locator(".counters-now thead th").all()]
    assert max(lines) <= 2
    assert max(heads) == 1
    assert not_in_order(page) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_line_without_a_cap_says_so_in_full(demo: Demo, new_page: Open, lang: str) -> None:
    page = signed_in(new_page(locale=lang), demo, "supervisor", "/supervisor/hours")
    cap = page.locator("[data-cap]").first
    # A number's field has arrows at its end, and says nothing of how much of its placeholder is seen.
    cap.evaluate("(e) => { e.type = 'text'; e.value = e.placeholder; e.style.paddingRight = '26px'; }")
    assert cap.evaluate("(e) => e.scrollWidth <= e.clientWidth")
