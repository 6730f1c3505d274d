"""The slip: the plain facts printed for one ticket, and how they are drawn as an image."""

import json
import logging
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.slip_paper import Paper, Style, largest
from kiosk.slip_qr import qr
from kiosk.slip_words import clean, labelled, moment, outlook, place, say, together
from server.rules.catalogue import Text

WIDTHS = (576, 512, 384)
# Dots beside the QR code under which its caption goes below it.
MIN_CAPTION = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Slip:
    """What a citizen's slip says, as facts; stored with its print job, so it is drawn the same again later.

    `issued_at` is aware and already in the centre's time. `ahead` is people and `expected` when the turn will
    probably come, both None when unknown; `late` says that today may not be enough. `appointment` is the time,
    ``09:00``, of the appointment that gave the place, "" without one.
    `track_url` is None where phones cannot reach it; with `staff_code` the slip's holder comes back at a kiosk after a
    missed call. `then` is what is gone to afterwards, in order. `calls` and `rejoin_minutes` are the centre's rule for
    missed calls. ValueError: a naive `issued_at`.
    """

    centre: Text
    number: str
    service: Text
    area: Text
    counters: tuple[str, ...]
    issued_at: datetime
    lang: str = "vi"
    ahead: int | None = None
    expected: Text | None = None
    late: bool = False
    appointment: str = ""
    then: tuple[Text, ...] = ()
    track_url: str | None = None
    staff_code: str = ""
    priority: bool = False
    calls: int = 3
    rejoin_minutes: int = 30
    hotline: str = ""

    def __post_init__(self) -> None:
        if self.issued_at.utcoffset() is None:
            raise ValueError("A slip's issued_at needs its offset.")

    def to_json(self) -> str:
        """One JSON object with a key per field; texts as ``{"vi", "en"}``, the instant in ISO 8601 with offset."""
        facts = asdict(self) | {"issued_at": self.issued_at.isoformat()}
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Slip":
        """The slip that `to_json` wrote; keys it does not know are left out. ValueError for anything else."""
        try:
            facts = _newer(json.loads(text))
            return cls(**{f.name: _read(f.name, facts[f.name]) for f in fields(cls) if f.name in facts})
        except (TypeError, KeyError, AttributeError) as mistake:
            raise ValueError(f"This is not a slip: {mistake}") from mistake


def _newer(facts: Any) -> Any:
    """A slip of before it named more than the one service gone to next."""
    known = facts.get("next_service")
    return {"then": [known], **facts} if known else facts


def _read(name: str, value: Any) -> Any:
    if name == "issued_at":
        return datetime.fromisoformat(value)
    if name == "counters":
        return tuple(value)
    if name == "then":
        return tuple(Text(vi=one["vi"], en=one["en"]) for one in value)
    if name in ("centre", "service", "area", "expected"):
        return None if value is None else Text(vi=value["vi"], en=value["en"])
    return value


def draw(slip: Slip, width: int = 576, emblem: Path | None = None) -> Image.Image:
    """The slip as an image of mode "1", `width` dots wide and as high as it needs.

    `emblem` is a picture file for the top; one that cannot be read is left out. ValueError for another width,
    FileNotFoundError when the fonts were not built.
    """
    return compose(slip, width, emblem).draw()


def compose(slip: Slip, width: int, emblem: Path | None = None) -> Paper:
    """The slip laid out but not yet drawn: what stands where, in dots."""
    if width not in WIDTHS:
        raise ValueError(f"A slip is {', '.join(map(str, WIDTHS))} dots wide, not {width}.")
    sheet = _Sheet(slip, Paper(width, margin=16), scale=0.4 + 0.6 * width / 576)
    sheet.head(emblem)
    sheet.number()
    sheet.where()
    sheet.when()
    sheet.follow()
    sheet.rules()
    return sheet.paper


