"""A small checker of JSON schemas: the words that this project's OpenAPI document uses, and a fault for any other."""

import re
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
ABOUT = {"description", "title", "examples", "default", "format"}
Schema = dict[str, Any]


class Checker:
    """Checks values against the schemas of one OpenAPI document."""

    def __init__(self, document: Schema) -> None:
        self._named = document["components"]["schemas"]

    def faults(self, value: Any, schema: Schema, at: str = "$") -> list[str]:
        """Everything in the value that the schema does not allow, each with its place."""
        found: list[str] = []
        for word, wanted in schema.items():
            if word not in ABOUT and word not in ("required", "additionalProperties"):
                check = getattr(self, "_" + word.lstrip("$").lower())
                found += check(value, wanted, at)
        if isinstance(value, dict) and schema.get("type") == "object":
            found += self._object(value, schema, at)
        return found

    def _object(self, value: dict[str, Any], schema: Schema, at: str) -> list[str]:
        known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        found = [f"{at} lacks {name}" for name in schema.get("required", []) if name not in value]
        for name in set(value) - set(known):
            if more is False:
                found.append(f"{at} has an undocumented {name}")
            elif more is not True:
                found += self.faults(value[name], more, f"{at}.{name}")
        return found

    def _ref(self, value: Any, name: str, at: str) -> list[str]:
        return self.faults(value, self._named[name.rsplit("/", 1)[1]], at)

    def _type(self, value: Any, name: str, at: str) -> list[str]:
        fits = isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))
        return [] if fits else [f"{at} is {value!r}, not {name}"]

    def _properties(self, value: Any, known: dict[str, Schema], at: str) -> list[str]:
        given = value if isinstance(value, dict) else {}
        return [one for name in known if name in given for one in self.faults(given[name], known[name], f"{at}.{name}")]

    def _items(self, value: Any, schema: Schema, at: str) -> list[str]:
        given = value if isinstance(value, list) else []
        return [one for place, item in enumerate(given) for one in self.faults(item, schema, f"{at}[{place}]")]

    def _anyof(self, value: Any, choices: list[Schema], at: str) -> list[str]:
        fits = any(not self.faults(value, choice, at) for choice in choices)
        return [] if fits else [f"{at} is {value!r}, none of what it may be"]

    def _enum(self, value: Any, words: list[Any], at: str) -> list[str]:
        return [] if value in words else [f"{at} is {value!r}, not one of {words}"]

    def _const(self, value: Any, word: Any, at: str) -> list[str]:
        return [] if value == word else [f"{at} is {value!r}, not {word!r}"]

    def _pattern(self, value: Any, pattern: str, at: str) -> list[str]:
        fits = not isinstance(value, str) or re.search(pattern, value)
        return [] if fits else [f"{at} is {value!r}, not like {pattern}"]

    def _minimum(self, value: Any, least: int, at: str) -> list[str]:
        return [f"{at} is {value}, below {least}"] if isinstance(value, int) and value < least else []

    def _minlength(self, value: Any, least: int, at: str) -> list[str]:
        return [f"{at} is too short"] if isinstance(value, str) and len(value) < least else []

    def _maxlength(self, value: Any, most: int, at: str) -> list[str]:
        return [f"{at} is too long"] if isinstance(value, str) and len(value) > most else []

    def _maxitems(self, value: Any, most: int, at: str) -> list[str]:
        return [f"{at} has too many"] if isinstance(value, list) and len(value) > most else []
