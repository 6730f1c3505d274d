"""The switch board says what works and since when, and says it at once when something stops."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, device
from tests.browser.kiosks import GLASS, ready
from tests.browser.staff import not_in_order, officer, signed_in
from tests.faults import disk
from tests.web.calling import Caller, Desk, good, sign_in
from tests.web.running import Demo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A hall of its own, whose disk may fail; nothing but these tests connects to it."""
    running = Demo(tmp_path_factory.mktemp("switchboard"))
    yield running
    assert running.stop() == 0


def row(page: Page, part: str, name: str) -> Locator:
    return page.locator(f'[data-part="{part}"] li', has_text=name).first


def opened(page: Page, demo: Demo, role: str = "admin", **more: Any) -> Page:
    page = signed_in(page, demo, role, "/hall", **more)
    expect(row(page, "server", "Ghi dữ liệu")).to_have_attribute("data-state", "works")
    return page


def test_a_hall_in_order_is_said_to_be(demo: Demo, new_page: Open) -> None:
    page = opened(new_page(locale="vi-VN"), demo)
    expect(page.locator("[data-sum]")).to_have_text("Mọi thứ hoạt động.")
    expect(row(page, "server", "Máy chủ")).to_contain_text("chạy từ 09:")
    expect(row(page, "server", "Ổ đĩa")).to_contain_text("còn trống")
    expect(row(page, "printers", "preview")).to_have_attribute("data-state", "works")
    expect(row(page, "printers", "preview")).to_contain_text("(từ 09:")
    expect(page.locator('[data-part="counters"] li')).to_have_count(38)


def test_a_hall_that_cannot_write_is_said_and_healed_by_itself(demo: Demo, new_page: Open) -> None:
    page = opened(new_page(locale="vi-VN"), demo)
    writes = row(page, "server", "Ghi dữ liệu")
    with disk.full(demo):
        expect(writes).to_contain_text("chưa ghi được từ 09:")
        expect(writes).to_have_attribute("data-state", "fails")
        expect(page.locator("[data-sum]")).to_have_attribute("data-good", "no")
    expect(writes).to_have_attribute("data-state", "works")
    expect(page.locator("[data-sum]")).to_have_text("Mọi thứ hoạt động.")


def test_a_clock_that_was_set_and_is_not_followed_is_said(demo: Demo, new_page: Open) -> None:
    page = opened(new_page(locale="vi-VN"), demo)
    clock = row(page, "server", "Đồng hồ")
    expect(clock).to_contain_text("bây giờ là 09:")
    demo.set_clock(2 * 3600)
    expect(clock).to_contain_text("Đồng hồ máy chạy sai: máy báo 11:")
    expect(clock).to_contain_text("hệ thống vẫn tính 09:")
    expect(clock).to_have_attribute("data-state", "fails")
    demo.set_clock(-2 * 3600)
    expect(clock).to_contain_text("bây giờ là 09:")
    expect(clock).to_have_attribute("data-state", "works")


def test_a_server_that_starts_with_a_clock_behind_its_log_says_so_until_it_is_set(
    tmp_path: Path, new_page: Open
) -> None:
    own = Demo(tmp_path / "own")
    kiosk = Caller(own.url, own.access["kiosk_token"])
    first = kiosk.ticket("AH")
    own.kill()
    own.set_clock(-300 * 24 * 3600)
    own.start()
    page = signed_in(new_page(locale="en-US"), own, "admin", "/hall?lang=en")
    clock = row(page, "server", "Clock")
    expect(clock).to_contain_text("The machine's clock is wrong: it shows")
    expect(clock).to_have_attribute("data-state", "fails")
    # Numbers go on meanwhile, on the day on which the log ended.
    second = kiosk.ticket("AH")
    assert (second["number"], second["business_date"]) == ("AH002", first["business_date"])
    own.set_clock(300 * 24 * 3600)
    expect(clock).to_contain_text("it is 09:")
    assert own.stop() == 0
    assert "behind the log's last event" in own.errors


