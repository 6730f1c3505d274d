"""Keeps the set-up true: locked parts with hashes, parts in their places, commands that are promised."""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from PIL import ImageFont

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VENDOR = ROOT / "server/shell/static/vendor"
FONTS = sorted((ROOT / "kiosk/fonts").glob("*.ttf"))
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


def lock(name: str) -> dict[str, str]:
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    entries = re.findall(r"^([a-z0-9-]+)==(\S+).*((?:\n    --hash=sha256:[0-9a-f]{64}.*)+)", text, re.M)
    assert len(entries) == len(re.findall(r"^\w", text, re.M)), "an entry has no hash"
    return {name: version for name, version, _ in entries}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", line)[0] for line in requirements} - {"layso"}


def test_the_locks_hold_every_dependency() -> None:
    extras = PROJECT["optional-dependencies"]
    assert names(PROJECT["dependencies"] + extras["build"]) <= lock("run").keys()
    assert names([line for extra in extras.values() for line in extra]) <= lock("dev").keys()


def test_what_is_tested_is_what_is_run() -> None:
    assert lock("run").items() <= lock("dev").items()


def test_the_browser_parts_are_pinned_and_locked_without_addresses() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    parts = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, part in parts.items() if name and ("resolved" in part or "integrity" not in part)] == []


def test_the_socket_client_is_one_module_that_needs_nothing_else() -> None:
    module = (VENDOR / "socket.io.esm.min.js").read_text("utf-8")
    assert "as io" in module
    assert "sourceMappingURL" not in module
    assert not re.search(r"^import\b|\bfrom\s*['\"]", module, re.M)


def test_the_page_fonts_are_woff2_in_both_needed_subsets() -> None:
    wanted = {f"be-vietnam-pro-{s}-{w}-normal.woff2" for s in ("latin", "vietnamese") for w in (400, 600, 700)}
    assert wanted <= {font.name for font in VENDOR.glob("*.woff2") if font.read_bytes()[:4] == b"wOF2"}


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_the_slip_fonts_draw_every_vietnamese_letter(path: Path) -> None:
    font = ImageFont.truetype(str(path), 48)
    missing = bytes(font.getmask("\uffff"))
    assert [letter for letter in LETTERS + LETTERS.upper() if bytes(font.getmask(letter)) == missing] == []


def test_the_slip_has_its_three_weights() -> None:
    assert [font.stem.split("_")[1] for font in FONTS] == ["400Regular", "600SemiBold", "700Bold"]


def pages(language: str) -> Iterator[Message]:
    path = ROOT / f"server/translations/{language}/LC_MESSAGES/messages.po"
    with path.open("rb") as file:
        yield from (message for message in read_po(file, locale=language) if message.id)


def test_every_page_text_is_translated() -> None:
    texts = {message.id: message.string for message in pages("en")}
    gaps = [key for key, text in texts.items() if not all(text if isinstance(text, tuple) else (text,))]
    assert gaps == []
    assert [message.id for message in pages("en") if message.fuzzy] == []


def test_translations_fill_the_same_blanks() -> None:
    wrong = [(message.id, error) for message in pages("en") for error in message.check()]
    assert wrong == []


def test_make_run_passes_address_and_folder_on() -> None:
    command = ["make", "-n", "-C", str(ROOT), "run", "HOST=0.0.0.0", "PORT=9000", "DATA=elsewhere"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "layso demo --host 0.0.0.0 --port 9000 --data elsewhere" in done.stdout


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "chaos", "screenshots", "lock", "babel", "clean"])
def test_make_knows(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.M)


def test_the_build_runs_every_check_and_every_test() -> None:
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert {"make check", "make test", "set -euo pipefail"} <= set(script.read_text("utf-8").splitlines())
