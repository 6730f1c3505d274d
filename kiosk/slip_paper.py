"""The paper of a slip: type, lines, rules and pictures laid out from top to bottom, then drawn in black and white."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.slip_words import NO_BREAK, clean

FONTS = Path(__file__).parent / "fonts"
WEIGHTS = {"regular": "400Regular", "strong": "600SemiBold", "bold": "700Bold"}

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in dots; right and bottom are outside."""

# Thin strokes of grey edges count as black from here on, so that small print keeps its weight on heat paper.
_BLACK_BELOW = 160
# Vietnamese stacks two marks above a capital: a line needs this much room above and below its baseline.
_ABOVE, _BELOW = 1.22, 0.34


@lru_cache(maxsize=64)
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """The typeface at `size` dots; FileNotFoundError with a sentence when the fonts were not built."""
    path = FONTS / f"BeVietnamPro_{WEIGHTS[weight]}.ttf"
    if not path.is_file():
        raise FileNotFoundError(f"The slip's typeface is missing: {path}. `make setup` puts it there.")
    return ImageFont.truetype(str(path), size)


@dataclass(frozen=True, slots=True)
class Style:
    """How one text is set: `size` in dots, `weight` one of WEIGHTS, `align` "left" or "center"."""

    size: int
    weight: str = "regular"
    align: str = "center"

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return font(self.weight, self.size)

    @property
    def line(self) -> int:
        """Height in dots of one line's box."""
        return round(self.size * _ABOVE) + round(self.size * _BELOW)

    def width(self, text: str) -> float:
        """Dots that `text` takes on one line; measured word by word, so that words are measured once."""
        words = text.split(" ")
        return sum(_advance(self.weight, self.size, word) for word in words) + self.space * (len(words) - 1)

    @property
    def space(self) -> float:
        return _advance(self.weight, self.size, " ")


@lru_cache(maxsize=8192)
def _advance(weight: str, size: int, word: str) -> float:
    return font(weight, size).getlength(word)


@dataclass(frozen=True, slots=True)
class Line:
    """One laid out line: its box, what it says, how; `origin` is where the pen starts on the baseline."""

    box: Box
    text: str
    style: Style
    origin: tuple[int, int]
    inverse: bool = False


