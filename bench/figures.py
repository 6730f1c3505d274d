"""What a benchmark yields: figures beside their references, as a table and as JSON."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything; ``rounds`` alternate between the measured and its reference."""

    rounds: int = 7
    round_s: float = 1.2
    asked: int = 100
    """Requests of one client in a round."""
    screens: tuple[int, ...] = (100, 500, 1000)
    calls: int = 40
    officers: tuple[int, ...] = (200, 400)
    officers_s: float = 6.0
    officers_rounds: int = 2
    think_s: tuple[float, float] = (1.0, 3.0)
    history: int = 1_000_000
    pairs: int = 300
    starts: int = 5
    sockets: int = 100
    tickets: int = 3_000
    counters: int = 60
    boards: int = 30
    comers: int = 1_500
    """Of a replayed day."""
    hostile: int = 1_000


FULL = Sizes()
QUICK = Sizes(
    rounds=3, round_s=0.5, asked=50, screens=(100,), calls=12, officers=(40,), officers_s=4.0, officers_rounds=1,
    think_s=(0.3, 0.9), history=10_000, pairs=60, starts=2, tickets=300, counters=38, boards=10, comers=400, hostile=300
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; ``reference`` is what ``against`` took in the same run, ``goal`` a sentence."""

    what: str
    value: float
    unit: str
    reference: float | None = None
    against: str = ""
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.reference if self.reference else None


def short(value: float | None) -> str:
    """Three significant digits, or all that stand before the point."""
    if value is None:
        return ""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def row(figure: Figure) -> list[str]:
    reference = f"{short(figure.reference)} ({figure.against})" if figure.reference is not None else ""
    return [figure.what, f"{short(figure.value)} {figure.unit}".strip(), reference, short(figure.ratio), figure.goal]


HEAD = ["figure", "value", "reference, same run", "ratio", "goal"]


def table(figures: list[Figure]) -> str:
    """A table in Markdown, its columns aligned."""
    rows = [HEAD, *map(row, figures)]
    widths = [max(len(one[column]) for one in rows) for column in range(len(HEAD))]
    lines = [_line(one, widths) for one in rows]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _line(cells: list[str], widths: list[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def machine() -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }


def write(path: Path, before: dict[str, object], figures: dict[str, list[Figure]]) -> None:
    """Everything as JSON; ``before`` describes the machine when it began."""
    found = {name: [asdict(one) | {"ratio": one.ratio} for one in some] for name, some in figures.items()}
    path.write_text(json.dumps({"machine": before, "figures": found}, ensure_ascii=False, indent=1) + "\n", "utf-8")


BEGIN, END = "<!-- the table begins -->", "<!-- the table ends -->"


def paste(path: Path, command: str, before: dict[str, object], lines: str) -> None:
    """Replaces the table of a page, and says with which command, when and where it was made."""
    head, _, rest = path.read_text("utf-8").partition(BEGIN)
    _, found, tail = rest.partition(END)
    if not found:
        raise SystemExit(f"{path} has no place for the table: {BEGIN} {END}")
    where = f"{before['system']}, {before['processors']} processors, Python {before['python']}, load {before['load']}"
    path.write_text(f"{head}{BEGIN}\n`{command}`, {before['at']}, {where}\n\n{lines}\n{END}{tail}", "utf-8")
