"""The settings as people read them: config.toml and the tables of docs/configuration.md, made from the models.

``python -m server.config.reference`` writes both anew; a test holds that they are up to date.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .kinds import Section
from .models import Config

BEGIN, END = "<!-- settings: made by python -m server.config.reference -->", "<!-- end of settings -->"
_TOP = """\
# Lấy Số: every setting, with its default. Leave out what you do not change.
# `layso check --config config.toml` says everything that is wrong with this file at once.
# Relative paths count from the folder of this file. An empty text ("") means: none.
"""


def toml() -> str:
    """Return config.toml: every setting, its meaning, its bounds and its default."""
    return "\n".join([_TOP, *_toml_sections()]).rstrip("\n") + "\n"


def markdown() -> str:
    """Return one table of settings per section, between the two marks."""
    parts = [BEGIN, ""]
    for name, field in Config.model_fields.items():
        parts += [*_markdown_section(name, field), ""]
    return "\n".join([*parts, END])


def refresh(root: Path) -> None:
    """Write config.toml and the tables in docs/configuration.md below ``root``."""
    (root / "config.toml").write_text(toml(), "utf-8")
    page = root / "docs" / "configuration.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    page.write_text(before + markdown() + rest.partition(END)[2], "utf-8")


def _toml_sections() -> Iterator[str]:
    config = Config()
    for name, field in Config.model_fields.items():
        value = getattr(config, name)
        yield from _comment(_about(field))
        if isinstance(value, Section):
            yield f"[{name}]"
            yield from _toml_section(name, value)
        else:
            yield from _toml_named(name, value)
        yield ""


def _toml_section(name: str, section: Section) -> Iterator[str]:
    for key, field in type(section).model_fields.items():
        value = getattr(section, key)
        if isinstance(value, dict):
            yield from ["", *_comment(field.description or ""), f"[{name}.{key}]"]
            yield from (f"{word} = {_value(entry)}" for word, entry in value.items())
        else:
            yield from [*_comment(_meaning(field)), f"{key} = {_value(value)}"]


def _toml_named(name: str, entries: dict[str, Any]) -> Iterator[str]:
    """Write [priority.elderly], [priority.merit], ...; only the first explains its keys."""
    if not all(isinstance(entry, Section) for entry in entries.values()):
        yield f"[{name}]"
        yield from (f"{_key(key)} = {_value(value)}" for key, value in entries.items())
        return
    for place, (key, entry) in enumerate(entries.items()):
        yield from ["", f"[{name}.{key}]"] if place else [f"[{name}.{key}]"]
        for setting, field in type(entry).model_fields.items():
            yield from [] if place else _comment(_meaning(field))
            yield f"{setting} = {_value(getattr(entry, setting))}"


def _markdown_section(name: str, field: FieldInfo) -> list[str]:
    model = _model(field)
    title = f"### `[{name}]`" if model is field.annotation or model is None else f"### `[{name}.NAME]`"
    lines = [title, "", _about(field), ""]
    if model:
        lines += ["| setting | default | allowed | meaning |", "|---|---|---|---|"]
        lines += [_markdown_row(key, one) for key, one in model.model_fields.items()]
    else:
        lines += [
            "```toml",
            f"[{name}]",
            *(f"{_key(k)} = {_value(v)}" for k, v in getattr(Config(), name).items()),
            "```",
        ]
    return lines


def _markdown_row(key: str, field: FieldInfo) -> str:
    if field.is_required():
        default = "must be given"
    elif field.default_factory:
        default = "see config.toml"
    else:
        default = f"`{_value(field.default)}`"
    return f"| `{key}` | {default} | {_allowed(field)} | {field.description} |"


def _about(field: FieldInfo) -> str:
    model = _model(field)
    return " ".join(filter(None, [field.description, model.__doc__ if model else None]))


def _model(field: FieldInfo) -> type[BaseModel] | None:
    kind: Any = field.annotation
    if get_origin(kind) is dict:
        kind = get_args(kind)[1]
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _meaning(field: FieldInfo) -> str:
    allowed = _allowed(field)
    return f"{field.description} ({allowed})" if allowed else field.description or ""


def _allowed(field: FieldInfo) -> str:
    low = next((m.ge for m in field.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in field.metadata if hasattr(m, "le")), None)
    if low is not None and high is not None:
        return f"{low} to {high}"
    if get_origin(field.annotation) is Literal:
        return ", ".join(map(str, get_args(field.annotation)))
    return ""


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in wrap(text, 108)]


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else json.dumps(key)


def _value(value: object) -> str:
    """Write a default as TOML; JSON's texts and lists of texts are TOML too."""
    if isinstance(value, Section):
        pairs = (f"{key} = {_value(getattr(value, key))}" for key in type(value).model_fields)
        return f"{{ {', '.join(pairs)} }}"
    if value is None or isinstance(value, Path):
        value = str(value or "")
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    refresh(Path(__file__).resolve().parents[2])
