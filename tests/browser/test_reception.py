"""Reception finds, issues, prints and moves numbers; its page follows the hall without reloading."""

from typing import Any

import pytest
import requests
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.officer import Officer
from tests.browser.staff import issued, miss, not_in_order, officer, signed_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser
TABLET, SIDE = (800, 1280), (1280, 800)


@pytest.fixture
def reception(demo: Demo, new_page: Open) -> Page:
    return signed_in(new_page(*TABLET, locale="vi-VN"), demo, "reception")


def find(page: Page, number: str) -> None:
    page.fill("#number", number)
    page.press("#number", "Enter")


def pressed(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible()
    settled(page)
    button.click()


def settled(page: Page) -> None:
    """Waits until the page takes presses again, after it has become another one."""
    expect(page.locator("html")).not_to_have_attribute("data-settled", "no")


def services(page: Page, department: str) -> None:
    """Opens a department, and lets the page settle."""
    settled(page)
    page.click(f"[data-department={department}]")
    settled(page)


def take(page: Page, service: str) -> str:
    page.locator(f"[data-service={service}]").locator("visible=true").click()
    expect(page.get_by_text("Đã lấy số", exact=True)).to_be_visible()
    return page.locator("#ticket-number").inner_text()


def test_who_was_left_at_a_desk_is_sent_back_to_the_line(demo: Demo, new_page: Open, reception: Page) -> None:
    gone = Officer(new_page(), demo, "32")
    number = issued(demo, "KA")["number"]
    gone.serves(number)
    find(reception, number)
    expect(reception.locator("[data-act=print]")).to_be_visible()
    for name in ("return", "transfer"):
        expect(reception.locator(f"[data-act={name}]")).to_be_hidden()
    gone.ready().page.click("#leave")
    gone.press("d")
    expect(reception.locator("[data-fact=outlook]")).to_contain_text("Quầy 32 không còn làm việc")
    expect(reception.locator("[data-act=transfer]")).to_be_visible()
    assert not_in_order(reception) == []
    pressed(reception, "Cho chờ lại")
    expect(reception.locator("[data-fact=state]")).to_have_text("Đang chờ")
    expect(reception.locator("[data-fact=why]")).to_have_text("Quầy trước đã đóng, giữ nguyên lượt")


def waiting(demo: Demo, service: str) -> int:
    headers = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    board = requests.get(f"{demo.url}/api/v1/board?area=all", headers=headers).json()
    return int(next(line["count"] for line in board["waiting"] if line["service"] == service))


def test_a_wrong_password_is_said_calmly(demo: Demo, new_page: Open) -> None:
    page = new_page(*TABLET, locale="vi-VN")
    page.goto(f"{demo.url}/reception")
    page.fill("#username", demo.access["reception"]["username"])
    page.fill("#password", "not the password")
    page.press("#password", "Enter")
    expect(page.get_by_role("alert")).to_have_text("Tên đăng nhập hoặc mật khẩu chưa đúng.")


def test_somebody_of_another_role_finds_the_sign_in_form_and_why(demo: Demo, new_page: Open) -> None:
    page = signed_in(new_page(*TABLET, locale="vi-VN"), demo, "admin", "/supervisor")
    page.goto(f"{demo.url}/reception")
    expect(page.get_by_text("Đăng nhập ở đây sẽ thay phiên đó.")).to_be_visible()
    expect(page.get_by_role("heading", name="Đăng nhập tại bàn hướng dẫn")).to_be_visible()


def test_signing_out_leads_back_to_the_form(reception: Page) -> None:
    reception.get_by_role("button", name="Đăng xuất").click()
    expect(reception.locator("#username")).to_be_visible()


def test_a_ticket_is_issued_in_two_touches_and_shown_large_with_its_code(
    reception: Page, demo: Demo, tmp_path: Any
) -> None:
    services(reception, "NV")
    number = take(reception, "KM")
    assert number.startswith("KM")
    size = reception.evaluate("() => parseFloat(getComputedStyle(document.querySelector('#ticket-number')).fontSize)")
    assert size >= 80
    code = tmp_path / "code.png"
    picture = reception.locator("[data-qr]")
    picture.evaluate("image => image.decode()")
    picture.screenshot(path=code)
    [read] = zxingcpp.read_barcodes(Image.open(code))
    assert read.text == reception.locator("[data-link]").get_attribute("href")
    assert read.text.startswith(f"{demo.url}/t/")


def test_two_quick_touches_take_one_ticket(reception: Page, demo: Demo) -> None:
    before = waiting(demo, "MG")
    services(reception, "GDDT")
    reception.locator("[data-service=MG]").locator("visible=true").dblclick()
    expect(reception.get_by_text("Đã lấy số", exact=True)).to_be_visible()
    assert waiting(demo, "MG") == before + 1


def test_an_answer_that_got_lost_does_not_take_a_second_ticket(reception: Page, demo: Demo) -> None:
    before = waiting(demo, "MC")
    services(reception, "CT")
    lost: list[str] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().json()["number"])
            route.abort()
        else:
            route.continue_()

    reception.route("**/api/v1/tickets", lose)
    assert take(reception, "MC") == lost[0]
    assert waiting(demo, "MC") == before + 1


