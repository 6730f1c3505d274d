"""The kinds of value a setting can have, and what each must look like."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from .colour import is_colour


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _path(value: object) -> object:
    if isinstance(value, str) and not value.isprintable():
        raise PydanticCustomError("path", "must be a path without invisible characters")
    return Path(value) if isinstance(value, str) else value


def _optional(value: object) -> object:
    """TOML has no null: an empty text is how a setting says "none"."""
    return None if value == "" else value


def _colour(value: str) -> str:
    if not is_colour(value):
        raise PydanticCustomError("colour", "must be a colour such as '#0B4F6C' (# and six digits 0-9 A-F)")
    return value.upper()


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        raise PydanticCustomError("url", "must be an address such as 'http://192.168.1.10:8000'")
    return value.rstrip("/")


def _clock(value: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise PydanticCustomError("clock", "must be a time of day such as '20:00'")
    return value


def _network(value: str) -> str:
    try:
        return str(ip_network(value))
    except ValueError:
        raise PydanticCustomError("network", "must be an address or network such as '192.168.1.0/24'") from None


def _picture(value: Path) -> Path:
    if value.suffix.lower() not in {".svg", ".png"}:
        raise PydanticCustomError("picture", "must be an SVG or PNG file")
    return value


FilePath = Annotated[Path, BeforeValidator(_path)]
MaybePath = Annotated[FilePath | None, BeforeValidator(_optional)]
Colour = Annotated[str, AfterValidator(_colour)]
MaybeUrl = Annotated[Annotated[str, AfterValidator(_url)] | None, BeforeValidator(_optional)]
MaybePicture = Annotated[Annotated[FilePath, AfterValidator(_picture)] | None, BeforeValidator(_optional)]
MaybeClock = Annotated[Annotated[str, AfterValidator(_clock)] | None, BeforeValidator(_optional)]
Network = Annotated[str, AfterValidator(_network)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,29}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
Label = Annotated[str, Field(min_length=1, max_length=80)]
Sentence = Annotated[str, Field(min_length=1, max_length=160)]
Letters = Annotated[str, Field(pattern=r"^[A-Z]{1,26}$")]
Prefix = Annotated[str, Field(pattern=r"^[A-Z]{1,2}$")]
Pair = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
