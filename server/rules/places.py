"""Where to wait, in words: an area and its counters, as pages, slips and documents say it."""

from collections.abc import Iterable

from server.rules.catalogue import Text


def folded(codes: Iterable[str]) -> str:
    """Counter codes as people read them: 11, 12, 13, 15 becomes "11-13, 15"."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and code.isdecimal() and runs[-1][-1].isdecimal() and int(code) == int(runs[-1][-1]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def place(area: str, codes: Iterable[str]) -> Text:
    """Where to sit: "Khu B, quầy 11-14"; the area alone when no counter serves."""
    counters = folded(codes)
    if not counters:
        return Text(f"Khu {area}", f"Area {area}")
    word = "counter" if counters.isdecimal() else "counters"
    return Text(f"Khu {area}, quầy {counters}", f"Area {area}, {word} {counters}")
