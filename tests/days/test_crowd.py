"""Opening: a crowd before the door, two machines, and nobody refused or given somebody else's number."""

import threading
from collections import Counter
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, device
from tests.browser.kiosks import GLASS, choose, ready, take
from tests.days.centre import Centre
from tests.days.conftest import Opened
from tests.web.calling import Caller, good
from tests.web.running import command

pytestmark = pytest.mark.browser
EACH = ["AH"] * 20 + ["BA"] * 20 + ["HA"] * 10


def second_machine(here: Centre) -> Caller:
    made = command("device", "add", "kiosk", "may-2", "--data", str(here.folder))
    return Caller(here.url, made.stdout.split()[-1])


def took(page: Page) -> str:
    choose(page)
    number = take(page)
    page.locator("[data-done]").click()
    return number


def test_a_hundred_numbers_at_two_machines_while_the_door_opens(centre: Opened, new_page: Open) -> None:
    here = centre("06:55")
    page = device(new_page(**GLASS), here, "kiosk")
    machines = [here.kiosk, second_machine(here)]
    assert machines[1].post("/api/v1/tickets", {"service": "AH"}).json()["type"].endswith("service-closed")
    expect(page.locator("[data-all-shut]")).to_be_visible()
    here.until("07:00")
    ready(page)
    given: list[str] = []

    def crowd(machine: Caller) -> None:
        given.extend(machine.ticket(service)["number"] for service in EACH)

    threads = [threading.Thread(target=crowd, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    given += [took(page)]
    for thread in threads:
        thread.join()
    given += [took(page)]
    serials = sorted(given)
    assert Counter(number[:2] for number in serials) == {"AH": 42, "BA": 40, "HA": 20}
    assert all(a[:2] != b[:2] or int(b[2:]) == int(a[2:]) + 1 for a, b in pairwise(serials))
    # The first who stands before a counter is the first who is called.
    here.until("07:30")
    assert good(here.desk("11").next())["ticket"]["number"] == "BA001"


def test_a_family_takes_a_number_each_and_is_asked_but_never_blocked(centre: Opened, new_page: Open) -> None:
    here = centre("08:00")
    page = ready(device(new_page(**GLASS), here, "kiosk"))
    assert [took(page), took(page)] == ["AH001", "AH002"]
    choose(page)
    page.locator("[data-take]").click()
    expect(page.get_by_text("Ông/bà lấy thêm số cho người khác?")).to_be_visible()
