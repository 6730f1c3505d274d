"""docs/states.md, docs/events.md and docs/commands.md, made from the code: ``python -m tools.reference``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import click

from server.cli import main as layso
from server.rules.event_words import said
from server.rules.events import EVENTS
from server.rules.labels import MOVES as MOVE_LABELS
from server.rules.labels import STATES
from server.rules.ticket import CURRENT, EXPIRE, MOVES, OPEN, State
from server.store.events import COLUMNS
from tools.examples import EXAMPLES, Example

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- made by python -m tools.reference -->"


def states() -> str:
    """Return docs/states.md: every state, every move, and who may make it."""
    return _page("States and moves", _STATES_ABOUT, *_state_table(), "", *_move_table(), "", _MOVES_ABOUT)


_STATES_ABOUT = """\
A ticket is in one of these states. *Open* tickets are waiting, called, serving, held or no_show; *current* ones are
called or serving, and a counter has at most one of them. The table of moves is `MOVES` in `server/rules/ticket.py`;
nothing else changes a state.
"""
_MOVES_ABOUT = """\
*From* lists the states in which officers may make the move, *own counter* those in which only the ticket's own counter
may. From the other states it takes a counter that serves the ticket's service, or that the ticket was sent to by name;
a held ticket only once its own counter is paused or closed. *Reception* lists the states in which reception may make
it, *supervisor* those in which a supervisor or an administrator may (both `return` who is called or served only while
nobody is signed in at the counter, and who is held only while that is not open), *holder* those in which whoever has
the ticket's link may; where officers may not make a move at all, *from* is empty. `finish` leads back to waiting when a
next service is named or planned. A move from any other state is refused with `not-allowed`.

Within some minutes of leaving, `rejoin` takes that back, too: the ticket is as it was. One that was called then has
missed its call: it waits again where a missed one does, and not once that makes it void.

At the close of the business day every open ticket becomes `expired`, one event each. `undo` is not a row here: it takes
back the officer's own last move of a ticket, within the configured minutes, if nothing else happened to it since.
"""


def _state_table() -> Iterator[str]:
    yield from _head("state", "Vietnamese", "English", "open", "current", "meaning")
    for state in State:
        label = STATES[state]
        marks = ["yes" if state in group else "" for group in (OPEN, CURRENT)]
        yield _row(f"`{state}`", label.text.vi, label.text.en, *marks, label.meaning)


def _move_table() -> Iterator[str]:
    who = ("own counter", "reception", "supervisor", "holder")
    yield from _head("move", "Vietnamese", "English", "from", "to", *who, "meaning")
    for name, rule in MOVES.items():
        label = MOVE_LABELS[name]
        may = [_states(some) for some in (rule.own & rule.sources, rule.reception, rule.supervisor, rule.holder)]
        words = (label.text.vi, label.text.en, _states(rule.sources), f"`{rule.to}`", *may, label.meaning)
        yield _row(f"`{name}`", *words)
    clock = (_states(EXPIRE.sources), f"`{EXPIRE.to}`", "", "", "", "", "Nobody's move: the clock's.")
    yield _row("(close of day)", "", "", *clock)


def _states(some: Iterable[State]) -> str:
    wanted = set(some)
    return ", ".join(state for state in State if state in wanted)


def events() -> str:
    """Return docs/events.md: every kind of event and what it holds."""
    return _page("Events", _EVENTS_ABOUT, *_event_table(), "", _WORDS_ABOUT, *_word_table())


_EVENTS_ABOUT = f"""\
Everything that happens in a centre is one event in one log, in the same transaction as the change itself. An event has
the columns {", ".join(f"`{name}`" for name in COLUMNS)} and `hash`.

`seq` counts the centre's events without a gap; `at` is UTC milliseconds and never less than the event before; `before`
and `after` are JSON with the columns of the ticket that changed, so the log alone rebuilds every ticket; `details` is
JSON with the fields below; `actor` is `kind:id` or `system`.

`hash` is SHA-256 in hex over the UTF-8 JSON (keys sorted, no spaces) of all columns and `previous`, the hash of the
event before; the first event's `previous` is 64 zeros. `layso audit verify` walks the chain. Events hold no personal
data.
"""


def _event_table() -> Iterator[str]:
    yield from _head("what", "details", "meaning")
    for what, kind in EVENTS.items():
        meaning = " ".join((kind.__doc__ or "").replace("``", "`").split())
        yield _row(f"`{what}`", ", ".join(f"`{field.name}`" for field in fields(kind)), meaning)


_WORDS_ABOUT = """\
## In words

What pages say of each (`server/rules/event_words.py`), by an example. Staff are named when it is read, from the list of
people, and only to reception and supervisors: the log itself holds opaque ids.
"""


def _word_table() -> Iterator[str]:
    yield from _head("what", "Vietnamese", "English")
    for what in EVENTS:
        text = said(EXAMPLES[what], Example())
        yield _row(f"`{what}`", text.vi, text.en)


def commands() -> str:
    """Return docs/commands.md: every command with its own help."""
    return _page("Commands", _COMMANDS_ABOUT, *_command(layso, "layso", None))


_COMMANDS_ABOUT = """\
Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. Commands that write may run beside the server (except
`restore`), which notices within a second. `LAYSO_LIMITS=off` in the environment turns rate limits off, for load tests.
"""


def _command(command: click.Command, path: str, above: click.Context | None) -> Iterator[str]:
    settings = {"max_content_width": 100, **layso.context_settings}
    context = click.Context(command, info_name=path.split()[-1], parent=above, **settings)
    help_text = re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)
    yield from (f"## `{path}`", "", "```", help_text, "```", "")
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, f"{path} {name}", context)


def _page(title: str, *parts: str) -> str:
    return "\n".join([f"# {title}", "", MADE, "", *parts]).rstrip("\n") + "\n"


def _head(*columns: str) -> Iterator[str]:
    yield _row(*columns)
    yield "|" + "---|" * len(columns)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


PAGES = {"states.md": states, "events.md": events, "commands.md": commands}


def refresh() -> None:
    """Write the pages anew."""
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), "utf-8")


if __name__ == "__main__":
    refresh()
