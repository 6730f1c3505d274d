"""Every setting of a hall: its name, default, unit, bounds and meaning. Nothing else defines one."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field

from server.rules.catalogue import Text

from .kinds import (
    Colour,
    FilePath,
    Label,
    Letters,
    MaybePath,
    MaybePicture,
    MaybeUrl,
    Name,
    Network,
    Pair,
    Prefix,
    Section,
    Word,
)
from .line import Line
from .operations import Backup, Limits
from .words import Words

MAX_CREDIT = 120


class Server(Section):
    """Where the server listens and where it keeps the hall's data."""

    host: str = Field(
        "127.0.0.1",
        min_length=1,
        description="Address to listen on. 127.0.0.1: this machine only; 0.0.0.0: the whole network of the hall.",
    )
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: MaybeUrl = Field(
        None,
        description="Address that phones reach, such as https://layso.example.vn. It goes into the slip's QR code. "
        "Empty: slips have no QR code.",
    )
    data: FilePath = Field(
        Path("data"),
        description="Folder of the database. A relative path counts from the folder of this file.",
    )
    centre: Name = Field("quangninh", description="Code of the centre this server serves, as in centre.csv.")
    proxies: tuple[Network, ...] = Field(
        (),
        strict=False,
        description="Addresses of reverse proxies, such as 127.0.0.1, whose word about the caller's address counts "
        "(X-Forwarded-For, X-Forwarded-Proto). Nobody else's does.",
    )
    metrics: tuple[Network, ...] = Field(
        ("127.0.0.0/8", "::1/128"),
        strict=False,
        description="Addresses and networks that may read /metrics; by default this machine alone.",
    )


class Rules(Section):
    """Numbers that decide how the hall behaves."""

    idle_hours: int = Field(
        12, ge=1, le=24, description="Hours without a request after which an officer's sign-in ends."
    )
    undo_minutes: int = Field(5, ge=1, le=60, description="Minutes for which an officer can undo the own last move.")
    shown_calls: int = Field(
        20, ge=10, le=20, description="Calls that a board remembers: the newest, recalls counted again."
    )
    call_shown_s: int = Field(
        20, ge=10, le=120, description="Seconds for which a call stays large on a hall screen, at least."
    )
    kiosk_idle_s: int = Field(
        45, ge=10, le=300, description="Seconds without a touch after which the kiosk goes back to its start."
    )
    slip_shown_s: int = Field(
        20,
        ge=5,
        le=120,
        description="Seconds for which the kiosk shows a new number before it goes back to its start.",
    )
    serve_amber_minutes: int = Field(
        15, ge=1, le=240, description="Minutes at the desk after which the counter page's clock turns amber."
    )
    serve_red_minutes: int = Field(
        30, ge=1, le=240, description="Minutes at the desk after which the counter page's clock turns red."
    )


class Class(Section):
    """A ticket keeps the credit of its class and forgets which class it was."""

    credit: int = Field(
        ge=0,
        le=MAX_CREDIT,
        description="Minutes: the ticket counts as if it had been taken this much earlier. At most 120.",
    )
    vi: Label = Field(description="Words on the kiosk in Vietnamese.")
    en: Label = Field(description="Words on the kiosk in English.")
    reception_only: bool = Field(False, description="true: only reception may give it, the kiosk does not show it.")

    asks_reason: bool = Field(
        False, description="true: given only with a reason, a word of words.class_reasons, which the log keeps."
    )

    @property
    def label(self) -> Text:
        return Text(self.vi, self.en)


def _class(credit: int, vi: str, en: str, *, reception_only: bool = False, asks_reason: bool = False) -> Class:
    return Class(credit=credit, vi=vi, en=en, reception_only=reception_only, asks_reason=asks_reason)


def default_classes() -> dict[str, Class]:
    return {
        "elderly75": _class(60, "Từ 75 tuổi, khuyết tật nặng", "75 and over, severe disability"),
        "child": _class(45, "Mang thai, có con dưới 36 tháng tuổi", "Pregnant, with a child under 36 months"),
        "elderly": _class(30, "Từ 60 đến 74 tuổi", "60 to 74 years old"),
        "disability": _class(30, "Người khuyết tật", "Person with a disability"),
        "merit": _class(30, "Người có công", "Person with merit to the country"),
        "supplement": _class(15, "Quay lại bổ sung hồ sơ", "Back with missing papers", reception_only=True),
        "urgent": _class(MAX_CREDIT, "Cần giúp ngay", "Needs help now", reception_only=True, asks_reason=True),
    }


