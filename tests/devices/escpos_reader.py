"""Reads ESC/POS as a printer does: questions, images, feeds and cuts; anything else is kept as stray bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image, ImageOps

FIXED = {b"\x1b@": 0, b"\x1bd": 1, b"\x1dV\x00": 0, b"\x1dV\x01": 0, b"\x10\x04": 1, b"\x1dr": 1}


@dataclass
class Reader:
    """`read(n)` gives exactly n bytes or raises EOFError; `ask(kind, n)` is told of each status question."""

    read: Callable[[int], bytes]
    ask: Callable[[bytes, int], None] = lambda kind, n: None
    rows: Callable[[], None] = lambda: None
    pieces: list[Image.Image] = field(default_factory=list)
    slips: list[Image.Image] = field(default_factory=list)
    stray: bytes = b""

    def run(self) -> None:
        """Until the end of what comes."""
        try:
            while True:
                self._command(self._name())
        except EOFError:
            return

    def _name(self) -> bytes:
        name = self.read(1)
        while name in (b"\x1b", b"\x1d", b"\x10", b"\x1dv", b"\x1dV"):
            name += self.read(1)
        return name

    def _command(self, name: bytes) -> None:
        if name == b"\x1dv0":
            self._raster()
        elif name in (b"\x1dV\x00", b"\x1dV\x01"):
            self._cut()
        elif name in (b"\x10\x04", b"\x1dr"):
            self.ask(name, self.read(1)[0])
        elif name in FIXED:
            self.read(FIXED[name])
        else:
            self.stray += name

    def _raster(self) -> None:
        _, x_low, x_high, y_low, y_high = self.read(5)
        across, down = x_low + 256 * x_high, y_low + 256 * y_high
        dots = bytearray()
        for _ in range(down):
            dots += self.read(across)
            self.rows()
        self.pieces.append(ImageOps.invert(Image.frombytes("1", (8 * across, down), bytes(dots)).convert("L")))

    def _cut(self) -> None:
        whole = Image.new("1", (self.pieces[0].width, sum(piece.height for piece in self.pieces)), 1)
        top = 0
        for piece in self.pieces:
            whole.paste(piece, (0, top))
            top += piece.height
        self.slips.append(whole)
        self.pieces = []


def slips_in(data: bytes) -> list[Image.Image]:
    """The slips in these bytes; AssertionError if they hold anything but whole slips."""
    rest = memoryview(data)

    def read(count: int) -> bytes:
        nonlocal rest
        if len(rest) < count:
            raise EOFError
        taken, rest = bytes(rest[:count]), rest[count:]
        return taken

    reader = Reader(read)
    reader.run()
    assert not reader.stray
    assert not reader.pieces
    return reader.slips