def test_reception_may_give_what_a_kiosk_may_not_and_it_is_forgotten_afterwards(reception: Page) -> None:
    services(reception, "YT")
    reasons = reception.get_by_role("group", name="Lý do")
    expect(reasons).to_be_hidden()
    reception.get_by_role("radio", name="Cần giúp ngay").check()
    settled(reception)
    reception.locator("[data-service=MH]").locator("visible=true").click()
    expect(reception.get_by_text("Hãy chọn lý do.")).to_be_visible()
    reasons.get_by_role("radio", name="Hôm nay là hạn cuối").check()
    reception.get_by_role("radio", name="English").check()
    reception.get_by_role("checkbox", name="Cần hỗ trợ tại quầy").check()
    take(reception, "MH")
    tags = reception.locator(".face .tag").locator("visible=true")
    expect(tags).to_have_text(["Đang chờ", "Ưu tiên", "Cần hỗ trợ", "English"])
    expect(reception.locator("[data-fact=why]")).to_contain_text("được tính như đến sớm hơn 120 phút")
    pressed(reception, "Đóng")
    services(reception, "YT")
    take(reception, "MH")
    expect(tags).to_have_text(["Đang chờ"])


def test_a_number_is_found_however_it_is_typed(reception: Page, demo: Demo) -> None:
    number = issued(demo, "BM")["number"]
    letters, digits = number[:2], number[2:]
    for typed in (number, f" {number} ", number.lower(), f"{letters}{int(digits)}", f"{letters} {digits}"):
        find(reception, typed)
        expect(reception.locator("#ticket-number")).to_have_text(number)
        expect(reception.locator("[data-fact=place]")).to_have_text("Khu B, quầy 15")
        pressed(reception, "Đóng")


def test_a_number_that_is_not_there_is_said_so(reception: Page) -> None:
    find(reception, "zz9")
    expect(reception.get_by_text("Hôm nay không có số ZZ009.")).to_be_visible()


def test_an_open_ticket_follows_the_hall_without_reloading(reception: Page, demo: Demo) -> None:
    ticket = issued(demo, "HX")
    find(reception, ticket["number"])
    expect(reception.get_by_text("Đang chờ").locator("visible=true").first).to_be_visible()
    post = officer(demo, "24")
    post(f"tickets/{ticket['id']}/call", reason="test")
    expect(reception.get_by_text("Mời đến quầy 24")).to_be_visible()
    expect(reception.get_by_role("button", name="Hủy số")).to_be_hidden()
    miss(demo, post, ticket)
    expect(reception.get_by_text("Quầy 24 đã gọi 3 lần, chưa thấy đến")).to_be_visible()


def test_a_missed_ticket_goes_back_to_its_line(reception: Page, demo: Demo) -> None:
    ticket = issued(demo, "HK")
    post = officer(demo, "23")
    post(f"tickets/{ticket['id']}/call", reason="test")
    miss(demo, post, ticket)
    find(reception, ticket["number"])
    pressed(reception, "Cho chờ lại")
    expect(reception.get_by_text("Đã cho số chờ lại.")).to_be_visible()
    expect(reception.get_by_text("Vắng khi gọi, đã báo lại")).to_be_visible()


def test_nothing_is_cancelled_without_a_reason(reception: Page, demo: Demo) -> None:
    find(reception, issued(demo, "XH")["number"])
    pressed(reception, "Hủy số")
    dialog = reception.get_by_role("dialog")
    dialog.get_by_role("button", name="Hủy số").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("Lý do", exact=True).select_option("Lấy trùng hai số")
    dialog.get_by_role("button", name="Hủy số").click()
    expect(reception.get_by_text("Số này đã hủy")).to_be_visible()
    expect(reception.get_by_role("button", name="In phiếu")).to_be_hidden()


