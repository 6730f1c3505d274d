"""The reference pages say what the code does: every state, move, event, command and setting."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from server.cli import main as layso
from server.config import Config
from server.rules.events import EVENTS
from server.rules.labels import MOVES as MOVE_LABELS
from server.rules.labels import STATES
from server.rules.ticket import MOVES, State
from tools.reference import DOCS, PAGES

ROOT = Path(__file__).resolve().parents[2]
TICKET_PAGE = ROOT / "server" / "admin" / "templates" / "admin" / "ticket.html"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def command_paths(command: click.Command, path: str = "layso") -> Iterator[str]:
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from command_paths(inner, f"{path} {name}")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_made_from_the_code(name: str) -> None:
    assert page(name) == PAGES[name](), "run: python -m tools.reference"


@pytest.mark.parametrize("state", State)
def test_every_state_is_labelled_and_documented(state: State) -> None:
    label = STATES[state]
    assert label.text.vi and label.text.en and label.meaning.endswith(".")
    assert f"| `{state}` | {label.text.vi} |" in page("states.md")


@pytest.mark.parametrize("name", MOVES)
def test_every_move_is_labelled_and_documented(name: str) -> None:
    label = MOVE_LABELS[name]
    assert label.text.vi and label.text.en and label.meaning.endswith(".")
    assert f"| `{name}` | {label.text.vi} |" in page("states.md")


def test_nothing_is_labelled_that_does_not_exist() -> None:
    assert set(STATES) == set(State)
    assert set(MOVE_LABELS) == set(MOVES)


def test_pages_of_staff_call_every_state_by_its_label() -> None:
    shown = dict(re.findall(r"data-state-([a-z_]+)=\"\{\{ _\('([^']+)'\) \}\}\"", TICKET_PAGE.read_text("utf-8")))
    assert shown == {str(state): label.text.vi for state, label in STATES.items()}


@pytest.mark.parametrize("what", EVENTS)
def test_every_event_is_documented(what: str) -> None:
    assert f"| `{what}` |" in page("events.md")


@pytest.mark.parametrize("path", list(command_paths(layso)))
def test_every_command_is_documented(path: str) -> None:
    assert f"## `{path}`\n" in page("commands.md")


@pytest.mark.parametrize("path", list(command_paths(layso)))
def test_every_command_and_option_says_what_it_does(path: str) -> None:
    command: click.Command = layso
    for name in path.split()[1:]:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert (command.help or "").strip().endswith(".")
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not (one.help or "").endswith(".")] == []


def test_every_setting_is_documented() -> None:
    text = page("configuration.md")
    for name, field in Config.model_fields.items():
        assert f"`[{name}" in text
        settings = getattr(field.annotation, "model_fields", {})
        assert [key for key in settings if f"| `{key}` |" not in text] == []


def test_links_between_the_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]
    for one in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", one.read_text("utf-8")):
            assert (one.parent / target).exists(), f"{one.name} links to {target}"