class Look(Section):
    """The centre's colours and emblem. Text must keep a contrast of 7:1 at the kiosk and in the hall."""

    emblem: MaybePicture = Field(
        None,
        description="SVG or PNG file of the centre's emblem, relative to this file. Empty: a neutral emblem.",
    )
    ink: Colour = Field("#14212B", description="Text on light pages.")
    paper: Colour = Field("#FFFFFF", description="Background of light pages.")
    quiet: Colour = Field("#EEF2F4", description="Background of tiles and panels on light pages.")
    accent: Colour = Field("#0B4F6C", description="Main buttons, headings and links on light pages.")
    accent_ink: Colour = Field("#FFFFFF", description="Text on the accent colour.")
    priority: Colour = Field("#6A2F8C", description="The word 'Ưu tiên' on light pages.")
    fault: Colour = Field("#8C1D18", description="Faults and warnings on light pages.")
    good: Colour = Field("#125C36", description="Success on light pages.")
    call: Colour = Field(
        "#FFC145", description="A called number: text on the hall's background, background at its arrival."
    )
    call_ink: Colour = Field("#0A2A3A", description="Text on the call colour.")
    dark: Colour = Field("#0A2A3A", description="Background of hall screens.")
    dark_ink: Colour = Field("#FFFFFF", description="Text on hall screens.")
    dark_fault: Colour = Field("#FFB4AB", description="Faults on hall screens.")


# (text, background) pairs that pages really use; each must be readable from afar.
READ_TOGETHER = (
    ("ink", "paper"),
    ("ink", "quiet"),
    ("accent", "paper"),
    ("accent", "quiet"),
    ("accent_ink", "accent"),
    ("priority", "paper"),
    ("fault", "paper"),
    ("good", "paper"),
    ("call_ink", "call"),
    ("call", "dark"),
    ("dark_ink", "dark"),
    ("dark_fault", "dark"),
)


class Printer(Section):
    """What a slip comes out of."""

    kind: Literal["network", "file", "preview"] = Field(
        "preview",
        description="network: an ESC/POS printer at host and port; file: raw ESC/POS bytes into path; "
        "preview: a picture that the kiosk page shows.",
    )
    host: str = Field("", description="Name or address of a network printer.")
    port: int = Field(9100, ge=1, le=65535, description="Port of a network printer.")
    path: MaybePath = Field(
        None, description="File or device (such as /dev/usb/lp0) of a file printer, relative to this file."
    )
    width: Literal[576, 512, 384] = Field(
        576, description="Dots across the paper: 576 or 512 for 80 mm, 384 for 58 mm."
    )


class Numbers(Section):
    """How ticket numbers look, and which prefixes a service may have."""

    digits: int = Field(3, ge=2, le=5, description="Digits after the prefix, with leading zeros: 3 gives BA005.")
    letters: Letters = Field("ABCGHKMTVX", description="Letters a prefix may use: those that are clear when spoken.")
    one_letter_services: int = Field(
        10,
        ge=0,
        le=26,
        description="Services up to which prefixes have one letter; with more, two, the first being the area's.",
    )
    deny: tuple[Prefix, ...] = Field(
        ("CK", "VC", "AA", "BB", "CC", "GG", "HH", "KK", "MM", "TT", "VV", "XX"),
        strict=False,
        description="Prefixes that are never used.",
    )
    sound_alike: tuple[Pair, ...] = Field(
        ("BP", "BD", "DT", "PT", "LN", "MN", "IY", "SX", "GJ", "KQ"),
        strict=False,
        description="Pairs of letters that sound alike: check warns of two prefixes that differ only so.",
    )


class Config(Section):
    """A whole configuration: frozen, complete, and valid once it exists."""

    server: Server = Field(default_factory=Server)
    rules: Rules = Field(default_factory=Rules)
    line: Line = Field(default_factory=Line)
    priority: dict[Word, Class] = Field(
        default_factory=default_classes,
        description="Priority classes, in the order shown. Your list replaces this one.",
    )
    look: Look = Field(default_factory=Look)
    printers: dict[Name, Printer] = Field(
        default_factory=lambda: {"preview": Printer()},
        description="Ticket printers, each under a name. Your list replaces this one.",
    )
    kiosks: dict[str, str] = Field(
        default_factory=lambda: {"*": "preview"},
        description='Which kiosk (device name) prints on which printer; "*" is every other kiosk.',
    )
    numbers: Numbers = Field(default_factory=Numbers)
    limits: Limits = Field(default_factory=Limits)
    backup: Backup = Field(default_factory=Backup)
    words: Words = Field(default_factory=Words)

    @classmethod
    def demo(cls, data: Path, host: str, port: int) -> Self:
        """Return the defaults, listening at ``host:port``, keeping the data in ``data``, open around the clock."""
        line = Line(around_the_clock=True, close_at=None)
        return cls(server=Server(host=host, port=port, data=data), line=line)

    def printer_of(self, kiosk: str) -> str | None:
        """Return the name of the printer of a kiosk (device name), None if it has none."""
        return self.kiosks.get(kiosk, self.kiosks.get("*"))
