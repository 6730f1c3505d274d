"""The supervisor with a sick officer and thirty people waiting; the hall's pause on every screen."""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers, clipped, device
from tests.browser.kiosks import GLASS, ready
from tests.browser.officer import Officer
from tests.browser.staff import issued, miss, not_in_order, officer, signed_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def supervisor(demo: Demo, new_page: Open) -> Page:
    return signed_in(new_page(locale="vi-VN"), demo, "supervisor")


MINUTE = 60


def redraw(desk: Officer) -> None:
    """Has the page look at its clock, as it does every some seconds."""
    desk.page.evaluate("async () => (await import('/counter/static/desk.js')).redraw()")


def choose(page: Page, dialog: str, word: str) -> None:
    page.locator(f"{dialog} input[value='{word}']").check()
    page.locator(f"{dialog} [type=submit]").click()
    expect(page.locator(dialog)).not_to_be_visible()


def test_a_sick_officers_thirty_people_are_given_to_another_counter_with_one_touch(
    demo: Demo, new_page: Open, supervisor: Page
) -> None:
    # Counter 18 alone serves results of area B; its officer has not come.
    other = Officer(new_page(), demo, "17")
    line = [issued(demo, "BT")["number"] for _ in range(30)]
    expect(supervisor.locator("[data-calm]")).to_be_visible()
    demo.forward(60)
    alert = supervisor.locator("[data-alone=BT]")
    expect(alert).to_contain_text("30 người chờ mà không có quầy mở")
    # The page has just become another one: this press begins nothing, so nothing is said to be done.
    supervisor.evaluate("document.documentElement.dataset.settled = 'no'")
    with supervisor.expect_response("**/overview*"):
        alert.locator("[data-give]").click()
    expect(supervisor.locator("[data-says]")).to_be_hidden()
    supervisor.evaluate("document.documentElement.dataset.settled = 'yes'")
    alert.locator("[data-give]").click()
    expect(supervisor.locator("[data-says]")).to_contain_text("Quầy 17 đã nhận")
    expect(alert).to_have_count(0)
    expect(supervisor.locator("[data-counter='17'] [data-serves]")).to_have_text("BT BH")
    expect(other.page.locator(".service")).to_have_count(2)
    other.ready().press("Enter").sees("called", line[0])
    expect(supervisor.locator("[data-line=BT] [data-count]")).to_have_text("29")
    expect(supervisor.locator("[data-line=BT] [data-open]")).to_have_text("1/2")


def test_a_whole_line_is_moved_and_those_who_wait_are_told(demo: Demo, new_page: Open, supervisor: Page) -> None:
    post = officer(demo, "36")
    first = issued(demo, "KM")
    screen = device(new_page(1920, 1080), demo, "display")
    row = supervisor.locator("tr[data-line=KM]")
    expect(row.locator("[data-count]")).to_have_text("1")
    expect(row).to_have_attribute("data-alone", "false")
    demo.forward(60)
    alert = supervisor.locator("li[data-alone=KM]")
    expect(row).to_have_attribute("data-alone", "true")
    alert.locator("[data-tell]").click()
    choose(supervisor, "[data-notice-dialog]", "line-moved")
    expect(screen.locator("#notice")).to_contain_text("Hàng chờ được chuyển sang quầy khác")
    assert clipped(screen) == []
    alert.locator("[data-move]").click()
    supervisor.locator("#move-to").select_option("counter 36")
    supervisor.locator("[data-move-dialog] [type=submit]").click()
    expect(alert).to_have_count(0)
    # Nobody serves the line itself, but who waits in it is looked after: nothing on the page says otherwise.
    expect(row).to_have_attribute("data-alone", "false")
    called = post("counters/36/call-next")
    assert called["ticket"]["number"] == first["number"]
    assert called["reason"]["text"]["vi"] == "Chuyển đến quầy 36, giữ nguyên lượt"
    supervisor.locator("[data-notices] button").click()
    expect(screen.locator("#notice")).to_be_hidden()


