"""Writes a catalogue as the CSV files that csvfiles reads back to the same catalogue."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from server.rules.catalogue import Catalogue, Closure, Counter, Person, Procedure, Service, Text
from server.rules.opening_text import WEEKDAYS, clock, days_text, hours_text

from .csvrows import plain_label
from .csvtables import columns_of

Cells = Sequence[object]


def write(catalogue: Catalogue, people: Iterable[Person], folder: Path) -> tuple[Path, ...]:
    """Write every file of csvtables into ``folder`` (made if missing) and return them.

    UTF-8 without a byte order mark, commas, one line feed per row. Existing files are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(folder, name, rows) for name, rows in _rows(catalogue, people).items())


def _write(folder: Path, name: str, rows: Iterable[Cells]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns_of(name))
        writer.writerows(rows)
    return path


def _rows(catalogue: Catalogue, people: Iterable[Person]) -> dict[str, Iterable[Cells]]:
    """Give the cells of each file in the order of its columns."""
    centre = catalogue.centre
    return {
        "centre": [(centre.code, *_two(centre.name), centre.timezone, centre.hotline, centre.address)],
        "areas": [(a.code, *_two(a.name)) for a in catalogue.areas.values()],
        "departments": [
            (d.code, d.area, *_two(d.name), *_two(d.label), d.icon) for d in catalogue.departments.values()
        ],
        "services": [_service(s) for s in catalogue.services.values()],
        "counters": [(c.code, c.area, *_own_label(c), _served(c)) for c in catalogue.counters.values()],
        "procedures": [_procedure(p) for p in catalogue.procedures.values()],
        "hours": [
            (h.department, h.service, days_text(h.days), hours_text(h.numbers), hours_text(h.counters))
            for h in catalogue.hours
        ],
        "closures": [_closure(c) for c in catalogue.closures],
        "people": [(p.username, p.name, p.role, p.department, p.counter) for p in people],
    }


def _two(text: Text) -> tuple[str, str]:
    return text.vi, text.en


def _service(s: Service) -> Cells:
    return (s.code, s.prefix, s.department, s.area, s.kind, *_two(s.name), *_two(s.label), s.keywords, _or_empty(s.cap))


def _own_label(counter: Counter) -> tuple[str, str]:
    return ("", "") if counter.label == plain_label(counter.code) else _two(counter.label)


def _served(counter: Counter) -> str:
    return " ".join(f"{code}:{minutes}" if minutes else code for code, minutes in counter.services.items())


def _procedure(p: Procedure) -> Cells:
    return (p.code, p.service, *_two(p.name), _or_empty(p.deadline), p.unit, _or_empty(p.fee), p.source, p.note)


def _closure(c: Closure) -> Cells:
    hours = [clock(at) for at in c.stretch] if c.stretch else ["", ""]
    worked = "" if c.worked_as is None else WEEKDAYS[c.worked_as]
    return (c.date, c.department, c.service, *hours, worked, *_two(c.reason))


def _or_empty(number: int | None) -> object:
    return "" if number is None else number
