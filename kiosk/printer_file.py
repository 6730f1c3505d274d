"""A file printer: the bytes of each slip written to a device or to a plain file."""

import errno
import os
import select
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from kiosk.printer_contract import Heavy, Limits, at_once
from kiosk.printer_escpos import encode
from kiosk.printer_outcome import Outcome
from server.config.models import Printer as Config

_CHUNK = 4096
# Character devices whose "no space left" is about paper: parallel and USB printers.
_PAPER_DEVICES = (6, 180)


class File:
    """A device such as /dev/usb/lp0, or a plain file to which slips are appended; it cannot be asked."""

    instant = False

    def __init__(self, config: Config, heavy: Heavy = at_once, limits: Limits | None = None) -> None:
        self._config, self._heavy, self._limits = config, heavy, limits or Limits()

    def print(self, image: Image.Image, started: Callable[[], None]) -> Outcome:
        page = self._heavy(lambda: encode(image, self._config.width))
        try:
            with self._open() as device:
                started_at = os.fstat(device)
                started()
                return self._write(device, page, started_at)
        except _Refused as refused:
            return refused.outcome

    def check(self) -> Outcome:
        try:
            with self._open():
                return Outcome.of("sent")
        except _Refused as refused:
            return refused.outcome

    @contextmanager
    def _open(self) -> Iterator[int]:
        path = self._config.path or Path()
        # An unplugged printer must not become a plain file in /dev that swallows every slip.
        create = 0 if path.is_relative_to("/dev") else os.O_CREAT
        try:
            device = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_CLOEXEC | create, 0o640)
        except OSError as mistake:
            raise _Refused(_why(mistake)) from mistake
        try:
            yield device
        finally:
            os.close(device)

    def _write(self, device: int, page: bytes, before: os.stat_result) -> Outcome:
        sent = 0
        try:
            while sent < len(page):
                sent += self._some(device, page[sent : sent + _CHUNK])
        except OSError as mistake:
            return self._stopped(device, before, sent, mistake)
        return Outcome.of("sent")

    def _some(self, device: int, chunk: bytes) -> int:
        """Bytes taken of this chunk; TimeoutError when none is within the limit."""
        try:
            return os.write(device, chunk)
        except BlockingIOError:
            ready = select.poll()
            ready.register(device, select.POLLOUT)
            if not ready.poll(self._limits.chunk * 1000):
                raise TimeoutError(errno.ETIMEDOUT, "The printer takes nothing.") from None
            return 0

    def _stopped(self, device: int, before: os.stat_result, sent: int, mistake: OSError) -> Outcome:
        if stat.S_ISREG(before.st_mode):
            # No half slip stays in the file for the next one to be glued to.
            os.ftruncate(device, before.st_size)
            return _why(mistake)
        paper = mistake.errno == errno.ENOSPC and os.major(before.st_rdev) in _PAPER_DEVICES
        if paper:
            return Outcome.of("paper-out")
        return Outcome.of("unconfirmed") if sent else _why(mistake)


class _Refused(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


_ERRNO = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "no-permission",
    errno.EISDIR: "no-permission",
    errno.ETIMEDOUT: "no-answer",
}


def _why(mistake: OSError) -> Outcome:
    return Outcome.of(_ERRNO.get(mistake.errno or 0, "unreachable"))
