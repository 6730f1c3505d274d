"""The catalogue as CSV files: reading them with every mistake at once, checking, merging, writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from pydantic import ValidationError

from server.config import ConfigError, Mistake, Numbers
from server.config.mistakes import did_you_mean, one_of
from server.rules.catalogue import Catalogue, Centre, Person

from .csvchecks import Placed, Table, between
from .csvtables import TABLES, columns_of, key_of, required_of
from .csvtext import Line, Sheet, read_sheet

NEEDED = ("centre", "areas", "departments", "services", "counters")
CODED = ("areas", "departments", "services", "counters", "procedures")
_MAY_BE_EMPTY = {"procedures", "people", "hours", "closures"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What some CSV files say.

    ``catalogue`` is None when there are errors, or when the files (with what the hall has) are not a whole hall.
    ``people`` is None when no people.csv was given. ``mistakes`` has errors and warnings, in order of the files.
    """

    catalogue: Catalogue | None
    people: tuple[Person, ...] | None
    mistakes: tuple[Mistake, ...]

    @property
    def errors(self) -> tuple[Mistake, ...]:
        return tuple(m for m in self.mistakes if m.level == "error")


def read(paths: Iterable[Path], numbers: Numbers, current: Catalogue | None = None) -> Reading:
    """Read any of the files of csvtables; a file replaces its whole table, tables not given stay as in ``current``.

    References into tables that are neither given nor in ``current`` are not checked. Nothing is raised.
    """
    paths = tuple(paths)
    tables, mistakes = _read_all(paths)
    given = frozenset(tables)
    mistakes += _same_centre(tables, current)
    _add_current(tables, current)
    mistakes = _in_order(paths, [*mistakes, *between(tables, numbers)])
    people = _people(tables) if "people" in given else None
    right = not any(mistake.level == "error" for mistake in mistakes)
    whole = all(name in tables for name in NEEDED)
    return Reading(_catalogue(tables) if right and whole else None, people, tuple(mistakes))


def merge(
    paths: Iterable[Path], numbers: Numbers, current: Catalogue | None = None
) -> tuple[Catalogue, tuple[Person, ...] | None]:
    """Return the whole catalogue after an import, and the people if they were among the files.

    Raises ConfigError with every error (warnings stay out), also when the hall would not be whole.
    """
    paths = tuple(paths)
    reading = read(paths, numbers, current)
    return whole(reading, paths), reading.people


def whole(reading: Reading, paths: Iterable[Path]) -> Catalogue:
    """Return the catalogue of what was read from these files. Raises ConfigError as ``merge`` does."""
    if reading.errors:
        raise ConfigError(reading.errors)
    if reading.catalogue is None:
        stems = {path.stem.casefold() for path in paths}
        lacking = [f"{name}.csv" for name in NEEDED if name not in stems]
        raise ConfigError([Mistake("import", f"a new hall also needs {', '.join(lacking)}.")])
    return reading.catalogue


def files_in(folder: Path) -> tuple[Path, ...]:
    """Return those of the files of csvtables that are in ``folder``, in their order."""
    return tuple(path for name in TABLES if (path := folder / f"{name}.csv").is_file())


def _read_all(paths: Iterable[Path]) -> tuple[dict[str, Table], list[Mistake]]:
    tables: dict[str, Table] = {}
    mistakes: list[Mistake] = []
    for path in paths:
        name = path.stem.casefold()
        if name not in TABLES or path.suffix.casefold() != ".csv":
            known = [f"{table}.csv" for table in TABLES]
            suggest = did_you_mean(path.name, known) or one_of(known)
            mistakes.append(Mistake(str(path), "is not the name of a file that can be imported.", suggest))
        elif name in tables:
            mistakes.append(Mistake(str(path), f"{name}.csv is given twice.", f"The other is {tables[name].where}."))
        else:
            sheet = read_sheet(path, columns_of(name), required_of(name))
            tables[name] = _table(name, sheet)
            mistakes += sheet.mistakes
    # A file that could not be read must not make everything that refers to it wrong too.
    return {name: table for name, table in tables.items() if table.known or name in _MAY_BE_EMPTY}, mistakes


