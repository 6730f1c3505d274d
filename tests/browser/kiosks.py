"""Walking through the kiosk's screens."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

GLASS: dict[str, Any] = {"width": 1080, "height": 1920, "has_touch": True}
PATIENT_S = 600
"""How long a kiosk of the tests leaves a screen untouched: no machine is so slow that it goes under a test's hand."""
SIMPLE, SEVERAL = "AH", "CAGT"
"""A service whose department has only this one, and a department with two services."""


def ready(page: Page) -> Page:
    """Waits until the kiosk has its first live document: then its rows say how many are ahead."""
    expect(page.locator(f'.service[data-service="{SIMPLE}"] [data-ahead]').first).not_to_be_empty()
    page.locator("#stage").evaluate("(stage, s) => Object.assign(stage.dataset, { idleS: s, slipS: s })", PATIENT_S)
    return page


def screen(page: Page, name: str) -> Any:
    return page.locator(f'[data-screen="{name}"]')


def fact(page: Page, name: str) -> Any:
    return page.locator(f'[data-screen]:visible [data-fact="{name}"]')


def choose(page: Page, service: str = SIMPLE) -> None:
    page.locator(f'.department[data-service="{service}"]').click()
    expect(screen(page, "confirm")).to_be_visible()


def take(page: Page) -> str:
    page.locator("[data-take]").click()
    expect(screen(page, "ticket")).to_be_visible()
    return str(fact(page, "number").text_content())


def walk(page: Page) -> Iterator[str]:
    """Every screen in turn, by its name."""
    yield "start"
    page.locator(f'[data-go="department-{SEVERAL}"]').click()
    yield "services"
    page.locator('.service[data-service="AM"]').click()
    yield "confirm"
    page.locator('[data-switch="priority"]').click()
    page.locator("label.class").first.click()
    yield "priority"
    for _ in range(2):
        page.locator("[data-back]").press("Enter")
    page.locator('[data-go="search"]').click()
    page.locator("[data-query]").fill("thue")
    expect(page.locator(".hits .service").first).to_be_visible()
    yield "search"
    page.locator("[data-back]").click()
    page.locator("[data-help]").click()
    yield "help"
    page.locator("[data-close]").click()
    choose(page)
    page.locator("[data-take]").click()
    expect(screen(page, "ticket")).to_have_attribute("data-printed", "yes")
    page.locator('img[data-fact="slip"]').evaluate("image => image.decode()")
    yield "ticket"


def set_up(page: Page, lang: str, comfort: str) -> None:
    page.locator(f'[data-tongue="{lang}"]').click()
    if comfort:
        page.locator(f'[data-comfort="{comfort}"]').click()
