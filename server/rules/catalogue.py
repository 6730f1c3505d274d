"""What a centre offers: areas, departments, services, counters, procedures, as frozen facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; as JSON it is ``{"vi": ..., "en": ...}``."""

    vi: str
    en: str

    def in_(self, lang: str) -> str:
        return self.en if lang == "en" else self.vi


class Kind(StrEnum):
    """What a service is for."""

    INTAKE = "intake"
    RESULT = "result"
    GUIDE = "guide"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Centre:
    code: str
    name: Text
    timezone: str
    hotline: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Department:
    """``label`` is the short name a kiosk shows; ``icon`` names an SVG of the kiosk's own set."""

    code: str
    area: str
    name: Text
    label: Text
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What a citizen queues for; its tickets are numbered ``prefix`` + 001, 002, ...

    ``keywords`` are other words to find it by, such as "sổ đỏ" for a land certificate; ``cap`` is how many numbers it
    gives in a day (None: as many as are wanted).
    """

    code: str
    prefix: str
    department: str
    area: str
    kind: Kind
    name: Text
    label: Text
    keywords: str = ""
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A numbered desk; ``services`` maps each served service to this counter's preference in minutes (0: none).
    ``usual`` are those of the catalogue, where it serves others until the close; else None."""

    code: str
    area: str
    label: Text
    services: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    usual: Mapping[str, int] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Procedure:
    """An official procedure; ``deadline`` None and ``fee`` (VND) None mean unknown."""

    code: str
    service: str
    name: Text
    deadline: int | None = None
    unit: str = ""
    fee: int | None = None
    source: str = ""
    note: str = ""


Stretch = tuple[int, int]
"""From and to, in minutes after the day's local midnight."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When numbers are given and counters work on some days of the week (0 is Monday).

    For one service, else for one department, else (both empty) for the whole centre.
    """

    department: str
    service: str
    days: tuple[int, ...]
    numbers: tuple[Stretch, ...]
    counters: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """A day (``YYYY-MM-DD``) that is not as its weekday: closed, or in part; or worked as another weekday is.

    For one service, else for one department, else for the whole centre. ``stretch`` None is the whole day.
    """

    date: str
    department: str
    service: str
    stretch: Stretch | None
    worked_as: int | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the catalogue who may sign in; ``counter`` is where an officer usually sits."""

    username: str
    name: str
    role: str
    department: str = ""
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A whole centre. Each mapping is keyed by code and keeps the order in which things are shown.

    A centre without any ``hours`` is open around the clock.
    """

    centre: Centre
    areas: Mapping[str, Area]
    departments: Mapping[str, Department]
    services: Mapping[str, Service]
    counters: Mapping[str, Counter]
    procedures: Mapping[str, Procedure]
    hours: tuple[Hours, ...] = ()
    closures: tuple[Closure, ...] = ()

    def counters_of(self, service: str) -> tuple[Counter, ...]:
        return tuple(c for c in self.counters.values() if service in c.services)

    def counters_in(self, area: str) -> tuple[Counter, ...]:
        return tuple(c for c in self.counters.values() if c.area == area)

    def departments_at(self, counter: str) -> frozenset[str]:
        return frozenset(self.services[s].department for s in self.counters[counter].services)
