"""Writes a catalogue as the CSV files that csvfiles reads back to the same catalogue."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from server.rules.catalogue import Catalogue, Counter, Person, Procedure, Text

from .csvrows import columns_of, plain_label

Cells = Sequence[object]


def write(catalogue: Catalogue, people: Iterable[Person], folder: Path) -> tuple[Path, ...]:
    """Write the seven files into ``folder`` (made if missing) and return them.

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
        "services": [
            (s.code, s.prefix, s.department, s.area, s.kind, *_two(s.name), *_two(s.label), s.keywords)
            for s in catalogue.services.values()
        ],
        "counters": [(c.code, c.area, *_own_label(c), _served(c)) for c in catalogue.counters.values()],
        "procedures": [_procedure(p) for p in catalogue.procedures.values()],
        "people": [(p.username, p.name, p.role, p.department, p.counter) for p in people],
    }


def _two(text: Text) -> tuple[str, str]:
    return text.vi, text.en


def _own_label(counter: Counter) -> tuple[str, str]:
    return ("", "") if counter.label == plain_label(counter.code) else _two(counter.label)


def _served(counter: Counter) -> str:
    return " ".join(f"{code}:{minutes}" if minutes else code for code, minutes in counter.services.items())


def _procedure(p: Procedure) -> Cells:
    return (p.code, p.service, *_two(p.name), _or_empty(p.deadline), p.unit, _or_empty(p.fee), p.source, p.note)


def _or_empty(number: int | None) -> object:
    return "" if number is None else number
