"""Finding a service or procedure by words typed without accents."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .catalogue import Catalogue, Procedure, Service

_WORD = re.compile(r"\w+")

# How much a word is worth by where it was found; a whole word counts a little more than its beginning,
# and several words side by side, as typed, count as much again as a label.
_LABEL, _NAME, _KEYWORD, _AROUND = 8, 6, 5, 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that fits, and the procedure that led to it, None if the service itself did."""

    service: Service
    procedure: Procedure | None


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    # word -> what it is worth
    words: dict[str, int]
    # every text's words in their order, to find phrases in
    text: str


def fold(text: str) -> str:
    """Return ``text`` without accents and capitals: "Đất đai" becomes "dat dai"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    # Unicode does not decompose đ.
    return bare.casefold().replace("đ", "d")


def search(catalogue: Catalogue, words: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return at most ``limit`` hits, best first: every typed word must begin a word of the hit.

    Services come before procedures that fit as well; equals keep the catalogue's order. No words, no hits.
    """
    typed = tuple(dict.fromkeys(_WORD.findall(fold(words))))
    if not typed:
        return ()
    entries = _entries(_Same(catalogue))
    scored = [(_score(entry, typed), -len(entry.words), -place, entry.hit) for place, entry in enumerate(entries)]
    best = sorted((one for one in scored if one[0]), key=lambda one: one[:3], reverse=True)
    return tuple(hit for *_, hit in best[:limit])


def _score(entry: _Entry, typed: tuple[str, ...]) -> int:
    total = 0
    for word in typed:
        worth = max((w + (found == word) for found, w in entry.words.items() if found.startswith(word)), default=0)
        if not worth:
            return 0
        total += worth
    side_by_side = len(typed) > 1 and f" {' '.join(typed)}" in entry.text
    return total + _LABEL * side_by_side


class _Same:
    """A catalogue compared by identity: it is frozen, and its tables cannot be hashed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalogue is self.catalogue


@lru_cache(maxsize=4)
def _entries(same: _Same) -> tuple[_Entry, ...]:
    catalogue = same.catalogue
    services = (_service(catalogue, service) for service in catalogue.services.values())
    procedures = (_procedure(catalogue, procedure) for procedure in catalogue.procedures.values())
    return (*services, *procedures)


def _service(catalogue: Catalogue, service: Service) -> _Entry:
    department = catalogue.departments[service.department]
    texts = [(t, _LABEL) for t in (service.label.vi, service.label.en)]
    texts += [(t, _NAME) for t in (service.name.vi, service.name.en)]
    texts += [(service.keywords, _KEYWORD), (service.prefix, _KEYWORD)]
    texts += [(t, _AROUND) for t in (department.label.vi, department.label.en, department.name.vi)]
    return _entry(Hit(service, None), texts)


def _procedure(catalogue: Catalogue, procedure: Procedure) -> _Entry:
    service = catalogue.services[procedure.service]
    texts = [(t, _NAME) for t in (procedure.name.vi, procedure.name.en, procedure.code)]
    texts += [(t, _AROUND) for t in (service.label.vi, service.label.en, service.keywords)]
    return _entry(Hit(service, procedure), texts)


def _entry(hit: Hit, texts: list[tuple[str, int]]) -> _Entry:
    words: dict[str, int] = {}
    phrases: list[str] = []
    for text, worth in texts:
        found = _WORD.findall(fold(text))
        phrases.append(" ".join(["", *found]))
        for word in found:
            words[word] = max(worth, words.get(word, 0))
    return _Entry(hit, words, "\n".join(phrases))
