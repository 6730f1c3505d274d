"""A network printer: an ESC/POS printer on a TCP port, asked before and after each slip."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from PIL import Image

from kiosk.printer_contract import Heavy, Limits, at_once
from kiosk.printer_escpos import encode
from kiosk.printer_outcome import Outcome, is_status, verdict
from server.config.models import Printer as Config

_CHUNK = 4096
_DLE_EOT = b"\x10\x04"
_GS_R = b"\x1dr\x01"


class Network:
    """An ESC/POS printer on a TCP port: asked before and after each slip, connected only while it prints."""

    instant = False

    def __init__(self, config: Config, heavy: Heavy = at_once, limits: Limits | None = None) -> None:
        self._config, self._heavy, self._limits = config, heavy, limits or Limits()
        self._answers_in_order: bool | None = None

    def print(self, image: Image.Image, started: Callable[[], None]) -> Outcome:
        page = self._heavy(lambda: encode(image, self._config.width))
        with self._link() as link:
            if link is None:
                return Outcome.of("unreachable")
            before = self._ask(link)
            if before.state == "failed":
                return before
            started()
            return self._after(link) if self._send(link, page) else self._doubt(self._ask(link))

    def check(self) -> Outcome:
        with self._link() as link:
            return self._ask(link) if link else Outcome.of("unreachable")

    @contextmanager
    def _link(self) -> Iterator[socket.socket | None]:
        try:
            link = socket.create_connection((self._config.host, self._config.port), self._limits.connect)
        except OSError:
            yield None
            return
        with closing(link):
            yield link

    def _send(self, link: socket.socket, page: bytes) -> bool:
        """Whether the connection took every byte, no 4 KB taking longer than the limit."""
        link.settimeout(self._limits.chunk)
        try:
            for start in range(0, len(page), _CHUNK):
                link.sendall(page[start : start + _CHUNK])
        except OSError:
            return False
        return True

    def _after(self, link: socket.socket) -> Outcome:
        finished = self._finished(link)
        outcome = self._ask(link)
        if outcome.code != "ok":
            return self._doubt(outcome)
        if finished:
            return outcome
        # Answered in order before, but not this time: the slip is stuck somewhere inside.
        if self._answers_in_order:
            return Outcome.of("unconfirmed", outcome.warning)
        self._answers_in_order = False
        return outcome

    def _finished(self, link: socket.socket) -> bool:
        """Whether the printer says that it has printed everything before this question.

        DLE EOT is answered at once, even while the slip still waits in the printer; GS r comes in its turn. Some
        printers do not know it: they are asked once and not again.
        """
        if self._answers_in_order is False:
            return False
        answered = self._question(link, _GS_R, self._limits.finish, lambda byte: byte & 0x90 == 0)
        self._answers_in_order = True if answered is not None else self._answers_in_order
        return answered is not None

    @staticmethod
    def _doubt(outcome: Outcome) -> Outcome:
        """After bytes went out, silence (or health after a broken send) leaves the print unconfirmed."""
        if outcome.code in ("ok", "no-answer"):
            return Outcome.of("unconfirmed", outcome.warning)
        return outcome

    def _ask(self, link: socket.socket) -> Outcome:
        answers: list[int] = []
        for which in (1, 2, 3, 4):
            answer = self._question(link, _DLE_EOT + bytes([which]), self._limits.answer, is_status)
            if answer is None:
                break
            answers.append(answer)
        return verdict(answers)

    def _question(self, link: socket.socket, question: bytes, limit: float, fits: Callable[[int], bool]) -> int | None:
        """The first fitting byte that comes within `limit` seconds of the question; None for none."""
        ends = time.monotonic() + limit
        try:
            _drain(link)
            link.settimeout(limit)
            link.sendall(question)
            while (left := ends - time.monotonic()) > 0:
                link.settimeout(left)
                answer = link.recv(1)
                if not answer or fits(answer[0]):
                    return answer[0] if answer else None
        except OSError:
            pass
        return None


def _drain(link: socket.socket) -> None:
    """Throws away what came unasked, for example in answer to bytes of an image that look like a question."""
    link.setblocking(False)
    with suppress(BlockingIOError):
        for _ in range(16):
            if not link.recv(_CHUNK):
                return
