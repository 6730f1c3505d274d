"""Reception writes down afterwards who was served by hand while the network was down."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.staff import issued, not_in_order, officer, signed_in
from tests.faults import disk
from tests.web.running import Demo

pytestmark = pytest.mark.browser
RECORD = "Ghi đã phục vụ"


@pytest.fixture
def reception(demo: Demo, new_page: Open) -> Page:
    return signed_in(new_page(800, 1280, locale="vi-VN"), demo, "reception")


def find(page: Page, number: str) -> None:
    page.fill("#number", number)
    page.press("#number", "Enter")
    expect(page.locator("#ticket-number")).to_have_text(number)
    # Presses this soon after a change are meant for what stood there before.
    expect(page.locator("html")).not_to_have_attribute("data-settled", "no")


@pytest.mark.parametrize("called", [False, True])
def test_somebody_served_by_hand_is_recorded_with_the_proposed_reason(
    reception: Page, demo: Demo, called: bool
) -> None:
    ticket = issued(demo, "KA")
    if called:
        officer(demo, "31")(f"tickets/{ticket['id']}/call", reason="test")
    find(reception, ticket["number"])
    reception.get_by_role("button", name=RECORD).click()
    dialog = reception.get_by_role("dialog", name=RECORD)
    expect(dialog.get_by_label("Lý do", exact=True)).to_have_value("network")
    assert not_in_order(reception) == []
    dialog.get_by_role("button", name=RECORD).click()
    expect(dialog).to_be_hidden()
    expect(reception.get_by_text("Đã ghi là đã phục vụ.")).to_be_visible()
    expect(reception.get_by_text("Lượt này đã xong")).to_be_visible()
    expect(reception.get_by_role("button", name=RECORD)).to_be_hidden()
    sql = f"SELECT details FROM event WHERE what = 'ticket-recorded' AND ticket = '{ticket['id']}'"
    [(details,)] = disk.rows(demo.folder, sql)
    assert '"reason":"network"' in details


def test_somebody_at_a_desk_is_the_desks_to_finish(reception: Page, demo: Demo) -> None:
    ticket = issued(demo, "KA")
    at_desk = officer(demo, "32")
    at_desk(f"tickets/{ticket['id']}/call", reason="test")
    at_desk(f"tickets/{ticket['id']}/serve")
    find(reception, ticket["number"])
    expect(reception.get_by_role("button", name=RECORD)).to_be_hidden()
    at_desk(f"tickets/{ticket['id']}/finish")
