"""The kiosk as a machine in a hall: time, outages, who may open it, and whether everybody can use it."""

import urllib.error
import urllib.request
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, barriers, clipped, device, targets
from tests.browser.kiosks import GLASS, PATIENT_S, choose, fact, ready, screen, set_up, take, walk
from tests.browser.staff import not_in_order
from tests.web.running import ROOT, Demo, command

pytestmark = pytest.mark.browser


def test_a_new_number_leaves_the_glass_by_itself(kiosk: Page) -> None:
    kiosk.clock.install()
    choose(kiosk)
    take(kiosk)
    kiosk.clock.fast_forward((PATIENT_S + 1) * 1000)
    expect(screen(kiosk, "start")).to_be_visible()


def test_the_kiosk_asks_before_it_returns_to_the_start(kiosk: Page) -> None:
    choose(kiosk)
    kiosk.locator('[data-comfort="larger"]').click()
    kiosk.locator('[data-tongue="en"]').click()
    kiosk.clock.install()
    kiosk.keyboard.press("Shift")
    kiosk.clock.fast_forward((PATIENT_S - 15) * 1000)
    expect(kiosk.get_by_role("dialog")).to_contain_text("Do you need more time?")
    kiosk.locator("[data-stay]").click()
    expect(kiosk.get_by_role("dialog")).to_be_hidden()
    expect(screen(kiosk, "confirm")).to_be_visible()
    kiosk.clock.fast_forward((PATIENT_S + 1) * 1000)
    expect(screen(kiosk, "start")).to_be_visible()
    expect(kiosk.locator("html")).to_have_attribute("lang", "vi")
    expect(kiosk.locator("html")).not_to_have_class("larger")


def test_a_restarted_server_finds_the_kiosk_where_it_was(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    choose(page)
    own_demo.stop()
    own_demo.start()
    assert take(page) == "AH001"


def test_a_kiosk_without_its_server_says_so_and_comes_back_alone(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    choose(page)
    own_demo.stop()
    expect(page.get_by_role("dialog")).to_contain_text("Máy tạm ngừng phục vụ.")
    assert barriers(page, enhanced=True) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    own_demo.start()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert take(page) == "AH001"


def test_a_number_on_the_glass_stays_when_the_server_goes(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    choose(page)
    number = take(page)
    own_demo.stop()
    expect(fact(page, "number")).to_have_text(number)
    page.locator("[data-done]").click()
    expect(page.get_by_role("dialog")).to_contain_text("Máy tạm ngừng phục vụ.")


def test_a_browser_that_is_no_kiosk_is_told_what_to_do(demo: Demo, new_page: Open) -> None:
    page = new_page(**GLASS, locale="vi-VN")
    answer = page.goto(f"{demo.url}/kiosk")
    assert answer and answer.status == 401
    expect(page.get_by_role("heading", level=1)).to_have_text("Máy này chưa được mở làm máy lấy số")
    assert not_in_order(page) == []
    # As large as what a kiosk says otherwise.
    assert page.locator("main p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 28


@pytest.mark.parametrize("path", ["/kiosk/search?q=ho", "/kiosk/qr/0.svg", "/kiosk/slip/0.png"])
def test_nothing_of_the_kiosk_is_open_to_everybody(demo: Demo, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(demo.url + path, timeout=10)
    assert refused.value.code == 401


def test_the_whole_way_works_with_a_keyboard(kiosk: Page) -> None:
    kiosk.locator('.department[data-service="BHXH"], .department[data-service="KX"]').focus()
    kiosk.keyboard.press("Enter")
    expect(screen(kiosk, "confirm")).to_be_visible()
    kiosk.keyboard.press("Tab")
    expect(kiosk.locator("[data-take]")).to_be_focused()
    kiosk.keyboard.press("Space")
    expect(screen(kiosk, "ticket")).to_be_visible()
    kiosk.keyboard.press("Tab")
    kiosk.keyboard.press("Enter")
    expect(screen(kiosk, "start")).to_be_visible()


@pytest.mark.parametrize("comfort", ["", "larger", "low"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_screen_has_barriers_or_clipped_text(kiosk: Page, lang: str, comfort: str) -> None:
    set_up(kiosk, lang, comfort)
    found = {}
    for name in walk(kiosk):
        found[name] = barriers(kiosk, enhanced=True) + clipped(kiosk)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("comfort", ["", "larger", "low"])
def test_targets_are_80_pixels_large_and_24_apart(kiosk: Page, comfort: str) -> None:
    set_up(kiosk, "vi", comfort)
    for name in walk(kiosk):
        shown = targets(kiosk)
        small = [one["name"] for one in shown if min(one["width"], one["height"]) < 79.5]
        assert (name, small) == (name, [])
        close = [(a["name"], b["name"]) for a, b in combinations(shown, 2) if gap(a, b) < 23.5]
        assert (name, close) == (name, [])


def gap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Pixels between two targets; those that lie over each other (one scrolled under another) count as far."""
    across = max(one["left"] - other["right"], other["left"] - one["right"])
    down = max(one["top"] - other["bottom"], other["top"] - one["bottom"])
    return 99.0 if across < 0 and down < 0 else max(across, down)


def test_a_kiosk_that_is_revoked_says_so_at_once(own_demo: Demo, new_page: Open) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    assert command("device", "revoke", "kiosk-1", "--data", str(own_demo.folder)).returncode == 0
    expect(page.get_by_role("dialog")).to_contain_text("Máy này chưa được mở làm máy lấy số.")


def test_a_new_catalogue_reaches_the_glass_by_itself(own_demo: Demo, new_page: Open, tmp_path: Path) -> None:
    page = ready(device(new_page(**GLASS), own_demo, "kiosk"))
    sample = ROOT / "sample" / "quangninh"
    for name in ("services.csv", "counters.csv"):
        text = (sample / name).read_text("utf-8").replace("54,X,,,XC", "54,X,,,XC XK")
        (tmp_path / name).write_text(text, "utf-8")
    with (tmp_path / "services.csv").open("a", encoding="utf-8") as services:
        services.write("XK,XK,TT,X,intake,Nội dung <b>mới</b>,A new one,Nội dung mới,A new one,\n")
    files = [str(tmp_path / path.name if (tmp_path / path.name).exists() else path) for path in sample.glob("*.csv")]
    done = command("import", *files, "--data", str(own_demo.folder))
    assert done.returncode == 0, done.stderr
    row = page.locator('.service[data-service="XK"]')
    expect(row).to_have_count(1)
    page.locator('[data-go="department-TT"]').click()
    expect(row).to_contain_text("Nội dung <b>mới</b>")


def test_the_bar_for_more_goes_when_everything_fits_without_it(kiosk: Page) -> None:
    more, low = kiosk.locator("[data-more]"), kiosk.locator('[data-comfort="low"]')
    kiosk.locator('[data-tongue="en"]').click()
    expect(more).to_be_hidden()
    low.press("Enter")
    expect(more).to_be_visible()
    low.press("Enter")
    expect(more).to_be_hidden()
    expect(screen(kiosk, "start").locator(".area").last).to_be_in_viewport(ratio=1)
