"""Turns what pydantic found wrong with a setting into a sentence and a suggestion."""

from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from .mistakes import did_you_mean, one_of
from .models import MAX_CREDIT, Config

Sentence = tuple[str, str | None]
Key = tuple[str, ...]


def sentence(error: ErrorDetails) -> Sentence:
    """Return (what is wrong, what to do) for one error of validating a Config."""
    key = tuple(str(part) for part in error["loc"])
    maker = _MAKERS.get(error["type"])
    return maker(key, error) if maker else (f"{error['msg']}.", None)


def model_at(key: Key) -> type[BaseModel] | None:
    """Return the model that holds the settings below ``key``, None if there is none."""
    kind: Any = Config
    for part in key:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(part)
            kind = field.annotation if field else None
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        else:
            return None
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _unknown(key: Key, error: ErrorDetails) -> Sentence:
    holder = model_at(key[:-1])
    known = list(holder.model_fields) if holder else []
    return f"there is no setting '{key[-1]}'.", did_you_mean(key[-1], known) or one_of(known, 20)


def _missing(key: Key, error: ErrorDetails) -> Sentence:
    return f"'{key[-1]}' is missing.", f"Add {key[-1]} = ..."


def _wanted(what: str) -> Callable[[Key, ErrorDetails], Sentence]:
    def make(key: Key, error: ErrorDetails) -> Sentence:
        return f"must be {what}, not {_shown(error['input'])}.", None

    return make


def _whole(key: Key, error: ErrorDetails) -> Sentence:
    given = error["input"]
    written = isinstance(given, str) and given.strip().lstrip("-").isdigit()
    suggest = f"Write {given.strip()} without quotes." if written else None
    return f"must be a whole number, not {_shown(given)}.", suggest


def _range(key: Key, error: ErrorDetails) -> Sentence:
    low, high = _bounds(key)
    suggest = None
    if key[-1] == "credit" and high == MAX_CREDIT:
        suggest = "A larger credit would let others wait too long behind later comers."
    return f"must be from {low} to {high}, not {error['input']}.", suggest


def _bounds(key: Key) -> tuple[object, object]:
    holder = model_at(key[:-1])
    metadata = holder.model_fields[key[-1]].metadata if holder else []
    low = next((m.ge for m in metadata if hasattr(m, "ge")), "any")
    high = next((m.le for m in metadata if hasattr(m, "le")), "any")
    return low, high


def _word(key: Key, error: ErrorDetails) -> Sentence:
    given, choices = error["input"], _choices(key)
    near = did_you_mean(given, map(str, choices)) if isinstance(given, str) else None
    return f"cannot be {_shown(given)}.", near or one_of(map(str, choices))


def _choices(key: Key) -> tuple[object, ...]:
    holder = model_at(key[:-1])
    kind = holder.model_fields[key[-1]].annotation if holder else None
    if get_origin(kind) in (Union, UnionType):
        kind = get_args(kind)[0]
    return get_args(kind)


def _pattern(key: Key, error: ErrorDetails) -> Sentence:
    return (
        f"{_shown(error['input'])} {_PATTERNS.get(error['ctx']['pattern'], 'has a form that is not allowed')}.",
        None,
    )


def _length(key: Key, error: ErrorDetails) -> Sentence:
    context: Mapping[str, Any] = error["ctx"]
    if "min_length" in context:
        return "must not be empty.", None
    return f"must have at most {context['max_length']} characters.", None


def _own(key: Key, error: ErrorDetails) -> Sentence:
    return f"{error['msg']}, not {_shown(error['input'])}.", None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


_PATTERNS = {
    r"^[a-z][a-z0-9_-]{0,29}$": "must be a word of small letters, digits, '_' or '-', at most 30 characters",
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$": "must be plain letters, digits, '.', '_' or '-', at most 40 characters",
    r"^[A-Z]{1,26}$": "must be capital letters A to Z",
    r"^[A-Z]{1,2}$": "must be one or two capital letters A to Z",
    r"^[A-Z]{2}$": "must be two capital letters A to Z",
}
_MAKERS: dict[str, Callable[[Key, ErrorDetails], Sentence]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "int_type": _whole,
    "int_from_float": _whole,
    "int_parsing": _whole,
    "string_type": _wanted("a text in quotes"),
    "bool_type": _wanted("true or false"),
    "path_type": _wanted("a path in quotes"),
    "is_instance_of": _wanted("a path in quotes"),
    "tuple_type": _wanted('a list such as ["CK", "VC"]'),
    "dict_type": _wanted("a table"),
    "model_type": _wanted("a table"),
    "greater_than_equal": _range,
    "less_than_equal": _range,
    "literal_error": _word,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _length,
    "string_too_long": _length,
    "colour": _own,
    "url": _own,
    "picture": _own,
}
