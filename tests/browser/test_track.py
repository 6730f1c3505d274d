"""The citizen's page on a phone: where the number stands, without and with a network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import barriers, clipped
from tests.browser.phones import PHONE, Phone
from tests.browser.proxy import Cable
from tests.web.calling import Caller, Desk, good
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kiosk(demo: Demo) -> Caller:
    return Caller(demo.url, demo.access["kiosk_token"])


@pytest.fixture
def desk(demo: Demo) -> Iterator[Desk]:
    """The officer of the only counter for KM."""
    officer = Desk(demo, "33")
    officer.clear()
    yield officer
    officer.clear()


def staff(demo: Demo, role: str) -> Caller:
    who = {name: demo.access[role][name] for name in ("username", "password")}
    cookies = Caller(demo.url).post("/api/v1/session", who).cookies.get_dict()
    return Caller(demo.url, cookies=cookies, says="officer")


def hurry(page: Page) -> None:
    """Has the page look now instead of in ten seconds, as it does when somebody takes the phone out again."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_a_waiting_number_shows_how_many_are_ahead_and_where_to_sit(kiosk: Caller, desk: Desk, phone: Phone) -> None:
    kiosk.ticket("KM")
    kiosk.ticket("KM")
    mine = kiosk.ticket("KM")
    page = phone(mine["track_url"])
    expect(page.locator("h1")).to_have_text(mine["number"])
    expect(page.locator("h2")).to_have_text("Còn 2 người cùng nội dung phía trước")
    expect(page.locator(".place")).to_have_text("Khu K, quầy 33")
    expect(page.locator(".others")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Rời hàng chờ"])


def test_nobody_is_told_to_be_next_at_a_desk_where_another_line_goes_first(
    demo: Demo, kiosk: Caller, phone: Phone
) -> None:
    desk = Desk(demo, "42")
    for _ in range(2):
        kiosk.ticket("MH")
    mine = kiosk.ticket("MG")
    page = phone(mine["track_url"])
    expect(page.locator("h2")).to_have_text("Chưa có ai cùng nội dung phía trước")
    for _ in range(2):
        called = good(desk.next())["ticket"]
        good(desk.move(called, "serve"))
        good(desk.move(called, "finish"))
    hurry(page)
    expect(page.locator("h2")).to_have_text("Sắp đến lượt ông/bà")
    desk.clear()


def test_the_page_names_what_is_gone_to_afterwards(kiosk: Caller, desk: Desk, phone: Phone) -> None:
    mine = kiosk.ticket("KM", then=["XH", "KX"])
    for lang, said in (("vi", "Sau đó: "), ("en", "Then: ")):
        page = phone(f"{mine['track_url']}?lang={lang}")
        expect(page.locator(".then")).to_have_text(re.compile(f"^{said}.+, .+$"))
        assert barriers(page) == []
        assert clipped(page) == []


def test_the_page_follows_the_number_to_the_counter(kiosk: Caller, desk: Desk, phone: Phone) -> None:
    first, mine = kiosk.ticket("KM"), kiosk.ticket("KM")
    page = phone(mine["track_url"])
    expect(page.locator("h2")).to_have_text("Còn 1 người cùng nội dung phía trước")
    good(desk.next())
    good(desk.move(first, "serve"))
    page.clock.install()
    hurry(page)
    expect(page.locator("h2")).to_have_text("Sắp đến lượt ông/bà")
    good(desk.move(first, "finish"))
    good(desk.next())
    page.clock.run_for(10_000)
    expect(page.locator("main")).to_have_attribute("data-state", "called")
    expect(page.locator(".counter")).to_have_text("33")
    expect(page.locator("h2")).to_have_text("Mời ông/bà đến quầy")
    expect(page).to_have_title(f"{mine['number']} · Mời ông/bà đến quầy 33")
    expect(page.locator("#says")).to_have_text(f"{mine['number']} · Mời ông/bà đến quầy 33")
    assert page.locator("main").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 193, 69)"
    assert barriers(page) == []
    good(desk.move(mine, "serve"))
    good(desk.move(mine, "finish"))
    hurry(page)
    expect(page.locator("h2")).to_have_text("Đã hoàn thành")


