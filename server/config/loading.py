"""Reads config.toml into a Config, or says everything that is wrong with it at once."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .checks import Found, between
from .lines import Key, line_for, lines_of
from .mistakes import ConfigError, Mistake
from .models import Config
from .sentences import sentence


def load(path: Path) -> Config:
    """Return the configuration of the TOML file at ``path``; raise ConfigError with all its mistakes.

    Relative paths in the file count from the file's folder and come back absolute.
    """
    text = _read(path)
    raw = _parse(path, text)
    folder = path.resolve().parent
    config, found = _validate(raw)
    found += between(raw, folder)
    if config is None or found:
        raise ConfigError(_placed(path, text, found))
    return _anchored(config, folder)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError([Mistake(str(path), "is not UTF-8 text.", "Save it as UTF-8 in your editor.")]) from None
    except FileNotFoundError:
        raise ConfigError([Mistake(str(path), "there is no such file.", "Give another with --config.")]) from None
    except OSError as error:
        raise ConfigError([Mistake(str(path), f"cannot be read: {error.strerror}.")]) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        says, line = str(error), len(text.splitlines())
        if at := re.search(r" \(at line (\d+), column \d+\)$", says):
            says, line = says[: at.start()], int(at[1])
        where = f"{path}:{max(line, 1)}"
        says = f"is not valid TOML here: {says.replace(' (at end of document)', '')}."
        raise ConfigError([Mistake(where, says, "Texts stand in quotes; a key is given once.")]) from None


def _validate(raw: dict[str, Any]) -> tuple[Config | None, list[Found]]:
    try:
        return Config.model_validate(raw), []
    except ValidationError as error:
        return None, [
            (tuple(str(part) for part in one["loc"] if part != "[key]"), *sentence(one)) for one in error.errors()
        ]


def _placed(path: Path, text: str, found: list[Found]) -> Iterator[Mistake]:
    lines = lines_of(text)
    placed = [(line_for(lines, key) or 0, key, says, suggest) for key, says, suggest in found]
    for line, key, says, suggest in sorted(placed, key=lambda one: one[0]):
        yield Mistake(_where(path, line, key), says, suggest)


def _where(path: Path, line: int, key: Key) -> str:
    return f"{path}:{line} {'.'.join(key)}" if line else f"{path} {'.'.join(key)}"


def _anchored(config: Config, folder: Path) -> Config:
    """Make every path absolute; an absolute path stays what it is."""
    look, printers = config.look, dict(config.printers)
    if look.emblem:
        look = look.model_copy(update={"emblem": folder / look.emblem})
    for name, printer in printers.items():
        if printer.path:
            printers[name] = printer.model_copy(update={"path": folder / printer.path})
    server = config.server.model_copy(update={"data": folder / config.server.data})
    backup = config.backup
    if backup.folder:
        backup = backup.model_copy(update={"folder": folder / backup.folder})
    return config.model_copy(update={"server": server, "look": look, "printers": printers, "backup": backup})
