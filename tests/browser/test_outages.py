"""Kiosk and counter when the server is slow, gone, started anew or unable to write: nothing twice, and back alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, device
from tests.browser.kiosks import GLASS, choose, fact, ready, screen, take
from tests.browser.officer import Officer
from tests.browser.officer import take as take_numbers
from tests.browser.proxy import Cable
from tests.browser.staff import signed_in
from tests.faults import disk
from tests.web.calling import Caller, good, sign_in
from tests.web.running import Demo
from tests.web.sockets import Socket

pytestmark = [pytest.mark.browser, pytest.mark.chaos]
AWAY = "Máy tạm ngừng phục vụ."


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A hall of its own: here every number counts, and its log tells of faults."""
    running = Demo(tmp_path_factory.mktemp("outages"))
    yield running
    assert running.stop() == 0


@pytest.fixture
def cable(demo: Demo) -> Iterator[Cable]:
    with Cable(demo.port) as cable:
        yield cable


@pytest.fixture
def kiosk(demo: Demo, cable: Cable, new_page: Open) -> Page:
    """A kiosk at the other end of the cable."""
    page = device(new_page(**GLASS), demo, "kiosk")
    token = str(demo.access["kiosk_token"])
    page.context.add_cookies([{"name": "layso_kiosk", "value": token, "url": cable.url}])
    page.goto(f"{cable.url}/kiosk")
    return ready(page)


def one_number(demo: Demo, service: str, shown: str) -> None:
    """The hall has given out this one number for the service, and no other."""
    assert disk.tickets(demo.folder, service) == [shown]


def until_waiting(demo: Demo, service: str, count: int) -> None:
    """Waits until the hall itself knows that so many wait."""
    socket = Socket(demo.url, demo.access["kiosk_token"])
    menu = socket.watch(kiosk=True)
    while [one["waiting"] for part in menu["departments"] for one in part["services"] if one["code"] == service] != [
        count
    ]:
        menu = socket.push()[1]
    socket.close()


# Kiosk


def test_a_slow_network_gives_one_number_for_impatient_touches(demo: Demo, cable: Cable, kiosk: Page) -> None:
    choose(kiosk, "HA")
    cable.delay = 0.3
    button = kiosk.locator("[data-take]")
    button.click()
    for _ in range(3):
        button.dispatch_event("click")
    expect(screen(kiosk, "ticket")).to_be_visible()
    one_number(demo, "HA", str(fact(kiosk, "number").text_content()))


def test_an_answer_that_the_network_swallowed_is_asked_for_again_under_the_same_key(
    demo: Demo, cable: Cable, kiosk: Page
) -> None:
    choose(kiosk, "HK")
    cable.swallows = True
    kiosk.locator("[data-take]").click()
    until_waiting(demo, "HK", 1)
    cable.cut()
    cable.mend()
    expect(screen(kiosk, "ticket")).to_be_visible()
    one_number(demo, "HK", str(fact(kiosk, "number").text_content()))


def test_a_frozen_network_is_said_and_the_touch_that_was_under_way_is_still_one_number(
    demo: Demo, cable: Cable, kiosk: Page
) -> None:
    choose(kiosk, "HC")
    cable.freeze()
    kiosk.locator("[data-take]").click()
    expect(kiosk.get_by_role("dialog")).to_contain_text(AWAY, timeout=30_000)
    cable.mend()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    number = take(kiosk)
    one_number(demo, "HC", number)


def lose_the_answer(demo: Demo, cable: Cable, kiosk: Page, service: str) -> None:
    """Somebody's touch gives a number, and the kiosk gives up waiting for its answer."""
    choose(kiosk, service)
    cable.swallows = True
    kiosk.locator("[data-take]").click()
    until_waiting(demo, service, 1)
    expect(kiosk.get_by_role("dialog")).to_contain_text(AWAY)
    expect(kiosk.get_by_role("dialog")).to_contain_text("This kiosk")
    cable.cut()


