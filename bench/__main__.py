"""The figures of the hall, each beside its reference from the same run; nothing is asserted about time.

python -m bench [--quick] [--only NAME ...] [--clone] [--json FILE] [--paste PAGE]
"""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import calling, code, day, fairness, figures, growing, hostile, issuing, living, working
from bench.figures import Figure, Sizes
from bench.servers import ROOT, allow_many_sockets

Measure = Callable[[Path, Sizes], list[Figure]]
MEASURES: dict[str, Measure] = {
    "tickets": issuing.tickets_per_second,
    "client": issuing.one_client,
    "screens": calling.call_to_screens,
    "officers": working.officers_at_work,
    "history": growing.with_old_tickets,
    "life": living.start_and_stop,
    "hostile": hostile.beside_hostile_connections,
    "day": day.whole_day,
    "fairness": fairness.fair_days,
    "lines": code.lines_of_code,
}
ASKED_FOR: dict[str, Measure] = {"clone": code.clone_to_ticket}
# On the disk of the checkout, and ignored by git: a temporary folder of the system may be in memory.
SPACE = ROOT / "build"


def measured(names: list[str], sizes: Sizes, say: Callable[[str], None]) -> dict[str, list[Figure]]:
    """The figures by name of measurement; everything they leave behind is removed."""
    SPACE.mkdir(exist_ok=True)
    found: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-", dir=SPACE) as space:
        for name in names:
            began = time.perf_counter()
            folder = Path(space) / name
            folder.mkdir()
            found[name] = (MEASURES | ASKED_FOR)[name](folder, sizes)
            say(f"{name}: {time.perf_counter() - began:.0f} s")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, under a minute: for a look only")
    parser.add_argument("--only", nargs="+", choices=[*MEASURES, *ASKED_FOR], metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--clone", action="store_true", help="also: from a fresh clone to the first ticket")
    parser.add_argument("--json", type=Path, default=ROOT / "bench.json", help="where the figures go (bench.json)")
    parser.add_argument("--paste", type=Path, help="a page whose table is replaced, such as docs/performance.md")
    wanted = parser.parse_args()
    names = wanted.only or [*MEASURES, *(ASKED_FOR if wanted.clone else ())]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    allow_many_sockets()
    before = figures.machine()
    found = measured(names, figures.QUICK if wanted.quick else figures.FULL, lambda said: print(said, file=sys.stderr))
    figures.write(wanted.json, before, found)
    lines = figures.table([figure for some in found.values() for figure in some])
    if wanted.paste:
        figures.paste(wanted.paste, " ".join(["python -m bench", *sys.argv[1:]]), before, lines)
    print(lines)


if __name__ == "__main__":
    main()
