"""Staff in a browser and beside it: signed in on their pages, calling from counters, people with new tickets."""

from collections.abc import Callable
from typing import Any

import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import barriers, clipped
from tests.web.running import Demo

Json = dict[str, Any]


def signed_in(page: Page, demo: Demo, role: str, path: str = "") -> Page:
    """The page of a role after signing in, live."""
    page.goto(f"{demo.url}{path or '/' + role}")
    page.fill("#username", demo.access[role]["username"])
    page.fill("#password", demo.access[role]["password"])
    page.press("#password", "Enter")
    expect(page.locator("[data-live-word]")).to_have_attribute("data-live", "yes")
    return page


def close_day(page: Page) -> None:
    """Closes the day on the supervisor's hours, once the question takes an answer."""
    page.get_by_role("button", name="Đóng ngày làm việc").click()
    question = page.locator("[data-close-dialog]")
    expect(question).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-settled", "yes")
    question.get_by_role("button", name="Đóng ngày").click()


def issued(demo: Demo, service: str, **wishes: Any) -> Json:
    headers = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    answer = requests.post(f"{demo.url}/api/v1/tickets", json={"service": service, **wishes}, headers=headers)
    assert answer.status_code == 201
    return dict(answer.json())


def officer(demo: Demo, counter: str) -> Callable[..., Json]:
    """Somebody at a counter: ``post(path)`` under /api/v1."""
    session = requests.Session()
    who = next(one for one in demo.access["officers"] if one["counter"] == counter)
    assert session.post(f"{demo.url}/api/v1/session", json=who).status_code == 201

    def post(path: str, **body: Any) -> Json:
        answer = session.post(f"{demo.url}/api/v1/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    return post


def miss(demo: Demo, post: Callable[..., Json], ticket: Json) -> None:
    """Calls a called ticket as often, and waits as long, as it must be, and notes it as missed."""
    for _ in range(2):
        post(f"tickets/{ticket['id']}/recall")
    demo.forward(60)
    post(f"tickets/{ticket['id']}/no-show")


def not_in_order(page: Page) -> list[str]:
    """Barriers, texts that do not fit, and a page wider than its screen."""
    wide = page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return [*barriers(page), *clipped(page), *(["scrolls sideways"] if wide else [])]
