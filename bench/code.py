"""How much code each room has, and how long a fresh clone takes to its first ticket."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.figures import Figure, Sizes
from bench.load import Ask, Line, message
from bench.servers import ROOT

KINDS = (".py", ".js", ".css", ".html")
TOPS = ("server", "kiosk", "display", "counter", "track", "tests", "tools", "bench")
PATIENCE_S = 300


def lines_of_code(folder: Path, sizes: Sizes) -> list[Figure]:
    """Lines that are not blank, of the files git knows, by room."""
    listed = subprocess.run(["git", "ls-files", "-z", *TOPS], cwd=ROOT, capture_output=True, text=True, check=True)
    rooms = count(Path(name) for name in listed.stdout.split("\0") if name)
    return [Figure(f"lines: {room}", lines, "") for room, lines in sorted(rooms.items())]


def count(paths: Iterable[Path]) -> Counter[str]:
    rooms: Counter[str] = Counter()
    for path in paths:
        if path.suffix in KINDS and (ROOT / path).exists():
            rooms[room_of(path)] += sum(1 for line in (ROOT / path).read_text("utf-8").splitlines() if line.strip())
    return rooms


def room_of(path: Path) -> str:
    """server/hall/issue.py is of server/hall, server/app.py of server, tests/web/... of tests."""
    return "/".join(path.parts[:2]) if path.parts[0] == "server" and len(path.parts) > 2 else path.parts[0]


def clone_to_ticket(folder: Path, sizes: Sizes) -> list[Figure]:
    """Clones, types the one command, and takes a number as soon as one can be had. Needs the package registries."""
    began = time.perf_counter()
    clone, data = folder / "clone", folder / "clone" / ".demo"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    with (folder / "clone.log").open("wb") as log:
        made = subprocess.Popen(
            ["make", "run", "PORT=0"], cwd=clone, stdout=log, stderr=log, env=_fresh(), start_new_session=True
        )
    try:
        _first_ticket(data, made)
        return [Figure("clone to the first ticket", time.perf_counter() - began, "s", None, "", "a minute")]
    finally:
        os.killpg(made.pid, signal.SIGTERM)
        made.wait(timeout=30)


def _first_ticket(data: Path, made: "subprocess.Popen[bytes]") -> None:
    """Returns when a kiosk of the started hall has a number."""
    until = time.perf_counter() + PATIENCE_S
    while time.perf_counter() < until and made.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            access = json.loads((data / "access.json").read_text("utf-8"))
            line = Line(("127.0.0.1", int(access["url"].rpartition(":")[2])))
            headers = {"Authorization": f"Bearer {access['kiosk_token']}"}
            if line.ask(Ask("", message("POST", "/api/v1/tickets", {"service": "AH"}, headers))).status == 201:
                return
        time.sleep(0.1)
    raise SystemExit(f"the clone did not start:\n{(data.parent.parent / 'clone.log').read_text('utf-8')[-2000:]}")


def _fresh() -> dict[str, str]:
    """This environment without the virtual one that the benchmark runs in, or the make that runs it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "MAKE", "MFLAGS"))}