@dataclass
class _Sheet:
    """One slip being laid out; sizes are dots on the widest paper, made smaller by `scale` on a narrow one."""

    slip: Slip
    paper: Paper
    scale: float

    # Below this, small print is under 24 dots from the marks to the descenders.
    SMALLEST = 27

    def head(self, emblem: Path | None) -> None:
        self.paper.gap(8)
        if emblem and (picture := _emblem(emblem, self._size(88))):
            self.paper.picture(picture)
            self.paper.gap(4)
        self._both(self.slip.centre, "strong", range(self._size(34), self._size(28) - 1, -2), lines=2)
        self._rule(above=10, below=10)

    def number(self) -> None:
        slip, room = self.slip, self.paper.width - 2 * self.paper.margin
        self._small(say("your-number", slip.lang))
        # A number has no marks above its capitals, so its line may reach into the caption's room.
        style = largest(clean(slip.number), "bold", range(self._size(190), self._size(48), -4), room)
        self.paper.gap(-round(style.size * 0.34))
        self.paper.text(slip.number, style)
        self.paper.gap(-round(style.size * 0.2))
        if slip.priority:
            self.paper.gap(6)
            self.paper.badge(say("priority", slip.lang), Style(self._size(34), "strong"))
            self.paper.gap(8)
        self._both(slip.service, "strong", range(self._size(42), self._size(30) - 1, -2), lines=3)

    def where(self) -> None:
        slip = self.slip
        self._rule(above=12, below=8)
        self._small(say("sit", slip.lang))
        both = Text(*(place(slip.area, slip.counters, lang) for lang in ("vi", "en")))
        self._both(both, "bold", range(self._size(48), self._size(34) - 1, -2), lines=1)

    def when(self) -> None:
        slip = self.slip
        self._rule(above=12, below=8)
        self._small(moment(slip.issued_at, slip.lang))
        if slip.appointment:
            self._fact(say("appointment", slip.lang, time=slip.appointment))
        self._fact(outlook(slip.ahead, slip.expected, slip.lang))
        if slip.late:
            self._small(say("late", slip.lang))
        if slip.then:
            self.paper.gap(6)
            self._fact(labelled("then", slip.lang, ", ".join(together(one.in_(slip.lang)) for one in slip.then)))

    def follow(self) -> None:
        slip = self.slip
        if slip.track_url:
            self._rule(above=12, below=0)
            self._qr(slip.track_url)
        elif slip.staff_code:
            self._rule(above=12, below=8)
            self._fact(self._code())

    def rules(self) -> None:
        slip = self.slip
        # The code's own white border is room enough below it.
        self._rule(above=0 if slip.track_url else 12, below=8)
        missed = "missed" if slip.calls > 1 else "missed-once"
        self._small(say(missed, slip.lang, calls=slip.calls, minutes=slip.rejoin_minutes))
        self._small(say("today", slip.lang))
        if slip.hotline:
            self._small(labelled("hotline", slip.lang, together(slip.hotline)))
        self.paper.gap(8)

    def _qr(self, url: str) -> None:
        captions, width = [(say("scan", self.slip.lang), "strong"), (self._code(), "regular")], self.paper.width
        code = qr(url, dots=6, room=width)
        if width - code.width > MIN_CAPTION:
            beside = [(text, Style(self._size(30), weight, "left")) for text, weight in captions if text]
            self.paper.beside(code, beside, space=4)
            return
        self.paper.picture(code)
        for text, _ in captions:
            self._small(text)
        self.paper.gap(12)

    def _code(self) -> str:
        """The slip's own short code, with its label; "" on a slip of before it had one."""
        slip = self.slip
        return labelled("slip-code", slip.lang, together(slip.staff_code)) if slip.staff_code else ""

    def _both(self, text: Text, weight: str, sizes: range, lines: int) -> None:
        """In the chosen language; under it the hall's own language where that is another one."""
        room = self.paper.width - 2 * self.paper.margin
        chosen = text.in_(self.slip.lang)
        self.paper.text(chosen, largest(chosen, weight, sizes, room, lines))
        if chosen != text.vi:
            self._small(text.vi)

    def _small(self, text: str) -> None:
        self.paper.text(text, Style(self._size(28)))

    def _fact(self, text: str) -> None:
        self.paper.text(text, Style(self._size(30), "strong"))

    def _rule(self, above: int, below: int) -> None:
        self.paper.gap(above)
        self.paper.rule()
        self.paper.gap(below)

    def _size(self, dots: int) -> int:
        return max(self.SMALLEST, round(dots * self.scale))


def _emblem(path: Path, height: int) -> Image.Image | None:
    """The centre's emblem on white, `height` dots high; None (and a word in the log) if it cannot be drawn."""
    try:
        with Image.open(path) as picture:
            rgba = picture.convert("RGBA")
    except (OSError, ValueError) as mistake:
        _log.warning("The emblem is left out of slips, it cannot be drawn: %s", mistake)
        return None
    rgba.thumbnail((4 * height, height))
    paper = Image.new("L", rgba.size, 255)
    paper.paste(rgba.convert("L"), mask=rgba.getchannel("A"))
    return paper
