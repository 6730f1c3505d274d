"""The kiosk in a real browser: from the start to a number, and everything that may go wrong on the way."""

import json
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, barriers, clipped, device, targets
from tests.web.running import Demo

pytestmark = pytest.mark.browser
GLASS = {"width": 1080, "height": 1920, "has_touch": True}
SIMPLE, SEVERAL = "AH", "CAGT"
"""A service whose department has only this one, and a department with two services."""


@pytest.fixture
def kiosk(demo: Demo, new_page: Open) -> Iterator[Page]:
    yield ready(device(new_page(**GLASS), demo, "kiosk"))


def ready(page: Page) -> Page:
    """Waits until the kiosk has its first live document: then its rows say how many are ahead."""
    expect(page.locator(f'.service[data-service="{SIMPLE}"] [data-ahead]').first).not_to_be_empty()
    return page


def screen(page: Page, name: str) -> Any:
    return page.locator(f'[data-screen="{name}"]')


def fact(page: Page, name: str) -> Any:
    return page.locator(f'[data-screen]:visible [data-fact="{name}"]')


def choose(page: Page, service: str = SIMPLE) -> None:
    page.locator(f'.department[data-service="{service}"]').click()
    expect(screen(page, "confirm")).to_be_visible()


def take(page: Page) -> str:
    page.locator("[data-take]").click()
    expect(screen(page, "ticket")).to_be_visible()
    return str(fact(page, "number").text_content())


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
    assert kiosk.locator(".service:visible strong").all_text_contents()[0] == "Nhận kết quả: Công an"
    kiosk.locator('.service[data-service="AT"]').click()
    assert take(kiosk) == "AT001"


def test_who_needs_guidance_touches_one_tile(kiosk: Page) -> None:
    kiosk.locator('.door[data-service="XA"]').click()
    assert take(kiosk) == "XA001"


def test_people_ahead_are_shown_before_the_number_is_taken_and_live(demo: Demo, kiosk: Page, new_page: Open) -> None:
    choose(kiosk, "MG")
    expect(fact(kiosk, "people")).to_have_text("Chưa có ai phía trước ông/bà")
    other = ready(device(new_page(**GLASS), demo, "kiosk"))
    choose(other, "MG")
    take(other)
    expect(fact(kiosk, "count")).to_have_text("1")
    expect(fact(kiosk, "people")).to_have_text("người cùng nội dung phía trước")
    assert take(kiosk) == "MG002"
    expect(fact(kiosk, "ahead")).to_have_text("1 người phía trước")
    kiosk.locator("[data-done]").click()
    expect(kiosk.locator('.department[data-service="MG"] [data-count]')).to_have_text("2 chờ")


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


def printing_as(page: Page, *states: str) -> None:
    """Has the server's answers say these states of the slip, one after the other; the last one stays."""
    left = list(states)

    def say(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "printed": left.pop(0) if len(left) > 1 else left[0]})

    page.route("**/api/v1/tickets", say)
    page.route("**/api/v1/tickets/*", say)


def test_the_slip_is_followed_until_it_is_printed(kiosk: Page) -> None:
    printing_as(kiosk, "queued", "queued", "yes")
    choose(kiosk)
    take(kiosk)
    expect(fact(kiosk, "print")).to_have_text("Đang in phiếu...")
    expect(fact(kiosk, "print")).to_have_text("Mời ông/bà nhận phiếu")


def test_a_kiosk_out_of_paper_says_that_the_number_counts(kiosk: Page) -> None:
    printing_as(kiosk, "queued", "failed")
    choose(kiosk)
    take(kiosk)
    expect(fact(kiosk, "print")).to_contain_text("Máy đã hết giấy. Số của ông/bà vẫn có hiệu lực")
    assert barriers(kiosk, enhanced=True) == []


def test_a_new_number_leaves_the_glass_by_itself(kiosk: Page) -> None:
    kiosk.evaluate("document.querySelector('#stage').dataset.slipS = '2'")
    choose(kiosk)
    take(kiosk)
    expect(screen(kiosk, "start")).to_be_visible()


def test_the_kiosk_asks_before_it_returns_to_the_start(kiosk: Page) -> None:
    choose(kiosk)
    kiosk.locator('[data-comfort="larger"]').click()
    kiosk.locator('[data-tongue="en"]').click()
    kiosk.evaluate("document.querySelector('#stage').dataset.idleS = '6'")
    kiosk.keyboard.press("Shift")
    expect(kiosk.get_by_role("dialog")).to_contain_text("Do you need more time?")
    kiosk.locator("[data-stay]").click()
    expect(screen(kiosk, "confirm")).to_be_visible()
    expect(screen(kiosk, "start")).to_be_visible()
    expect(kiosk.locator("html")).to_have_attribute("lang", "vi")
    expect(kiosk.locator("html")).not_to_have_class("larger")


