"""Telling systemd that the server is ready, lives, and stops (sd_notify); silent where nobody listens."""

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    """Sends ``READY=1``, ``WATCHDOG=1`` or ``STOPPING=1`` to the socket that systemd names."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.setblocking(False)
        to.sendto(state.encode(), address.replace("@", "\0", 1) if address[0] == "@" else address)
