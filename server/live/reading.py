"""What a client sends, within bounds: a deadline, a number of bytes, a head that no proxy before us reads otherwise."""

import errno
import socket
import time
from email.errors import MissingHeaderBodySeparatorDefect
from typing import Any

HEADER_S, HEADER_BYTES = 10.0, 32 * 1024
"""Seconds and bytes for a request's headers."""


class TooLong(OSError):
    """A client sent more than it may."""


class Reader(socket.SocketIO):
    """What a client sends, until a deadline and up to a number of bytes; ``fresh``: something came since ``allow``."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock, "r")
        self._socket = sock
        self.allow(HEADER_S, HEADER_BYTES)

    def allow(self, seconds: float, size: int) -> None:
        self._deadline, self._left, self.fresh = time.monotonic() + seconds, size, False

    def readinto(self, buffer: Any) -> int | None:
        if self._left <= 0:
            raise TooLong(errno.EMSGSIZE, "more than a client may send")
        self._socket.settimeout(max(0.001, self._deadline - time.monotonic()))
        got, self.fresh = super().readinto(buffer), True
        self._left -= got or 0
        return got


class Lines:
    """The lines of a request's head. Raises ValueError where one holds a carriage return: the parser of headers begins
    a new one there, and a proxy before us does not."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._file.readline(size)
        if b"\r" in line[:-2]:
            raise ValueError("a carriage return within a line")
        return line


def one_length(headers: Any) -> None:
    """Raises ValueError where a proxy before us might see the body's end elsewhere than we do."""
    lengths = headers.get_all("content-length") or []
    coded = headers.get_all("transfer-encoding") or []
    if len(lengths) + len(coded) > 1:
        raise ValueError("more than one length of a body")
    if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in headers.defects):
        raise ValueError("a line that is no header: what follows it would not count")
    if not all(length.isascii() and length.strip(" \t").isdigit() for length in lengths):
        raise ValueError("a length that is no plain number")
    if not all(coding.strip(" \t").lower() == "chunked" for coding in coded):
        raise ValueError("a coding of the body that is not read here")
