"""The officer's page as people see and read it: every state, both languages, wide and as a strip."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers, clipped, targets
from tests.browser.officer import Officer, take
from tests.web.running import Demo

pytestmark = pytest.mark.browser
SIZES = [(1366, 768), (1366, 640), (380, 768)]
TARGET = 44


def holds(page: Page) -> None:
    """Nothing that axe objects to, nothing cut off, nothing too small to touch, nothing wider than the page."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert barriers(page) == []
        assert clipped(page) == []
        assert [one for one in targets(page) if not big(one)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1366, "height": 768})


def big(target: dict[str, float]) -> bool:
    """A radio or checkbox is touched by its whole row; everything else is large itself."""
    return target["height"] >= TARGET - 0.5 or target["width"] == target["height"] == 22


def waiting(officer: Officer) -> None:
    take(officer.demo, "MH")
    take(officer.demo, "MG", priority="elderly75", lang="en", assist=True)
    take(officer.demo, *["MC"] * 25)
    expect(officer.page.locator("#waiting-count")).to_have_text("27")
    expect(officer.page.locator("#waiting-more")).to_be_visible()


def called(officer: Officer) -> None:
    waiting(officer)
    officer.sees("next").press("Enter").sees("called")


def serving(officer: Officer) -> None:
    called(officer)
    officer.press("Enter").sees("serving").press("Digit1").ready()


def aside(officer: Officer) -> None:
    called(officer)
    officer.press("h", "h").sees("next").sees("next").press("Enter").sees("called").misses().sees("next").ready()


def transferring(officer: Officer) -> None:
    called(officer)
    officer.press("c")
    expect(officer.page.locator("#sending")).to_be_visible()


def cancelling(officer: Officer) -> None:
    called(officer)
    officer.press("x")
    expect(officer.page.locator("#cancelling")).to_be_visible()


def choosing(officer: Officer) -> None:
    waiting(officer)
    officer.ready().page.locator(".ticket-row").nth(3).click()
    expect(officer.page.locator("#chosen")).to_be_visible()


def holding(officer: Officer) -> None:
    called(officer)
    officer.press("h")
    expect(officer.page.locator("#holding")).to_be_visible()


def finishing(officer: Officer) -> None:
    serving(officer)
    officer.press("d")
    expect(officer.page.locator("#finishing")).to_be_visible()


def another(officer: Officer) -> None:
    finishing(officer)
    officer.page.check("#finishing [name=more]")
    officer.ready().page.press("#done-dossiers", "Enter")
    expect(officer.page.locator("#fresh")).to_be_visible()


def pausing(officer: Officer) -> None:
    aside(officer)
    officer.press("n")
    expect(officer.page.locator("#pausing-held")).to_be_visible()


def paused(officer: Officer) -> None:
    waiting(officer)
    officer.press("n", "Digit1")
    expect(officer.status).to_have_attribute("data-status", "paused")


def lost(officer: Officer) -> None:
    called(officer)
    officer.page.context.set_offline(True)
    expect(officer.page.locator("#lost")).to_be_visible()


def ended(officer: Officer) -> None:
    officer.page.request.delete(f"{officer.demo.url}/api/v1/session", headers={"Layso-As": "officer"})
    expect(officer.page.locator("#ended")).to_be_visible()


SITUATIONS = [waiting, called, serving, aside, transferring, cancelling, choosing, holding]
SITUATIONS += [finishing, another, pausing, paused, lost, ended]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.__name__)
def test_every_situation_is_open_to_everybody(
    new_page: Open, demo: Demo, situation: Callable[[Officer], None], lang: str
) -> None:
    officer = Officer(new_page(), demo, "42", lang=lang)
    situation(officer)
    holds(officer.page)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_counter_and_the_sign_in_are_open_to_everybody(new_page: Open, demo: Demo, lang: str) -> None:
    page = new_page()
    page.goto(f"{demo.url}/counter?lang={lang}")
    expect(page.locator("#signin")).to_be_visible()
    holds(page)
    holds(Officer(page, demo, "42", lang=lang).sees("none").page)


def test_every_button_of_the_work_shows_the_key_that_presses_it(new_page: Open, demo: Demo) -> None:
    officer = Officer(new_page(), demo, "42")
    serving(officer)
    shown = officer.page.evaluate(
        """() => [...document.querySelectorAll('[data-key]')]
           .map((button) => [button.dataset.key, button.querySelector('kbd').textContent])"""
    )
    assert shown
    assert [pair for pair in shown if pair[0].removeprefix("Key").removeprefix("Digit") != pair[1]] == []


def test_a_long_service_is_said_in_colour_and_in_words(new_page: Open, demo: Demo) -> None:
    officer = Officer(new_page(), demo, "42")
    take(demo, "MH")
    officer.sees("next").press("Enter").sees("called").press("Enter").sees("serving").ready()
    # This machine's clock: the page knows how far the hall's is ahead of it.
    since = time.time()
    timer = officer.page.locator("#timer")
    expect(timer).to_have_attribute("data-over", "no")
    for minutes, colour in ((16, "amber"), (31, "red")):
        officer.page.clock.set_system_time(since + minutes * 60)
        expect(timer).to_have_attribute("data-over", colour)
        expect(timer).to_contain_text(f"Đã quá {minutes - 1} phút")
    holds(officer.page)


def test_nothing_moves_between_one_state_and_the_next(new_page: Open, demo: Demo) -> None:
    officer = Officer(new_page(), demo, "42")
    places = []
    for state in (
        waiting,
        lambda one: one.sees("next").press("Enter").sees("called"),
        lambda one: one.press("Enter").sees("serving"),
    ):
        state(officer)
        places.append([officer.page.locator(f"#{name}").bounding_box() for name in ("next", "pause", "number")])
    tops = [[(box["y"], box["height"]) for box in boxes if box] for boxes in places]
    assert tops[0] == tops[1] == tops[2]


def test_a_row_keeps_the_focus_while_the_list_changes(new_page: Open, demo: Demo) -> None:
    officer = Officer(new_page(), demo, "42")
    numbers = take(demo, "MH", "MH")
    officer.has(waiting=numbers).press("ArrowUp")
    expect(officer.page.locator(".ticket-row:focus .number")).to_have_text(numbers[1])
    [first] = take(demo, "MG", priority="elderly75")
    officer.has(waiting=[first, *numbers])
    expect(officer.page.locator(".ticket-row:focus .number")).to_have_text(numbers[1])
    officer.press("Escape")
    expect(officer.page.locator(".ticket-row:focus")).to_have_count(0)


def test_a_counter_that_does_much_is_no_wider_than_a_strip(new_page: Open, demo: Demo) -> None:
    page = Officer(new_page(380, 768), demo, "41", lang="en").page
    expect(page.locator(".whose")).to_contain_text("Agriculture, fisheries, Environment, minerals")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
