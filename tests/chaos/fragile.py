"""A demo that is killed again and again while clients go on asking."""

import threading
from pathlib import Path
from typing import Self

from tests.web.running import Demo


class Fragile(Demo):
    """``up`` is set while it can be asked."""

    def __init__(self, folder: Path) -> None:
        self.up = threading.Event()
        super().__init__(folder)

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