def test_a_line_is_moved_from_its_row_its_people_told_where_they_sit_and_brought_back(
    demo: Demo, new_page: Open, supervisor: Page
) -> None:
    near, far = officer(demo, "25"), officer(demo, "43")
    first, second = (issued(demo, "HM")["number"] for _ in range(2))
    screen = device(new_page(1920, 1080), demo, "display")
    supervisor.get_by_role("button", name="Chuyển cả hàng HM").click()
    supervisor.locator("#move-to").select_option("service MV")
    expect(supervisor.locator("[data-move-dialog] [name=tell]")).to_be_checked()
    assert not_in_order(supervisor) == []
    supervisor.locator("[data-move-dialog] [type=submit]").click()
    expect(supervisor.locator("[data-says]")).to_have_text("Đã chuyển 2 số, giữ nguyên số và lượt.")
    expect(screen.locator("#notice")).to_contain_text("Vận tải")
    assert far("counters/43/call-next")["ticket"]["number"] == first
    kiosk = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    board = requests.get(f"{demo.url}/api/v1/board?area=H", headers=kiosk).json()
    assert [one["number"] for one in board["calls"]] == [first]
    supervisor.get_by_role("button", name="Chuyển cả hàng HM").click()
    supervisor.locator("#move-to").select_option("service HM")
    supervisor.locator("[data-move-dialog] [type=submit]").click()
    expect(supervisor.locator("[data-says]")).to_have_text("Đã chuyển 1 số, giữ nguyên số và lượt.")
    assert near("counters/25/call-next")["ticket"]["number"] == second
    supervisor.get_by_role("button", name="Báo cho người chờ HM").click()
    choose(supervisor, "[data-notice-dialog]", "network")
    for count in (2, 1):
        expect(supervisor.locator("[data-notices] li")).to_have_count(count)
        supervisor.locator("[data-notices] button").first.click()
    expect(supervisor.locator("[data-notices] li")).to_have_count(0)


def test_the_counter_of_an_officer_who_is_gone_is_closed_after_a_question(
    demo: Demo, new_page: Open, supervisor: Page
) -> None:
    gone = Officer(new_page(), demo, "53")
    held, at_desk = (issued(demo, "XH")["number"] for _ in range(2))
    gone.serves(held).press("h", "h").has(held=[held]).serves(at_desk)
    supervisor.get_by_role("button", name="Đóng quầy 53").click()
    question = supervisor.locator("[data-counter-dialog]")
    expect(question.locator("[data-will]")).to_contain_text("sẽ bị đăng xuất khỏi quầy")
    expect(question.locator("[data-will]")).to_contain_text(f"{at_desk} đang ở quầy")
    expect(question.locator("[data-will]")).to_contain_text("1 số đang chờ bổ sung")
    assert not_in_order(supervisor) == []
    expect(supervisor.locator("html")).to_have_attribute("data-settled", "yes")
    question.get_by_role("button", name="Đóng quầy").click()
    expect(supervisor.locator("[data-says]")).to_have_text("Đã đóng quầy 53. Số được cho chờ lại: 2.")
    expect(gone.page.locator("#ended-why")).to_have_text("Giám sát đã đóng quầy này.")
    expect(supervisor.locator("[data-line=XH] [data-count]")).to_have_text("2")
    expect(supervisor.get_by_role("button", name="Đóng quầy 53")).to_be_hidden()
    other = officer(demo, "53")
    assert other("counters/53/call-next")["ticket"]["number"] == held


def test_who_was_left_at_a_desk_is_said_and_goes_back_at_one_touch(
    demo: Demo, new_page: Open, supervisor: Page
) -> None:
    gone = Officer(new_page(), demo, "35")
    number = issued(demo, "KX")["number"]
    gone.serves(number)
    gone.ready().page.click("#leave")
    expect(gone.page.locator("#leaving-who")).to_have_text(
        f"{number} đang ở quầy: số này ở lại quầy, chờ cán bộ đăng nhập lại."
    )
    gone.press("d")
    expect(gone.page.locator("#username")).to_be_visible()
    demo.forward(60)
    alert = supervisor.locator("[data-alone=KX]")
    expect(alert).to_contain_text(f"{number} còn ở quầy 35 đã đóng")
    expect(supervisor.locator("[data-counter='35'] [data-since]")).to_contain_text("quầy đã đóng")
    assert not_in_order(supervisor) == []
    alert.get_by_role("button", name="Chuyển cả hàng").click()
    question = supervisor.locator("[data-move-dialog]")
    expect(question.locator("option[value='service KX']")).to_have_count(1)
    expect(question.locator("option[value='counter 35']")).to_have_count(0)
    question.get_by_role("button", name="Thôi").click()
    alert.get_by_role("button", name="Cho chờ lại").click()
    expect(alert).to_contain_text("1 người chờ mà không có quầy mở")
    assert officer(demo, "35")("counters/35/call-next")["ticket"]["number"] == number


