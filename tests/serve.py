"""The demo with a clock of its own, so that no test can fail by running near midnight.

``python -m tests.serve --data DIR [--port N] [--offset MS]``: without --offset it is 09:00 in the hall at the start.
From a test: ``with Demo(folder) as demo`` starts one, ready to use; ``demo.kill()`` and ``demo.start()`` as one likes.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
READY = "Lấy Số is ready."
PATIENCE_S = 60.0


def until_nine() -> int:
    """The offset in ms that makes it 09:00 tomorrow in the hall now: forward, as what was written lies in the past."""
    now = datetime.now(ZONE)
    nine = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return round((nine - now).total_seconds() * 1000)


class Demo:
    """A demo server in its own process; its clock and port stay the same from one start to the next."""

    def __init__(self, folder: Path, offset: int | None = None) -> None:
        self.folder, self.offset, self.port = folder, until_nine() if offset is None else offset, 0
        self.up = threading.Event()
        self.said: list[str] = []
        self._ready = threading.Event()
        self.process: subprocess.Popen[str]

    def start(self) -> Self:
        """Returns once it is ready to serve."""
        self.launch()
        if not self._ready.wait(PATIENCE_S) or not self.said[-1:] or self.process.poll() is not None:
            self.kill()
            raise RuntimeError("the demo did not start:\n" + "".join(self.said[-30:]))
        self.port = int(self.access["url"].rpartition(":")[2])
        self.up.set()
        return self

    def launch(self) -> None:
        """Starts it and does not wait."""
        command = [sys.executable, "-u", "-m", "tests.serve", "--data", str(self.folder)]
        command += ["--port", str(self.port), "--offset", str(self.offset)]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"LAYSO_LIMITS": "off"}, **pipes)
        self._ready = threading.Event()
        threading.Thread(target=self._listen, args=(self.process.stdout, self._ready), daemon=True).start()

    def _listen(self, lines: Iterable[str], ready: threading.Event) -> None:
        for line in lines:
            self.said.append(line)
            if READY in line:
                ready.set()
        ready.set()

    @property
    def access(self) -> dict[str, Any]:
        """The address and every sign-in, as the demo wrote them down."""
        facts: dict[str, Any] = json.loads((self.folder / "access.json").read_text("utf-8"))
        return facts

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends it as an administrator would."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        self.up.clear()
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE_S)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def main(arguments: list[str]) -> None:
    """Runs the demo in this process, its clock moved by --offset."""
    given = dict(zip(arguments[::2], arguments[1::2], strict=True))
    offset = int(given.get("--offset", until_nine()))
    from server import app, app_commands

    really = app.open_hall

    def clock() -> int:
        return time.time_ns() // 1_000_000 + offset

    def open_hall(config: Any, **how: Any) -> Any:
        return really(config, clock, **how)

    setattr(app, "open_hall", open_hall)  # noqa: B010
    app_commands.demo(Path(given["--data"]), int(given.get("--port", 0)), "127.0.0.1")


if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()
    main(sys.argv[1:])
