"""Days that differ, on the supervisor's page: who has a ticket or an appointment of them is asked about first."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.staff import not_in_order, signed_in
from tests.browser.test_hours import armed, offer
from tests.days.centre import HOLIDAYS, Centre
from tests.web.calling import good

pytestmark = pytest.mark.browser


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    running = Centre(tmp_path / "centre", "09:00")
    yield running
    running.stop()


@pytest.fixture
def panel(centre: Centre, new_page: Open) -> Page:
    page = signed_in(new_page(locale="vi-VN"), centre, "supervisor", "/supervisor/hours")
    expect(page.locator("[data-sum]")).to_have_text("Đang phát số cho 32/32 nội dung.")
    return page


def test_a_closure_of_today_asks_again_where_people_have_tickets(centre: Centre, panel: Page) -> None:
    centre.kiosk.ticket("KX")
    panel.fill("#closure-date", centre.now.date().isoformat())
    panel.select_option("#closure-scope", "service:KX")
    panel.fill("#closure-vi", "Mất điện")
    panel.get_by_role("button", name="Thêm ngày").click()
    expect(panel.locator('[data-form="closure"] [data-complaint]')).to_contain_text("đã có 1 người lấy số")
    panel.get_by_role("button", name="Vẫn thêm").click()
    expect(panel.locator('tr[data-service="KX"] [data-state]')).to_contain_text("Mất điện.")
    assert offer(centre, "KX")["reason"]["code"] == "closed-today"
    row = panel.locator("[data-closures] li", has_text="Mất điện")
    row.get_by_role("button").click()
    armed(row.get_by_role("button", name="Bấm lần nữa để bỏ")).click()
    expect(row).to_have_count(0)
    assert offer(centre, "KX")["open"] is True


def test_taking_back_a_made_up_working_day_asks_where_appointments_lie_and_says_so_in_its_row(
    centre: Centre, panel: Page
) -> None:
    sunday = centre.now + timedelta(days=6 - centre.now.weekday())
    while f"{sunday:%Y-%m-%d}" in HOLIDAYS:
        sunday += timedelta(days=7)
    panel.fill("#closure-date", f"{sunday:%Y-%m-%d}")
    panel.select_option("#closure-as", "mon")
    panel.fill("#closure-vi", "Làm bù ngày lễ")
    panel.get_by_role("button", name="Thêm ngày").click()
    row = panel.locator("[data-closures] li", has_text="Làm bù ngày lễ")
    expect(row).to_be_visible()
    at = sunday.replace(hour=10, minute=0, second=0, microsecond=0).isoformat()
    good(centre.staff("reception").post("/api/v1/appointments", {"service": "BA", "at": at}), 201)
    row.get_by_role("button").click()
    armed(row.get_by_role("button", name="Bấm lần nữa để bỏ")).click()
    expect(row.get_by_role("alert")).to_contain_text("Có 1 lịch hẹn vào giờ không còn quầy làm việc.")
    assert not_in_order(panel) == []
    row.get_by_role("button", name="Vẫn bỏ").click()
    expect(row).to_have_count(0)