def test_a_device_is_there_from_its_first_moment_and_missed_from_its_last(demo: Demo, new_page: Open) -> None:
    page = opened(new_page(locale="vi-VN"), demo)
    kiosk = row(page, "devices", "Máy lấy số")
    expect(kiosk).to_contain_text("chưa kết nối")
    glass = ready(device(new_page(**GLASS), demo, "kiosk"))
    expect(kiosk).to_contain_text("kết nối từ 09:")
    expect(kiosk).to_have_attribute("data-state", "works")
    glass.close()
    expect(kiosk).to_contain_text("mất kết nối từ 09:")
    expect(kiosk).to_have_attribute("data-state", "fails")
    expect(page.locator("[data-sum]")).to_have_text("1 chỗ cần xem.")


def test_counters_follow_at_once(demo: Demo, new_page: Open) -> None:
    page = opened(new_page(locale="vi-VN"), demo, "reception")
    desk = row(page, "counters", "Quầy 15")
    expect(desk).to_contain_text("chưa mở")
    officer(demo, "15")
    expect(desk).to_contain_text("mở từ 09:")
    expect(desk).to_have_attribute("data-state", "works")


def said(demo: Demo, part: str, name: str) -> str:
    """What the switch board says of one thing."""
    staff = requests.Session()
    assert staff.post(f"{demo.url}/api/v1/session", json=demo.access["reception"]).status_code == 201
    rows = staff.get(f"{demo.url}/hall/now", headers={"Accept-Language": "vi"}).json()[part]
    return str(next(one["says"] for one in rows if one["name"] == name))


def test_a_counters_rest_and_close_and_a_pause_of_the_hall_say_since_when(own_demo: Demo) -> None:
    desk = Desk(own_demo, "11")
    staff = Caller(own_demo.url, cookies=sign_in(own_demo.url, own_demo.access["admin"]))
    assert said(own_demo, "counters", "Quầy 12") == "chưa mở"
    assert said(own_demo, "counters", "Quầy 11").startswith("mở từ 09:0")
    for status, words in (("paused", "tạm nghỉ từ 10:0"), ("closed", "đóng từ 11:0"), ("open", "mở từ 12:0")):
        own_demo.forward(3600)
        good(desk.put("/api/v1/counters/11/status", {"status": status}))
        assert said(own_demo, "counters", "Quầy 11").startswith(words)
    own_demo.forward(3600)
    good(staff.post("/api/v1/hall/pause", {"message": "drill"}))
    own_demo.forward(600)
    assert said(own_demo, "lines", "Toàn trung tâm").startswith("tạm dừng từ 13:0")
    assert said(own_demo, "printers", "preview").endswith("(từ 09:00)")


def test_a_counter_that_was_closed_yesterday_is_not_open_yet(own_demo: Demo) -> None:
    assert Desk(own_demo, "11")("DELETE", "/api/v1/session").status_code == 204
    assert said(own_demo, "counters", "Quầy 11").startswith("đóng từ 09:0")
    own_demo.forward(24 * 3600)
    assert said(own_demo, "counters", "Quầy 11") == "chưa mở"


@pytest.mark.parametrize("role", ["reception", "admin"])
def test_those_who_look_after_the_hall_get_there_and_back(demo: Demo, new_page: Open, role: str) -> None:
    path = "/reception" if role == "reception" else "/supervisor"
    page = signed_in(new_page(locale="vi-VN"), demo, role, path)
    page.get_by_role("link", name="Tình trạng").click()
    expect(row(page, "server", "Ghi dữ liệu")).to_have_attribute("data-state", "works")
    page.get_by_role("link", name="Trở lại").click()
    page.wait_for_url(f"{demo.url}{path}")


def test_nobody_else_sees_it(demo: Demo) -> None:
    session = requests.Session()
    assert session.get(f"{demo.url}/hall/now").status_code == 401
    who = next(one for one in demo.access["officers"] if one["counter"] == "17")
    assert session.post(f"{demo.url}/api/v1/session", json=who).status_code == 201
    assert session.get(f"{demo.url}/hall/now").status_code == 403
    assert "data-switchboard" not in session.get(f"{demo.url}/hall").text


@pytest.mark.parametrize("size", [(800, 1280), (1366, 768)])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_switch_board_has_no_barriers(demo: Demo, new_page: Open, lang: str, size: tuple[int, int]) -> None:
    page = signed_in(new_page(*size), demo, "admin", f"/hall?lang={lang}")
    expect(page.locator('[data-part="counters"] li')).to_have_count(38)
    assert not_in_order(page) == []
