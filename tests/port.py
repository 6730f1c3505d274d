"""A TCP port of this machine that stays a test's own, also while nobody listens on it."""

import socket


def held() -> socket.socket:
    """A bound socket that never listens: as long as it is open nobody else is given its port, and a server may take it.

    Listeners set SO_REUSEADDR, as this does: so one of them can be had beside it.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    return holder


def number(holder: socket.socket) -> int:
    return int(holder.getsockname()[1])
