"""Hours in a real browser: a kiosk that opens and closes by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers, device
from tests.browser.kiosks import GLASS, SIMPLE, choose, fact, ready, screen
from tests.days.centre import Centre

pytestmark = pytest.mark.browser


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Centre]:
    """A centre half an hour before its first number."""
    centre = Centre(tmp_path / "centre", "06:30")
    yield centre
    centre.stop()


def shut(page: Page) -> None:
    expect(page.locator("[data-all-shut]")).to_be_visible()
    expect(page.locator(".doors")).to_be_hidden()


def test_a_kiosk_before_the_hours_is_calm_and_opens_by_itself(early: Centre, new_page: Open) -> None:
    kiosk = device(new_page(**GLASS), early, "kiosk")
    shut(kiosk)
    expect(kiosk.locator("[data-why]")).to_have_text("Mở cửa lúc 07:00.")
    assert barriers(kiosk, enhanced=True) == []
    kiosk.locator('[data-tongue="en"]').click()
    expect(kiosk.locator("[data-why]")).to_have_text("Opens at 07:00.")
    kiosk.locator('[data-tongue="vi"]').click()

    early.until("07:00")
    expect(kiosk.locator("[data-all-shut]")).to_be_hidden()
    ready(kiosk)
    choose(kiosk)
    kiosk.locator("[data-take]").click()
    expect(fact(kiosk, "number")).to_have_text("AH001")

    kiosk.locator("[data-done]").click()
    early.until("16:00")
    shut(kiosk)
    expect(kiosk.locator("[data-why]")).to_contain_text("Đã hết giờ lấy số hôm nay. Mở lại lúc 07:00")
    expect(kiosk.locator("[data-still]")).to_be_visible()


def test_one_closed_service_is_shown_with_its_reason_and_leads_nowhere(early: Centre, new_page: Open) -> None:
    supervisor = early.staff("supervisor")
    early.until("09:00")
    kiosk = ready(device(new_page(**GLASS), early, "kiosk"))
    choose(kiosk)
    assert supervisor.post("/api/v1/opening/stop", {"service": SIMPLE}).status_code == 200
    expect(fact(kiosk, "refusal")).to_contain_text("Đang tạm ngừng nhận số.")
    expect(kiosk.locator("[data-take]")).to_be_disabled()
    kiosk.locator("[data-back]").click()
    expect(screen(kiosk, "start")).to_be_visible()
    expect(kiosk.locator(f'.department[data-service="{SIMPLE}"] [data-count]')).to_have_text("Đang đóng")
    assert barriers(kiosk, enhanced=True) == []
    assert supervisor.post("/api/v1/opening/resume", {"service": SIMPLE}).status_code == 200
    choose(kiosk)
    expect(fact(kiosk, "refusal")).to_be_hidden()
    expect(kiosk.locator("[data-take]")).to_be_enabled()
