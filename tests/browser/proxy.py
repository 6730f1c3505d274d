"""A cable between a browser and the server that a test can cut, freeze and slow down."""

import contextlib
import socket
import threading

from tests.port import held, number

CHUNK = 65536


class Cable:
    """Carries TCP from ``port`` of this machine to ``to``, another one; for use in a ``with``.

    ``cut()`` ends every connection and refuses new ones; ``freeze()`` keeps them but carries nothing, as a network
    does that silently drops; ``mend()`` ends both. ``delay`` is the time in seconds that each piece takes on its way.
    ``swallows``: questions get through, and what the server says gets lost.
    """

    def __init__(self, to: int) -> None:
        self.to, self.delay, self.swallows = to, 0.0, False
        self._flows, self._lock = threading.Event(), threading.Lock()
        self._wires: list[socket.socket] | None = []
        """Both ends of every connection; None while it is cut."""
        self._held = held()
        self.port = number(self._held)
        self._listener = self._listen()
        self._flows.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _listen(self) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                if self._whole(near):
                    threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _whole(self, wire: socket.socket) -> bool:
        """Keeps an end, to be cut with the others; one that comes while the cable is cut is cut off at once."""
        with self._lock:
            if self._wires is None:
                _end(wire)
                return False
            self._wires.append(wire)
            return True

    def _connect(self, near: socket.socket) -> None:
        self._flows.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.to), timeout=5)
        except OSError:
            return _end(near)
        far.settimeout(None)
        if self._whole(far):
            for one, other, back in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._carry, args=(one, other, back), daemon=True).start()
        return None

    def _carry(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(CHUNK):
                if self.delay:
                    threading.Event().wait(self.delay)
                self._flows.wait()
                if not (back and self.swallows):
                    other.sendall(piece)
        _end(one, other)

    def freeze(self) -> None:
        self._flows.clear()

    def cut(self) -> None:
        _end(self._listener)
        with self._lock:
            _end(*(self._wires or ()))
            self._wires = None

    def mend(self) -> None:
        self._flows.set()
        self.swallows = False
        if self._wires is None:
            self._wires = []
            self._listener = self._listen()

    def __enter__(self) -> "Cable":
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._flows.set()
        self._held.close()


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
