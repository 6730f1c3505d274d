"""What happened, in words: a ticket's story at reception, the journal and the record of a day."""

import re

import pytest
import requests
from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.browser.conftest import Open
from tests.browser.staff import issued, not_in_order, officer, signed_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser
JOURNAL, RECORD = "/supervisor/journal", "/supervisor/record"


def find(page: Page, number: str) -> None:
    page.fill("#number", number)
    page.press("#number", "Enter")
    expect(page.locator("#ticket-number")).to_have_text(number)


def story_of(page: Page, number: str) -> Locator:
    """What is told of a number that was found."""
    find(page, number)
    story = page.locator("[data-story] li")
    expect(story.first).to_contain_text("Lấy số")
    return story


def test_reception_reads_why_a_number_was_before_another(demo: Demo, new_page: Open) -> None:
    first, second = issued(demo, "KA"), issued(demo, "KA")
    desk = officer(demo, "31")
    page = signed_in(new_page(800, 1280, locale="vi-VN"), demo, "reception")
    story = story_of(page, second["number"])
    expect(story.first).to_contain_text("Lấy số, hàng KA, 1 người phía trước")
    expect(story.first).to_contain_text("máy lấy số")
    desk(f"tickets/{second['id']}/call", reason="help")
    expect(story.last).to_contain_text("Gọi đến quầy 31: cán bộ gọi chọn: Cần được giúp trước")
    expect(story.last).to_contain_text("Cán bộ quầy 31")
    expect(story.last).not_to_contain_text("cán bộ Cán bộ")
    assert not_in_order(page) == []
    story = story_of(page, first["number"])
    expect(story).to_have_count(1)
    expect(story.first).to_contain_text("0 người phía trước")
    desk(f"tickets/{second['id']}/cancel")


def test_the_story_is_asked_for_when_the_ticket_changed_and_not_for_all_the_hall(demo: Demo, new_page: Open) -> None:
    ticket, other = issued(demo, "MK"), issued(demo, "MK")
    desk = officer(demo, "44")
    page = signed_in(new_page(800, 1280, locale="vi-VN"), demo, "reception")
    story = story_of(page, ticket["number"])
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith("/history") else None)
    with page.expect_response(re.compile(f"/tickets/{ticket['id']}$")):
        desk(f"tickets/{other['id']}/call", reason="help")
    assert asked == []
    desk(f"tickets/{other['id']}/cancel")
    desk(f"tickets/{ticket['id']}/call")
    expect(story.last).to_contain_text("Gọi đến quầy 44")
    assert len(asked) == 1
    desk(f"tickets/{ticket['id']}/cancel")


def test_the_journal_tells_the_days_acts_and_new_ones_as_they_happen(demo: Demo, new_page: Open) -> None:
    page = signed_in(new_page(1366, 768, locale="vi-VN"), demo, "supervisor", JOURNAL)
    expect(page.locator("[name=date]")).not_to_have_value("")
    rows = page.locator("[data-events] tr")
    officer(demo, "53")
    expect(rows.first).to_contain_text("Đăng nhập quầy 53")
    expect(rows.first).to_contain_text("Cán bộ quầy 53")
    page.select_option("[name=what]", "hours")
    expect(rows.filter(has_text="Mở ngày")).to_have_count(1)
    expect(rows.filter(has_text="Đăng nhập")).to_have_count(0)
    page.fill("[name=date]", "2020-01-01")
    expect(page.get_by_text("Ngày này chưa có việc nào được ghi.")).to_be_visible()
    expect(rows).to_have_count(0)


