"""The kiosk in a real browser: from the start to a number, and what may go wrong on the way."""

import json
import re
import urllib.request
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, barriers, device
from tests.browser.kiosks import GLASS, SEVERAL, choose, fact, ready, screen, take
from tests.web.running import Demo

pytestmark = pytest.mark.browser


def ask(demo: Demo, path: str) -> Any:
    headers = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    with urllib.request.urlopen(urllib.request.Request(demo.url + path, headers=headers), timeout=10) as answer:
        return json.load(answer)


def waiting(demo: Demo, service: str) -> int:
    menu = ask(demo, "/api/v1/services")
    return int(next(s["waiting"] for d in menu["departments"] for s in d["services"] if s["code"] == service))


def test_a_number_takes_three_touches(kiosk: Page) -> None:
    kiosk.locator(f'[data-go="department-{SEVERAL}"]').click()
    kiosk.locator('.service[data-service="AX"]').click()
    kiosk.locator("[data-take]").click()
    expect(fact(kiosk, "number")).to_have_text("AX001")
    expect(fact(kiosk, "place")).to_have_text("Khu A, quầy 8")


def test_a_department_with_one_service_takes_two_touches(kiosk: Page) -> None:
    kiosk.locator('.department[data-service="KX"]').click()
    kiosk.locator("[data-take]").click()
    expect(fact(kiosk, "number")).to_have_text("KX001")


def test_results_are_collected_in_a_line_of_their_own(kiosk: Page) -> None:
    kiosk.locator('[data-go="results"]').click()
    expect(kiosk.locator(".service:visible strong").first).to_have_text("Nhận kết quả: Công an")
    kiosk.locator('.service[data-service="AT"]').click()
    assert take(kiosk) == "AT001"


def test_who_needs_guidance_touches_one_tile(kiosk: Page) -> None:
    kiosk.locator('.door[data-service="XA"]').click()
    assert take(kiosk) == "XA001"


def test_the_start_begins_with_results_then_appointments_then_guidance(kiosk: Page) -> None:
    expect(screen(kiosk, "start").locator(".door")).to_have_text(
        ["Nhận kết quả", "Tôi có lịch hẹn", "Tôi cần hướng dẫn", re.compile("^Tìm thủ tục")]
    )


def test_people_ahead_are_shown_before_the_number_is_taken_and_live(demo: Demo, kiosk: Page, new_page: Open) -> None:
    choose(kiosk, "MG")
    expect(fact(kiosk, "people")).to_have_text("Chưa có ai cùng nội dung phía trước")
    other = ready(device(new_page(**GLASS), demo, "kiosk"))
    choose(other, "MG")
    take(other)
    expect(fact(kiosk, "count")).to_have_text("1")
    expect(fact(kiosk, "people")).to_have_text("người cùng nội dung phía trước")
    assert take(kiosk) == "MG002"
    expect(fact(kiosk, "ahead")).to_have_text("1 người phía trước")
    kiosk.locator("[data-done]").click()
    expect(kiosk.locator('.department[data-service="MG"] [data-count]')).to_have_text("2 chờ")


def test_a_touch_anywhere_makes_room_for_the_next_person(kiosk: Page) -> None:
    choose(kiosk, "HK")
    take(kiosk)
    fact(kiosk, "number").click()
    expect(screen(kiosk, "start")).to_be_visible()


def test_two_touches_on_the_button_are_one_number(demo: Demo, kiosk: Page) -> None:
    choose(kiosk, "MH")
    kiosk.locator("[data-take]").dblclick()
    expect(screen(kiosk, "ticket")).to_be_visible()
    assert waiting(demo, "MH") == 1


def test_a_double_touch_does_not_press_what_the_next_screen_has_in_that_place(kiosk: Page) -> None:
    kiosk.locator(f'[data-go="department-{SEVERAL}"]').dblclick()
    expect(screen(kiosk, f"department-{SEVERAL}")).to_be_visible()
    expect(screen(kiosk, "confirm")).to_be_hidden()


def test_an_answer_lost_on_its_way_is_asked_for_again_and_is_the_same_number(demo: Demo, kiosk: Page) -> None:
    keys: list[str] = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    kiosk.route("**/api/v1/tickets", lose_the_first)
    choose(kiosk, "MC")
    assert take(kiosk) == "MC001"
    assert len(keys) == 2 and len(set(keys)) == 1
    assert waiting(demo, "MC") == 1


def test_a_refusal_is_said_and_the_person_can_try_again(kiosk: Page) -> None:
    problem = {
        "type": "/problems/service-closed",
        "title": "Đã đóng",
        "status": 409,
        "detail": "Nội dung này tạm dừng.",
    }
    body = json.dumps(problem)
    kiosk.route(
        "**/api/v1/tickets",
        lambda route: route.fulfill(status=409, content_type="application/problem+json", body=body),
        times=1,
    )
    choose(kiosk, "MV")
    kiosk.locator("[data-take]").click()
    expect(kiosk.get_by_role("alert")).to_have_text("Nội dung này tạm dừng.")
    assert take(kiosk) == "MV001"


