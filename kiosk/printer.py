"""The ticket printers: one registry of kinds, and the preview that needs no printer."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from kiosk.printer_contract import Heavy, Printer, at_once
from kiosk.printer_file import File
from kiosk.printer_network import Network
from kiosk.printer_outcome import CODES, Outcome
from kiosk.slip import Slip, draw
from server.config.models import Printer as Config

__all__ = ["CODES", "PRINTERS", "Heavy", "Outcome", "Preview", "Printer", "open_printer", "preview_png"]


class Preview:
    """No paper: the kiosk's page shows the slip, which is drawn only when somebody looks at it."""

    instant = True

    def __init__(self, config: Config, heavy: Heavy = at_once) -> None:
        self._config = config

    def print(self, image: Image.Image, started: Callable[[], None]) -> Outcome:
        return Outcome.of("shown")

    def check(self) -> Outcome:
        return Outcome.of("shown")


PRINTERS: Mapping[str, Callable[[Config, Heavy], Printer]] = MappingProxyType(
    {"network": Network, "file": File, "preview": Preview}
)


def open_printer(config: Config, heavy: Heavy = at_once) -> Printer:
    """The printer of this configuration; nothing is connected yet. KeyError for a kind nobody knows."""
    return PRINTERS[config.kind](config, heavy)


def preview_png(slip: Slip, width: int = 576, emblem: Path | None = None) -> bytes:
    """The slip as a PNG, as it would come out of a printer of this width."""
    png = io.BytesIO()
    draw(slip, width, emblem).save(png, "PNG")
    return png.getvalue()
