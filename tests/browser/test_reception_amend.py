"""Reception puts a ticket right, and carries over who was not reached on another day."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, barriers, clipped
from tests.browser.staff import issued, signed_in
from tests.browser.test_reception import find, pressed
from tests.web.running import Demo

pytestmark = pytest.mark.browser


def amend(page: Page, reason: str, **choices: str) -> None:
    """Puts the ticket right, and waits until the page is free for the next thing."""
    pressed(page, "Sửa phiếu")
    dialog = page.get_by_role("dialog")
    for name, word in choices.items():
        dialog.locator(f"[name={name}]").select_option(word)
    dialog.locator("[name=reason]").select_option(reason)
    dialog.get_by_role("button", name="Sửa phiếu").click()
    expect(dialog).to_be_hidden()


def fact(page: Page, name: str) -> Any:
    return page.locator(f'[data-panel="ticket"] [data-fact="{name}"]')


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_dialog_has_no_barriers(demo: Demo, new_page: Open, lang: str) -> None:
    page = signed_in(new_page(800, 1280, locale="vi-VN"), demo, "reception", f"/reception?lang={lang}")
    find(page, issued(demo, "MH")["number"])
    pressed(page, {"vi": "Sửa phiếu", "en": "Correct the ticket"}[lang])
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []
    assert clipped(page) == []


def test_service_priority_and_what_follows_are_put_right_with_a_reason(demo: Demo, new_page: Open) -> None:
    page = signed_in(new_page(800, 1280, locale="vi-VN"), demo, "reception")
    ticket = issued(demo, "MH")
    find(page, ticket["number"])
    amend(page, "mistaken", service="MG")
    expect(fact(page, "why")).to_have_text("Đổi nội dung, giữ nguyên lượt")
    expect(fact(page, "number")).to_have_text(ticket["number"])
    amend(page, "entitled", priority="elderly")
    expect(page.locator(".tag.priority")).to_be_visible()
    expect(fact(page, "why")).to_have_text("Ưu tiên: được tính như đến sớm hơn 30 phút")
    amend(page, "undue", priority="none")
    expect(page.locator(".tag.priority")).to_be_hidden()
    amend(page, "asked", then="MC")
    expect(fact(page, "then")).to_contain_text("Tiếp theo: ")
    pressed(page, "Sửa phiếu")
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=reason]").select_option("asked")
    dialog.get_by_role("button", name="Sửa phiếu").click()
    expect(dialog.get_by_role("alert")).to_have_text("Hãy chọn điều cần đổi.")


def carried(page: Page, number: str) -> Locator:
    """Presses the button that counts the lost turn; the list of services, which holds one."""
    pressed(page, "Lấy số mới, tính lượt chưa kịp phục vụ")
    expect(page.locator("[data-carrying]")).to_have_text(f"Số mới, tính lượt chưa kịp phục vụ của số {number}.")
    row = page.locator("[data-of] [data-service]:visible")
    expect(row).to_have_count(1)
    expect(page.locator("html")).not_to_have_attribute("data-settled", "no")
    return row


def test_a_number_of_the_day_before_is_found_and_carried_over_with_what_it_was_still_for(
    own_demo: Demo, new_page: Open
) -> None:
    old = issued(own_demo, "MV", lang="en", then=["MC", "XH"])
    own_demo.forward(24 * 3600)
    page = signed_in(new_page(800, 1280, locale="vi-VN"), own_demo, "reception")
    issued(own_demo, "MV")
    page.locator("[name=date]").select_option(old["business_date"])
    find(page, old["number"])
    expect(fact(page, "outlook")).to_have_text("Ngày làm việc đã hết, số không còn hiệu lực")
    row = carried(page, old["number"])
    wishes = page.locator("[data-wishes]")
    expect(wishes.locator('[name="lang"][value="en"]')).to_be_checked()
    expect(wishes.locator('[name="then"]')).to_have_count(2)
    assert barriers(page) == []
    assert clipped(page) == []
    wishes.locator('[name="then"][value="XH"]').uncheck()
    wishes.locator('[name="assist"]').check()
    wishes.locator('[name="priority"][value="elderly"]').check()
    row.click()
    expect(page.get_by_text("Đã lấy số", exact=True)).to_be_visible()
    expect(fact(page, "why")).to_contain_text("Chưa kịp phục vụ trước khi đóng")
    expect(fact(page, "outlook")).to_have_text("Tiếp theo là số này")
    expect(fact(page, "then")).to_have_text("Tiếp theo: Công thương")
    for tag in ("priority", "assist", "en"):
        expect(page.locator(f'[data-panel="ticket"] [data-when="{tag}"]')).to_be_visible()
    pressed(page, "Đóng")
    page.locator("[name=date]").select_option(old["business_date"])
    find(page, old["number"])
    carried(page, old["number"]).click()
    expect(page.locator("[data-issue-says]")).to_contain_text("Lượt chưa kịp phục vụ đã được tính cho số")
    page.locator("[data-back]").click()
    expect(page.locator("html")).not_to_have_attribute("data-settled", "no")
    page.locator("[data-department]").first.click()
    expect(page.locator("[data-carrying]")).to_be_hidden()
    expect(wishes.locator('[name="then"]')).to_have_count(0)
