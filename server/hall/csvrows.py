"""One row of each CSV file: its columns, what each may hold, and the fact it becomes."""

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from server.config.mistakes import did_you_mean, one_of
from server.rules.catalogue import (
    Area,
    Centre,
    Closure,
    Counter,
    Department,
    Hours,
    Kind,
    Person,
    Procedure,
    Service,
    Text,
)
from server.rules.people import ROLES

Fact = Centre | Area | Department | Service | Counter | Procedure | Person | Hours | Closure

UNITS = ("working", "calendar", "hours", "months")
MAX_PREFERENCE = 1440


def refuse(says: str, suggest: str | None = None) -> NoReturn:
    raise PydanticCustomError("cell", "{says}", {"says": says, "suggest": suggest})


def _matching(pattern: str, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            refuse(f"cannot be '{value[:60]}'" if value else "is empty", f"It must be {what}.")
        return value

    return AfterValidator(check)


def _text(most: int, *, needed: bool) -> AfterValidator:
    def check(value: str) -> str:
        if needed and not value:
            refuse("is empty")
        if len(value) > most:
            refuse(f"has {len(value)} characters", f"At most {most} fit.")
        return value

    return AfterValidator(check)


def _word(words: type[StrEnum] | tuple[str, ...]) -> AfterValidator:
    known = [str(word) for word in words]

    def check(value: str) -> str:
        if value not in known:
            refuse(f"cannot be '{value[:60]}'", did_you_mean(value, known) or one_of(known))
        return value

    return AfterValidator(check)


def _number(most: int) -> BeforeValidator:
    def check(value: str) -> int | None:
        if not value:
            return None
        if not re.fullmatch(r"[0-9]+", value):
            refuse(f"cannot be '{value[:60]}'", "Write a whole number with digits alone, or leave it empty.")
        number = int(value) if len(value) < 20 else most + 1
        return number if number <= most else refuse(f"is {value[:20]}", f"At most {most:,} makes sense.")

    return BeforeValidator(check)


def _some(value: int | None) -> int | None:
    return refuse("is 0", "Leave it empty for as many as are wanted.") if value == 0 else value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        refuse(f"cannot be '{value[:60]}'", "Use a name such as Asia/Ho_Chi_Minh.")
    return value


def _served(value: str) -> dict[str, int]:
    """Read "BA BM:30" into {"BA": 0, "BM": 30}."""
    services: dict[str, int] = {}
    for part in re.split(r"[\s,;]+", value):
        code, _, minutes = part.partition(":")
        if not part:
            continue
        if minutes and not (re.fullmatch(r"[0-9]{1,4}", minutes) and int(minutes) <= MAX_PREFERENCE):
            refuse(f"has the preference '{part[:60]}'", f"Write it as BM:30, in minutes up to {MAX_PREFERENCE}.")
        if code in services:
            refuse(f"names {code} twice")
        services[code] = int(minutes or 0)
    return services


_CODE = r"[A-Z][A-Z0-9_-]{0,19}"
Code = Annotated[str, _matching(_CODE, "capital letters and digits, beginning with a letter, such as DD")]
AreaCode = Annotated[str, _matching(r"[A-Z][A-Z0-9]{0,3}", "one capital letter, such as A")]
Ref = Annotated[str, _text(40, needed=True)]
MaybeRef = Annotated[str, _text(40, needed=False)]
CentreCode = Annotated[str, _matching(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", "plain letters and digits")]
PrefixCell = Annotated[str, _matching(r"[A-Z]{1,2}", "one or two capital letters, such as BA")]
CounterCode = Annotated[str, _matching(r"[1-9][0-9]{0,2}", "a number from 1 to 999; letters are for tickets")]
ProcedureCode = Annotated[str, _matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", "plain letters, digits, '.' and '-'")]
Username = Annotated[str, _matching(r"[a-z0-9][a-z0-9._-]{0,39}", "small letters without accents and digits")]
Icon = Annotated[
    str, AfterValidator(lambda v: v if re.fullmatch(r"[a-z0-9-]{0,30}", v) else refuse(f"cannot be '{v}'"))
]
Name = Annotated[str, _text(200, needed=True)]
Short = Annotated[str, _text(40, needed=False)]
Title = Annotated[str, _text(1000, needed=True)]
MaybeTitle = Annotated[str, _text(1000, needed=False)]
MaybeName = Annotated[str, _text(200, needed=False)]
Note = Annotated[str, _text(500, needed=False)]
Zone = Annotated[str, AfterValidator(_zone)]
KindWord = Annotated[str, _word(Kind)]
Role = Annotated[str, _word(ROLES)]
Unit = Annotated[str, _word(("", *UNITS))]
Days = Annotated[int | None, _number(1000)]
Cap = Annotated[int | None, AfterValidator(_some), _number(99_999)]
Dong = Annotated[int | None, _number(10**11)]
Served = Annotated[dict[str, int], BeforeValidator(_served)]


class Row(BaseModel):
    """The columns of a file are its fields, in this order; a field with a default may be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def fact(self) -> Fact:
        raise NotImplementedError


def both(vi: str, en: str) -> Text:
    return Text(vi, en or vi)


class CentreRow(Row):
    code: CentreCode
    name_vi: Name
    name_en: MaybeName = ""
    timezone: Zone = "Asia/Ho_Chi_Minh"
    hotline: Short = ""
    address: MaybeName = ""

    @property
    def fact(self) -> Centre:
        return Centre(self.code, both(self.name_vi, self.name_en), self.timezone, self.hotline, self.address)


class AreaRow(Row):
    code: AreaCode
    name_vi: Name
    name_en: MaybeName = ""

    @property
    def fact(self) -> Area:
        return Area(self.code, both(self.name_vi, self.name_en))


class DepartmentRow(Row):
    code: Code
    area: Ref
    name_vi: Name
    name_en: MaybeName = ""
    label_vi: Short = ""
    label_en: Short = ""
    icon: Icon = ""

    @property
    def fact(self) -> Department:
        name = both(self.name_vi, self.name_en)
        label = Text(self.label_vi or name.vi, self.label_en or self.label_vi or name.en)
        return Department(self.code, self.area, name, label, self.icon)


class ServiceRow(Row):
    code: Code
    prefix: PrefixCell
    department: Ref
    area: Ref
    kind: KindWord
    name_vi: Name
    name_en: MaybeName = ""
    label_vi: Short = ""
    label_en: Short = ""
    keywords: Note = ""
    cap: Cap = None

    @property
    def fact(self) -> Service:
        name = both(self.name_vi, self.name_en)
        label = Text(self.label_vi or name.vi, self.label_en or self.label_vi or name.en)
        kind = Kind(self.kind)
        return Service(self.code, self.prefix, self.department, self.area, kind, name, label, self.keywords, self.cap)


class CounterRow(Row):
    code: CounterCode
    area: Ref
    label_vi: Short = ""
    label_en: Short = ""
    services: Served

    @property
    def fact(self) -> Counter:
        plain = plain_label(self.code)
        label = Text(self.label_vi or plain.vi, self.label_en or self.label_vi or plain.en)
        return Counter(self.code, self.area, label, MappingProxyType(self.services))


class ProcedureRow(Row):
    code: ProcedureCode
    service: Ref
    name_vi: Title
    name_en: MaybeTitle = ""
    deadline: Days = None
    unit: Unit = ""
    fee: Dong = None
    source: Note = ""
    note: Note = ""

    @property
    def fact(self) -> Procedure:
        name = both(self.name_vi, self.name_en)
        return Procedure(self.code, self.service, name, self.deadline, self.unit, self.fee, self.source, self.note)


class PersonRow(Row):
    username: Username
    name: Annotated[str, _text(80, needed=True)]
    role: Role
    department: MaybeRef = ""
    counter: MaybeRef = ""

    @property
    def fact(self) -> Person:
        return Person(self.username, self.name, self.role, self.department, self.counter)


def plain_label(counter: str) -> Text:
    """Return what a counter without a name of its own is called."""
    return Text(f"Quầy {counter}", f"Counter {counter}")