def test_who_goes_back_speaks_another_language_and_chooses_again_after_a_lost_answer_gets_the_same_number(
    demo: Demo, cable: Cable, kiosk: Page
) -> None:
    lose_the_answer(demo, cable, kiosk, "MX")
    cable.mend()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    kiosk.locator('[data-tongue="en"]').click()
    kiosk.locator("[data-back]").click()
    choose(kiosk, "MX")
    one_number(demo, "MX", take(kiosk))


def test_a_line_that_closed_after_a_lost_answer_still_tells_the_number_that_it_gave(
    demo: Demo, cable: Cable, kiosk: Page
) -> None:
    lose_the_answer(demo, cable, kiosk, "KM")
    staff = Caller(demo.url, cookies=sign_in(demo.url, demo.access["admin"]))
    good(staff.post("/api/v1/opening/stop", {"service": "KM"}))
    cable.mend()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    one_number(demo, "KM", take(kiosk))


def test_the_way_back_is_closed_while_a_number_is_under_way(demo: Demo, cable: Cable, kiosk: Page) -> None:
    choose(kiosk, "MB")
    cable.delay = 0.5
    kiosk.locator("[data-take]").click()
    kiosk.locator("[data-back]").click()
    expect(screen(kiosk, "ticket")).to_be_visible()
    one_number(demo, "MB", str(fact(kiosk, "number").text_content()))


def test_a_server_killed_in_the_middle_of_a_touch_gives_one_number_when_it_is_back(
    own_demo: Demo, new_page: Open
) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    choose(page, "HA")
    own_demo.kill()
    page.locator("[data-take]").click()
    own_demo.start()
    expect(screen(page, "ticket")).to_be_visible()
    one_number(own_demo, "HA", str(fact(page, "number").text_content()))


def test_a_kiosk_whose_hall_cannot_write_says_so_and_comes_back_alone(demo: Demo, kiosk: Page) -> None:
    choose(kiosk, "KX")
    with disk.full(demo):
        kiosk.locator("[data-take]").click()
        expect(kiosk.get_by_role("dialog")).to_contain_text(AWAY, timeout=30_000)
        expect(kiosk.get_by_role("dialog")).to_contain_text("Mời ông/bà đến bàn hướng dẫn.")
        assert disk.tickets(demo.folder, "KX") == []
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    expect(kiosk.get_by_role("alert")).to_be_hidden()
    one_number(demo, "KX", take(kiosk))


def test_a_full_disk_is_said_by_every_page_that_writes_though_nobody_touches_one_and_then_taken_back(
    demo: Demo, kiosk: Page, new_page: Open
) -> None:
    choose(kiosk, "MK")
    officer, desk = Officer(new_page(), demo, "44"), signed_in(new_page(locale="vi-VN"), demo, "reception")
    said = officer.page.locator("#lost")
    with disk.full(demo):
        expect(kiosk.get_by_role("dialog")).to_contain_text(AWAY)
        expect(said).to_contain_text("Hệ thống chưa ghi được từ 09:")
        expect(desk.locator("[data-outage]")).to_contain_text("Hệ thống chưa ghi được từ 09:")
        late = ready(device(new_page(**GLASS), demo, "kiosk"))
        expect(late.get_by_role("dialog")).to_contain_text(AWAY)
    for page in (kiosk, late):
        expect(page.get_by_role("dialog")).to_be_hidden()
    expect(said).to_be_hidden()
    expect(desk.locator("[data-outage]")).to_be_hidden()
    one_number(demo, "MK", take(kiosk))


# Counter


