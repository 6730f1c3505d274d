"""What must never happen at a counter: a thing done twice, a key not meant, a page that pretends to be live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.officer import Officer, sign_in, take
from tests.browser.proxy import Cable
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(new_page: Open, demo: Demo) -> Officer:
    """At counter 42, which serves MH, MG and MC; nobody waits."""
    return Officer(new_page(), demo, "42")


@pytest.fixture
def cable(demo: Demo) -> Iterator[Cable]:
    with Cable(demo.port) as cable:
        yield cable


def test_a_key_held_down_acts_once(officer: Officer) -> None:
    take(officer.demo, "MH", "MH")
    officer.sees("next").ready().forget()
    for _ in range(30):
        officer.page.keyboard.down("Enter")
    officer.page.keyboard.up("Enter")
    officer.sees("called")
    assert len(officer.posts) == 1


def test_a_key_held_down_on_a_focused_button_acts_once(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").later(25).may("recall").forget()
    officer.ready().page.focus("[data-move=recall]")
    for _ in range(30):
        officer.page.keyboard.down("Enter")
    officer.page.keyboard.up("Enter")
    expect(officer.says).to_contain_text("gọi lại")
    assert len(officer.posts) == 1


@pytest.mark.parametrize("how", ["keys", "clicks"])
def test_pressing_twice_in_a_row_acts_once(officer: Officer, how: str) -> None:
    take(officer.demo, "MH")
    officer.sees("next").ready().forget()
    if how == "keys":
        officer.page.evaluate(
            """() => { for (let n = 0; n < 5; n += 1)
               document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', bubbles: true })) }"""
        )
    else:
        officer.page.dblclick("#next")
    officer.sees("called").ready()
    assert len(officer.posts) == 1


