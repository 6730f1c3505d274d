"""Hours in a real browser: a kiosk that opens and closes by itself, and the supervisor's page."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, barriers, device
from tests.browser.kiosks import GLASS, SIMPLE, choose, fact, ready, screen
from tests.browser.staff import close_day, not_in_order, signed_in
from tests.browser.test_reception import settled
from tests.days.centre import Centre
from tests.web.calling import good

pytestmark = pytest.mark.browser


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Centre]:
    """A centre half an hour before its first number."""
    centre = Centre(tmp_path / "centre", "06:30")
    yield centre
    centre.stop()


def shut(page: Page, *doors: str) -> None:
    expect(page.locator("[data-all-shut]")).to_be_visible()
    expect(page.locator(".door:visible")).to_have_text(list(doors))


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
    shut(kiosk, "Tôi có lịch hẹn")
    expect(kiosk.locator("[data-why]")).to_contain_text("Đã hết giờ lấy số hôm nay. Mở lại lúc 07:00")
    expect(kiosk.locator("[data-still]")).to_be_visible()


def test_a_kiosk_page_lives_through_the_night_and_opens_in_the_morning(early: Centre, new_page: Open) -> None:
    """Nobody touches it: its own timers and the hall's clock both go from the evening to the next morning."""
    page = new_page(**GLASS)
    page.clock.install(time=early.now)

    def passes(hours: float) -> None:
        early.forward(hours * 3600)
        page.clock.fast_forward(round(hours * 3_600_000))

    early.until("15:30")
    kiosk = ready(device(page, early, "kiosk"))
    choose(kiosk)
    kiosk.locator("[data-take]").click()
    expect(fact(kiosk, "number")).to_have_text("AH001")
    kiosk.locator("[data-done]").click()
    kiosk.evaluate("window.untouched = true")
    passes(1)
    shut(kiosk, "Tôi có lịch hẹn")
    expect(kiosk.locator("[data-why]")).to_contain_text("Mở lại lúc 07:00")
    passes(8)
    # Past midnight.
    expect(kiosk.locator("[data-clock]")).to_have_text(re.compile(r"^00:3\d$"))
    shut(kiosk)
    expect(kiosk.locator("[data-why]")).to_have_text("Mở cửa lúc 07:00.")
    passes(6)
    expect(kiosk.locator("[data-clock]")).to_have_text(re.compile(r"^06:3\d$"))
    shut(kiosk)
    passes(0.5)
    expect(kiosk.locator("[data-all-shut]")).to_be_hidden()
    expect(kiosk.locator("[data-clock]")).to_have_text(re.compile(r"^07:0\d$"))
    choose(kiosk)
    kiosk.locator("[data-take]").click()
    expect(fact(kiosk, "number")).to_have_text("AH001")
    assert kiosk.evaluate("window.untouched")


def test_one_closed_service_is_shown_with_its_reason_and_leads_nowhere(early: Centre, new_page: Open) -> None:
    supervisor = early.staff("supervisor")
    early.until("09:00")
    kiosk = ready(device(new_page(**GLASS), early, "kiosk"))
    choose(kiosk)
    assert supervisor.post("/api/v1/opening/stop", {"service": SIMPLE}).status_code == 200
    expect(fact(kiosk, "refusal")).to_contain_text("Đang tạm ngừng phát số.")
    expect(kiosk.locator("[data-take]")).to_be_disabled()
    kiosk.locator("[data-back]").click()
    expect(screen(kiosk, "start")).to_be_visible()
    expect(kiosk.locator(f'.department[data-service="{SIMPLE}"] [data-count]')).to_have_text("Đang đóng")
    assert barriers(kiosk, enhanced=True) == []
    assert supervisor.post("/api/v1/opening/resume", {"service": SIMPLE}).status_code == 200
    choose(kiosk)
    expect(fact(kiosk, "refusal")).to_be_hidden()
    expect(kiosk.locator("[data-take]")).to_be_enabled()


@pytest.fixture
def panel(early: Centre, new_page: Open) -> Page:
    """The supervisor's hours at nine."""
    early.until("09:00")
    page = signed_in(new_page(locale="vi-VN"), early, "supervisor", "/supervisor/hours")
    expect(page.locator("[data-sum]")).to_have_text("Đang phát số cho 32/32 nội dung.")
    return page


