"""A demo that is killed again and again while clients go on asking."""

import threading
from pathlib import Path
from typing import Self

from tests.web.running import Demo


class Fragile(Demo):
    """``up`` is set while it can be asked; its port stays the same from one start to the next."""

    def __init__(self, folder: Path) -> None:
        self.up = threading.Event()
        self._at = 0
        super().__init__(folder)

    @property
    def port(self) -> int:
        return self._at

    def start(self, port: int = 0) -> Self:
        super().start(port)
        self._at = super().port
        self.up.set()
        return self

    def launch(self, port: int = 0) -> None:
        super().launch(port or self._at)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.up.clear()
        super().kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
