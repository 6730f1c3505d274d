"""A running demo for each file of browser tests, and what they look at pages with."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.chromium import Open as Open
from tests.browser.kiosks import GLASS, ready
from tests.browser.phones import PHONE, Phone
from tests.web.running import Demo, sound

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A hall for each file, so that its numbers begin at 1 whatever ran before."""
    with sound(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo for one test alone: its clock and lines to change, the whole of it to stop and start."""
    running = Demo(tmp_path_factory.mktemp("own"))
    yield running
    assert running.stop() == 0


def device(page: Page, demo: Demo, kind: str) -> Page:
    """Opens the device link of ``kiosk`` or ``display`` and waits for its page."""
    page.goto(f"{demo.url}/enter#{demo.access[f'{kind}_token']}")
    page.wait_for_url(f"{demo.url}/{kind}*")
    return page


@pytest.fixture
def kiosk(demo: Demo, new_page: Open) -> Iterator[Page]:
    yield ready(device(new_page(**GLASS), demo, "kiosk"))


@pytest.fixture
def phone(new_page: Open) -> Phone:
    def opened(address: str, **more: object) -> Page:
        page = new_page(**PHONE, **{"locale": "vi-VN", **more})
        page.goto(address)
        return page

    return opened


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
