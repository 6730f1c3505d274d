"""What stands between a call and the next: waiting for people, setting aside, putting right, resting, closing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.chromium import time_to_spare
from tests.browser.conftest import Open, barriers
from tests.browser.officer import Officer, citizens, take
from tests.days.centre import Centre
from tests.faults.test_screens import until_gone
from tests.web.calling import Desk, good
from tests.web.running import Demo
from tests.web.sockets import Socket

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(new_page: Open, demo: Demo) -> Officer:
    """At counter 42, which serves MH, MG and MC; nobody waits."""
    return Officer(new_page(), demo, "42")


def decide(demo: Demo, service: str, *, stopped: bool) -> None:
    """The supervisor stops giving numbers of a service, or goes on."""
    session = requests.Session()
    who = {name: demo.access["supervisor"][name] for name in ("username", "password")}
    assert session.post(f"{demo.url}/api/v1/session", json=who).status_code == 201
    act = "stop" if stopped else "resume"
    assert session.post(f"{demo.url}/api/v1/opening/{act}", json={"service": service}).status_code == 200


def still(officer: Officer, move: str) -> Any:
    return expect(officer.page.locator(f"[data-move={move}] .still"))


def test_a_number_is_called_again_after_a_while_and_missed_after_three_calls(officer: Officer) -> None:
    [number] = take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called", number)
    still(officer, "no-show").to_have_text("gọi thêm 2 lần")
    still(officer, "recall").to_contain_text("còn 0:")
    officer.forget()
    officer.press("r", "v").ready()
    assert officer.posts == []
    officer.later(25).may("recall").press("r")
    still(officer, "no-show").to_have_text("gọi thêm 1 lần")
    officer.later(25).may("recall").press("r")
    still(officer, "no-show").to_contain_text(re.compile(r"còn (1:0|0:[3-5])\d"))
    officer.later(61).may("no-show")
    still(officer, "no-show").to_be_empty()
    officer.press("v").has(missed=[number])
    # A mis-click: the person stands as called as before, and can be noted again.
    officer.press("z").sees("called", number).may("no-show").press("v").has(missed=[number])


def test_who_was_missed_or_held_sits_down_without_being_shouted_for(officer: Officer) -> None:
    first, second = take(officer.demo, "MH", "MH")
    officer.sees("next").press("Enter").sees("called", first).misses()
    officer.serves(second).press("h", "Digit1").has(held=[second])
    board = good(citizens(officer.demo).get("/api/v1/board?area=M"))["calls"]
    officer.chooses(first).press("Enter").sees("serving", first).press("Enter").sees("none")
    officer.chooses(second).press("Enter").sees("serving", second)
    calls = good(citizens(officer.demo).get("/api/v1/board?area=M"))["calls"]
    assert [one["call"] for one in calls] == [one["call"] for one in board]


def test_a_held_number_says_what_for_and_since_when_and_stands_out_when_it_is_long(officer: Officer) -> None:
    [number] = take(officer.demo, "MH")
    officer.serves().press("h", "Digit2").has(held=[number])
    row = officer.page.locator("#held .ticket-row")
    expect(row).to_contain_text("Lấy thêm giấy tờ · chờ từ ")
    expect(row).to_have_attribute("data-long", "no")
    officer.later(20 * 60 + 1)
    take(officer.demo, "MG")
    expect(row).to_have_attribute("data-long", "yes")
    expect(row).to_contain_text("Đã 20 phút")


def test_an_officer_reads_that_the_areas_screens_are_dark_until_one_is_back(officer: Officer) -> None:
    screen = Socket(officer.demo.url, officer.demo.access["display_token"])
    screen.watch(board="M")
    said = officer.page.locator("#dark")
    expect(said).to_be_hidden()
    screen.close()
    until_gone(officer.demo)
    officer.later(11)
    expect(said).to_have_text(re.compile(r"^Màn hình khu M đang tắt từ \d\d:\d\d: xin gọi bằng lời\.$"))
    assert barriers(officer.page) == []
    screen = Socket(officer.demo.url, officer.demo.access["display_token"])
    screen.watch(board="M")
    expect(said).to_be_hidden()
    screen.close()


def test_what_was_really_done_is_put_right_and_the_number_goes_on(officer: Officer) -> None:
    [number] = take(officer.demo, "MH")
    sent: list[Any] = []
    officer.page.on("request", lambda one: sent.append(one.post_data_json) if one.url.endswith("/finish") else None)
    officer.serves().press("Digit1", "d")
    expect(officer.page.locator("#done-outcome")).to_have_value("received")
    page = officer.ready().page
    page.select_option("#done-service", "MG")
    page.fill("#done-dossiers", "2")
    page.select_option("#done-next", "MC")
    page.press("#done-dossiers", "Enter")
    officer.sees("next", number)
    assert sent == [{"service": "MG", "outcome": "received", "dossiers": 2, "next": "MC"}]
    expect(page.locator("#why")).to_have_text("Nội dung tiếp theo trong cùng lượt đến")
    officer.press("z").sees("serving", number)


def test_a_broker_with_more_dossiers_takes_a_new_number_at_the_end(officer: Officer) -> None:
    first, second = take(officer.demo, "MH", "MH")
    officer.serves().press("d").ready()
    expect(officer.page.locator("#done-dossiers")).to_have_attribute("max", "3")
    officer.page.fill("#done-dossiers", "4")
    officer.page.press("#done-dossiers", "Enter")
    expect(officer.page.locator("#finishing")).to_be_visible()
    officer.page.fill("#done-dossiers", "3")
    officer.page.check("#finishing [name=more]")
    officer.page.press("#done-dossiers", "Enter")
    fresh = officer.page.locator("#fresh")
    expect(fresh).to_be_visible()
    number = officer.page.locator("#fresh-number").text_content() or ""
    expect(fresh).to_contain_text("còn 1 người phía trước")
    officer.ready().page.keyboard.press("Enter")
    officer.has(waiting=[second, number])
    assert number not in (first, second)
    officer.press("z")
    expect(officer.says).to_contain_text(f"Lượt mới {number} cũng được hủy.")
    officer.sees("serving", first).has(waiting=[second])


def test_where_no_new_number_can_be_given_the_box_says_why_before_anybody_finishes(officer: Officer) -> None:
    [number] = take(officer.demo, "MH")
    officer.serves(number)
    decide(officer.demo, "MH", stopped=True)
    page, why = officer.page, officer.page.locator("#more-why")
    officer.press("d")
    expect(why).to_contain_text("ngừng")
    expect(page.locator("#finishing [name=more]")).to_be_disabled()
    page.select_option("#done-service", "MG")
    expect(why).to_be_hidden()
    expect(page.locator("#finishing [name=more]")).to_be_enabled()
    page.select_option("#done-service", "MH")
    decide(officer.demo, "MH", stopped=False)
    expect(why).to_be_hidden()
    expect(page.locator("#finishing [name=more]")).to_be_enabled()


def test_a_counter_that_closes_gives_back_who_was_held(officer: Officer) -> None:
    [number] = take(officer.demo, "MH")
    officer.serves().press("h", "h").has(held=[number])
    officer.press("n")
    expect(officer.page.locator("#pausing-held")).to_contain_text("1 số đang chờ bổ sung")
    officer.press("q").has(held=[], waiting=[number])
    expect(officer.status).to_have_text("Đã đóng")
    expect(officer.page.locator("#why")).to_have_text("Quầy trước đã đóng, giữ nguyên lượt")
    officer.press("n")
    expect(officer.status).to_have_text("Đang mở")


def test_telex_does_not_get_in_the_way_of_the_lists(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.serves().ready()
    page = officer.page
    page.dispatch_event("body", "keydown", {"code": "KeyD", "key": "đ", "bubbles": True})
    expect(page.locator("#finishing")).to_be_visible()
    page.keyboard.press("Escape")
    officer.ready()
    page.dispatch_event("body", "keydown", {"code": "KeyN", "key": "n", "bubbles": True})
    expect(page.locator("#pausing")).to_be_visible()
    officer.ready()
    page.dispatch_event("#pausing", "keydown", {"code": "Digit3", "key": "3", "bubbles": True})
    expect(officer.status).to_have_text("Nghỉ sau lượt này: Họp")


def test_somebody_called_before_their_turn_is_counted(officer: Officer) -> None:
    before = int(officer.page.locator("#chosen-calls").text_content() or 0)
    first, second = take(officer.demo, "MH", "MH")
    officer.has(waiting=[first, second]).chooses(second).press("g").sees("called", second)
    expect(officer.page.locator("#chosen-calls")).to_have_text(str(before + 1))
    officer.press("z").sees("next", first)
    expect(officer.page.locator("#chosen-calls")).to_have_text(str(before))


def test_an_undo_after_somebody_else_acted_is_refused(new_page: Open, demo: Demo) -> None:
    mine, other = Officer(new_page(), demo, "13"), Desk(demo, "14")
    ticket = citizens(demo).ticket("BA")
    mine.sees("next").press("Enter").sees("called").misses().has(missed=[ticket["number"]])
    good(other.move(ticket, "return"))
    mine.has(missed=[]).press("z")
    expect(mine.says).to_have_attribute("data-kind", "fault")
    mine.has(waiting=[ticket["number"]])


@pytest.fixture(scope="module")
def automatic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder: Path = tmp_path_factory.mktemp("automatic")
    running = Centre(folder / "centre", "09:00", "[line]\nauto_call = true\nauto_call_s = 60")
    yield running
    assert running.stop() == 0


def test_where_the_centre_wants_it_the_next_is_called_by_itself_and_any_press_stops_that(
    new_page: Open, automatic: Centre
) -> None:
    page = new_page()
    page.clock.install()
    time_to_spare(page)
    officer, label = Officer(page, automatic, "42"), page.locator("#next-label")
    first, second, third = take(automatic, "MH", "MH", "MH")
    officer.serves(first).finishes()
    expect(label).to_contain_text(re.compile(r"sau (60|[1-5]\d) giây"))
    page.clock.run_for(60_000)
    officer.sees("called", second).press("Enter").sees("serving").finishes()
    expect(label).to_contain_text("giây")
    page.keyboard.press("Escape")
    expect(label).to_have_text("GỌI SỐ TIẾP THEO")
    officer.forget()
    page.clock.run_for(61_000)
    assert officer.posts == []
    officer.sees("next", third).press("Enter").sees("called", third).press("n", "Digit1", "Enter").sees("serving")
    take(automatic, "MH")
    officer.press("Enter").sees("next")
    expect(officer.status).to_have_text("Tạm nghỉ: Ăn trưa")
    expect(officer.page.locator("#next-label")).to_have_text("MỞ LẠI QUẦY")
