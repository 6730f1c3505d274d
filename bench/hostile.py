"""What a thousand connections of people who mean harm cost those who want a number: time, and the server's memory."""

from itertools import islice
from pathlib import Path

from bench.figures import Figure, Sizes
from bench.halls import sample_hall
from bench.harm import Crowd
from bench.issuing import kiosk_tickets
from bench.load import Measured, Script, perform, quantile
from bench.servers import Hall

TURNS = 3
"""How often all of them have pressed on before it counts, and go on pressing afterwards."""
BETWEEN_S = 0.05
"""Between two numbers: a kiosk is no load, and the limits of a kiosk are in force."""


def beside_hostile_connections(folder: Path, sizes: Sizes) -> list[Figure]:
    """A kiosk gives numbers, in a hall with its limits in force: alone, then beside bombs, stalls and floods."""
    with sample_hall(folder, limits="") as hall:
        _issued(hall, sizes.asked // 5)
        alone, memory = _issued(hall, sizes.asked), hall.memory_mb()
        with Crowd(hall.process.pid, hall.address[1], str(hall.access["display_token"]), sizes.hostile) as crowd:
            crowd.wait(TURNS)
            beside = _issued(hall, sizes.asked)
            crowd.wait(TURNS)
            most = max(crowd.peak / 2**20, hall.memory_mb())
    what = f"beside {sizes.hostile:,} hostile connections: "
    return [
        Figure(f"{what}ticket p50", _ms(beside, 0.5), "ms", _ms(alone, 0.5), "alone"),
        Figure(f"{what}ticket p99", _ms(beside, 0.99), "ms", _ms(alone, 0.99), "alone", "under 200 ms"),
        Figure(f"{what}memory", most, "MB", memory, "alone", "at most 64 MB more"),
        Figure(f"{what}errors", len(alone.errors) + len(beside.errors), "", None, "", "0"),
    ]


def _issued(hall: Hall, times: int) -> Measured:
    return perform(hall.address, [_kiosk(hall, times)])


def _kiosk(hall: Hall, times: int) -> Script:
    for ask in islice(kiosk_tickets(hall), times):
        yield ask
        yield BETWEEN_S


def _ms(measured: Measured, share: float) -> float:
    return quantile(measured.seconds, share) * 1000
