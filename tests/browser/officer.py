"""An officer at a counter in a real browser, and the citizens who take numbers there."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.web.calling import Caller, Desk
from tests.web.running import Demo

Json = dict[str, Any]
FOR_ENTER = "dialog[open], #next[aria-disabled=false], :is(button, a, label, input):focus"


def citizens(demo: Demo) -> Caller:
    """Takes numbers at the kiosk: ``citizens(demo).ticket("MH")``."""
    return Caller(demo.url, demo.access["kiosk_token"])


def take(demo: Demo, *services: str, **wishes: Any) -> list[str]:
    """Takes a number of each service in turn; the numbers."""
    return [citizens(demo).ticket(service, **wishes)["number"] for service in services]


class Officer:
    """Somebody at the counter's page. ``posts`` are the addresses that the page has posted to since ``forget()``."""

    def __init__(self, page: Page, demo: Demo, counter: str, *, lang: str = "vi", url: str = "") -> None:
        Desk(demo, counter).clear()
        self.page, self.demo, self.counter = page, demo, counter
        self.posts: list[str] = []
        page.on("request", lambda sent: self.posts.append(sent.url) if sent.method == "POST" else None)
        page.goto(f"{url or demo.url}/counter?lang={lang}")
        sign_in(page, demo, counter)
        self.ready()

    def forget(self) -> None:
        self.posts.clear()

    def ready(self) -> "Officer":
        """Waits until the page counts presses again."""
        expect(self.page.locator("body")).to_have_attribute("data-listens", "yes")
        return self

    def press(self, *keys: str) -> "Officer":
        """Presses keys one after the other, each as soon as the page counts presses, and Enter when it does something.

        A number that was just taken comes with the next push: before it, Enter does nothing.
        """
        for key in keys:
            self.ready()
            if key == "Enter":
                expect(self.page.locator(FOR_ENTER).first).to_be_attached()
            self.page.keyboard.press(key)
        return self

    def sees(self, state: str, number: str | None = None) -> "Officer":
        """Waits for the current ticket: ``called``, ``serving``; ``next`` or ``none`` when there is no current one."""
        expect(self.page.locator("#ticket")).to_have_attribute("data-state", state)
        if number is not None:
            expect(self.page.locator("#number")).to_have_text(number)
        return self

    def serves(self, number: str | None = None) -> "Officer":
        """Calls the first of the line, who comes.

        One press after the other, each once the page shows what the one before did: an answer may be here long before
        the push that changes the page.
        """
        return self.sees("next").press("Enter").sees("called", number).press("Enter").sees("serving", number)

    def finishes(self) -> "Officer":
        """Finishes who is being served, with the one key, and waits until the counter is free."""
        self.press("Enter")
        expect(self.page.locator("#ticket")).to_have_attribute("data-state", re.compile("^(next|none)$"))
        return self

    def has(self, **lists: list[str]) -> "Officer":
        """Waits until the lists (``waiting``, ``held``, ``missed``) show exactly these numbers, in this order."""
        for name, numbers in lists.items():
            expect(self.page.locator(f"#{name} .number")).to_have_text(numbers)
        return self

    def chooses(self, number: str) -> "Officer":
        """Opens the question about a ticket of a list."""
        self.ready().page.locator(".ticket-row", has_text=number).click()
        expect(self.page.locator("#chosen")).to_be_visible()
        return self

    def later(self, seconds: float) -> "Officer":
        """Moves the hall's time on, and lets the page know, as any answer of the server would."""
        self.demo.forward(seconds)
        self.page.evaluate("async () => { await (await import('/counter/static/act.js')).session(); }")
        return self

    def may(self, move: str) -> "Officer":
        """Waits until the page allows this move of the current ticket."""
        expect(self.page.locator(f"[data-move={move}]")).to_be_enabled()
        return self

    def misses(self) -> "Officer":
        """Calls the called number as often, and waits as long, as it must be, and notes it as missed."""
        for calls in (2, 3):
            self.later(25).may("recall").press("r")
            expect(self.page.locator("#state")).to_contain_text(str(calls))
        return self.later(61).may("no-show").press("v")

    def document(self) -> Json:
        """What the contract says of this counter now, asked with the page's own sign-in."""
        address = f"{self.demo.url}/api/v1/counters/{self.counter}"
        return dict(self.page.request.get(address, headers={"Layso-As": "officer"}).json())

    @property
    def served(self) -> int:
        """How many were served here today, as the page has it."""
        return int(self.ready().page.locator("#served").text_content() or 0)

    @property
    def says(self) -> Locator:
        return self.page.locator("#says")

    @property
    def status(self) -> Locator:
        return self.page.locator("#status")


def sign_in(page: Page, demo: Demo, counter: str, *, at: str = "") -> None:
    """Fills in the form as the officer of ``counter``, at that counter or ``at`` another one, and sends it."""
    who = next(one for one in demo.access["officers"] if one["counter"] == counter)
    page.select_option("#counter", at or counter)
    page.fill("#username", who["username"])
    page.fill("#password", who["password"])
    page.press("#password", "Enter")
