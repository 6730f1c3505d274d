"""The hall screen in a real browser: what stands large, what lights up, who waits, and how it reads from afar."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, barriers, device
from tests.browser.screen import HALL, call, called, fresh, numbers, opened, stopped
from tests.web.calling import Caller, Desk, good
from tests.web.running import ROOT, Demo, command

pytestmark = pytest.mark.browser
Desks = Callable[[str], Desk]


@pytest.fixture(scope="module")
def kiosk(demo: Demo) -> Caller:
    return Caller(demo.url, demo.access["kiosk_token"])


@pytest.fixture
def desk(demo: Demo) -> Iterator[Desks]:
    """Officers of counters; afterwards their counters are free and nobody waits for them."""
    signed_in: dict[str, Desk] = {}

    def of(counter: str) -> Desk:
        if counter not in signed_in:
            signed_in[counter] = Desk(demo, counter)
            signed_in[counter].clear()
        return signed_in[counter]

    yield of
    for one in signed_in.values():
        one.clear()


@pytest.fixture
def screen(demo: Demo, new_page: Open) -> Callable[..., Page]:
    return partial(opened, new_page, demo)


def test_two_screens_show_the_same_call_at_once(kiosk: Caller, desk: Desks, screen: Callable[..., Page]) -> None:
    officer = desk("11")
    near, far = screen("B"), screen("all")
    kiosk.ticket("BA")
    number = called(officer)
    for page in (near, far):
        expect(call(page, number)).to_be_visible()
        expect(call(page, number).locator(".number")).to_have_text([number, "11"])
        expect(call(page, number)).to_have_attribute("data-lit", "")
    expect(far.locator(".call .towards").first).to_have_text("Khu B")
    expect(near.locator(".call .towards").first).to_have_text("")


def test_another_area_shows_nothing_of_it(kiosk: Caller, desk: Desks, screen: Callable[..., Page]) -> None:
    officer = desk("11")
    own, other = screen("B"), screen("X")
    kiosk.ticket("BA")
    number = called(officer)
    expect(call(own, number)).to_be_visible()
    expect(call(other, number)).to_have_count(0)


def test_five_numbers_called_at_once_are_all_large_and_none_covers_another(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    counters = ("21", "22", "23", "24", "25")
    officers = [desk(counter) for counter in counters]
    page = screen("H")
    for service in ("HA", "HA", "HK", "HX", "HM"):
        kiosk.ticket(service)
    expected = [called(officer) for officer in officers]
    expect(call(page, expected[-1])).to_be_visible()
    assert [one for one in numbers(page) if one in expected] == expected[::-1]
    boxes = page.locator(".call").evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    assert all(a["bottom"] <= b["top"] for a, b in pairwise(boxes) if a["left"] == b["left"])
    assert all(box["bottom"] <= HALL["height"] for box in boxes)


def height(of: Locator) -> float:
    """The type's size in pixels."""
    return float(of.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))


def smallest(page: Page) -> float:
    return min(height(one) for one in page.locator(".call > .number").all())