def offer(centre: Centre, service: str) -> dict[str, Any]:
    menu = good(centre.kiosk.get("/api/v1/services"))
    return next(dict(one) for some in menu["departments"] for one in some["services"] if one["code"] == service)


def twice(page: Page, words: str, again: str) -> None:
    page.get_by_role("button", name=words).click()
    armed(page.get_by_role("button", name=again)).click()


def armed(button: Locator) -> Locator:
    """The button once its second press counts."""
    expect(button).to_have_attribute("data-armed", "yes")
    return button


def test_a_supervisor_stops_caps_and_resumes(early: Centre, panel: Page) -> None:
    panel.locator('tr[data-service="BA"] [data-turn]').click()
    expect(panel.locator("[data-says]")).to_have_text("Đã ghi.")
    expect(panel.locator('tr[data-service="BA"] [data-state]')).to_have_text("Đang ngừng phát số")
    assert offer(early, "BA")["open"] is False
    panel.locator('tr[data-service="AH"] [data-cap]').fill("1")
    with panel.expect_response(lambda answer: "/opening" in answer.url and answer.request.method != "GET"):
        panel.locator('tr[data-service="AH"] [data-cap]').press("Enter")
    expect(panel.locator("[data-says]")).to_have_text("Đã ghi.")
    assert offer(early, "AH")["left"] == 1
    early.kiosk.ticket("AH")
    expect(panel.locator('tr[data-service="AH"] [data-state]')).to_contain_text("Đã hết số của hôm nay.")

    twice(panel, "Ngừng phát số", "Bấm lần nữa: ngừng cả trung tâm")
    expect(panel.locator("[data-sum]")).to_have_text("Cả trung tâm đang ngừng phát số.")
    panel.get_by_role("button", name="Phát số lại").click()
    expect(panel.locator("[data-sum]")).to_have_text("Đang phát số cho 30/32 nội dung.")


def test_one_press_of_a_grave_button_does_nothing_and_a_double_click_is_one_press(early: Centre, panel: Page) -> None:
    panel.get_by_role("button", name="Ngừng phát số").dblclick()
    expect(panel.get_by_role("button", name="Bấm lần nữa: ngừng cả trung tâm")).to_be_visible()
    panel.locator("h2").first.click()
    panel.locator("#closure-vi").focus()
    expect(panel.get_by_role("button", name="Ngừng phát số")).to_be_visible()
    assert offer(early, "BA")["open"] is True


def pressed_as_soon_as_asked(question: Locator) -> None:
    """A hand that presses the answer in the moment in which the question opens, faster than any test could."""
    question.evaluate(
        """question => new MutationObserver((_, seen) => {
             if (!question.open) return;
             seen.disconnect();
             question.querySelector('[type=submit]').click();
             question.dataset.pressed = 'yes';
           }).observe(question, { attributes: true })"""
    )


def test_the_close_says_who_is_left_and_no_double_click_closes_a_day(early: Centre, panel: Page) -> None:
    desk, tickets = early.desk("1"), [early.kiosk.ticket("AH") for _ in range(4)]
    good(desk.next())
    good(desk.move(tickets[0], "hold"))
    good(desk.next())
    question = panel.locator("[data-close-dialog]")
    pressed_as_soon_as_asked(question)
    panel.get_by_role("button", name="Đóng ngày làm việc").dblclick()
    expect(question.locator("[data-who]")).to_contain_text(
        "2 người đang chờ, 1 người đang ở quầy, 1 người chờ bổ sung."
    )
    expect(question.get_by_role("button", name="Thôi")).to_be_focused()
    expect(question).to_have_attribute("data-pressed", "yes")
    expect(panel.locator("html")).to_have_attribute("data-settled", "yes")
    expect(question).to_be_visible()
    assert barriers(panel) == []
    question.get_by_role("button", name="Thôi").click()
    expect(question).to_be_hidden()
    assert offer(early, "AH")["open"] is True


