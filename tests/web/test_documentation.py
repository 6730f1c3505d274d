"""docs/api.md is true: its examples run, and its list of problems is the one there is."""

import json
import re
from typing import Any

import pytest
import requests

from server.errors import meanings
from tests.web.running import PATIENCE, ROOT, Demo

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")


def within(told: Any, shown: Any) -> bool:
    """Whether an answer holds what the page shows of it."""
    if isinstance(shown, dict):
        return isinstance(told, dict) and all(name in told and within(told[name], shown[name]) for name in shown)
    return bool(told == shown)


def filled(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\b[A-Z]+(_[A-Z]+)?\b", lambda found: words.get(found[0], found[0]), text)


def split(example: str, words: dict[str, str]) -> tuple[str, str, dict[str, str], str, str]:
    """(method, path, headers, body, what is answered) of an example."""
    asked, status, answer = re.split(r"\n\n(\d{3})(?:\n|$)", example, maxsplit=1)
    head, _, body = filled(asked, words).partition("\n\n")
    (method, path), *lines = (line.split(": ", 1) if ": " in line else line.split() for line in head.splitlines())
    return method, path, dict(lines), body, status + "\n" + answer


def run(url: str, example: str, words: dict[str, str]) -> requests.Response:
    method, path, headers, body, answer = split(example, words)
    told = requests.request(method, url + path, data=body.encode(), headers=headers, timeout=PATIENCE)
    head, _, shown = answer.partition("\n\n")
    status, *lines = head.strip().splitlines()
    assert told.status_code == int(status), told.text
    if told.content and "id" in told.json():
        words["TICKET"] = told.json()["id"]
        words["TRACK"] = told.json()["track_url"].rsplit("/", 1)[1]
    for name, value in (filled(line, words).split(": ", 1) for line in lines):
        assert told.headers[name] == value
    assert within(told.json(), json.loads(filled(shown, words))) if shown.strip() else not told.content
    return told


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Any:
    running = Demo(tmp_path_factory.mktemp("docs"))
    yield running
    running.kill()


def test_the_examples_run_in_their_order(fresh: Demo) -> None:
    access = fresh.access
    officer = next(one for one in access["officers"] if one["counter"] == "15")
    words = {"KIOSK_TOKEN": access["kiosk_token"], "DISPLAY_TOKEN": access["display_token"]}
    words["PASSWORD"] = officer["password"]
    examples = re.findall(r"```http\n(.*?)```", PAGE, re.S)
    assert len(examples) >= 10
    for example in examples:
        told = run(fresh.url, example.rstrip("\n"), words)
        if "layso_officer" in told.cookies:
            words["SESSION"] = told.cookies["layso_officer"]


def test_the_live_example_runs(fresh: Demo, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    known: dict[str, Any] = {"URL": fresh.url, "DISPLAY_TOKEN": fresh.access["display_token"]}
    exec(example, known)
    known["screen"].disconnect()
    assert capsys.readouterr().out == "B\n"


def test_the_table_of_problems_is_the_closed_list() -> None:
    rows = dict(re.findall(r"^\| `([\w.-]+)` \| ([\d, ]+) \|", PAGE, re.M))
    known = {word: set(meaning["status"]) for word, meaning in meanings().items() if not word.startswith("unknown-")}
    known["unknown-..."] = {404, 422}
    assert {word: {int(one) for one in statuses.split(", ")} for word, statuses in rows.items()} == known