def test_the_sixth_call_makes_two_columns_in_which_numbers_stay_as_large(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    officers = [desk(str(counter)) for counter in (1, 2, 3, 4, 6, 8)]
    page = screen("A")
    expect(page.locator(".call")).to_have_count(0)
    for service in ("AH", "AH", "AH", "AK", "AM", "AX"):
        kiosk.ticket(service)
    for officer in officers[:5]:
        called(officer)
    expect(page.locator(".call")).to_have_count(5)
    expect(page.locator("#calls")).to_have_attribute("data-columns", "1")
    assert smallest(page) >= 150
    kiosk.ticket("AK")
    called(officers[5])
    expect(page.locator(".call")).to_have_count(6)
    expect(page.locator("#calls")).to_have_attribute("data-columns", "2")
    assert smallest(page) >= 150
    expect(page.locator("#waiting li", has_text="Căn cước, lý lịch tư pháp")).to_be_visible()
    assert page.locator("#waiting li").evaluate_all(
        "all => all.every(one => one.firstChild.getBoundingClientRect().height <= one.getBoundingClientRect().height)"
    )
    assert barriers(page, enhanced=True) == []


def test_a_served_number_stays_large_for_a_while_and_then_among_the_last(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    officer, other = desk("51"), desk("52")
    page = stopped(screen("X"))
    kiosk.ticket("XA")
    ticket = good(officer.next())["ticket"]
    expect(call(page, ticket["number"])).to_be_visible()
    good(officer.move(ticket, "serve"))
    kiosk.ticket("XA")
    # Who is called after it: with this, the screen also knows that it is served.
    expect(call(page, called(other))).to_be_visible()
    page.clock.run_for(19_000)
    expect(page.locator("#recent")).not_to_contain_text(ticket["number"])
    expect(call(page, ticket["number"])).to_be_visible()
    page.clock.run_for(2_000)
    expect(page.locator("#recent")).to_contain_text(ticket["number"])
    expect(call(page, ticket["number"])).to_have_count(0)


def test_a_number_whose_call_is_taken_back_disappears(kiosk: Caller, desk: Desks, screen: Callable[..., Page]) -> None:
    officer = desk("52")
    page = screen("X")
    kiosk.ticket("XA")
    ticket = good(officer.next())["ticket"]
    expect(call(page, ticket["number"])).to_be_visible()
    good(officer.move(ticket, "undo"))
    expect(call(page, ticket["number"])).to_have_count(0)
    expect(page.locator("#recent")).not_to_contain_text(ticket["number"])


def test_a_recall_lights_the_number_up_again_and_shows_it_once(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    first, second = desk("41"), desk("42")
    page = screen("M")
    kiosk.ticket("MA")
    kiosk.ticket("MH")
    ticket = good(first.next())["ticket"]
    other = called(second)
    expect(call(page, other)).to_be_visible()
    assert numbers(page)[:2] == [other, ticket["number"]]
    good(first.move(ticket, "recall"))
    expect(page.locator(".call").first).to_have_attribute("data-number", ticket["number"])
    assert numbers(page).count(ticket["number"]) == 1


def test_why_a_number_is_next_stands_beside_it_only_when_it_is_not_plain_order(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    officer, other = desk("43"), desk("44")
    page = screen("M")
    kiosk.ticket("MV", priority="elderly")
    kiosk.ticket("MK")
    preferred, plain = called(officer), called(other)
    expect(call(page, preferred).locator(".why")).to_have_text("Ưu tiên: được tính như đến sớm hơn 30 phút")
    expect(call(page, plain).locator(".why")).to_have_count(0)


def test_a_reason_that_does_not_fit_beside_its_number_is_said_by_its_first_words(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    officer = desk("42")
    page = screen("all")
    page.locator("#calls").evaluate("list => (list.style.width = '58rem')")
    good(kiosk.post("/api/v1/tickets", {"service": "MH", "priority": "elderly"}), 201)
    expect(call(page, called(officer)).locator(".why")).to_have_text("Ưu tiên")


def test_markup_in_a_service_name_is_shown_as_text(own_demo: Demo, new_page: Open) -> None:
    name = "<img src=x onerror=alert(1)><b>Đất</b>"
    sheet = own_demo.folder / "services.csv"
    known = (ROOT / "sample" / "quangninh" / "services.csv").read_text("utf-8")
    sheet.write_text(known.replace('"Đất đai, đăng ký biến động"', name), "utf-8")
    done = command("import", str(sheet), "--data", str(own_demo.folder))
    assert done.returncode == 0, done.stdout + done.stderr
    page = device(new_page(**HALL), own_demo, "display")
    fresh(page, f"{own_demo.url}/display?area=B")
    expect(page.locator("#waiting li").first.locator("span")).to_have_text(name)
    assert page.locator("#waiting b, #waiting img").count() == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [HALL, {"width": 3840, "height": 2160}])
def test_a_screen_has_no_barriers_and_fits_without_scrolling(
    screen: Callable[..., Page], lang: str, size: dict[str, int]
) -> None:
    page = screen("A", size=size, lang=lang)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    assert barriers(page, enhanced=True) == []
    root = "document.documentElement"
    assert page.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight]") == [size["width"], size["height"]]


def test_type_grows_with_the_screen(screen: Callable[..., Page]) -> None:
    small, large = (screen("A", size=size) for size in (HALL, {"width": 3840, "height": 2160}))
    assert height(large.locator("#clock")) == pytest.approx(2 * height(small.locator("#clock")))


def test_a_screen_is_vietnamese_whatever_its_browser_is_set_to(demo: Demo, new_page: Open) -> None:
    page = device(new_page(**HALL, locale="en-US"), demo, "display")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.locator("#number-head")).to_have_text(re.compile(r"Số\s+Number"))


def leaf(page: Page) -> tuple[str, set[str]]:
    """Which page of the lines is shown, and their names; below a name may stand how long its line takes."""
    which, *names = page.evaluate(
        "() => [...document.querySelectorAll('#pages, #waiting li > span')].map((one) => one.innerText)"
    )
    return which, {name.split("\n")[0] for name in names}


def test_many_services_take_turns_and_only_those_with_people(
    kiosk: Caller, desk: Desks, screen: Callable[..., Page]
) -> None:
    for counter in ("1", "4", "6", "8", "9", "17", "45"):
        desk(counter)
    for service in ("AH", "AK", "AM", "AX", "AT", "BH", "MT"):
        kiosk.ticket(service)
    page = screen("all")
    expect(page.locator("#pages")).to_have_text(re.compile(r"\d/2"))
    first, seen = leaf(page)
    expect(page.locator("#pages")).not_to_have_text(first)
    seen |= leaf(page)[1]
    assert {"Hộ chiếu", "Đăng ký xe", "Thuế, trước bạ"} <= seen
    assert "Ngoại vụ" not in seen


def test_a_browser_that_is_no_screen_is_told_what_to_open(demo: Demo, new_page: Open) -> None:
    page = new_page(locale="vi-VN")
    answer = page.goto(f"{demo.url}/display")
    assert answer
    assert answer.status == 401
    expect(page.locator("h1")).to_have_text("Máy này chưa được mở làm màn hình gọi số")
    expect(page.locator("main")).to_contain_text("đường dẫn của màn hình")
    assert barriers(page) == []


def test_an_unknown_area_offers_those_that_exist(demo: Demo, new_page: Open) -> None:
    page = device(new_page(**HALL), demo, "display")
    answer = page.goto(f"{demo.url}/display?area=%3Cb%3EQ")
    assert answer
    assert answer.status == 404
    assert page.locator("main a").count() == 7
    assert barriers(page) == []
