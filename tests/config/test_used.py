"""A setting that nothing reads is a lie: each one is named somewhere in the product."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from server.config import Config

ROOT = Path(__file__).parents[2]
TOPS = ("server", "kiosk", "display", "counter", "track")
KINDS = {".py", ".html", ".js", ".css"}


def settings() -> Iterator[tuple[str, str]]:
    for section, field in Config.model_fields.items():
        kinds = [field.annotation, *get_args(field.annotation)]
        model = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        for name in model.model_fields if model else [section]:
            yield section, name


def product() -> str:
    paths = [path for top in TOPS for path in (ROOT / top).rglob("*") if path.suffix in KINDS]
    ours = [path for path in paths if "vendor" not in path.parts and ROOT / "server" / "config" not in path.parents]
    return "\n".join(path.read_text("utf-8") for path in ours)


PRODUCT = product()


@pytest.mark.parametrize(("section", "name"), list(settings()))
def test_a_setting_is_read_by_the_product(section: str, name: str) -> None:
    """A colour is read as the CSS property of its name, a kiosk's printer by ``printer_of``."""
    way = rf"\.{name}\b"
    if section == "look" and name != "emblem":
        way = rf"var\(--{name.replace('_', '-')}\b"
    elif section == "kiosks":
        way = r"\.printer_of\("
    assert re.search(way, PRODUCT), f"[{section}] {name} does nothing"
