"""Hall screens as tests open them, and what they read from them."""

from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, device
from tests.web.calling import Desk, good
from tests.web.running import Demo

HALL = {"width": 1920, "height": 1080}


def opened(
    new_page: Open, demo: Demo, area: str = "all", through: str = "", size: dict[str, int] = HALL, **more: Any
) -> Page:
    """A hall screen with its first board; ``through`` is another address of the server."""
    page = device(new_page(**size, reduced_motion="reduce"), demo, "display")
    if through:
        token = str(demo.access["display_token"])
        page.context.add_cookies([{"name": "layso_display", "value": token, "url": through}])
    wishes = "".join(f"&{name}={value}" for name, value in more.items())
    return fresh(page, f"{through or demo.url}/display?area={area}{wishes}")


def fresh(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("#waiting li").first).to_be_attached()
    return page


def stopped(page: Page) -> Page:
    """From here on the page's time stands still until ``page.clock.run_for(ms)``; what is pushed still comes.

    Within a few seconds of it without a ping the page believes that it is cut off, as ever.
    """
    now = datetime.now()
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(minutes=1))
    return page


def call(page: Page, number: str) -> Locator:
    return page.locator(f'.call[data-number="{number}"]')


def called(desk: Desk) -> str:
    return str(good(desk.next())["ticket"]["number"])


def numbers(page: Page) -> list[str]:
    """The large numbers, in the order they stand."""
    return list(page.locator(".call").evaluate_all("all => all.map(one => one.dataset.number)"))
