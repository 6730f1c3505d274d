"""What became of a print, in closed words, and what a printer's four status bytes mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from server.rules.catalogue import Text

State = Literal["yes", "failed"]
NEAR_END = "paper-low"


@dataclass(frozen=True, slots=True)
class Code:
    """One word for how a print ended. `permanent`: it fails again until somebody changes the configuration."""

    state: State
    text: Text
    permanent: bool = False
    of_job: bool = False
    """Whether it says something about this one job only, and nothing about the printer."""


CODES = MappingProxyType(
    {
        "ok": Code("yes", Text("Bình thường", "Working")),
        "sent": Code("yes", Text("Đã gửi lệnh in, máy in không báo lại", "Sent; this printer cannot be asked")),
        "shown": Code("yes", Text("Hiện phiếu trên màn hình", "Shown on the screen")),
        "paper-out": Code("failed", Text("Hết giấy", "Out of paper")),
        "cover-open": Code("failed", Text("Nắp máy in đang mở", "The cover is open")),
        "cutter": Code("failed", Text("Kẹt dao cắt giấy", "The cutter is jammed")),
        "too-hot": Code("failed", Text("Đầu in quá nóng", "The print head is too hot")),
        "error": Code("failed", Text("Máy in báo lỗi", "The printer reports an error")),
        "broken": Code("failed", Text("Máy in hỏng", "The printer is broken"), permanent=True),
        "offline": Code("failed", Text("Máy in chưa sẵn sàng", "The printer is offline")),
        "unreachable": Code("failed", Text("Không kết nối được máy in", "The printer cannot be reached")),
        "no-answer": Code("failed", Text("Máy in không trả lời", "The printer does not answer")),
        "unconfirmed": Code("failed", Text("Không rõ phiếu đã in hay chưa", "Not known whether the slip was printed")),
        "disk-full": Code("failed", Text("Ổ đĩa đầy", "The disk is full")),
        "no-permission": Code(
            "failed", Text("Không có quyền ghi vào máy in", "No permission to write to the printer"), permanent=True
        ),
        "unknown": Code("failed", Text("Chưa rõ", "Not known yet")),
        "queue-full": Code("failed", Text("Quá nhiều phiếu chờ in", "Too many slips are waiting"), of_job=True),
        "interrupted": Code("failed", Text("Bị ngắt khi đang in", "Interrupted while being printed"), of_job=True),
        "not-drawn": Code("failed", Text("Không vẽ được phiếu", "The slip could not be drawn"), True, True),
        "no-printer": Code("failed", Text("Không có máy in này", "There is no such printer"), True, True),
        "fault": Code("failed", Text("Lỗi phần mềm khi in", "A fault of the print program"), of_job=True),
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a print, or a look at a printer, ended: `code` is one of CODES; `warning` is "" or "paper-low"."""

    state: State
    code: str
    permanent: bool = False
    warning: str = ""

    @classmethod
    def of(cls, code: str, warning: str = "") -> "Outcome":
        """The outcome of this code; KeyError for a word that is not in CODES."""
        return cls(CODES[code].state, code, CODES[code].permanent, warning)

    @property
    def text(self) -> Text:
        return CODES[self.code].text


# (which of the four answers, bits, code), the most telling first: an open cover also reads as no paper.
_FAULTS = (
    (2, 0x04, "cover-open"),
    (4, 0x60, "paper-out"),
    (2, 0x20, "paper-out"),
    (3, 0x08, "cutter"),
    (3, 0x20, "broken"),
    (3, 0x40, "too-hot"),
    (2, 0x40, "error"),
    (1, 0x08, "offline"),
)


def is_status(byte: int) -> bool:
    """Whether this can be an answer to DLE EOT: four of its bits never change."""
    return byte & 0x93 == 0x12


def verdict(answers: Sequence[int]) -> Outcome:
    """What the answers to DLE EOT 1, 2, 3, 4 say together; "no-answer" if one is missing or is no answer."""
    if len(answers) != 4 or not all(map(is_status, answers)):
        return Outcome.of("no-answer")
    warning = NEAR_END if answers[3] & 0x0C else ""
    for which, bits, code in _FAULTS:
        if answers[which - 1] & bits:
            return Outcome.of(code, warning)
    return Outcome.of("ok", warning)
