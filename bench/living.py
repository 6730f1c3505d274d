"""Starting, being there, and stopping: seconds and memory, beside the do-nothing app on the same HTTP server."""

from pathlib import Path

from bench.figures import Figure, Sizes
from bench.halls import sample_hall
from bench.load import connect, median_of
from bench.screens import Crowd
from bench.servers import Hall, Nothing

AREAS = ("A", "B", "H", "K", "M", "X", "all")


def start_and_stop(folder: Path, sizes: Sizes) -> list[Figure]:
    """Starts of a hall that exists already, each stopped again with many sockets open."""
    sample_hall(folder).stop()
    lives = [_life(folder, sizes.sockets) for _ in range(sizes.starts)]
    started, idle, busy, stopped, nothing_started, nothing_idle, nothing_busy = map(median_of, zip(*lives, strict=True))
    sockets = f"with {sizes.sockets} sockets"
    return [
        Figure("start to ready", started, "s", nothing_started, "nothing", "1.0 s"),
        Figure("memory, idle", idle, "MB", nothing_idle, "nothing"),
        Figure(f"memory {sockets}", busy, "MB", nothing_busy, "nothing, as many", "90 MB"),
        Figure(f"stop {sockets}", stopped, "s", None, "", "under 3 s"),
    ]


def _life(folder: Path, sockets: int) -> tuple[float, ...]:
    nothing = _nothing(folder, sockets)
    with Hall(folder / "hall") as hall:
        idle = hall.memory_mb()
        crowd = Crowd(hall.address, hall.screens(sockets, *AREAS))
        crowd.rest(0.2)
        busy = hall.memory_mb()
        stopped = hall.stop()
        crowd.close()
    return hall.started_s, idle, busy, stopped, *nothing


def _nothing(folder: Path, sockets: int) -> tuple[float, float, float]:
    """Seconds of its start; megabytes with nobody there, and with as many connections."""
    with Nothing(folder) as nothing:
        idle = nothing.memory_mb()
        held = [connect(nothing.address) for _ in range(sockets)]
        busy = nothing.memory_mb()
        for one in held:
            one.close()
    return nothing.started_s, idle, busy