def test_shorter_hours_ask_again_where_appointments_lie_and_reception_sees_them_marked(
    early: Centre, panel: Page, new_page: Open
) -> None:
    at = early.now.replace(hour=14, minute=0, second=0, microsecond=0).isoformat()
    good(early.staff("reception").post("/api/v1/appointments", {"service": "BA", "at": at}), 201)
    form = panel.locator('[data-form="hours"]')
    form.locator("#hours-scope").select_option("service:BA")
    form.locator(f'[value="{early.now:%a}"]'.lower()).check()
    form.locator("#hours-numbers").fill("07:00-11:00")
    form.locator("#hours-counters").fill("07:30-11:30")
    form.get_by_role("button", name="Ghi giờ").click()
    expect(form.locator("[data-complaint]")).to_contain_text("Có 1 lịch hẹn vào giờ không còn quầy làm việc.")
    assert barriers(panel) == []
    form.get_by_role("button", name="Vẫn ghi").click()
    expect(panel.locator("[data-week]")).to_contain_text("quầy: 07:30-11:30")
    reception = signed_in(new_page(800, 1280, locale="vi-VN"), early, "reception")
    reception.click("[data-view=appointments]")
    expect(reception.locator("[data-booked] li")).to_contain_text("ngoài giờ làm việc")
    assert barriers(reception) == []


def test_hours_of_the_week_are_changed_and_mistakes_are_said(early: Centre, panel: Page) -> None:
    form = panel.locator('[data-form="hours"]')
    form.locator("#hours-scope").select_option("service:BA")
    form.locator(f'[value="{early.now:%a}"]'.lower()).check()
    form.locator("#hours-numbers").fill("07:00-08:30 08:00-09:00")
    form.locator("#hours-counters").fill("07:30-09:00")
    form.get_by_role("button").click()
    expect(form.locator("[data-complaint]")).to_contain_text("chồng lên nhau")
    form.locator("#hours-numbers").fill("07:00-08:30")
    form.get_by_role("button").click()
    expect(panel.locator("[data-week]")).to_contain_text("Phát số: 07:00-08:30; quầy: 07:30-09:00")
    expect(panel.locator('tr[data-service="BA"] [data-state]')).to_contain_text("Đã hết giờ lấy số hôm nay.")
    assert offer(early, "BA")["reason"]["code"] == "after-hours"


def test_the_day_is_closed_after_a_question_and_opened_again(early: Centre, panel: Page, new_page: Open) -> None:
    kiosk = ready(device(new_page(**GLASS), early, "kiosk"))
    ticket = early.kiosk.ticket("AH")
    close_day(panel)
    expect(panel.locator("[data-sum]")).to_contain_text("Số chưa xong hết hiệu lực: 1.")
    expect(panel.locator("[data-head]")).to_have_text(re.compile(r"^\d+:[0-9a-f]{64}$"))
    assert good(early.kiosk.get(f"/api/v1/tickets/{ticket['id']}"))["state"] == "expired"
    shut(kiosk)
    expect(kiosk.locator("[data-still]")).to_be_hidden()
    panel.get_by_role("button", name="Phát số ngay, ngoài giờ").click()
    expect(kiosk.locator("[data-all-shut]")).to_be_hidden()
    expect(panel.get_by_role("button", name="Đóng ngày làm việc")).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (800, 1280)])
def test_the_page_has_no_barriers_and_is_found_from_the_supervisors(
    early: Centre, new_page: Open, lang: str, size: tuple[int, int]
) -> None:
    page = signed_in(new_page(*size), early, "supervisor", f"/supervisor?lang={lang}")
    page.locator('a[href="/supervisor/hours"]').click()
    expect(page.locator("[data-closures] li").first).to_be_visible()
    assert not_in_order(page) == []


def test_reception_still_issues_after_the_last_hour_and_sees_why_the_kiosk_does_not(
    early: Centre, new_page: Open
) -> None:
    page = signed_in(new_page(800, 1280, locale="vi-VN"), early, "reception")
    early.until("16:05")
    page.locator("[data-department]", has_text="Bảo hiểm").click()
    button = page.locator('[data-service="KX"]:visible')
    expect(button.locator("[data-closed]")).to_contain_text("Đã hết giờ lấy số hôm nay.")
    expect(button).to_have_attribute("aria-disabled", "false")
    settled(page)
    button.click()
    expect(page.get_by_text("KX001").first).to_be_visible()
