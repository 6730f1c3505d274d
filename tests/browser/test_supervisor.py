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