def test_an_unchanged_number_costs_an_empty_answer(kiosk: Caller, desk: Desk, phone: Phone) -> None:
    page = phone(kiosk.ticket("KM")["track_url"])
    with page.expect_response("**/api/v1/track/*") as first:
        page.reload()
    assert first.value.status == 200
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/api/v1/track/*") as second:
        hurry(page)
    assert second.value.status == 304


def test_a_phone_without_network_says_from_when_its_figures_are(
    demo: Demo, kiosk: Caller, desk: Desk, phone: Phone
) -> None:
    mine = kiosk.ticket("KM")
    with Cable(demo.port) as cable:
        with_cable = mine["track_url"].replace(demo.url, cable.url)
        page = phone(with_cable)
        expect(page.locator("h2")).to_have_text("Sắp đến lượt ông/bà")
        expect(page.locator("#away")).to_be_empty()
        cable.cut()
        hurry(page)
        at = page.locator("#away").get_attribute("data-now")
        assert at
        expect(page.locator("#away")).to_contain_text(f"Mất kết nối, số liệu lúc {at[11:14]}")
        assert barriers(page) == []
        good(desk.next())
        cable.mend()
        hurry(page)
        expect(page.locator("#away")).to_be_empty()
        expect(page.locator(".counter")).to_have_text("33")


def test_while_the_hall_pauses_nothing_else_is_said(demo: Demo, kiosk: Caller, desk: Desk, phone: Phone) -> None:
    page = phone(kiosk.ticket("KM")["track_url"])
    reception = staff(demo, "reception")
    good(reception.post("/api/v1/hall/pause", {"message": "drill"}))
    hurry(page)
    expect(page.locator("h2")).to_have_text("Trung tâm tạm dừng")
    expect(page.locator("main")).to_have_attribute("data-state", "paused")
    expect(page.locator(".message")).not_to_be_empty()
    expect(page.locator(".state")).to_contain_text("Ông/bà giữ nguyên chỗ trong hàng.")
    expect(page.locator(".place, .band, .notice, .others")).to_have_count(0)
    assert barriers(page) == []
    good(reception.post("/api/v1/hall/resume"))
    hurry(page)
    expect(page.locator("h2")).to_have_text("Sắp đến lượt ông/bà")


def test_where_no_counter_works_the_phone_says_so_and_where_a_number_was_sent(
    kiosk: Caller, desk: Desk, phone: Phone
) -> None:
    sent, next_one = kiosk.ticket("KM"), kiosk.ticket("KM")
    good(desk.move(sent, "serve"))
    good(desk.move(sent, "transfer", {"service": "KX", "counter": "35"}))
    page = phone(sent["track_url"])
    expect(page.locator(".place")).to_have_text("Khu K, quầy 35")
    expect(page.locator("h2")).to_have_text("Ông/bà là người tiếp theo. Quầy chưa mở.")
    page.goto(next_one["track_url"])
    expect(page.locator("h2")).to_have_text("Sắp đến lượt ông/bà")


def test_the_page_needs_no_javascript(kiosk: Caller, desk: Desk, phone: Phone) -> None:
    kiosk.ticket("KM")
    mine = kiosk.ticket("KM", priority="elderly")
    good(desk.next())
    page = phone(mine["track_url"], java_script_enabled=False)
    expect(page.locator(".counter")).to_have_text("33")
    expect(page.locator(".why")).to_have_text("Ưu tiên: được tính như đến sớm hơn 30 phút")
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_language_is_the_persons(kiosk: Caller, desk: Desk, phone: Phone) -> None:
    foreign, own = kiosk.ticket("KM", lang="en"), kiosk.ticket("KM")
    page = phone(foreign["track_url"])
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h2")).to_have_text("It is nearly your turn")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page.locator("h2")).to_have_text("Sắp đến lượt ông/bà")
    page.goto(foreign["track_url"])
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page = phone(own["track_url"])
    page.get_by_role("link", name="English").click()
    expect(page.locator(".service")).to_have_text("Home affairs, labour")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ((), "called"),
        (("serve",), "serving"),
        (("serve", "hold"), "held"),
        (("serve", "finish"), "done"),
        (("cancel",), "cancelled"),
    ],
)
def test_every_state_has_words_and_no_barriers(
    kiosk: Caller, desk: Desk, phone: Phone, lang: str, moves: tuple[str, ...], state: str
) -> None:
    mine = kiosk.ticket("KM")
    good(desk.next())
    for move in moves:
        good(desk.move(mine, move))
    page = phone(f"{mine['track_url']}?lang={lang}")
    expect(page.locator("main")).to_have_attribute("data-state", state)
    expect(page.locator("h2")).not_to_be_empty()
    assert barriers(page) == []
    assert clipped(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("token", ["abc", "0" * 36, "%3Cscript%3E"])
def test_an_unknown_link_is_a_friendly_page(demo: Demo, phone: Phone, token: str, lang: str) -> None:
    page = phone("about:blank")
    answer = page.goto(f"{demo.url}/t/{token}?lang={lang}")
    assert answer
    assert answer.status == 404
    title = {"vi": "Không tìm thấy số này", "en": "This number was not found"}[lang]
    expect(page.locator("h1")).to_have_text(title)
    assert barriers(page) == []


def test_nothing_of_the_page_is_kept_by_anyone(demo: Demo, kiosk: Caller, desk: Desk) -> None:
    answer = Caller(demo.url).get(kiosk.ticket("KM")["track_url"].removeprefix(demo.url))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