def _table(name: str, sheet: Sheet) -> Table:
    table = Table(where=str(sheet.path))
    lines: dict[str, int] = {}
    key = key_of(name)
    for line in sheet.lines:
        code = " ".join(line.cells.get(column, "") for column in key).strip()
        if code in lines:
            sheet.wrong(
                line.number,
                f"{key[0] if len(key) == 1 else 'row'} '{code}' is already in line {lines[code]}.",
                "Each stands there once.",
            )
            continue
        if code:
            lines[code] = line.number
            table.known.add(code)
        if placed := _placed(name, sheet, line):
            table.rows[code] = placed
    _count(name, sheet, len(table.known))
    return table


def _placed(name: str, sheet: Sheet, line: Line) -> Placed | None:
    try:
        row = TABLES[name].model_validate(line.cells)
    except ValidationError as error:
        for one in error.errors():
            column, context = one["loc"][0], one.get("ctx", {})
            sheet.wrong(line.number, f"{column} {one['msg']}.", context.get("suggest"))
        return None
    return Placed(row.fact, f"{sheet.path}:{line.number}")


def _count(name: str, sheet: Sheet, rows: int) -> None:
    if sheet.columns and not rows and not sheet.mistakes and name not in _MAY_BE_EMPTY:
        sheet.wrong(None, "has no rows under its header.")
    if name == "centre" and rows > 1:
        sheet.wrong(None, f"has {rows} centres; one hall is one centre.", "Keep one row.")


def _same_centre(tables: Mapping[str, Table], current: Catalogue | None) -> Iterable[Mistake]:
    """A hall keeps its code: tickets, devices and events of years hang on it."""
    for code, placed in tables["centre"].rows.items() if current and "centre" in tables else ():
        if current and code != current.centre.code:
            yield Mistake(placed.where, f"the hall here is '{current.centre.code}', not '{code}'.")


def _in_order(paths: tuple[Path, ...], mistakes: list[Mistake]) -> list[Mistake]:
    """Sort by file as given, then line, so that a file can be mended from top to bottom."""
    files = [str(path) for path in paths]

    def place(mistake: Mistake) -> tuple[int, int]:
        file, _, line = mistake.where.rpartition(":")
        if file in files and line.isdigit():
            return files.index(file), int(line)
        return (files.index(mistake.where), 0) if mistake.where in files else (len(files), 0)

    return sorted(mistakes, key=place)


def _add_current(tables: dict[str, Table], current: Catalogue | None) -> None:
    if current is None:
        return
    for name, facts in _facts(current).items():
        if name not in tables:
            rows = {code: Placed(fact, f"the hall's {name}, {code}") for code, fact in facts.items()}
            tables[name] = Table(rows, set(rows))


def _facts(catalogue: Catalogue) -> Mapping[str, Mapping[str, Any]]:
    return {
        "centre": {catalogue.centre.code: catalogue.centre},
        "areas": catalogue.areas,
        "departments": catalogue.departments,
        "services": catalogue.services,
        "counters": catalogue.counters,
        "procedures": catalogue.procedures,
        **{
            name: {str(nth): fact for nth, fact in enumerate(facts)}
            for name, facts in (("hours", catalogue.hours), ("closures", catalogue.closures))
        },
    }


def _catalogue(tables: Mapping[str, Table]) -> Catalogue:
    def all_of(name: str) -> Mapping[str, Any]:
        rows = tables[name].rows if name in tables else {}
        return MappingProxyType({code: placed.fact for code, placed in rows.items()})

    centre = cast(Centre, next(iter(all_of("centre").values())))
    areas, departments, services, counters, procedures = (all_of(name) for name in CODED)
    hours, closures = (tuple(all_of(name).values()) for name in ("hours", "closures"))
    return Catalogue(centre, areas, departments, services, counters, procedures, hours, closures)


def _people(tables: Mapping[str, Table]) -> tuple[Person, ...]:
    return tuple(p.fact for p in tables["people"].rows.values() if isinstance(p.fact, Person))
