"""A hall that is killed again and again while clients go on asking."""

import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Self

from tests.ops.running import Site, prepare

# Who does not come at once may be noted as missed at once, or nobody ever would be between two kills.
SETTINGS = "[line]\nno_show_calls = 1\nno_show_delay_s = 0\n"


class Fragile(Site):
    """``up`` is set while it can be asked."""

    def __init__(self, folder: Path) -> None:
        self.up = threading.Event()
        super().__init__(folder / "hall", _sample(), SETTINGS, LAYSO_LIMITS="off")

    @property
    def data(self) -> Path:
        """Where its database is."""
        return self.folder / "data"

    def start(self) -> Self:
        super().start()
        self.up.set()
        return self

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.up.clear()
        super().kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="layso-chaos-sample-")


@cache
def _sample() -> Path:
    folder = Path(_kept().name) / "hall"
    folder.mkdir()
    prepare(folder)
    return folder