def test_a_restarted_server_finds_the_kiosk_where_it_was(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    port = own_demo.port
    choose(page)
    own_demo.stop()
    own_demo.start(port)
    assert take(page) == "AH001"


def test_a_kiosk_without_its_server_says_so_and_comes_back_alone(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    port = own_demo.port
    choose(page)
    own_demo.stop()
    expect(page.get_by_role("dialog")).to_contain_text("Máy tạm ngừng phục vụ.")
    assert barriers(page, enhanced=True) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    own_demo.start(port)
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert take(page) == "AH001"


def test_a_number_on_the_glass_stays_when_the_server_goes(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    choose(page)
    number = take(page)
    own_demo.stop()
    expect(fact(page, "number")).to_have_text(number)
    page.locator("[data-done]").click()
    expect(page.get_by_role("dialog")).to_contain_text("Máy tạm ngừng phục vụ.")


def test_a_browser_that_is_no_kiosk_is_told_what_to_do(demo: Demo, new_page: Open) -> None:
    page = new_page(locale="vi-VN")
    answer = page.goto(f"{demo.url}/kiosk")
    assert answer and answer.status == 401
    expect(page.get_by_role("heading", level=1)).to_have_text("Máy này chưa được mở làm máy lấy số")


@pytest.mark.parametrize("path", ["/kiosk/search?q=ho", "/kiosk/qr/0.svg", "/kiosk/slip/0.png"])
def test_nothing_of_the_kiosk_is_open_to_everybody(demo: Demo, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(demo.url + path, timeout=10)
    assert refused.value.code == 401


def test_the_whole_way_works_with_a_keyboard(kiosk: Page) -> None:
    kiosk.locator('.department[data-service="BHXH"], .department[data-service="KX"]').focus()
    kiosk.keyboard.press("Enter")
    expect(screen(kiosk, "confirm")).to_be_visible()
    kiosk.keyboard.press("Tab")
    expect(kiosk.locator("[data-take]")).to_be_focused()
    kiosk.keyboard.press("Space")
    expect(screen(kiosk, "ticket")).to_be_visible()
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    expect(screen(kiosk, "start")).to_be_visible()


def walk(page: Page) -> Iterator[str]:
    """Every screen in turn, by its name."""
    yield "start"
    page.locator(f'[data-go="department-{SEVERAL}"]').click()
    yield "services"
    page.locator('.service[data-service="AM"]').click()
    yield "confirm"
    page.locator('[data-switch="priority"]').click()
    page.locator("label.class").first.click()
    yield "priority"
    for _ in range(2):
        page.locator("[data-back]").press("Enter")
    page.locator('[data-go="search"]').click()
    page.locator("[data-query]").fill("thue")
    expect(page.locator(".hits .service").first).to_be_visible()
    yield "search"
    page.locator("[data-back]").click()
    page.locator("[data-help]").click()
    yield "help"
    page.locator("[data-close]").click()
    choose(page)
    page.locator("[data-take]").click()
    expect(screen(page, "ticket")).to_have_attribute("data-printed", "yes")
    page.locator('img[data-fact="slip"]').evaluate("image => image.decode()")
    yield "ticket"


def set_up(page: Page, lang: str, comfort: str) -> None:
    page.locator(f'[data-tongue="{lang}"]').click()
    if comfort:
        page.locator(f'[data-comfort="{comfort}"]').click()


@pytest.mark.parametrize("comfort", ["", "larger", "low"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_screen_has_barriers_or_clipped_text(kiosk: Page, lang: str, comfort: str) -> None:
    set_up(kiosk, lang, comfort)
    found = {}
    for name in walk(kiosk):
        found[name] = barriers(kiosk, enhanced=True) + clipped(kiosk)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("comfort", ["", "larger", "low"])
def test_targets_are_80_pixels_large_and_24_apart(kiosk: Page, comfort: str) -> None:
    set_up(kiosk, "vi", comfort)
    for name in walk(kiosk):
        shown = targets(kiosk)
        small = [one["name"] for one in shown if min(one["width"], one["height"]) < 79.5]
        assert (name, small) == (name, [])
        close = [(a["name"], b["name"]) for a, b in combinations(shown, 2) if gap(a, b) < 23.5]
        assert (name, close) == (name, [])


def gap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Pixels between two targets; those that lie over each other (one scrolled under another) count as far."""
    across = max(one["left"] - other["right"], other["left"] - one["right"])
    down = max(one["top"] - other["bottom"], other["top"] - one["bottom"])
    return 99.0 if across < 0 and down < 0 else max(across, down)
