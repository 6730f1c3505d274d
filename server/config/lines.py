"""On which line of a TOML text a key stands."""

import re
import tomllib

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?")
_PAIR = re.compile(rf"\s*({_DOTTED})\s*=")

Key = tuple[str, ...]


def lines_of(text: str) -> dict[Key, int]:
    """Return the line (from 1) of every table and key; a scan, so texts over several lines may add false keys."""
    found: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = _split(header[1])
            _note(found, table, number)
        elif pair := _PAIR.match(line):
            _note(found, table + _split(pair[1]), number)
    return found


def line_for(found: dict[Key, int], key: Key) -> int | None:
    """Return the line of ``key``, or of the nearest thing around it."""
    while key and key not in found:
        key = key[:-1]
    return found.get(key)


def _note(found: dict[Key, int], key: Key, number: int) -> None:
    for size in range(1, len(key) + 1):
        found.setdefault(key[:size], number)


def _split(dotted: str) -> Key:
    parts: list[str] = []
    here: object = tomllib.loads(f"{dotted} = 0")
    while isinstance(here, dict):
        name, here = next(iter(here.items()))
        parts.append(name)
    return tuple(parts)
