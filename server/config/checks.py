"""What can be wrong between settings that are each right: references, readable colours, a printer's address."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .colour import contrast, is_colour
from .mistakes import did_you_mean, one_of
from .models import READ_TOGETHER, Config, Look, Rules

# (key, what is wrong, what to do)
Found = tuple[tuple[str, ...], str, str | None]
Raw = Mapping[str, Any]

READABLE = 7.0


def between(raw: Raw, folder: Path) -> Iterator[Found]:
    """Yield what is wrong between settings; ``raw`` may itself be wrong anywhere, relative paths are in ``folder``."""
    yield from _printers(_table(raw, "printers"))
    yield from _kiosks(raw)
    yield from _colours(_table(raw, "look"))
    yield from _emblem(_table(raw, "look"), folder)
    yield from _desk_times(_table(raw, "rules"))


def _table(raw: Raw, name: str) -> Raw:
    value = raw.get(name, {})
    return value if isinstance(value, dict) else {}


def _printers(printers: Raw) -> Iterator[Found]:
    for name in printers:
        printer = _table(printers, name)
        if printer.get("kind") == "network" and not printer.get("host"):
            yield (
                ("printers", name),
                "a network printer needs its host.",
                'Add host = "192.168.1.50" (its address).',
            )
        if printer.get("kind") == "file" and not printer.get("path"):
            yield (
                ("printers", name),
                "a file printer needs its path.",
                'Add path = "/dev/usb/lp0" (a file or device).',
            )


def _kiosks(raw: Raw) -> Iterator[Found]:
    names = list(_table(raw, "printers")) if "printers" in raw else list(Config().printers)
    kiosks = raw.get("kiosks", Config().kiosks)
    for kiosk, printer in kiosks.items() if isinstance(kiosks, dict) else ():
        if isinstance(printer, str) and printer not in names:
            fix = did_you_mean(printer, names) or (one_of(names) if names else f"Add [printers.{printer}].")
            yield ("kiosks", kiosk), f"kiosk '{kiosk}' prints on '{printer}', which is no printer here.", fix


def _colours(look: Raw) -> Iterator[Found]:
    colours = Look().model_dump() | {k: v for k, v in look.items() if is_colour(v)}
    for text, ground in READ_TOGETHER:
        ratio = contrast(colours[text], colours[ground])
        if ratio < READABLE:
            own = text if text in look else ground
            yield (
                ("look", own),
                f"{text} {colours[text]} on {ground} {colours[ground]} has a contrast of {ratio:.1f}:1; "
                "old eyes need 7:1 at the kiosk and in the hall.",
                f"Make {text} and {ground} differ more in lightness.",
            )


def _emblem(look: Raw, folder: Path) -> Iterator[Found]:
    emblem = look.get("emblem")
    if isinstance(emblem, str) and emblem and not (folder / emblem).is_file():
        yield (
            ("look", "emblem"),
            f"there is no file '{emblem}'.",
            "A relative path counts from the folder of this file.",
        )


def _desk_times(rules: Raw) -> Iterator[Found]:
    amber, red = (rules.get(k, getattr(Rules(), k)) for k in ("serve_amber_minutes", "serve_red_minutes"))
    if isinstance(amber, int) and isinstance(red, int) and amber >= red:
        said = f"amber comes at {amber} minutes, red already at {red}."
        yield ("rules", "serve_red_minutes"), said, "Make serve_red_minutes larger than serve_amber_minutes."
