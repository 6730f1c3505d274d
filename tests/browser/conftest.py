"""One running demo and one chromium for all browser tests, and what they look at pages with."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.kiosks import GLASS, ready
from tests.web.running import Demo

CHROMIUM = "/usr/bin/chromium"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE_MS = 15_000
Open = Callable[..., Page]
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A hall for each file, so that its numbers begin at 1 whatever ran before."""
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    assert running.stop() == 0
    assert "traceback" not in running.errors


@pytest.fixture
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that the test may stop and start."""
    running = Demo(tmp_path_factory.mktemp("own"))
    yield running
    running.stop()


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


def device(page: Page, demo: Demo, kind: str) -> Page:
    """Opens the device link of ``kiosk`` or ``display`` and waits for its page."""
    page.goto(f"{demo.url}/enter#{demo.access[f'{kind}_token']}")
    page.wait_for_url(f"{demo.url}/{kind}*")
    return page


@pytest.fixture
def kiosk(demo: Demo, new_page: Open) -> Iterator[Page]:
    yield ready(device(new_page(**GLASS), demo, "kiosk"))


def barriers(page: Page, *, enhanced: bool = False) -> list[str]:
    """What axe holds against a page, one line each; ``enhanced`` asks for a contrast of 7:1."""
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    if enhanced:
        options["rules"] = {"color-contrast-enhanced": {"enabled": True}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


CLIPPED = """
() => [...document.querySelectorAll('button, h1, h2, p, strong, span, b, td, th, dt, dd, label')]
  .filter((e) => e.offsetParent && !e.classList.contains('unseen') && getComputedStyle(e).display !== 'inline')
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || (e.scrollHeight > e.clientHeight + 1
    && getComputedStyle(e).overflowY !== 'visible'))
  .map((e) => e.outerHTML.slice(0, 120))
"""


def clipped(page: Page) -> list[str]:
    """Visible elements whose text does not fit into them."""
    return list(page.evaluate(CLIPPED))


TARGETS = """
() => { const seen = (e) => {
  const { left, right, top, bottom } = e.getBoundingClientRect(), scrolls = e.closest('[data-scrolls]');
  const edge = scrolls ? scrolls.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  const cut = { left, right, top: Math.max(top, edge.top), bottom: Math.min(bottom, edge.bottom) };
  return { name: e.textContent.trim().slice(0, 40), ...cut, width: right - left, height: bottom - top };
};
return [...document.querySelectorAll('button, a[href], input, label.class')]
  .filter((e) => e.offsetParent && !e.classList.contains('skip') && !e.closest('label.class input'))
  .filter((e) => !document.querySelector('dialog[open]') || e.closest('dialog[open]'))
  .map(seen).filter((e) => e.bottom > e.top); }
"""


def targets(page: Page) -> list[dict[str, Any]]:
    """What can be touched now: name, width and height, and the left, right, top, bottom of what is seen of it."""
    return list(page.evaluate(TARGETS))