def test_a_waiting_ticket_is_transferred_with_a_reason_and_keeps_its_number(reception: Page, demo: Demo) -> None:
    number = issued(demo, "KX")["number"]
    find(reception, number)
    pressed(reception, "Chuyển tiếp")
    dialog = reception.get_by_role("dialog")
    dialog.get_by_label("Lý do", exact=True).select_option("Lấy nhầm nội dung")
    dialog.get_by_role("button", name="Chuyển tiếp").click()
    expect(dialog.get_by_role("alert")).to_have_text("Hãy chọn nội dung hoặc quầy.")
    dialog.get_by_label("Nội dung", exact=True).select_option("KM")
    dialog.get_by_label("Quầy", exact=True).select_option("33")
    dialog.get_by_role("button", name="Chuyển tiếp").click()
    expect(reception.locator("#ticket-number")).to_have_text(number)
    expect(reception.get_by_text("Dành cho quầy 33")).to_be_visible()
    expect(reception.get_by_text("Chuyển từ bàn hướng dẫn, giữ nguyên lượt")).to_be_visible()


def test_a_slip_is_printed_again_and_can_be_seen(reception: Page, demo: Demo) -> None:
    services(reception, "TT")
    take(reception, "XC")
    expect(reception.get_by_text("chưa in", exact=True)).to_be_visible()
    pressed(reception, "In phiếu")
    expect(reception.get_by_text("đã in", exact=True)).to_be_visible()
    slip = reception.get_by_role("link", name="Xem phiếu").get_attribute("href")
    answer = reception.context.request.get(f"{demo.url}{slip}")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")


def test_lines_and_counters_are_live(reception: Page, demo: Demo) -> None:
    reception.get_by_role("button", name="Hàng chờ và quầy").click()
    line = reception.locator("[data-line=MB] [data-count]")
    before = int(line.inner_text())
    ticket = issued(demo, "MB")
    expect(line).to_have_text(str(before + 1))
    desk = reception.locator("[data-counter='44']")
    expect(desk).to_contain_text("Chưa mở")
    officer(demo, "44")(f"tickets/{ticket['id']}/call", reason="test")
    expect(desk).to_contain_text(ticket["number"])
    expect(desk).to_contain_text("Đang gọi")
    expect(line).to_have_text(str(before))


def test_a_page_that_is_cut_off_says_since_when_and_heals_by_itself(own_demo: Demo, new_page: Open) -> None:
    page = signed_in(new_page(*TABLET, locale="vi-VN"), own_demo, "reception")
    own_demo.stop()
    expect(page.locator("[data-outage]")).to_contain_text("Mất kết nối máy chủ từ 09:0")
    expect(page.get_by_text("Mất kết nối", exact=True)).to_be_visible()
    own_demo.start()
    expect(page.locator("[data-outage]")).to_be_hidden()
    find(page, issued(own_demo, "BA")["number"])
    expect(page.locator("#ticket-number")).to_have_text("BA001")


def test_an_ended_session_leads_back_to_the_form(reception: Page, demo: Demo, new_page: Open) -> None:
    signed_in(new_page(*TABLET), demo, "reception")
    expect(reception.locator("#username")).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [TABLET, SIDE])
def test_receptions_page_has_no_barriers(demo: Demo, new_page: Open, lang: str, size: tuple[int, int]) -> None:
    page = signed_in(new_page(*size, locale=lang), demo, "reception")
    assert not_in_order(page) == []
    services(page, "DD")
    assert not_in_order(page) == []
    page.locator("[data-service=BA]").locator("visible=true").click()
    expect(page.locator("#ticket-number")).not_to_be_empty()
    assert not_in_order(page) == []
    settled(page)
    for move in ("transfer", "cancel"):
        page.click(f"[data-act={move}]")
        assert not_in_order(page) == []
        page.locator("dialog[open] [data-dismiss]").click()
    if size == TABLET:
        page.click("[data-view=hall]")
        assert not_in_order(page) == []


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_a_counter_does_fits_beside_its_number_in_the_glance_of_the_hall(
    demo: Demo, new_page: Open, lang: str
) -> None:
    page = new_page(1366, 768, locale=lang)
    page.goto(f"{demo.url}/?lang={lang}")
    signed_in(page, demo, "reception")
    words = page.locator(".glance .counters .state:visible")
    expect(words.first).to_be_visible()
    beyond = "e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1"
    assert words.evaluate_all(f"all => all.filter(e => {beyond}).map(e => e.textContent)") == []
