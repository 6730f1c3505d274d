"""What the tests of CSV files share: the sample, copies of it to spoil, and what check says."""

import re
from pathlib import Path

from server.config import Numbers
from server.hall.csvfiles import Reading, files_in, merge, read

SAMPLE = Path(__file__).parents[2] / "sample" / "quangninh"
WHOLE, PEOPLE = merge(files_in(SAMPLE), Numbers())


def said(reading: Reading) -> list[str]:
    """Each mistake as it is printed, without the folder its file is in."""
    return [re.sub(r"^\S+/(?=\w+\.csv)", "", str(mistake)) for mistake in reading.mistakes]


def check(folder: Path, *names: str) -> list[str]:
    paths = [folder / name for name in names] if names else files_in(folder)
    return said(read(paths, Numbers()))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
