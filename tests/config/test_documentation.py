"""The settings, config.toml and docs/configuration.md say the same."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from server.config import Config, Server, load
from server.config.reference import BEGIN, END, markdown, toml
from server.hall.csvtables import TABLES, columns_of, required_of

ROOT = Path(__file__).parents[2]
FILE = ROOT / "config.toml"
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")


def settings(value: Any, path: str = "") -> set[str]:
    """Every setting of a configuration as section.name; names one chooses oneself count as they are."""
    if isinstance(value, BaseModel):
        pairs = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, dict):
        pairs = value
    else:
        return {path}
    return set().union(*(settings(inner, f"{path}.{name}".strip(".")) for name, inner in pairs.items()))


def test_config_toml_holds_every_setting_and_no_other() -> None:
    assert settings(tomllib.loads(FILE.read_text("utf-8"))) == settings(Config())


def test_config_toml_holds_the_defaults() -> None:
    config = load(FILE)
    assert config.server.data == ROOT / Server().data
    server = config.server.model_copy(update={"data": Server().data})
    assert config.model_copy(update={"server": server}) == Config()


def test_config_toml_and_the_page_are_made_from_the_models() -> None:
    assert FILE.read_text("utf-8") == toml(), "run: python -m server.config.reference"
    assert BEGIN + PAGE.partition(BEGIN)[2].partition(END)[0] + END == markdown(), (
        "run: python -m server.config.reference"
    )


def test_every_setting_is_described() -> None:
    for section in Config.model_fields.values():
        model = section.annotation
        fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
        assert section.description or (isinstance(model, type) and model.__doc__)
        for name, field in fields.items():
            assert (field.description or "").endswith("."), name


@pytest.mark.parametrize("table", TABLES)
def test_every_csv_column_is_on_the_page(table: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {table}.csv |"))
    columns = [f"**{name}**" if name in required_of(table) else name for name in columns_of(table)]
    assert row == f"| {table}.csv | {', '.join(columns)} |"
