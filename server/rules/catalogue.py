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

    ``keywords`` are other words to find it by, such as "sổ đỏ" for a land certificate.
    """

    code: str
    prefix: str
    department: str
    area: str
    kind: Kind
    name: Text
    label: Text
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """A numbered desk; ``services`` maps each served service to this counter's preference in minutes (0: none)."""

    code: str
    area: str
    label: Text
    services: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


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
    """A whole centre. Each mapping is keyed by code and keeps the order in which things are shown."""

    centre: Centre
    areas: Mapping[str, Area]
    departments: Mapping[str, Department]
    services: Mapping[str, Service]
    counters: Mapping[str, Counter]
    procedures: Mapping[str, Procedure]

    def counters_of(self, service: str) -> tuple[Counter, ...]:
        return tuple(c for c in self.counters.values() if service in c.services)

    def counters_in(self, area: str) -> tuple[Counter, ...]:
        return tuple(c for c in self.counters.values() if c.area == area)

    def departments_at(self, counter: str) -> frozenset[str]:
        return frozenset(self.services[s].department for s in self.counters[counter].services)