def looked_at(page: Page, yes: bool) -> None:
    """Lays another window over the page, or takes it away."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        not yes,
    )


def test_a_journal_that_nobody_looks_at_asks_for_nothing_and_catches_up(demo: Demo, new_page: Open) -> None:
    page, asked, sockets = new_page(1366, 768, locale="vi-VN"), list[str](), list[WebSocket]()
    page.clock.install()
    page.on("websocket", lambda one: sockets.append(one))
    signed_in(page, demo, "supervisor", JOURNAL)
    rows = page.locator("[data-events] tr")
    officer(demo, "51")
    expect(rows.first).to_contain_text("Đăng nhập quầy 51")
    page.on("request", lambda one: asked.append(one.url) if "/api/v1/journal" in one.url else None)
    looked_at(page, False)
    with sockets[-1].expect_event("framereceived", lambda frame: '"board"' in str(frame)):
        officer(demo, "52")
    page.clock.fast_forward(60_000)
    assert asked == []
    looked_at(page, True)
    expect(rows.first).to_contain_text("Đăng nhập quầy 52")


def all_acts(demo: Demo, session: requests.Session) -> int:
    """How many acts the day has, page by page."""
    count, more, before = 0, True, ""
    while more:
        page = session.get(f"{demo.url}/api/v1/journal{before}").json()
        count, more, before = count + len(page["events"]), page["more"], f"?before={page['events'][-1]['seq']}"
    return count


def test_older_acts_are_shown_on_demand_and_nothing_twice(demo: Demo, new_page: Open) -> None:
    for _ in range(3):
        for counter in (*range(1, 10), *range(11, 19)):
            officer(demo, str(counter))
    admin = requests.Session()
    assert admin.post(f"{demo.url}/api/v1/session", json=demo.access["admin"]).status_code == 201
    page = signed_in(new_page(1366, 768, locale="vi-VN"), demo, "supervisor", JOURNAL)
    rows = page.locator("[data-events] tr")
    expect(rows).to_have_count(100)
    count = all_acts(demo, admin)
    while rows.count() < count:
        shown = rows.count()
        page.get_by_role("button", name="Xem các việc trước đó").press("Enter")
        expect(rows).not_to_have_count(shown)
    expect(page.locator("[data-older]")).to_be_hidden()
    assert rows.count() == count


def test_the_record_counts_each_officers_turns(demo: Demo, new_page: Open) -> None:
    desk = officer(demo, "43")
    for _ in range(2):
        issued(demo, "MV")
    for _ in range(2):
        called = desk("counters/43/call-next")["ticket"]
        desk(f"tickets/{called['id']}/serve")
        desk(f"tickets/{called['id']}/finish")
    page = signed_in(new_page(1366, 768, locale="vi-VN"), demo, "supervisor", RECORD)
    row = page.locator("[data-officers] tr", has=page.get_by_role("cell", name="43", exact=True))
    expect(row.locator(".amount")).to_have_text(["2", "2", "0", "0", "0"])
    called = issued(demo, "MV")
    desk(f"tickets/{called['id']}/call", reason="help")
    expect(row.locator(".amount").first).to_have_text("3")
    desk(f"tickets/{called['id']}/cancel")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Sổ trong ngày ")).to_be_visible()
    expect(page.get_by_role("button", name="In sổ")).to_be_hidden()
    expect(page.locator(".masthead")).to_be_hidden()
    expect(row).to_be_visible()


def test_the_supervisors_pages_lead_to_both_by_keyboard(demo: Demo, new_page: Open) -> None:
    page = signed_in(new_page(1366, 768, locale="vi-VN"), demo, "supervisor")
    page.get_by_role("link", name="Nhật ký").press("Enter")
    page.wait_for_url(f"**{JOURNAL}")
    page.get_by_role("link", name="Sổ trong ngày").press("Enter")
    page.wait_for_url(f"**{RECORD}")
    page.get_by_role("link", name="Trở lại").press("Enter")
    page.wait_for_url("**/supervisor")


@pytest.mark.parametrize("path", [JOURNAL, RECORD])
def test_they_are_the_supervisors_alone(demo: Demo, new_page: Open, path: str) -> None:
    page = signed_in(new_page(locale="vi-VN"), demo, "reception")
    page.goto(f"{demo.url}{path}")
    expect(page.locator("#password")).to_be_visible()
    expect(page.locator("[data-asked]")).to_have_count(0)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (800, 1280)])
@pytest.mark.parametrize("path", [JOURNAL, RECORD, "/supervisor"])
def test_they_have_no_barriers(demo: Demo, new_page: Open, path: str, lang: str, size: tuple[int, int]) -> None:
    page = signed_in(new_page(*size, locale=lang), demo, "supervisor", path)
    if path == JOURNAL:
        expect(page.locator("[data-events] tr").first).to_be_visible()
    assert not_in_order(page) == []