def test_after_a_click_the_keyboard_belongs_to_the_next_thing_again(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").later(25).may("recall").ready()
    officer.page.click("[data-move=recall]")
    expect(officer.says).to_contain_text("gọi lại")
    officer.press("Enter").sees("serving")


def test_typing_in_a_field_presses_nothing(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").press("c").ready().forget()
    expect(officer.page.locator("#to-service")).to_be_focused()
    officer.page.keyboard.type("rvhtxz1")
    expect(officer.page.locator("#sending")).to_be_visible()
    officer.page.keyboard.press("Escape")
    assert officer.posts == []
    officer.sees("called")


def test_an_open_question_keeps_the_keys_of_the_page_away(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").press("x").ready().forget()
    officer.press("r", "v", "Digit9", "z", "Escape")
    officer.ready().sees("called")
    assert officer.posts == []


def test_keys_go_by_their_place_and_not_by_the_letter_that_telex_makes_of_them(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").later(25).may("recall").ready()
    officer.page.dispatch_event("body", "keydown", {"code": "KeyR", "key": "ử", "bubbles": True})
    expect(officer.says).to_contain_text("gọi lại")


def test_keys_of_the_browser_itself_are_left_alone(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").ready().forget()
    for key in ("Control+z", "Control+x", "Alt+v", "Meta+h"):
        officer.page.keyboard.press(key)
    officer.ready().sees("called")
    assert officer.posts == []


def test_keys_can_be_switched_off_and_stay_off(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.ready().page.click("#keys")
    expect(officer.page.locator("#keys")).to_have_text("Phím tắt: tắt")
    officer.page.reload()
    officer.ready().forget()
    officer.press("Enter", "n").ready()
    assert officer.posts == []
    officer.page.click("#next")
    officer.sees("called")


def test_an_answer_that_gets_lost_is_asked_for_again_and_nothing_happens_twice(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").ready()
    keys: list[str] = []

    def lose_the_first(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            return route.abort()
        return route.continue_()

    officer.page.route("**/recall", lose_the_first)
    officer.later(25).may("recall").press("r")
    expect(officer.says).to_contain_text("gọi lại")
    expect(officer.page.locator("#state")).to_have_text("Đang gọi, lần 2")
    assert len(keys) == 2
    assert keys[0] == keys[1]


def test_a_refused_move_is_said_calmly_and_the_page_shows_what_is_true(officer: Officer) -> None:
    take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").press("Enter").sees("serving").ready()

    def too_late(route: Route) -> None:
        route.fetch(headers={**route.request.headers, "idempotency-key": "somebody-else"})
        route.continue_()

    officer.page.route("**/finish", too_late)
    officer.press("Enter").sees("none")
    expect(officer.says).to_have_attribute("data-kind", "fault")
    expect(officer.says).to_have_text("Trạng thái hiện tại không cho phép việc này.")


def test_a_lost_connection_leaves_the_list_readable_and_heals_by_itself(
    new_page: Open, demo: Demo, cable: Cable
) -> None:
    officer = Officer(new_page(), demo, "42", url=cable.url)
    numbers = take(demo, "MH", "MH", "MG")
    officer.has(waiting=numbers)
    cable.cut()
    lost = officer.page.locator("#lost")
    expect(lost).to_contain_text("gọi trực tiếp theo danh sách")
    officer.has(waiting=numbers)
    for button in ("#next", "#pause", "[data-service=MH]"):
        expect(officer.page.locator(button)).to_be_disabled()
    officer.forget()
    officer.page.keyboard.press("Enter")
    officer.page.locator("#next").dispatch_event("click")
    assert officer.posts == []
    [late] = take(demo, "MG")
    cable.mend()
    officer.has(waiting=[*numbers, late])
    expect(lost).to_be_hidden()
    officer.sees("next").press("Enter").sees("called", numbers[0])


def test_a_restarted_server_finds_the_officer_still_at_work(new_page: Open, own_demo: Demo) -> None:
    officer = Officer(new_page(), own_demo, "42")
    [number] = take(own_demo, "MH")
    officer.sees("next").press("Enter").sees("called", number)
    own_demo.stop()
    expect(officer.page.locator("#lost")).to_be_visible()
    officer.sees("called", number)
    own_demo.start()
    officer.press("Enter").sees("serving", number)


def test_a_counter_in_use_is_asked_for_and_whoever_sat_there_is_told(new_page: Open, demo: Demo) -> None:
    there, late = Officer(new_page(), demo, "31"), new_page()
    late.goto(f"{demo.url}/counter?lang=vi")
    sign_in(late, demo, "32", at="31")
    expect(late.locator("#taken-title")).to_have_text("Quầy 31 đang có người làm việc")
    late.keyboard.press("Enter")
    expect(late.locator("#taken")).to_be_hidden()
    there.ready()
    late.click("#signin button")
    late.get_by_role("button", name="Có, nhận quầy này").click()
    expect(late.locator("h1")).to_have_text("Quầy 31")
    expect(there.page.get_by_role("dialog")).to_contain_text("Phiên làm việc tại quầy 31 đã kết thúc")
    expect(there.page.locator("#ended-why")).to_have_text("Người khác đã đăng nhập tại quầy này.")
    expect(there.page.locator("#next")).to_be_disabled()
    there.page.keyboard.press("Enter")
    expect(there.page.locator("#signin")).to_be_visible()


SAID = [
    ("vi", "quay42", "sai", "42", "Tên đăng nhập hoặc mật khẩu chưa đúng."),
    ("en", "quay42", "wrong", "42", "Wrong username or password."),
    ("vi", "", "x", "42", "Hãy nhập tên đăng nhập."),
    ("en", "quay42", "x", "", "Choose a counter."),
]


@pytest.mark.parametrize(("lang", "username", "password", "counter", "sentence"), SAID)
def test_a_sign_in_that_fails_says_why_in_the_readers_language(
    new_page: Open, demo: Demo, lang: str, username: str, password: str, counter: str, sentence: str
) -> None:
    page = new_page()
    page.goto(f"{demo.url}/counter?lang={lang}")
    page.select_option("#counter", counter)
    page.fill("#username", username)
    page.fill("#password", password)
    page.press("#password", "Enter")
    expect(page.locator("#signin-says")).to_have_text(sentence)


def test_an_officer_of_another_department_is_told_so(new_page: Open, demo: Demo) -> None:
    page: Page = new_page()
    page.goto(f"{demo.url}/counter?lang=vi")
    sign_in(page, demo, "42", at="1")
    expect(page.locator("#signin-says")).to_have_text("Quầy này thuộc cơ quan khác.")


def test_nothing_of_a_password_stands_in_an_address(new_page: Open, demo: Demo) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{demo.url}/counter")
    assert page.get_attribute("#signin", "method") == "post"


def test_signing_out_asks_for_the_password_again_also_after_going_back(officer: Officer) -> None:
    officer.ready().page.click("#leave")
    expect(officer.page.locator("#signin")).to_be_visible()
    officer.page.go_back()
    expect(officer.page.locator("#signin")).to_be_visible()
