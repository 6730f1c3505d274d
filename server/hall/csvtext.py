"""Bytes of a CSV file to rows of clean text, whatever program saved them; or sentences about what is wrong."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from server.config import Mistake
from server.config.mistakes import did_you_mean, one_of

MAX_BYTES = 10_000_000
# Unicode categories: control, format (bidi overrides, zero width), private use, line and paragraph separators.
_INVISIBLE = {"Cc", "Cf", "Co", "Zl", "Zp"}
_SAVE_AS = "In Excel choose 'Save as', 'CSV UTF-8 (comma delimited)'."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: where it begins (from 1) and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """What could be read of a file, and what could not."""

    path: Path
    columns: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, line: int | None, says: str, suggest: str | None = None) -> None:
        where = f"{self.path}:{line}" if line else str(self.path)
        self.mistakes.append(Mistake(where, says, suggest))


def read_sheet(path: Path, columns: tuple[str, ...], required: frozenset[str]) -> Sheet:
    """Read a file with a header of ``columns``, of which ``required`` must be there."""
    sheet = Sheet(path)
    try:
        text = _text(path)
    except _Unreadable as unreadable:
        sheet.wrong(*unreadable.args)
        return sheet
    rows = list(_rows(sheet, text))
    if sheet.mistakes and not rows:
        return sheet
    if not rows:
        sheet.wrong(None, "is empty.", f"Its first line is: {','.join(columns)}")
        return sheet
    header = [_clean(cell).casefold() for cell in rows[0][1]]
    if _header_is_right(sheet, rows[0][0], header, columns, required):
        sheet.columns = tuple(header)
        _cells(sheet, rows[1:])
    return sheet


class _Unreadable(Exception):
    """(line or None, what is wrong, what to do)"""


def _text(path: Path) -> str:
    data = _bytes(path)
    if len(data) > MAX_BYTES:
        raise _Unreadable(None, f"has {len(data):,} bytes; a CSV file here has at most {MAX_BYTES:,}.", None)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _Unreadable(None, "is an Excel workbook, not a CSV file.", _SAVE_AS)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Unreadable(None, "is UTF-16 text, not UTF-8.", _SAVE_AS)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "is not UTF-8 text: Vietnamese letters would be lost.", _SAVE_AS) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise _Unreadable(None, "there is no such file.", None) from None
    except IsADirectoryError:
        raise _Unreadable(None, "is a folder.", f"Give its files: {path}/*.csv") from None
    except OSError as error:
        raise _Unreadable(None, f"cannot be read: {error.strerror}.", None) from None


def _rows(sheet: Sheet, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where it begins, cells) of every row that is not blank."""
    begin = 1
    if text[:4].casefold() == "sep=":
        text, begin = text.partition("\n")[2], 2
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    first = begin
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield first, cells
            first = begin + reader.line_num
    except csv.Error as error:
        sheet.wrong(first, f"cannot be read from here on: {error}.", "Look for a quotation mark that is not closed.")


def _delimiter(text: str) -> str:
    """Excel separates by what the machine's region says: comma, semicolon or tab."""
    header = text.lstrip("\r\n").splitlines()[:1] or [""]
    return max(",;\t", key=header[0].count)


def _header_is_right(
    sheet: Sheet, line: int, header: list[str], columns: tuple[str, ...], required: frozenset[str]
) -> bool:
    before = len(sheet.mistakes)
    for name in dict.fromkeys(header):
        if header.count(name) > 1 and name:
            sheet.wrong(line, f"column '{name}' stands there {header.count(name)} times.", "Keep one of them.")
        if name and name not in columns:
            sheet.wrong(line, f"there is no column '{name}'.", did_you_mean(name, columns) or one_of(columns))
    for name in columns:
        if name in required and name not in header:
            sheet.wrong(line, f"column '{name}' is missing.", f"The columns are: {','.join(columns)}")
    return len(sheet.mistakes) == before


def _cells(sheet: Sheet, rows: list[tuple[int, list[str]]]) -> None:
    for number, row in rows:
        cells = [_clean(cell) for cell in row]
        width = len(sheet.columns)
        if any(cells[width:]):
            sheet.wrong(
                number,
                f"has {len(cells)} cells, but there are {width} columns.",
                "A text with a comma stands in quotation marks.",
            )
            continue
        cells += [""] * (width - len(cells))
        named = {name: cell for name, cell in zip(sheet.columns, cells, strict=False) if name}
        _refuse_invisible(sheet, number, named)
        sheet.lines.append(Line(number, named))


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).replace("\N{NO-BREAK SPACE}", " ").strip()


def _refuse_invisible(sheet: Sheet, number: int, cells: dict[str, str]) -> None:
    for name, cell in cells.items():
        if bad := next((c for c in cell if unicodedata.category(c) in _INVISIBLE), None):
            kind = "a line break" if bad in "\r\n" else f"an invisible character (U+{ord(bad):04X})"
            sheet.wrong(number, f"{name} contains {kind}.", "Type the text again without it.")
