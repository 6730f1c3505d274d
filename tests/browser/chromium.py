"""One chromium for all tests of a process, and pages in it; tests/conftest.py gives both to every room."""

import os
import re
from collections.abc import Callable, Iterator
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect, sync_playwright

# The shell opens a window in half of chromium's time; both have one engine.
CHROMIUM = next((found for found in map(which, ("chromium-headless-shell", "chromium")) if found), "chromium")
PATIENCE_MS = 30_000
"""After this a test gives up waiting for a page; never a measure of speed."""
Open = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    flags = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Open]:
    """Opens pages, each in a browser of its own; afterwards none may have had a script fault or broken the CSP."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)

    def opened(width: int = 1366, height: int = 768, **more: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **more))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE_MS)
        listen(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def time_to_spare(page: Page) -> list[str]:
    """For a page whose clock a test moves on: it takes no silence of the server meanwhile for an outage.

    Before its address is opened. Returns what the page says through its socket, as it comes.
    """
    said: list[str] = []

    def through(route: WebSocketRoute) -> None:
        hall = route.connect_to_server()
        hall.on_message(lambda told: route.send(re.sub(r'"pingTimeout":\d+', '"pingTimeout":3600000', str(told))))

        def pass_on(message: str | bytes) -> None:
            said.append(str(message))
            hall.send(message)

        route.on_message(pass_on)

    page.route_web_socket(re.compile("/socket.io/"), through)
    return said
