"""Pictures of every page from a running hall: ``python -m tools.screenshots [FOLDER]`` (docs/images by default)."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
PAGES_OF_SUPERVISORS = (
    *(("supervisor", "/supervisor"), ("hours", "/supervisor/hours")),
    *(("journal", "/supervisor/journal"), ("record", "/supervisor/record")),
)
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
            desk = signed_in(demo, officer)
            desk.post(f"{demo.url}/api/v1/counters/{officer['counter']}/call-next", json={}, timeout=10)
    return taken


@dataclass
class Visits:
    """People with more to them than a number in a line: who missed a call, who left, an appointment's code."""

    missed: dict[str, Any]
    left: dict[str, Any]
    code: str


def visits(demo: Demo) -> Visits:
    """Takes numbers, misses one and leaves with another, and books an appointment."""
    kiosk = {"Authorization": f"Bearer {demo.access['kiosk_token']}"}
    missed, left = (
        requests.post(f"{demo.url}/api/v1/tickets", json={"service": "KM"}, headers=kiosk, timeout=10).json()
        for _ in range(2)
    )
    desk = signed_in(demo, next(one for one in demo.access["officers"] if one["counter"] == "33"))
    for move in ("call", "recall", "recall"):
        desk.post(f"{demo.url}/api/v1/tickets/{missed['id']}/{move}", json={}, timeout=10)
    demo.forward(62)
    desk.post(f"{demo.url}/api/v1/tickets/{missed['id']}/no-show", json={}, timeout=10)
    link = left["track_url"].rsplit("/", 1)[1]
    requests.post(f"{demo.url}/api/v1/track/{link}/leave", json={}, timeout=10)
    at = datetime.fromisoformat(missed["issued_at"]) + timedelta(minutes=40)
    wish = {"service": "KA", "at": at.replace(second=0).isoformat(timespec="seconds")}
    reception = signed_in(demo, demo.access["reception"])
    made = reception.post(f"{demo.url}/api/v1/appointments", json=wish, timeout=10).json()
    return Visits(missed, left, made["code"])


def signed_in(demo: Demo, who: dict[str, str]) -> requests.Session:
    session = requests.Session()
    session.post(f"{demo.url}/api/v1/session", json=who, timeout=10)
    return session


def sign_in(page: Page, demo: Demo, who: dict[str, str], path: str) -> None:
    page.goto(f"{demo.url}{path}")
    if "counter" in who:
        page.select_option("#counter", who["counter"])
    page.fill("#username", who["username"])
    page.fill("#password", who["password"])
    page.click("#signin button[type=submit]")
    page.wait_for_load_state("networkidle")


def glass(hall: Hall, lang: str) -> Page:
    """A kiosk at its first screen."""
    page = hall.page(1080, 1920, lang)
    page.goto(f"{hall.demo.url}/enter#{hall.demo.access['kiosk_token']}")
    page.wait_for_url("**/kiosk*")
    page.wait_for_load_state("networkidle")
    if lang == "en":
        page.get_by_text("English", exact=True).first.click()
    return page


def kiosk(hall: Hall, lang: str, tail: str, people: Visits) -> None:
    hall.shoot(glass(hall, lang), f"kiosk-start{tail}")
    for door, typed, name in (("appointment", people.code, "appointment"), ("mine", people.missed["number"], "found")):
        page = glass(hall, lang)
        page.locator(f'[data-go="{door}"]').first.press("Enter")
        for letter in typed:
            page.locator(f'[data-screen="{door}"] [data-type="{letter}"]').press("Enter")
        page.locator(f'[data-look="{door}"]').press("Enter")
        hall.shoot(page, f"kiosk-{name}{tail}")


def paused(hall: Hall, lang: str, tail: str) -> None:
    """The hall's pause on a screen and a kiosk."""
    kiosk = glass(hall, lang)
    staff = signed_in(hall.demo, hall.demo.access["reception"])
    staff.post(f"{hall.demo.url}/api/v1/hall/pause", json={"message": "power"}, timeout=10)
    screen(hall, lang, (1920, 1080), f"display-paused{tail}")
    hall.shoot(kiosk, f"kiosk-paused{tail}")
    staff.post(f"{hall.demo.url}/api/v1/hall/resume", json={}, timeout=10)


def display(hall: Hall, lang: str, tail: str) -> None:
    for width, height, size in ((1920, 1080, ""), (3840, 2160, "-4k")):
        screen(hall, lang, (width, height), f"display{size}{tail}")


def screen(hall: Hall, lang: str, size: tuple[int, int], name: str) -> None:
    page = hall.page(*size, lang)
    page.goto(f"{hall.demo.url}/enter#{hall.demo.access['display_token']}")
    page.wait_for_url("**/display*")
    hall.shoot(page, name)


def desks(hall: Hall, lang: str, tail: str) -> None:
    officer = next(one for one in hall.demo.access["officers"] if one["counter"] == "13")
    page = hall.page(1366, 768, lang)
    sign_in(page, hall.demo, officer, "/counter")
    # A desk takes no key in the first moments after a change.
    page.wait_for_timeout(1500)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    hall.shoot(page, f"counter{tail}")
    staff(hall, lang, tail)


def staff(hall: Hall, lang: str, tail: str) -> None:
    for name, path in PAGES_OF_SUPERVISORS:
        page = hall.page(1366, 768, lang)
        sign_in(page, hall.demo, hall.demo.access["supervisor"], path)
        hall.shoot(page, f"{name}{tail}")
    for view, name in (("departments", "reception"), ("appointments", "appointments")):
        page = hall.page(800, 1280, lang)
        sign_in(page, hall.demo, hall.demo.access["reception"], "/reception")
        page.click(f"[data-view={view}]")
        hall.shoot(page, f"{name}{tail}")


def phone(hall: Hall, lang: str, tail: str, tickets: dict[str, dict[str, Any]]) -> None:
    for name, ticket in tickets.items():
        page = hall.page(390, 844, lang, device_scale_factor=2)
        page.goto(ticket["track_url"])
        hall.shoot(page, f"{name}{tail}")


def front(hall: Hall, lang: str, tail: str) -> None:
    page = hall.page(1366, 768, lang)
    page.goto(f"{hall.demo.url}/")
    hall.shoot(page, f"front{tail}")


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.mkdir(parents=True, exist_ok=True)
    with hall(out) as shown:
        people, taken = visits(shown.demo), fill(shown.demo)
        phones = {"track": taken[6], "track-missed": people.missed, "track-left": people.left}
        for lang, tail in (("vi", ""), ("en", "-en")):
            front(shown, lang, tail)
            kiosk(shown, lang, tail, people)
            display(shown, lang, tail)
            desks(shown, lang, tail)
            phone(shown, lang, tail, phones)
            paused(shown, lang, tail)


if __name__ == "__main__":
    main()
