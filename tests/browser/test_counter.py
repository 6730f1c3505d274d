"""An officer's work at the counter: calling, serving and all that may happen between, live and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers
from tests.browser.officer import Officer, sign_in, take
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(new_page: Open, demo: Demo) -> Officer:
    """At counter 42, which serves MH, MG and MC; nobody waits."""
    return Officer(new_page(), demo, "42")


def test_an_officer_works_through_a_day_with_the_keyboard_alone(new_page: Open, demo: Demo) -> None:
    officer = Officer(new_page(), demo, "42")
    before = officer.served
    first, second, third = take(demo, "MH", "MH", "MG")
    officer.has(waiting=[first, second, third])
    officer.sees("next").press("Enter").sees("called", first).press("Space").sees("serving", first)
    officer.press("Digit1").press("Enter").sees("next", second)
    officer.sees("next").press("Enter").sees("called", second).misses().has(missed=[second], held=[])
    officer.sees("next").press("Enter").sees("called", third).press("Enter").sees("serving").press("h", "h").has(
        held=[third]
    )
    # Nobody waits now: the services and then the held and the missed one are reached by arrows.
    officer.sees("none").press(*["ArrowDown"] * 4, "Enter")
    expect(officer.page.locator("#chosen-number")).to_have_text(third)
    officer.press("b").sees("serving", third).press("Enter").sees("none")
    officer.press("n", "Digit1")
    expect(officer.status).to_have_text("Tạm nghỉ: Ăn trưa")
    officer.press("Enter")
    expect(officer.status).to_have_text("Đang mở")
    expect(officer.page.locator("#served")).to_have_text(str(before + 2))


def test_an_officer_signs_in_without_a_mouse_and_the_machine_remembers_the_counter(new_page: Open, demo: Demo) -> None:
    page = new_page()
    page.goto(f"{demo.url}/counter?lang=vi")
    expect(page.locator("#counter")).to_be_focused()
    who = next(one for one in demo.access["officers"] if one["counter"] == "43")
    for typed in ("43", who["username"], who["password"]):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Quầy 43")
    expect(page.locator("body")).to_have_attribute("data-listens", "yes")
    page.click("#leave")
    expect(page.locator("#counter")).to_have_value("43")
    expect(page.locator("#username")).to_be_focused()


def test_two_officers_never_get_the_same_ticket(new_page: Open, demo: Demo) -> None:
    both = [Officer(new_page(), demo, counter) for counter in ("11", "12")]
    numbers, called = take(demo, *["BA"] * 6), []
    for _ in range(3):
        for one in both:
            one.sees("next").ready()
        for one in both:
            one.page.evaluate("() => { setTimeout(() => document.querySelector('#next').click(), 100); }")
        for one in both:
            called.append(one.sees("called").page.locator("#number").text_content())
        for one in both:
            one.press("Enter").sees("serving").finishes()
    assert sorted(map(str, called)) == numbers


def test_a_new_ticket_and_what_a_colleague_does_show_without_reloading(new_page: Open, demo: Demo) -> None:
    mine, other = (Officer(new_page(), demo, counter) for counter in ("13", "14"))
    mine.page.evaluate("() => { window.same = true; }")
    first, second = take(demo, "BA", "BA")
    mine.has(waiting=[first, second])
    expect(mine.page.locator("[data-service=BA] [data-waiting]")).to_have_text("2")
    other.sees("next").press("Enter").sees("called", first)
    mine.has(waiting=[second]).sees("next", second)
    other.misses()
    mine.has(missed=[first])
    assert mine.page.evaluate("() => window.same")


def test_the_page_says_why_a_ticket_comes_first_and_what_the_person_needs(officer: Officer) -> None:
    take(officer.demo, "MH")
    [old] = take(officer.demo, "MG", priority="elderly75", lang="en", assist=True)
    officer.sees("next").press("Enter").sees("called", old)
    expect(officer.page.locator("#why")).to_have_text("Ưu tiên: được tính như đến sớm hơn 60 phút")
    expect(officer.page.locator("#tags")).to_have_text("Ưu tiênCần hỗ trợTiếng Anh")
    officer.later(25).may("recall").press("r")
    expect(officer.page.locator("#state")).to_have_text("Đang gọi, lần 2")


def test_the_next_of_one_service_is_called_by_its_line(officer: Officer) -> None:
    first, other = take(officer.demo, "MH", "MG")
    officer.has(waiting=[first, other]).ready().page.click("[data-service=MG]")
    officer.sees("called", other)
    expect(officer.page.locator("[data-service=MH]")).to_be_disabled()


def test_a_chosen_ticket_is_called_with_its_reason_but_the_first_needs_none(officer: Officer) -> None:
    first, second = take(officer.demo, "MH", "MH")
    officer.has(waiting=[first, second]).chooses(first)
    expect(officer.page.locator("#chosen-reasons")).to_be_hidden()
    officer.page.keyboard.press("Escape")
    officer.chooses(second).ready().page.get_by_label("Theo phân công của lãnh đạo").check()
    officer.press("g").sees("called", second)
    expect(officer.page.locator("#why")).to_have_text("Cán bộ gọi chọn: Theo phân công của lãnh đạo")


def test_a_missed_person_who_comes_is_called_again_served_at_once_or_waits_again(officer: Officer) -> None:
    numbers = take(officer.demo, "MH", "MH", "MH")
    for number in numbers:
        officer.sees("next").press("Enter").sees("called", number).misses()
    officer.has(missed=numbers)
    officer.chooses(numbers[0]).press("g").sees("called", numbers[0]).press("Enter").sees("serving")
    officer.press("Enter").sees("none").chooses(numbers[1]).press("b").sees("serving", numbers[1])
    officer.chooses(numbers[2])
    expect(officer.page.locator("#chosen-busy")).to_contain_text(numbers[1])
    officer.press("t").has(waiting=[numbers[2]], missed=[])


def test_a_held_ticket_comes_back_in_its_place_or_is_called(officer: Officer) -> None:
    first, second = take(officer.demo, "MH", "MH")
    officer.serves(first).press("h", "h").has(held=[first])
    officer.chooses(first).press("t").has(waiting=[first, second], held=[])
    expect(officer.page.locator("#waiting .for").first).to_contain_text("giữ nguyên lượt")
    officer.sees("next").press("Enter").sees("called", first).press("h", "h").has(held=[first])
    officer.chooses(first).press("g").sees("called", first)


def test_the_current_ticket_waits_again_in_its_place(officer: Officer) -> None:
    numbers = take(officer.demo, "MH", "MH")
    officer.sees("next").press("Enter").sees("called", numbers[0]).press("t").sees("next").has(waiting=numbers)


def test_a_ticket_is_sent_to_another_counter_and_stands_there_with_its_reason(new_page: Open, demo: Demo) -> None:
    mine, other = Officer(new_page(), demo, "42"), Officer(new_page(), demo, "43")
    [number] = take(demo, "MH")
    mine.sees("next").press("Enter").sees("called", number).press("c")
    mine.ready().page.press("#to-service", "Enter")
    expect(mine.page.locator("#sending-says")).to_have_text("Hãy chọn một nội dung hoặc một quầy.")
    mine.page.select_option("#to-service", "MV")
    expect(mine.page.locator("#to-counter option[value='43']")).not_to_have_attribute("hidden", "")
    expect(mine.page.locator("#to-counter option[value='1']")).to_have_attribute("hidden", "")
    mine.page.press("#to-service", "Enter")
    other.has(waiting=[number])
    expect(other.page.locator("#waiting .for")).to_contain_text("Chuyển từ quầy 42, giữ nguyên lượt")
    mine.sees("none")


def test_a_ticket_sent_to_the_end_of_the_line_loses_its_place(officer: Officer) -> None:
    first, second = take(officer.demo, "MH", "MG")
    officer.sees("next").press("Enter").sees("called", first).press("c").ready()
    officer.page.select_option("#to-service", "MC")
    officer.page.check("#to-end")
    officer.page.click("#sending-form button[type=submit]")
    officer.has(waiting=[second, first])


def test_cancelling_asks_first_and_can_be_taken_back(officer: Officer) -> None:
    [number] = take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called", number).press("x")
    expect(officer.page.locator("#cancelling-title")).to_have_text(f"Hủy số {number}?")
    officer.press("Enter").sees("called", number).press("x", "x").sees("none")
    officer.press("z").sees("called", number).press("x", "Digit2").sees("none")
    officer.press("z").sees("called", number)


def test_mis_clicks_are_taken_back_one_after_the_other_also_after_a_reload(officer: Officer) -> None:
    before = officer.served
    [number] = take(officer.demo, "MH")
    officer.sees("next").press("Enter").sees("called").press("Enter").sees("serving").press("Enter").sees("none")
    expect(officer.page.locator("#undo-label")).to_have_text(f"Hoàn tác: hoàn thành {number}")
    officer.page.reload()
    officer.press("z").sees("serving", number).press("z").sees("called", number).press("z").sees("next", number)
    expect(officer.page.locator("#undo")).to_be_disabled()
    expect(officer.page.locator("#served")).to_have_text(str(before))


def test_a_pause_asked_for_during_service_begins_after_it(officer: Officer) -> None:
    first, second = take(officer.demo, "MH", "MH")
    officer.sees("next").press("Enter").sees("called", first).press("Enter").sees("serving").press("n", "Digit3")
    expect(officer.status).to_have_text("Nghỉ sau lượt này: Họp")
    officer.press("n")
    expect(officer.status).to_have_text("Đang mở")
    officer.press("n", "Digit2", "Enter").sees("next", second)
    expect(officer.status).to_have_text("Tạm nghỉ: Giải lao")
    officer.press("Enter")
    expect(officer.status).to_have_text("Đang mở")
    officer.sees("next").press("Enter").sees("called", second)


def test_the_outcome_is_sent_along_and_may_be_left_out(officer: Officer) -> None:
    take(officer.demo, "MH", "MH")
    sent: list[str | None] = []
    officer.page.on("request", lambda one: sent.append(one.post_data) if one.url.endswith("/finish") else None)
    officer.serves().press("Digit3")
    expect(officer.page.locator("#next-label")).to_have_text("HOÀN THÀNH: Yêu cầu bổ sung")
    officer.finishes().serves().finishes()
    assert sent == ['{"outcome":"supplement"}', "{}"]


def test_a_person_signs_in_again_at_another_counter_of_the_department(new_page: Open, demo: Demo) -> None:
    page: Page = new_page()
    page.goto(f"{demo.url}/counter?lang=vi")
    sign_in(page, demo, "34", at="35")
    expect(page.locator("h1")).to_have_text("Quầy 35")


def test_signing_out_asks_first_while_somebody_is_held(new_page: Open, demo: Demo) -> None:
    officer = Officer(new_page(), demo, "44")
    numbers = take(demo, "MK", "MK")
    for number in numbers:
        officer.serves(number).press("h", "h")
    officer.has(held=numbers).ready().page.click("#leave")
    expect(officer.page.locator("#leaving-who")).to_have_text(
        "2 số đang chờ bổ sung sẽ được cho chờ lại, giữ nguyên lượt."
    )
    assert barriers(officer.page) == []
    officer.press("Escape").has(held=numbers)
    officer.page.click("#leave")
    officer.press("d")
    expect(officer.page.locator("#username")).to_be_visible()
    sign_in(officer.page, demo, "44")
    officer.has(held=[], waiting=numbers)
