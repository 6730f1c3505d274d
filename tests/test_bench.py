"""The benchmark's own arithmetic, and that every figure can be had: with sizes too small to mean anything."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import figures
from bench.__main__ import MEASURES, SPACE, measured
from bench.code import room_of
from bench.figures import Figure, Sizes
from bench.load import Answer, Measured, message, quantile
from bench.screens import Came, masked, unframed

TINY = Sizes(
    rounds=1,
    round_s=0.1,
    asked=3,
    screens=(3,),
    calls=2,
    officers=(4,),
    officers_s=0.5,
    officers_rounds=1,
    think_s=(0.05, 0.1),
    history=50,
    pairs=2,
    starts=1,
    sockets=3,
    tickets=40,
    counters=38,
    boards=6,
    comers=60,
    hostile=20,
)
Found = dict[str, list[Figure]]


@pytest.fixture(scope="module")
def found() -> Iterator[Found]:
    before = set(SPACE.glob("bench-*"))
    yield measured([*MEASURES], TINY, print)
    assert set(SPACE.glob("bench-*")) <= before


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", MEASURES)
def test_every_measurement_yields_figures_beside_their_references(found: Found, name: str) -> None:
    assert found[name]
    assert all(figure.value >= 0 for figure in found[name])
    assert name == "lines" or any(figure.ratio for figure in found[name])


@pytest.mark.timeout(300)
def test_nothing_is_refused_and_nothing_but_documents_is_pushed(found: Found) -> None:
    counts = [one for some in found.values() for one in some if "errors" in one.what or "no documents" in one.what]
    assert len(counts) == 5
    assert [one for one in counts if one.value] == []


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [([3, 1, 2], 0.5, 2), ([1, 2, 3, 4], 0.5, 2), ([1, 2, 3, 4], 0.95, 4), ([7], 0.99, 7), ([], 0.5, 0)],
)
def test_a_quantile_is_a_value_that_was_measured(values: list[float], share: float, wanted: float) -> None:
    assert quantile(values, share) == wanted


def test_rates_and_errors_are_counted_by_kind() -> None:
    load = Measured(took=2.0)
    for kind, status in (("issue", 201), ("call", 204), ("call", 409), ("call", 0)):
        load.note(kind, status, 0.1)
    # Two of four were done in two seconds.
    assert load.rate == 1.0
    assert load.errors == [("call", 409), ("call", 0)]
    assert len(load.by_kind["call"]) == 3


def test_a_figure_is_divided_by_its_reference() -> None:
    assert Figure("x", 3, "ms", 2, "y").ratio == 1.5
    assert Figure("x", 3, "ms").ratio is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(2400.4, "2,400"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (0.0, "0"), (7, "7"), (None, "")],
)
def test_numbers_are_as_short_as_they_are_known(value: float | None, text: str) -> None:
    assert figures.short(value) == text


def test_the_table_is_aligned_markdown() -> None:
    lines = figures.table([Figure("call", 3, "ms", 2, "bare", "at most 1.5"), Figure("errors", 0, "")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[2].split("|")[1:-1] == [" call   ", " 3 ms  ", " 2 (bare)            ", " 1.50  ", " at most 1.5 "]


def test_the_json_holds_every_figure_with_its_ratio(tmp_path: Path) -> None:
    figures.write(tmp_path / "bench.json", figures.machine(), {"calls": [Figure("call", 3, "ms", 2, "bare")]})
    written = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert written["figures"]["calls"][0]["ratio"] == 1.5
    assert written["machine"]["processors"]


def test_a_page_gets_the_new_table_in_place_of_the_old(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{figures.BEGIN}\nold\n{figures.END}\nafter\n", "utf-8")
    figures.paste(page, "make bench", figures.machine(), "new")
    text = page.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "\nnew\n" in text and "old" not in text and "`make bench`" in text


@pytest.mark.parametrize("length", [0, 125, 126, 65535, 65536])
def test_frames_are_taken_apart_wherever_they_are_cut(length: int) -> None:
    said, size = b"x" * length, (length if length < 126 else 126 if length < 65536 else 127)
    head = bytes([0x81, size]) + (b"" if size < 126 else length.to_bytes(2 if size == 126 else 8, "big"))
    whole = head + said
    assert unframed(whole + b"more") == (said, b"more")
    assert unframed(whole[:-1] if length else whole[:1])[0] is None


def test_a_client_masks_what_it_says() -> None:
    assert masked("40") == b"\x81\x82\0\0\0\x0040"


def test_what_came_since_is_a_difference() -> None:
    before, now = Came(Counter(board=1), Counter(board=10)), Came(Counter(board=3), Counter(board=30), 1)
    assert now - before == Came(Counter(board=2), Counter(board=20), 1)


def test_requests_say_how_long_they_are_and_answers_give_their_cookie() -> None:
    assert b"Content-Length: 8\r\nContent-Type: application/json\r\n" in message("POST", "/", {"a": 1})
    assert Answer(201, b"", b"HTTP/1.1 201\r\nSet-Cookie: a=b; HttpOnly").cookie == "a=b"


@pytest.mark.parametrize(
    ("path", "room"),
    [("server/hall/issue.py", "server/hall"), ("server/app.py", "server"), ("tests/web/calling.py", "tests")],
)
def test_a_file_belongs_to_its_room(path: str, room: str) -> None:
    assert room_of(Path(path)) == room
