"""People with a reason to come first, to come once, or to come at a time: the farmer, the mother, the appointment."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, device
from tests.browser.kiosks import GLASS, fact, ready, take
from tests.browser.officer import Officer
from tests.browser.officer import take as taken
from tests.days.centre import Centre
from tests.days.conftest import Opened
from tests.web.calling import good

pytestmark = pytest.mark.browser


def at_the_kiosk(new_page: Open, here: Centre) -> Page:
    return ready(device(new_page(**GLASS), here, "kiosk"))


def belongs(kiosk: Page, word: str) -> None:
    kiosk.locator('[data-switch="priority"]').click()
    kiosk.locator(f'label.class:has(input[value="{word}"])').click()


def find(kiosk: Page, words: str, service: str) -> None:
    kiosk.locator('[data-go="search"]:visible').click()
    kiosk.locator("[data-query]").fill(words)
    kiosk.locator(f'.hits [data-find="{service}"]').first.click()


def test_a_farmer_of_seventy_settles_two_things_with_one_number(centre: Opened, new_page: Open) -> None:
    here = centre("08:40")
    farms, works = Officer(new_page(), here, "41"), Officer(new_page(), here, "33")
    kiosk = at_the_kiosk(new_page, here)
    early = taken(here, "MA", "MA")
    here.until("09:20")
    late = taken(here, "MA", "MA")
    waiting = taken(here, "KM")
    here.until("09:30")
    find(kiosk, "nong nghiep", "MA")
    kiosk.locator("[data-add]").click()
    find(kiosk, "noi vu", "KM")
    expect(kiosk.locator("[data-then] li")).to_contain_text("Sau đó: ")
    belongs(kiosk, "elderly")
    number = take(kiosk)
    # Half an hour earlier is before those of 09:20 and behind those of 08:40.
    farms.has(waiting=[*early, number, *late])
    row = farms.page.locator(".ticket-row", has_text=number)
    expect(row).to_contain_text("Ưu tiên: được tính như đến sớm hơn 30 phút")
    expect(farms.page.locator("body")).not_to_contain_text("74 tuổi")
    for one in early:
        farms.serves(one).finishes()
    works.has(waiting=waiting)
    farms.press("Enter").sees("called", number)
    works.has(waiting=waiting)
    farms.press("Enter").sees("serving", number).press("Enter").sees("next", late[0])
    # Called at one place at a time, and the second line knows how long he has been here.
    works.has(waiting=[number, *waiting])
    works.press("Enter").sees("called", number)
    expect(works.page.locator("#why")).to_have_text("Nội dung tiếp theo trong cùng lượt đến")
    works.press("Enter").sees("serving").press("Enter").sees("next", waiting[0])


def test_a_mother_with_a_baby_goes_before_most_and_not_before_all(centre: Opened, new_page: Open) -> None:
    here = centre("08:00")
    officer = Officer(new_page(), here, "33")
    first = taken(here, "KM")
    here.until("08:50")
    later = taken(here, "KM", "KM")
    kiosk = at_the_kiosk(new_page, here)
    find(kiosk, "noi vu", "KM")
    belongs(kiosk, "child")
    number = take(kiosk)
    # Who came fifty minutes before her still goes first: a credit is not a right to pass everybody.
    officer.has(waiting=[*first, number, *later])
    facts = good(here.staff("reception").get(f"/api/v1/tickets?number={number}"))["tickets"][0]
    assert facts["priority"] is True
    assert "child" not in str(facts) and "36" not in str(facts["why"])
    expect(officer.page.locator("#waiting .ticket-row", has_text="Ưu tiên")).to_have_count(1)


def test_an_appointment_is_kept_whether_she_is_early_or_late(centre: Opened, new_page: Open) -> None:
    here = centre("08:30")
    officer = Officer(new_page(), here, "21")
    reception = here.staff("reception")

    def booked(at: str) -> str:
        hour, minute = map(int, at.split(":"))
        when = here.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        said = {"service": "HA", "at": when.isoformat()}
        return str(good(reception.post("/api/v1/appointments", said), 201)["code"])

    early, late, missed = booked("09:45"), booked("09:20"), booked("09:00")
    walk_in = taken(here, "HA")
    here.until("09:00")
    before = taken(here, "HA")

    def checks_in(code: str, says: str = "Có lịch hẹn") -> str:
        kiosk = at_the_kiosk(new_page, here)
        kiosk.locator('.door[data-go="appointment"]').click()
        for digit in code:
            kiosk.locator(f'[data-screen="appointment"] [data-type="{digit}"]').click()
        kiosk.locator('[data-look="appointment"]').click()
        expect(fact(kiosk, "appointment")).to_contain_text(says)
        return take(kiosk)

    # At nine for a quarter to ten: as if she had come at a quarter to nine, behind the walk-in of half past eight.
    first = checks_in(early)
    officer.has(waiting=[*walk_in, first, *before])
    here.until("09:33")
    # Thirteen minutes late changes nothing: as if at twenty past eight.
    second = checks_in(late)
    officer.has(waiting=[second, *walk_in, first, *before])
    # Half an hour late is a walk-in of now.
    third = checks_in(missed, "Đã quá giờ hẹn 09:00: số được tính như vừa đến.")
    officer.has(waiting=[second, *walk_in, first, *before, third])
    officer.press("Enter").sees("called", second)
    expect(officer.page.locator("#why")).to_have_text("Có lịch hẹn 09:20")