def test_priority_is_one_switch_and_asks_for_the_class(demo: Demo, kiosk: Page) -> None:
    choose(kiosk, "MK")
    kiosk.get_by_role("button", name="Tôi thuộc diện ưu tiên").click()
    expect(kiosk.locator("[data-take]")).to_be_disabled()
    kiosk.get_by_text("Từ 60 đến 74 tuổi").click()
    expect(fact(kiosk, "credit")).to_have_text("Số ưu tiên được tính như đến sớm hơn 30 phút.")
    kiosk.get_by_role("button", name="Tôi cần hỗ trợ tại quầy").click()
    with kiosk.expect_response("**/api/v1/tickets") as answer:
        take(kiosk)
    ticket = answer.value.json()
    assert (ticket["priority"], ticket["assist"], ticket["lang"]) == (True, True, "vi")


def test_classes_that_only_reception_gives_are_not_offered(kiosk: Page) -> None:
    choose(kiosk)
    kiosk.get_by_role("button", name="Tôi thuộc diện ưu tiên").click()
    values = kiosk.eval_on_selector_all("input[name=priority]", "all => all.map(one => one.value)")
    assert values == ["elderly75", "child", "elderly", "disability", "merit"]


def test_the_language_changes_without_losing_the_place(kiosk: Page) -> None:
    choose(kiosk, "KM")
    kiosk.get_by_role("button", name="Tôi cần hỗ trợ tại quầy").click()
    kiosk.locator('[data-tongue="en"]').click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "en")
    expect(fact(kiosk, "label")).to_have_text("Home affairs, labour")
    expect(kiosk.get_by_role("button", name="I need help at the counter")).to_have_attribute("aria-pressed", "true")
    with kiosk.expect_response("**/api/v1/tickets") as answer:
        take(kiosk)
    assert answer.value.json()["lang"] == "en"
    expect(fact(kiosk, "place")).to_have_text("Area K, counter 33")
    kiosk.locator("[data-done]").click()
    expect(kiosk.locator("html")).to_have_attribute("lang", "vi")


@pytest.mark.parametrize(
    ("typed", "finds", "terms"),
    [("ho chieu", "Cấp hộ chiếu phổ thông", "Lệ phí: 200.000 đồng"), ("dat dai", "Đăng ký biến động", "Thời hạn:")],
)
def test_procedures_are_found_without_accents(kiosk: Page, typed: str, finds: str, terms: str) -> None:
    kiosk.locator('[data-go="search"]').click()
    for key in typed:
        kiosk.locator(f'[data-key="{key}"]').click()
    hit = kiosk.locator(".hits .service", has_text=finds).first
    expect(hit).to_be_visible()
    expect(kiosk.locator(".hits")).to_contain_text(terms)
    hit.click()
    expect(screen(kiosk, "confirm")).to_be_visible()


def test_a_search_that_finds_nothing_says_what_to_do(kiosk: Page) -> None:
    kiosk.locator('[data-go="search"]').click()
    kiosk.locator("[data-query]").fill("xyzxyz")
    expect(kiosk.locator("[data-found]")).to_contain_text("mời ông/bà đến bàn hướng dẫn")
    kiosk.locator('[data-key="clear"]').click()
    expect(kiosk.locator("[data-query]")).to_have_value("")
    expect(kiosk.locator("[data-found]")).to_contain_text("không cần dấu")


def test_the_code_on_the_glass_leads_to_the_tickets_page(kiosk: Page) -> None:
    choose(kiosk, "MB")
    with kiosk.expect_response("**/api/v1/tickets") as answer:
        take(kiosk)
    picture = kiosk.locator('img[data-fact="qr"]')
    picture.evaluate("image => image.decode()")
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(picture.screenshot())))
    assert code.text == answer.value.json()["track_url"]


def test_the_printed_slip_is_shown_where_the_printer_is_a_preview(kiosk: Page) -> None:
    choose(kiosk)
    take(kiosk)
    expect(fact(kiosk, "print")).to_have_text("Mời ông/bà nhận phiếu")
    slip = kiosk.locator('img[data-fact="slip"]')
    expect(slip).to_be_visible()
    slip.evaluate("image => image.decode()")
    assert slip.evaluate("image => image.naturalWidth") == 576


def printing_as(page: Page, slip: dict[str, str]) -> None:
    """Has the server's answers say what ``slip["printed"]`` is at that moment."""

    def say(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), **slip})

    page.route("**/api/v1/tickets", say)
    page.route("**/api/v1/tickets/*", say)


def test_the_slip_is_followed_until_it_is_printed(kiosk: Page) -> None:
    slip = {"printed": "queued"}
    printing_as(kiosk, slip)
    choose(kiosk)
    take(kiosk)
    expect(fact(kiosk, "print")).to_have_text("Đang in phiếu...")
    slip["printed"] = "yes"
    expect(fact(kiosk, "print")).to_have_text("Mời ông/bà nhận phiếu")


def test_a_kiosk_out_of_paper_says_that_the_number_counts(kiosk: Page) -> None:
    slip = {"printed": "queued"}
    printing_as(kiosk, slip)
    choose(kiosk)
    take(kiosk)
    slip["printed"] = "failed"
    expect(fact(kiosk, "print")).to_contain_text("Máy đã hết giấy. Số của ông/bà vẫn có hiệu lực")
    assert barriers(kiosk, enhanced=True) == []
