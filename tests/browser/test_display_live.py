"""The hall screen when the network, the server or its own device fails: it says so, and is soon right again."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.chromium import time_to_spare
from tests.browser.conftest import Open, barriers, device
from tests.browser.proxy import Cable
from tests.browser.screen import HALL, call, called, opened
from tests.web.calling import Caller, Desk, good
from tests.web.running import Demo, command

pytestmark = pytest.mark.browser


def lit(page: Page, number: str) -> bool:
    """Whether a call lights up in this moment: in a few seconds none would any more."""
    expect(call(page, number)).to_be_visible()
    return call(page, number).get_attribute("data-lit") is not None


@pytest.fixture
def kiosk(demo: Demo) -> Caller:
    return Caller(demo.url, demo.access["kiosk_token"])


@pytest.fixture
def officer(demo: Demo) -> Iterator[Desk]:
    """The officer of the only counter for BM."""
    desk = Desk(demo, "15")
    desk.clear()
    yield desk
    desk.clear()


def test_a_screen_that_was_cut_off_says_so_and_comes_back_with_what_it_missed(
    demo: Demo, kiosk: Caller, officer: Desk, new_page: Open
) -> None:
    with Cable(demo.port) as cable:
        page = opened(new_page, demo, "B", cable.url)
        expect(page.locator("#lost")).to_be_hidden()
        cable.cut()
        expect(page.locator("#lost")).to_be_visible()
        expect(page.locator("#lost p").first).to_have_text(
            re.compile(r"^Màn hình mất kết nối từ \d\d:\d\d\.\sMời nghe loa hoặc hỏi bàn hướng dẫn\.$")
        )
        assert barriers(page, enhanced=True) == []
        kiosk.ticket("BM")
        number = called(officer)
        expect(call(page, number)).to_have_count(0)
        cable.mend()
        expect(call(page, number)).to_be_visible()
        expect(call(page, number)).to_have_attribute("data-lit", "")
        expect(page.locator("#lost")).to_be_hidden()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [HALL, {"width": 3840, "height": 2160}])
def test_what_a_cut_off_screen_says_covers_no_call(demo: Demo, new_page: Open, lang: str, size: dict[str, int]) -> None:
    with Cable(demo.port) as cable:
        page = opened(new_page, demo, "all", cable.url, size, lang=lang)
        cable.cut()
        expect(page.locator("#lost")).to_be_visible()
        bottoms = "all => all.map(one => Math.round(one.getBoundingClientRect().bottom))"
        lost = page.locator("#lost").bounding_box()
        [calls] = page.locator(".now").evaluate_all(bottoms)
        assert lost
        assert lost["y"] >= calls - 1
        assert max(page.locator("#lost p").evaluate_all(bottoms)) <= size["height"]


def test_a_screen_that_is_loaded_again_lights_no_old_call_up(
    demo: Demo, kiosk: Caller, officer: Desk, new_page: Open
) -> None:
    page = opened(new_page, demo, "B")
    kiosk.ticket("BM")
    number = called(officer)
    expect(call(page, number)).to_have_attribute("data-lit", "")
    demo.forward(13)
    page.reload()
    assert not lit(page, number)


def test_a_call_of_half_a_minute_ago_does_not_light_up_when_the_connection_comes_back(
    demo: Demo, kiosk: Caller, officer: Desk, new_page: Open
) -> None:
    with Cable(demo.port) as cable:
        page = opened(new_page, demo, "B", cable.url)
        cable.cut()
        expect(page.locator("#lost")).to_be_visible()
        kiosk.ticket("BM")
        number = called(officer)
        demo.forward(30)
        cable.mend()
        assert not lit(page, number)


def test_a_screen_that_is_switched_on_after_a_power_cut_lights_no_old_call_up(own_demo: Demo, new_page: Open) -> None:
    page = opened(new_page, own_demo)
    kiosk, officer = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "1")
    kiosk.ticket("AH")
    number = called(officer)
    expect(call(page, number)).to_have_attribute("data-lit", "")
    page.close()
    own_demo.kill()
    own_demo.forward(30)
    own_demo.start()
    page = opened(new_page, own_demo)
    assert not lit(page, number)
    # Called again, it is news.
    current = good(officer.get("/api/v1/counters/1"))["current"]
    good(officer.move(current, "recall"))
    expect(call(page, number)).to_have_attribute("data-lit", "")


def test_a_network_that_silently_drops_is_noticed_within_three_seconds_or_so(
    demo: Demo, kiosk: Caller, officer: Desk, new_page: Open
) -> None:
    with Cable(demo.port) as cable:
        page = opened(new_page, demo, "B", cable.url)
        cable.freeze()
        expect(page.locator("#lost")).to_be_visible()
        kiosk.ticket("BM")
        number = called(officer)
        cable.mend()
        expect(call(page, number)).to_be_visible()
        expect(page.locator("#lost")).to_be_hidden()


def test_a_restarted_server_heals_every_screen(own_demo: Demo, new_page: Open) -> None:
    page = device(new_page(**HALL), own_demo, "display")
    expect(page.locator("#waiting li")).to_have_count(1)
    kiosk, officer = Caller(own_demo.url, own_demo.access["kiosk_token"]), Desk(own_demo, "1")
    kiosk.ticket("AH")
    kiosk.ticket("AH")
    number = called(officer)
    expect(call(page, number)).to_be_visible()
    own_demo.kill()
    expect(page.locator("#lost")).to_be_visible()
    own_demo.start()
    expect(page.locator("#lost")).to_be_hidden()
    expect(call(page, number)).to_be_visible()
    expect(page.locator("#waiting strong")).to_have_text("1")


def test_a_hall_that_cannot_read_for_a_moment_is_asked_again(demo: Demo, new_page: Open) -> None:
    cannot = {"type": "/problems/unavailable", "title": "Nothing can be read just now.", "status": 503}
    answers = iter([json.dumps([{"ok": False, "problem": cannot}])])

    def one_answer_changed(route: WebSocketRoute) -> None:
        hall = route.connect_to_server()

        def passed_on(message: str | bytes) -> None:
            # The answer to `watch`: Engine.IO message 4, Socket.IO acknowledgement 3, its number, its arguments.
            answer = re.match(r"43\d+", message) if isinstance(message, str) else None
            instead = next(answers, None) if answer else None
            route.send(answer[0] + instead if answer and instead else message)

        hall.on_message(passed_on)

    page = new_page(**HALL)
    page.route_web_socket(re.compile("/socket.io/"), one_answer_changed)
    device(page, demo, "display")
    expect(page.locator("#waiting li").first).to_be_attached()
    expect(page.locator("#lost")).to_be_hidden()
    assert next(answers, None) is None


def test_the_clock_is_the_centres_whatever_the_machine_believes(demo: Demo, new_page: Open) -> None:
    page = device(new_page(**HALL, timezone_id="America/New_York"), demo, "display")
    expect(page.locator("#waiting li").first).to_be_attached()
    board = good(Caller(demo.url, demo.access["display_token"]).get("/api/v1/board"))
    hour, minute = map(int, str(page.locator("#clock").text_content()).split(":"))
    told = int(board["at"][11:13]) * 60 + int(board["at"][14:16])
    assert (told - hour * 60 - minute) % 1440 in (0, 1, 1439)


def test_a_screen_that_is_no_longer_allowed_says_so(own_demo: Demo, new_page: Open) -> None:
    page = device(new_page(**HALL), own_demo, "display")
    expect(page.locator("#waiting li")).to_have_count(1)
    done = command("device", "revoke", "display-1", "--data", str(own_demo.folder))
    assert done.returncode == 0, done.stdout + done.stderr
    expect(page.locator("#lost p").first).to_contain_text("không còn được phép kết nối")
    expect(page.locator(".now")).to_be_hidden()


def test_a_screen_asks_anew_after_a_minute_in_which_nothing_happened(demo: Demo, new_page: Open) -> None:
    """Expected times go on while nothing is pushed."""
    page = new_page(**HALL)
    page.clock.install()
    said = time_to_spare(page)
    device(page, demo, "display")
    expect(page.locator("#waiting li").first).to_be_attached()
    before = sum("watch" in one for one in said)
    page.clock.run_for(61_000)
    page.wait_for_function("() => true")
    assert sum("watch" in one for one in said) == before + 1
