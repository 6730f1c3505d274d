"""How fast numbers are given out: beside a POST that does nothing, and beside a bare durable commit."""

import itertools
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path

from bench.disk import Disk
from bench.figures import Figure, Sizes
from bench.halls import sample_hall
from bench.load import Ask, median_of, message, p50_ms, perform, quantile, repeat
from bench.screens import Audience
from bench.servers import Hall, Nothing, Server

CLIENTS, SCREENS = 8, 50
AREAS = ("A", "B", "H", "K", "M", "X", "all")


@dataclass(frozen=True, slots=True)
class Round:
    """One side's turn: requests a second, 99th percentile and the server's processor time a request, both in ms."""

    rate: float
    p99: float
    cpu: float
    errors: int


def tickets_per_second(folder: Path, sizes: Sizes) -> list[Figure]:
    """Eight clients at once while fifty screens show the boards, in the demo and in a hall that logs every answer."""
    with ExitStack() as running:
        halls = [running.enter_context(sample_hall(folder, runs=runs)) for runs in (False, True)]
        nothings = [running.enter_context(Nothing(folder, plain=plain)) for plain in (False, True)]
        audiences = [Audience(hall.address, hall.screens(SCREENS, *AREAS)) for hall in halls]
        turns = [_turn(halls, nothings, sizes) for _ in range(sizes.rounds + 1)]
        for audience in audiences:
            audience.close()
    ours, written, theirs, bare = zip(*turns[1:], strict=True)
    return [*_throughput(ours, theirs), *_beside(ours, written, theirs, bare), _errors([*ours, *written])]


def _turn(halls: Sequence[Hall], nothings: Sequence[Nothing], sizes: Sizes) -> list[Round]:
    tickets = [_round(hall, sizes, partial(kiosk_tickets, hall)) for hall in halls]
    return tickets + [_round(nothing, sizes, _nothing) for nothing in nothings]


def _round(server: Server, sizes: Sizes, asks: Callable[[], Iterator[Ask]]) -> Round:
    before = server.cpu_s()
    measured = perform(server.address, [repeat(asks(), seconds=sizes.round_s) for _ in range(CLIENTS)])
    cpu = (server.cpu_s() - before) / len(measured.seconds)
    return Round(measured.rate, quantile(measured.seconds, 0.99) * 1000, cpu * 1000, len(measured.errors))


def _throughput(ours: Sequence[Round], theirs: Sequence[Round]) -> list[Figure]:
    what = f"{CLIENTS} clients, {SCREENS} screens: "

    def both(fact: Callable[[Round], float]) -> tuple[float, float]:
        return median_of(map(fact, ours)), median_of(map(fact, theirs))

    (rate, bare_rate), (p99, bare_p99), (cpu, bare_cpu) = map(both, (RATE, P99, CPU))
    return [
        Figure(f"{what}tickets", rate, "/s", bare_rate, "nothing", "at least 0.45, aiming at 0.6"),
        Figure(f"{what}p99", p99, "ms", bare_p99, "nothing"),
        Figure(f"{what}processor time a ticket", cpu, "ms", bare_cpu, "nothing"),
    ]


def _beside(
    ours: Sequence[Round], written: Sequence[Round], theirs: Sequence[Round], bare: Sequence[Round]
) -> list[Figure]:
    """The same with a log, and beside a server that has nothing of what makes the hall's own quick."""
    what = f"{CLIENTS} clients, {SCREENS} screens: tickets"
    rate, logged, nothing, plain = (median_of(map(RATE, rounds)) for rounds in (ours, written, theirs, bare))
    return [
        Figure(f"{what}, each with its line in the log", logged, "/s", nothing, "nothing"),
        Figure(f"{what}, beside gevent's own server", rate, "/s", plain, "nothing, plain pywsgi"),
    ]


RATE, P99, CPU = attrgetter("rate"), attrgetter("p99"), attrgetter("cpu")


def _errors(ours: Sequence[Round]) -> Figure:
    return Figure("errors while issuing", sum(one.errors for one in ours), "", None, "", "0")


def kiosk_tickets(hall: Hall) -> Iterator[Ask]:
    """What the kiosk page sends: every touch with a key of its own."""
    for service in itertools.cycle(hall.services()):
        headers = {**hall.kiosk, "Idempotency-Key": _new_key()}
        yield Ask("issue", message("POST", "/api/v1/tickets", {"service": service}, headers))


def _new_key() -> str:
    """As the pages make them (server/shell/static/api.js)."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def _nothing() -> Iterator[Ask]:
    return itertools.repeat(Ask("nothing", message("POST", "/nothing", {"service": "BA"})))


def one_client(folder: Path, sizes: Sizes) -> list[Figure]:
    """One client: a ticket beside a POST that does nothing and a durable commit of as many bytes."""
    took: dict[str, list[float]] = {"issue": [], "nothing": [], "commit": []}
    with sample_hall(folder) as hall, Nothing(folder) as nothing:
        disk = Disk(folder / "bare.db")
        tickets, posts = kiosk_tickets(hall), _nothing()
        for _ in range(sizes.rounds + 1):
            took["issue"].append(p50_ms(perform(hall.address, [repeat(tickets, times=sizes.asked)]).seconds))
            took["nothing"].append(p50_ms(perform(nothing.address, [repeat(posts, times=sizes.asked)]).seconds))
            took["commit"].append(p50_ms(disk.commits(sizes.asked)))
        disk.close()
    issue, post, commit = (median_of(took[kind][1:]) for kind in ("issue", "nothing", "commit"))
    return [
        Figure("1 client: ticket p50", issue, "ms", post + commit, "nothing + commit", "at most 2.5"),
        Figure("1 client: POST that does nothing p50", post, "ms"),
        Figure("bare SQLite commit, FULL, p50", commit, "ms"),
    ]
