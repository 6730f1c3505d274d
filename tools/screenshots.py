"""Pictures of every page from a running hall: ``python -m tools.screenshots [FOLDER]`` (docs/images by default)."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM
from tests.web.running import Demo

OUT = Path(__file__).resolve().parent.parent / "docs" / "images"
# Tickets taken before the pictures, and the counters that call some of them.
TAKEN = [
    "AH",
    "AH",
    "AK",
    "BA",
    "BA",
    "BA",
    "BA",
    "BH",
    "HA",
    "KA",
    "KA",
    "KX",
    "MA",
    "XA",
    "AH",
    "BA",
    "AX",
    "AM",
    "HX",
]
CALLING = ["1", "4", "11", "12", "16", "21", "31"]
PRIORITY = {4: "elderly", 10: "child"}


@dataclass
class Hall:
    """A demo with people waiting; every picture is taken in it."""

    demo: Demo
    browser: Browser
    out: Path

    def page(self, width: int, height: int, lang: str, **more: Any) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale=lang, **more)
        page = context.new_page()
        if lang == "en":
            page.goto(f"{self.demo.url}/?lang=en")
        return page

    def shoot(self, page: Page, name: str) -> None:
        page.wait_for_timeout(600)
        page.screenshot(path=self.out / f"{name}.png")
        page.context.close()


@contextmanager
def hall(out: Path) -> Iterator[Hall]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(Path(folder))
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        try:
            yield Hall(demo, browser, out)
        finally:
            browser.close()
            demo.stop()


def fill(demo: Demo) -> list[dict[str, Any]]:
    """People take tickets and some are called; the tickets, in order."""
    kiosk = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    taken = []
    for place, service in enumerate(TAKEN):
        wish = {"service": service} | ({"priority": PRIORITY[place]} if place in PRIORITY else {})
        taken.append(requests.post(f"{demo.url}/api/v1/tickets", json=wish, headers=kiosk, timeout=10).json())
    for officer in demo.access["officers"]:
        if officer["counter"] in CALLING:
            desk = requests.Session()
            desk.post(f"{demo.url}/api/v1/session", json=officer, timeout=10)
            desk.post(f"{demo.url}/api/v1/counters/{officer['counter']}/call-next", json={}, timeout=10)
    return taken


def sign_in(page: Page, demo: Demo, who: dict[str, str], path: str) -> None:
    page.goto(f"{demo.url}{path}")
    if "counter" in who:
        page.select_option("#counter", who["counter"])
    page.fill("#username", who["username"])
    page.fill("#password", who["password"])
    page.click("#signin button[type=submit]")
    page.wait_for_load_state("networkidle")


def kiosk(hall: Hall, lang: str, tail: str) -> None:
    page = hall.page(1080, 1920, lang)
    page.goto(f"{hall.demo.url}/enter#{hall.demo.access['kiosk_token']}")
    page.wait_for_url("**/kiosk*")
    if lang == "en":
        page.get_by_text("English", exact=True).first.click()
    hall.shoot(page, f"kiosk-start{tail}")


def display(hall: Hall, lang: str, tail: str) -> None:
    for width, height, size in ((1920, 1080, ""), (3840, 2160, "-4k")):
        page = hall.page(width, height, lang)
        page.goto(f"{hall.demo.url}/enter#{hall.demo.access['display_token']}")
        page.wait_for_url("**/display*")
        hall.shoot(page, f"display{size}{tail}")


def desks(hall: Hall, lang: str, tail: str) -> None:
    officer = next(one for one in hall.demo.access["officers"] if one["counter"] == "13")
    page = hall.page(1366, 768, lang)
    sign_in(page, hall.demo, officer, "/counter")
    # A desk takes no key in the first moments after a change.
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    hall.shoot(page, f"counter{tail}")
    for role, path in (("reception", "/reception"), ("supervisor", "/supervisor")):
        wide = (800, 1280) if role == "reception" else (1366, 768)
        page = hall.page(*wide, lang)
        sign_in(page, hall.demo, hall.demo.access[role], path)
        hall.shoot(page, f"{role}{tail}")


def phone(hall: Hall, lang: str, tail: str, link: str) -> None:
    page = hall.page(390, 844, lang, device_scale_factor=2)
    page.goto(link)
    hall.shoot(page, f"track{tail}")


def front(hall: Hall, lang: str, tail: str) -> None:
    page = hall.page(1366, 768, lang)
    page.goto(f"{hall.demo.url}/")
    hall.shoot(page, f"front{tail}")


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.mkdir(parents=True, exist_ok=True)
    with hall(out) as shown:
        taken = fill(shown.demo)
        for lang, tail in (("vi", ""), ("en", "-en")):
            front(shown, lang, tail)
            kiosk(shown, lang, tail)
            display(shown, lang, tail)
            desks(shown, lang, tail)
            phone(shown, lang, tail, taken[6]["track_url"])


if __name__ == "__main__":
    main()
