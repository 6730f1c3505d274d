"""A load of HTTP requests over kept connections: one thread, raw sockets, so that the server is what is measured."""

import heapq
import itertools
import json
import math
import selectors
import socket
import statistics
import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Address = tuple[str, int]
LOST = 0
"""The status of an answer that never came."""


class Ask(NamedTuple):
    """A request; ``kind`` is what its time counts as."""

    kind: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = LOST
    body: bytes = b""
    head: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def cookie(self) -> str:
        """The cookie it sets, as a later request sends it."""
        _, _, rest = self.head.partition(b"\r\nSet-Cookie: ")
        return rest.partition(b";")[0].decode()


Script = Generator[Ask | float, Answer, None]
"""What one client does: yields a request and is sent its answer, or yields seconds to think."""


@dataclass(slots=True)
class Measured:
    """Latencies in seconds by kind of request; ``errors`` are (kind, status) of answers that were not 2xx."""

    by_kind: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[tuple[str, int]] = field(default_factory=list)
    took: float = 0.0

    @property
    def seconds(self) -> list[float]:
        return list(itertools.chain.from_iterable(self.by_kind.values()))

    @property
    def rate(self) -> float:
        """Answers a second that were 2xx: what was refused quickly was not done."""
        return (len(self.seconds) - len(self.errors)) / self.took if self.took else 0.0

    def note(self, kind: str, status: int, seconds: float) -> None:
        self.by_kind[kind].append(seconds)
        if not 200 <= status < 300:
            self.errors.append((kind, status))


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def p50_ms(seconds: Iterable[float]) -> float:
    return quantile(seconds, 0.5) * 1000


def median_of(rounds: Iterable[float]) -> float:
    return statistics.median(rounds)


def message(method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> bytes:
    """The bytes of a request with a JSON body."""
    raw = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(raw)}"]
    if raw:
        lines.append("Content-Type: application/json")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + raw


class Line:
    """One kept connection."""

    def __init__(self, address: Address) -> None:
        self.socket = connect(address)
        self.got = b""

    def receive(self) -> Answer | None:
        """The answer, once all of it has come."""
        data = self.socket.recv(65536)
        if not data:
            return Answer()
        self.got += data
        head, blank, body = self.got.partition(b"\r\n\r\n")
        if not blank or len(body) < _length(head):
            return None
        self.got = b""
        return Answer(int(head[9:12]), body, head)

    def ask(self, ask: Ask) -> Answer:
        """Sends and waits."""
        self.socket.sendall(ask.raw)
        return self.wait()

    def wait(self) -> Answer:
        while (answer := self.receive()) is None:
            pass
        return answer


class Client:
    """A connection that follows a script."""

    def __init__(self, address: Address, script: Script, measured: Measured) -> None:
        self.line, self.script, self.measured = Line(address), script, measured
        self.asked: Ask | None = None
        self.sent = 0.0

    def go_on(self, answer: Answer | None) -> float | None:
        """Sends the script's next request; returns seconds to wait before going on. StopIteration at its end."""
        step = self.script.send(answer) if answer is not None else next(self.script)
        if not isinstance(step, Ask):
            return step
        self.asked, self.sent = step, time.perf_counter()
        self.line.socket.sendall(step.raw)
        return None

    def receive(self) -> Answer | None:
        answer = self.line.receive()
        if answer is not None:
            self.note(answer.status)
        return answer

    def note(self, status: int) -> None:
        """Counts what was asked as answered."""
        if self.asked:
            self.measured.note(self.asked.kind, status, time.perf_counter() - self.sent)
            self.asked = None


def connect(address: Address) -> socket.socket:
    made = socket.create_connection(address)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


class Stage:
    """Lets clients follow their scripts, all at once."""

    def __init__(self) -> None:
        self.waiting = selectors.DefaultSelector()
        self.thinking: list[tuple[float, int, Client, Answer]] = []
        self.order = itertools.count()

    def begin(self, client: Client) -> None:
        self.waiting.register(client.line.socket, selectors.EVENT_READ, client)
        self._go_on(client, None)

    def _go_on(self, client: Client, answer: Answer | None) -> None:
        try:
            pause = client.go_on(answer)
        except StopIteration:
            return self.end(client)
        if pause is not None:
            entry = (time.perf_counter() + pause, next(self.order), client, answer or Answer())
            heapq.heappush(self.thinking, entry)
        return None

    def end(self, client: Client) -> None:
        self.waiting.unregister(client.line.socket)
        client.line.socket.close()

    def busy(self) -> bool:
        return bool(self.waiting.get_map())

    def step(self, most: float) -> None:
        """Takes the answers that came, and wakes who thought long enough."""
        pause = min(most, self.thinking[0][0] - time.perf_counter()) if self.thinking else most
        for key, _ in self.waiting.select(max(0.0, pause)):
            answer = key.data.receive()
            if answer is not None:
                self._hear(key.data, answer)
        while self.thinking and self.thinking[0][0] <= time.perf_counter():
            _, _, client, last = heapq.heappop(self.thinking)
            self._go_on(client, last)

    def _hear(self, client: Client, answer: Answer) -> None:
        self.end(client) if answer.status == LOST else self._go_on(client, answer)

    def give_up(self) -> None:
        for key in list(self.waiting.get_map().values()):
            key.data.note(LOST)
            self.end(key.data)


def perform(address: Address, scripts: Iterable[Script], limit_s: float = 120.0) -> Measured:
    """Follows every script over a connection of its own until all end; what is unanswered at the limit is an error."""
    measured, stage = Measured(), Stage()
    clients = [Client(address, script, measured) for script in scripts]
    began = time.perf_counter()
    for client in clients:
        stage.begin(client)
    while stage.busy() and time.perf_counter() - began < limit_s:
        stage.step(0.5)
    measured.took = time.perf_counter() - began
    stage.give_up()
    return measured


def repeat(requests: Iterator[Ask], *, seconds: float = 3600.0, times: int = 1_000_000_000) -> Script:
    """Request after request without a pause, until the time is up or as often as said."""
    until = time.perf_counter() + seconds
    for ask in itertools.islice(requests, times):
        yield ask
        if time.perf_counter() >= until:
            return