def test_the_next_twenty_stay_readable_and_presses_during_the_outage_do_nothing(
    demo: Demo, cable: Cable, new_page: Open
) -> None:
    officer = Officer(new_page(), demo, "43", url=cable.url)
    numbers = take_numbers(demo, *["MV"] * 22)
    officer.has(waiting=numbers[:20])
    cable.freeze()
    lost = officer.page.locator("#lost")
    expect(lost).to_contain_text("Mất kết nối từ")
    expect(lost).to_contain_text("gọi trực tiếp theo danh sách")
    officer.has(waiting=numbers[:20]).forget()
    for _ in range(3):
        officer.page.keyboard.press("Enter")
        officer.page.locator("#next").dispatch_event("click")
    assert officer.posts == []
    cable.mend()
    expect(lost).to_be_hidden()
    officer.sees("next").press("Enter").sees("called", numbers[0]).has(waiting=numbers[1:21])


def test_a_list_that_could_not_come_back_is_not_lost_by_loading_the_page_anew(
    demo: Demo, cable: Cable, new_page: Open
) -> None:
    officer = Officer(new_page(), demo, "42", url=cable.url)
    [number] = take_numbers(demo, "MH")
    officer.has(waiting=[number]).press("Enter").sees("called", number)
    page = officer.page
    cable.freeze()
    expect(page.locator("#lost")).to_contain_text("xin đừng tải lại trang")
    with page.expect_event("dialog") as asked:
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.evaluate("() => void setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    officer.sees("called", number)
    cable.mend()
    expect(page.locator("#lost")).to_be_hidden()
    page.reload()
    officer.ready().sees("called", number)


def test_a_call_whose_answer_got_lost_shows_as_called_and_calls_nobody_else(
    demo: Demo, cable: Cable, new_page: Open
) -> None:
    officer = Officer(new_page(), demo, "43", url=cable.url)
    first, second = take_numbers(demo, "MV", "MV")
    officer.has(waiting=[first, second]).ready()
    cable.swallows = True
    officer.page.keyboard.press("Enter")
    until_waiting(demo, "MV", 1)
    cable.cut()
    cable.mend()
    officer.sees("called", first).ready().has(waiting=[second])
    calls = disk.rows(demo.folder, f"SELECT number FROM call WHERE number IN ('{first}', '{second}')")
    assert calls == [(first,)]


def test_a_counter_whose_hall_cannot_write_says_so_calmly_until_it_can(demo: Demo, new_page: Open) -> None:
    officer = Officer(new_page(), demo, "43")
    [number] = take_numbers(demo, "MV")
    officer.has(waiting=[number]).ready()
    banner = officer.page.locator("#lost")
    with disk.full(demo):
        officer.page.keyboard.press("Enter")
        expect(banner).to_contain_text("Hệ thống chưa ghi được từ")
        # Until then the press is tried again, and would be done once there is room.
        expect(officer.says).to_have_attribute("data-kind", "fault")
        officer.sees("next").has(waiting=[number])
    expect(banner).to_be_hidden()
    expect(officer.says).to_have_text("")
    officer.sees("next").press("Enter").sees("called", number)


def test_another_number_whose_answer_got_lost_is_told_all_the_same(demo: Demo, new_page: Open) -> None:
    officer = Officer(new_page(), demo, "26")
    [first] = take_numbers(demo, "HT")
    page, answered = officer.page, list[bool]()

    def lose(route: Route) -> None:
        if answered:
            return route.continue_()
        route.fetch()
        return route.abort()

    page.route("**/finish", lose)
    officer.serves(first).press("d").ready()
    page.check("#finishing [name=more]")
    page.press("#done-dossiers", "Enter")
    expect(officer.says).to_have_attribute("data-kind", "fault", timeout=20_000)
    # It was taken all the same, and the page has been told that nobody is at the desk.
    [_, fresh] = disk.tickets(demo.folder, "HT")
    officer.has(waiting=[fresh])
    expect(page.locator("#fresh")).to_be_hidden()
    answered.append(True)
    take_numbers(demo, "HT")
    expect(page.locator("#fresh-number")).to_have_text(fresh)
    assert len(disk.tickets(demo.folder, "HT")) == 3
    officer.press("Enter", "z").sees("serving", first)
