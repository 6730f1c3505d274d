"""What all pages share: device links, languages, security headers, the centre's look, the front page."""

import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from server.config import Look
from server.config.colour import contrast
from server.rules.places import folded
from server.shell.headers import DATA, HEADERS
from server.shell.look import tokens_css
from tests.browser.conftest import Open, barriers, clipped, device
from tests.web.running import Demo

pytestmark = pytest.mark.browser


def fetch(url: str, **headers: str) -> Any:
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10)
    except urllib.error.HTTPError as refused:
        return refused


def test_the_front_page_leads_to_every_role(demo: Demo, new_page: Open) -> None:
    page = new_page()
    page.goto(demo.url)
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
    assert {"/kiosk", "/display", "/counter", "/reception", "/supervisor", "/display?area=A"} <= set(links)
    broken = [link for link in links if fetch(demo.url + link).status not in (200, 401)]
    assert broken == []


def test_a_wrong_link_shows_a_page_to_people_and_a_problem_to_programs(demo: Demo, new_page: Open) -> None:
    page = new_page(locale="en-GB")
    answer = page.goto(f"{demo.url}/nowhere")
    assert answer and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address.")
    assert fetch(f"{demo.url}/nowhere").headers["Content-Type"] == "application/problem+json"
    assert fetch(f"{demo.url}/api/v1/nowhere", Accept="text/html").headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", ["/", "/enter", "/kiosk", "/nowhere"])
def test_shared_pages_have_no_barriers(demo: Demo, new_page: Open, path: str, lang: str) -> None:
    page = new_page()
    page.goto(f"{demo.url}{path}?lang={lang}")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    assert barriers(page) == []
    assert clipped(page) == []


def test_the_person_chooses_the_language_and_it_is_remembered(demo: Demo, new_page: Open) -> None:
    page = new_page(locale="vi-VN")
    page.goto(demo.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mời ông/bà chọn")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please choose")
    page.goto(f"{demo.url}/enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize(
    ("accepted", "lang"), [("en-GB,en;q=0.9", "en"), ("fr", "vi"), ("", "vi"), ("vi,en;q=0.5", "vi")]
)
def test_without_a_choice_the_browser_decides_and_vietnamese_is_the_rest(demo: Demo, accepted: str, lang: str) -> None:
    answer = fetch(demo.url, **{"Accept-Language": accepted})
    assert f'<html lang="{lang}"' in answer.read().decode()
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_language_is_not_remembered(demo: Demo) -> None:
    answer = fetch(f"{demo.url}/?lang=<script>")
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="vi"' in answer.read().decode()


@pytest.mark.parametrize("path", ["/", "/kiosk", "/tokens.css", "/shell/static/api.js", "/api/v1/services", "/nowhere"])
def test_every_answer_carries_the_security_headers(demo: Demo, path: str) -> None:
    answer = fetch(demo.url + path)
    expected = DATA if path in ("/api/v1/services", "/nowhere") else HEADERS
    assert {name: answer.headers[name] for name in expected} == expected


def test_a_device_link_leaves_no_token_in_the_address_or_the_history(demo: Demo, new_page: Open) -> None:
    page = device(new_page(1080, 1920), demo, "kiosk")
    assert page.url == f"{demo.url}/kiosk"
    page.go_back()
    assert demo.access["kiosk_token"] not in page.url
    assert demo.access["kiosk_token"] not in demo.errors
    [cookie] = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("layso_kiosk", True, "Strict")


@pytest.mark.parametrize(("link", "says"), [("", "không có mã thiết bị"), ("#wrong", "không còn dùng được")])
def test_a_device_link_that_is_not_good_says_so(demo: Demo, new_page: Open, link: str, says: str) -> None:
    page = new_page(locale="vi-VN")
    page.goto(f"{demo.url}/enter{link}")
    expect(page.get_by_role("status")).to_contain_text(says)
    assert page.context.cookies() == []


@pytest.mark.parametrize("body", [b"", b"[]", b'{"token": 5}', b'{"token": null}', b"{", b'{"token": "nobody"}'])
def test_a_bad_device_token_is_a_problem_and_sets_no_cookie(demo: Demo, body: bytes) -> None:
    request = urllib.request.Request(f"{demo.url}/enter", body, {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code in (400, 401, 422)
    assert refused.value.headers["Content-Type"] == "application/problem+json"
    assert "Set-Cookie" not in refused.value.headers
    assert json.load(refused.value)["status"] == refused.value.code


def test_the_colours_of_pages_are_the_configured_ones(demo: Demo) -> None:
    css = fetch(f"{demo.url}/tokens.css").read().decode()
    assert css == tokens_css(Look().model_dump())
    assert "--call-ink: #0A2A3A;" in css


def test_a_colour_setting_cannot_bring_other_css_along() -> None:
    assert "url" not in tokens_css({"accent": "#0B4F6C; background: url(x)", "ink": "#14212B"})


def mixed(one: str, share: float, other: str) -> str:
    """CSS color-mix in srgb: ``share`` of one, the rest of the other."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def test_text_in_mixed_colours_keeps_the_kiosks_contrast(demo: Demo) -> None:
    look = Look()
    base = fetch(f"{demo.url}/shell/static/base.css").read().decode()
    found = re.search(r"--muted: color-mix\(in srgb, var\(--ink\) (\d+)%", base)
    assert found
    muted = mixed(look.ink, int(found[1]) / 100, look.paper)
    assert contrast(muted, look.paper) >= 7
    assert contrast(muted, look.quiet) >= 7


@pytest.mark.parametrize(
    ("codes", "text"),
    [([], ""), (["8"], "8"), (["1", "2", "3"], "1-3"), (["9", "10", "12"], "9-10, 12"), (["VIP", "2"], "VIP, 2")],
)
def test_counters_are_written_as_people_read_them(codes: list[str], text: str) -> None:
    assert folded(codes) == text