def test_what_a_counter_serves_is_ticked_in_one_question(demo: Demo, supervisor: Page) -> None:
    button = supervisor.locator("[data-assign='54']")
    button.click()
    dialog = supervisor.locator("[data-assign-dialog]")
    dialog.locator("input[value=XA]").check()
    dialog.locator("[data-preference=XA]").select_option("1440")
    dialog.locator("[type=submit]").click()
    expect(button.locator("[data-serves]")).to_have_text("XA XC")
    expect(supervisor.locator("[data-counter='54']")).to_have_attribute("data-changed", "true")
    expect(supervisor.locator("[data-says]")).to_have_text(
        "Đã lưu quầy 54. XC luôn đứng sau XA ở mọi quầy: lúc đông sẽ không ai được gọi."
    )
    button.click()
    expect(dialog.locator("[data-preference=XA]")).to_have_value("1440")
    dialog.locator("input[value=XC]").uncheck()
    dialog.locator("input[value=XA]").uncheck()
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[data-form-says]")).to_contain_text("ít nhất một nội dung")


def test_the_hall_pauses_and_goes_on_on_every_screen(demo: Demo, new_page: Open, supervisor: Page) -> None:
    desk = Officer(new_page(), demo, "21")
    first = issued(demo, "HA")["number"]
    screen = device(new_page(1920, 1080), demo, "display")
    kiosk = ready(device(new_page(**GLASS), demo, "kiosk"))
    reception = signed_in(new_page(800, 1280, locale="vi-VN"), demo, "reception")
    reception.locator("[data-pause]").click()
    choose(reception, "[data-pause-dialog]", "drill")
    expect(screen.locator("#paused")).to_contain_text("Diễn tập sơ tán")
    expect(kiosk.locator("[data-dialog=paused]")).to_contain_text("Diễn tập sơ tán")
    expect(desk.page.locator("#hall-paused")).to_contain_text("Diễn tập sơ tán")
    expect(desk.page.locator("#next")).to_have_attribute("aria-disabled", "true")
    expect(supervisor.locator("[data-standing]")).to_contain_text("Diễn tập sơ tán")
    for page in (screen, kiosk):
        assert barriers(page, enhanced=True) == []
        assert clipped(page) == []
    supervisor.locator("[data-resume]").click()
    supervisor.locator("[data-resume-dialog] [type=submit]").click()
    for gone in (screen.locator("#paused"), kiosk.locator("[data-dialog=paused]"), desk.page.locator("#hall-paused")):
        expect(gone).to_be_hidden()
    desk.ready().press("Enter").sees("called", first)


def test_no_clock_at_the_desk_runs_while_the_hall_pauses(demo: Demo, new_page: Open, supervisor: Page) -> None:
    desk = Officer(new_page(), demo, "24")
    held, done = (issued(demo, "HX")["number"] for _ in range(2))
    desk.serves(held).press("h", "h").has(held=[held]).serves(done).finishes()
    row, undo = desk.page.locator("#held .ticket-row"), desk.page.locator("#undo-label")
    desk.later(4 * MINUTE)
    expect(undo).to_contain_text(done)
    supervisor.locator("[data-pause]").click()
    choose(supervisor, "[data-pause-dialog]", "drill")
    expect(desk.page.locator("#hall-paused")).to_be_visible()
    desk.later(40 * MINUTE)
    redraw(desk)
    expect(row).to_have_attribute("data-long", "no")
    expect(undo).to_contain_text(done)
    supervisor.locator("[data-resume]").click()
    supervisor.locator("[data-resume-dialog] [type=submit]").click()
    expect(desk.page.locator("#hall-paused")).to_be_hidden()
    redraw(desk)
    expect(row).to_have_attribute("data-long", "no")
    expect(undo).to_contain_text(done)
    desk.later(16 * MINUTE)
    redraw(desk)
    expect(row).to_have_attribute("data-long", "yes")
    expect(row).to_contain_text("Đã 20 phút")
    expect(undo).to_have_text("Hoàn tác")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("dialog", ["[data-pause]", "[data-new-notice]", "[data-assign='11']"])
def test_the_supervisors_questions_have_no_barriers(demo: Demo, new_page: Open, lang: str, dialog: str) -> None:
    page = signed_in(new_page(locale=lang), demo, "supervisor")
    page.locator(dialog).click()
    expect(page.locator("dialog[open]")).to_be_visible()
    assert not_in_order(page) == []


def test_numbers_taken_in_a_burst_and_missed_are_told_to_the_supervisor(own_demo: Demo, new_page: Open) -> None:
    post = officer(own_demo, "43")
    for ticket in [issued(own_demo, "MV") for _ in range(15)][:3]:
        post(f"tickets/{ticket['id']}/call", reason="help")
        miss(own_demo, post, ticket)
    page = signed_in(new_page(locale="vi-VN"), own_demo, "supervisor")
    told = page.locator("[data-alerts] .alert", has_text="15 số lấy dồn tại kiosk-1, 3 số vắng khi gọi")
    expect(told).to_contain_text("Văn hóa")
    expect(told.get_by_role("button")).to_have_count(0)
    assert not_in_order(page) == []
