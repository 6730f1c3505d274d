"""A real `layso demo` in a process of its own, its clock moved to nine o'clock of the centre's next morning.

The clock is only ever moved forward: what a command beside the server writes, with the true clock, never turns the day.
The process reads by how much from a small file, so that a test moves the time of a server that runs.
"""

import json
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Self
from zoneinfo import ZoneInfo

from tests.port import held, number
from tests.wire import PATIENCE as PATIENCE

ROOT = Path(__file__).resolve().parents[2]
LAYSO = Path(sys.executable).with_name("layso")
READY = ("access.json", "serves ")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def tomorrow(hour: int) -> datetime:
    """A full hour of the centre's next day."""
    return (datetime.now(ZONE) + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def shift_ns(to: datetime | None = None) -> int:
    """From now to an instant; None is 09:00 of tomorrow in the centre's time zone."""
    return int(((to or tomorrow(9)) - datetime.now(ZONE)).total_seconds() * 1e9)


class Demo:
    """A running demo, without rate limits unless ``environ`` says otherwise. ``access`` is its access.json; ``errors``
    what it wrote to stderr so far.

    It keeps its port from one start to the next. Its folder is a copy of one that a demo made, unless it is ``fresh``.
    ``module`` is the program.
    """

    module = "tests.web.running"

    def __init__(
        self,
        folder: Path,
        *,
        fresh: bool = False,
        at: datetime | None = None,
        environ: Mapping[str, str] = MappingProxyType({"LAYSO_LIMITS": "off"}),
    ) -> None:
        self.folder, self._held = folder, held()
        self._shift = shift_ns(at)
        self._environ = environ
        self._clock = folder.with_name(f"{folder.name}.clock")
        self._step = 0
        self._tell()
        if not fresh:
            shutil.copytree(_made(), folder, dirs_exist_ok=True)
        self.start()

    def start(self) -> Self:
        """Starts it, again too, and returns when it says that it is ready."""
        self.launch()
        self.said = self._until_ready()
        self.__dict__.pop("access", None)
        return self

    def launch(self) -> None:
        """Starts it and does not wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._stderr: IO[bytes] = (self.folder / "stderr.log").open("ab")
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                self.module,
                str(self._clock),
                *self._words(),
            ],
            cwd=ROOT,
            env={**os.environ, **self._environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            text=True,
        )

    def _words(self) -> list[str]:
        return ["demo", "--data", str(self.folder), "--port", str(self.port)]

    def _until_ready(self) -> str:
        said, out = "", self.process.stdout
        assert out
        while not any(word in said for word in READY):
            line = out.readline()
            assert line, f"the demo ended with {self.process.wait()}: {said}{self.errors[-2000:]}"
            said += line
        return said

    @cached_property
    def access(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "access.json").read_text("utf-8")))

    @property
    def url(self) -> str:
        return str(self.access["url"])

    @property
    def port(self) -> int:
        return number(self._held)

    @property
    def errors(self) -> str:
        return (self.folder / "stderr.log").read_text("utf-8")

    def forward(self, seconds: float) -> None:
        """Moves the running server's time on, as if nothing had happened meanwhile."""
        self._shift += round(seconds * 1e9)
        self._tell()

    def set_clock(self, seconds: float) -> None:
        """Sets the machine's clock on by so much, as a hand does: time itself goes on as before."""
        self._step += round(seconds * 1e9)
        self._tell()

    def _tell(self) -> None:
        with self._clock.open("r+b" if self._clock.exists() else "wb") as file:
            file.write(struct.pack("qq", self._shift, self._step))

    def stop(self) -> int:
        """Ends it as an operator does, and returns its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self._ended()

    def kill(self) -> None:
        self.process.kill()
        self._ended()

    def _ended(self) -> int:
        code = self.process.wait(timeout=PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()
        self._stderr.close()
        return code


@cache
def _made() -> Path:
    """The folder of a demo as its first start leaves it: to make one takes longer than all the rest of a start.

    It was made an hour before: no hall goes back behind its own last event.
    """
    folder = Path(_kept().name) / "made"
    Demo(folder, fresh=True, at=tomorrow(8)).stop()
    (folder / "stderr.log").unlink()
    return folder


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """A place for it that goes when this process ends."""
    return tempfile.TemporaryDirectory(prefix="layso-")


@contextmanager
def sound(folder: Path, *, fresh: bool = False) -> Iterator[Demo]:
    """A running demo that must end well, and may not have told of a fault by then."""
    demo = Demo(folder, fresh=fresh)
    yield demo
    assert demo.stop() == 0
    assert "traceback" not in demo.errors


def command(*words: str, typed: str = "", folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the installed `layso` command to its end."""
    line = [str(LAYSO), *words]
    return subprocess.run(
        line, input=typed, capture_output=True, text=True, timeout=60, cwd=folder or ROOT, check=False
    )


def shifted(clock: str) -> None:
    true_ns, true, steady_ns = time.time_ns, time.time, time.clock_gettime_ns
    with Path(clock).open("rb") as file:
        shared = mmap.mmap(file.fileno(), 16, access=mmap.ACCESS_READ)

    def by_ns() -> tuple[int, int]:
        return struct.unpack_from("qq", shared)

    time.time_ns = lambda: true_ns() + sum(by_ns())
    # The Date of every answer, from which pages learn the time.
    time.time = lambda: true() + sum(by_ns()) / 1e9
    # What no hand can set moves as well, or the hall would take the step for a slip of a hand.
    time.clock_gettime_ns = lambda which: steady_ns(which) + by_ns()[0]


if __name__ == "__main__":
    shifted(sys.argv[1])
    from server.cli import main

    main(sys.argv[2:])
