"""A network receipt printer that can be out of paper, mute, slow or broken, on a real TCP port."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field

from PIL import Image

from server.config.models import Printer as Config
from tests.devices.escpos_reader import Reader

CALM = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
BUSY_FAULTS = {
    "cover-open": {1: 0x1A, 2: 0x16, 4: 0x72},
    "paper-out": {1: 0x1A, 2: 0x32, 4: 0x7E},
    "cutter": {1: 0x1A, 2: 0x52, 3: 0x1A},
    "broken": {1: 0x1A, 2: 0x52, 3: 0x32},
    "too-hot": {1: 0x1A, 2: 0x52, 3: 0x52},
    "error": {1: 0x1A, 2: 0x52},
    "offline": {1: 0x1A},
}


@dataclass
class Habits:
    """How the printer behaves. `status` overrides single answers; `in_order` is whether it knows GS r."""

    status: dict[int, int] = field(default_factory=dict)
    mute: bool = False
    mute_after_slip: bool = False
    in_order: bool = True
    before_answer: bytes = b""
    chatter_in_image: bytes = b""
    closes_after_rows: int | None = None
    paper_ends_after_rows: int | None = None
    stops_reading_after_rows: int | None = None
    gate: threading.Event | None = None
    """When set, an image is taken only once this event is."""


class FakePrinter:
    """Accepts one connection after the other; `slips` are the images that were printed and cut."""

    def __init__(self, habits: Habits | None = None) -> None:
        self.habits = habits or Habits()
        self.slips: list[Image.Image] = []
        self.stray = b""
        self.asked: list[bytes] = []
        self.connections = 0
        self.rows = 0
        self.image_began = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def config(self, width: int = 576) -> Config:
        return Config.model_validate({"kind": "network", "host": "127.0.0.1", "port": self.port, "width": width})

    def __enter__(self) -> "FakePrinter":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        # A thread that waits in accept() wakes only for a connection.
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            with link:
                if not self._closing.is_set():
                    self.connections += 1
                    _Talk(self, link).run()


class _Talk:
    """One connection."""

    def __init__(self, printer: FakePrinter, link: socket.socket) -> None:
        self._printer, self._link, self._habits = printer, link, printer.habits
        self._stream = link.makefile("rb")
        self._reader = Reader(self._read, self._ask, self._row)
        self._seen = 0

    def run(self) -> None:
        with self._stream, contextlib.suppress(OSError):
            self._reader.run()
        self._keep()
        self._printer.stray += self._reader.stray

    def _keep(self) -> None:
        self._printer.slips += self._reader.slips[self._seen :]
        self._seen = len(self._reader.slips)

    def _read(self, count: int) -> bytes:
        data = self._stream.read(count)
        if data is None or len(data) < count:
            raise EOFError
        return data

    def _ask(self, kind: bytes, which: int) -> None:
        self._keep()
        self._printer.asked.append(kind)
        mute = self._habits.mute or (self._habits.mute_after_slip and self._printer.slips)
        if mute or (kind == b"\x1dr" and not self._habits.in_order):
            return
        answer = 0x00 if kind == b"\x1dr" else (CALM | self._habits.status)[which]
        self._link.sendall(self._habits.before_answer + bytes([answer]))

    def _row(self) -> None:
        self._printer.rows += 1
        self._printer.image_began.set()
        if self._habits.gate:
            self._habits.gate.wait(10)
        if self._habits.chatter_in_image and self._printer.rows == 10:
            self._link.sendall(self._habits.chatter_in_image)
        if self._printer.rows == self._habits.closes_after_rows:
            raise EOFError
        if self._printer.rows == self._habits.paper_ends_after_rows:
            self._habits.status = BUSY_FAULTS["paper-out"]
            self._habits.in_order = False
        if self._printer.rows == self._habits.stops_reading_after_rows:
            self._printer._closing.wait(10)
            raise EOFError