@dataclass
class Paper:
    """A roll `width` dots wide that grows downwards as things are put on it; `y` is where the next one starts."""

    width: int
    margin: int
    y: int = 0
    lines: list[Line] = field(default_factory=list)
    _marks: list[Callable[[ImageDraw.ImageDraw], None]] = field(default_factory=list)
    _pictures: list[tuple[Image.Image, tuple[int, int]]] = field(default_factory=list)

    @property
    def column(self) -> tuple[int, int]:
        """Left and right edge of the text."""
        return self.margin, self.width - self.margin

    def gap(self, dots: int) -> None:
        self.y += dots

    def rule(self, thickness: int = 2) -> None:
        left, right = self.column
        box = (left, self.y, right - 1, self.y + thickness - 1)
        self._marks.append(lambda pen: pen.rectangle(box, fill=0))
        self.y += thickness

    def text(self, text: str, style: Style, column: tuple[int, int] | None = None) -> None:
        """Sets `text` in as many lines as it needs within `column`; nothing for an empty text."""
        left, right = column or self.column
        for part in wrap(text, style, right - left):
            self._line(part, style, left, right)

    def _line(self, text: str, style: Style, left: int, right: int) -> None:
        slack = max(0, right - left - round(style.width(text)))
        x = left + (slack // 2 if style.align == "center" else 0)
        baseline = self.y + round(style.size * _ABOVE)
        self.lines.append(Line((left, self.y, right, self.y + style.line), text, style, (x, baseline)))
        self.y += style.line

    def badge(self, text: str, style: Style) -> None:
        """One short text in white on a black box in the middle."""
        pad = style.size // 2
        wide = round(style.width(text)) + 2 * pad
        left = (self.width - wide) // 2
        box = (left, self.y, left + wide, self.y + style.line)
        self._marks.append(lambda pen: pen.rounded_rectangle(_closed(box), radius=8, fill=0))
        origin = (left + pad, self.y + round(style.size * _ABOVE))
        self.lines.append(Line(box, text, style, origin, inverse=True))
        self.y += style.line

    def picture(self, image: Image.Image) -> None:
        """A picture in the middle, a line of its own."""
        self._pictures.append((image, ((self.width - image.width) // 2, self.y)))
        self.y += image.height

    def beside(self, image: Image.Image, texts: list[tuple[str, Style]], space: int) -> None:
        """A picture at the left edge and texts at its right, both centred on one height."""
        top, edge = self.y, image.width + space
        column = (edge, self.width - self.margin)
        tall = sum(len(wrap(text, style, column[1] - edge)) * style.line for text, style in texts)
        height = max(tall, image.height)
        self._pictures.append((image, (0, top + (height - image.height) // 2)))
        self.y = top + (height - tall) // 2
        for text, style in texts:
            self.text(text, style, column)
        self.y = top + height

    def draw(self) -> Image.Image:
        """Everything so far as an image of mode "1": black or white by threshold, never dithered."""
        grey = Image.new("L", (self.width, max(1, self.y)), 255)
        pen = ImageDraw.Draw(grey)
        for mark in self._marks:
            mark(pen)
        for image, spot in self._pictures:
            grey.paste(image.convert("L"), spot)
        for line in self.lines:
            fill = 255 if line.inverse else 0
            pen.text(line.origin, line.text, font=line.style.font, fill=fill, anchor="ls")
        return grey.point([0 if level < _BLACK_BELOW else 255 for level in range(256)], mode="1")


def _closed(box: Box) -> Box:
    return box[0], box[1], box[2] - 1, box[3] - 1


def wrap(text: str, style: Style, width: int) -> list[str]:
    """`text` in as few lines as fit in `width` dots, of about equal length; a word that is wider alone is broken.

    Lines are broken at spaces, never at no-break spaces.
    """
    words = [piece for word in clean(text).split(" ") for piece in _pieces(word, style, width)]
    lines = _fill(words, style, width)
    narrow, wide = width // len(lines) if lines else width, width
    while wide - narrow > 4:
        middle = (narrow + wide) // 2
        tried = _fill(words, style, middle)
        if len(tried) > len(lines) or any(style.width(line) > middle for line in tried):
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines


def _fill(words: list[str], style: Style, width: int) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for word in words:
        wide = style.width(word)
        if lines and used + style.space + wide <= width:
            lines[-1] += f" {word}"
            used += style.space + wide
        else:
            lines.append(word)
            used = wide
    return lines


def _pieces(word: str, style: Style, width: int) -> list[str]:
    plain = word.replace(NO_BREAK, " ")
    if style.width(plain) <= width:
        return [plain] if plain else []
    if " " in plain:
        return [piece for part in plain.split(" ") for piece in _pieces(part, style, width)]
    fitting = (end for end in range(len(plain) - 1, 1, -1) if style.font.getlength(plain[:end]) <= width)
    end = next(fitting, 1)
    return [plain[:end], *_pieces(plain[end:], style, width)]


def largest(text: str, weight: str, sizes: range, width: int, lines: int = 1) -> Style:
    """How `text` is set best: few lines first, then large type.

    `sizes` runs from large to small. A line is saved only by type of at least four fifths of the largest; text that
    does not fit `lines` lines even in the smallest takes more lines in that.
    """
    words = clean(text)
    for allowed in range(1, lines + 1):
        for size in sizes:
            last = allowed == lines
            if (last or size * 5 >= sizes[0] * 4) and len(wrap(words, Style(size, weight), width)) <= allowed:
                return Style(size, weight)
    return Style(sizes[-1], weight)
