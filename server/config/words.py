"""Words that staff choose from: what came of a visit, and why something is done out of the ordinary."""

from collections.abc import Mapping

from pydantic import Field

from server.rules.catalogue import Text

from .kinds import Label, Section, Word
from .messages import Message, default_messages


class Phrase(Section):
    """A word of the log, as people read it."""

    vi: Label = Field(description="Words on the page in Vietnamese.")
    en: Label = Field(description="Words on the page in English.")

    @property
    def text(self) -> Text:
        return Text(self.vi, self.en)


Phrases = dict[Word, Phrase]


def _phrases(**words: tuple[str, str]) -> Phrases:
    return {word: Phrase(vi=vi, en=en) for word, (vi, en) in words.items()}


def default_outcomes() -> Phrases:
    return _phrases(
        received=("Đã tiếp nhận", "Received"),
        result=("Đã trả kết quả", "Result handed over"),
        supplement=("Yêu cầu bổ sung", "More papers asked for"),
        refused=("Từ chối tiếp nhận", "Refused"),
        guided=("Đã hướng dẫn", "Guided"),
        mistaken=("Lấy nhầm số", "Wrong number taken"),
    )


OTHER = ("Lý do khác", "Another reason")


def _calls() -> Phrases:
    return _phrases(
        present=("Đã có mặt tại quầy", "Is at the counter"),
        help=("Cần được giúp trước", "Needs to be helped first"),
        same=("Cùng hồ sơ với số vừa làm", "Same dossier as the number just served"),
        assigned=("Theo phân công của lãnh đạo", "As assigned by management"),
        other=OTHER,
    )


def _holds() -> Phrases:
    return _phrases(
        copy=("Đi photo giấy tờ", "Gone to photocopy"),
        papers=("Lấy thêm giấy tờ", "Fetching a paper"),
        form=("Viết lại tờ khai", "Filling in the form again"),
        fee=("Nộp phí, lệ phí", "Paying a fee"),
        other=OTHER,
    )


def _pauses() -> Phrases:
    return _phrases(
        lunch=("Ăn trưa", "Lunch"),
        rest=("Giải lao", "Break"),
        meeting=("Họp", "Meeting"),
        duty=("Làm việc khác", "Other work"),
        other=OTHER,
    )


def _transfers() -> Phrases:
    return _phrases(
        mistaken=("Lấy nhầm nội dung", "Wrong service taken"),
        elsewhere=("Cần làm ở cơ quan khác", "Needs another department"),
        crowded=("Quầy quá đông", "The counter is too busy"),
        other=OTHER,
    )


def _cancels() -> Phrases:
    return _phrases(
        left=("Ông/bà không làm nữa", "The person no longer needs it"),
        mistaken=("Lấy nhầm số", "Wrong number taken"),
        double=("Lấy trùng hai số", "Two numbers taken"),
        other=OTHER,
    )


def _records() -> Phrases:
    return _phrases(
        network=("Đã phục vụ khi mất mạng", "Served while the network was down"),
        other=OTHER,
    )


def _amends() -> Phrases:
    return _phrases(
        asked=("Ông/bà yêu cầu", "The person asked for it"),
        mistaken=("Chọn nhầm lúc lấy số", "Chosen by mistake"),
        entitled=("Thuộc diện ưu tiên, chưa chọn", "Entitled to priority, not chosen"),
        undue=("Không thuộc diện ưu tiên", "Not entitled to priority"),
        supplement=("Quay lại bổ sung hồ sơ", "Back with missing papers"),
        urgent=("Cần giúp ngay", "Needs help now"),
        other=OTHER,
    )


def _classes() -> Phrases:
    return _phrases(
        help=("Không chờ lâu được", "Cannot wait for long"),
        deadline=("Hôm nay là hạn cuối", "Today is the last day"),
        transport=("Phải về kịp xe, kịp tàu", "Has a bus or boat to catch"),
        ours=("Phải quay lại vì trung tâm làm sai", "Had to come back because of our mistake"),
        other=OTHER,
    )


class Words(Section):
    """Words that staff choose from, in the order shown; your list replaces ours. Other reasons count as 'other'."""

    outcomes: Phrases = Field(default_factory=default_outcomes, description="What came of a visit ('finish').")
    call_reasons: Phrases = Field(
        default_factory=_calls, description="Why a waiting ticket is called before its turn; citizens read it too."
    )
    hold_reasons: Phrases = Field(default_factory=_holds, description="What a citizen is waited for.")
    pause_reasons: Phrases = Field(default_factory=_pauses, description="Why a counter calls nobody for a while.")
    transfer_reasons: Phrases = Field(
        default_factory=_transfers, description="Why reception sends a waiting ticket elsewhere."
    )
    cancel_reasons: Phrases = Field(default_factory=_cancels, description="Why a ticket is cancelled.")
    record_reasons: Phrases = Field(
        default_factory=_records, description="Why reception records somebody as served afterwards."
    )
    amend_reasons: Phrases = Field(
        default_factory=_amends, description="Why reception changes what a ticket waits for, or its priority."
    )
    class_reasons: Phrases = Field(
        default_factory=_classes, description="Why reception gives a priority class that asks for a reason."
    )

    messages: dict[Word, Message] = Field(
        default_factory=default_messages, description="What a pause of the hall or a notice may say on all screens."
    )

    def reasons(self, act: str) -> Mapping[str, Phrase]:
        """The reasons of a move, of 'pause' or of 'issue' (its class); empty for what has none."""
        lists = {"call": self.call_reasons, "hold": self.hold_reasons, "pause": self.pause_reasons}
        lists |= {"transfer": self.transfer_reasons, "cancel": self.cancel_reasons, "record": self.record_reasons}
        lists |= {"amend": self.amend_reasons, "issue": self.class_reasons}
        return lists.get(act, {})

    def kept(self, act: str, given: str | None) -> str | None:
        """A reason as the log may hold it: a known word, else 'other'. Free text could say who somebody is."""
        return given if given is None or given in self.reasons(act) else "other"

    def said(self, act: str, word: str) -> Text:
        """A kept reason as people read it, also one whose word is no longer configured."""
        known = self.reasons(act).get(word)
        return known.text if known else Text(*OTHER)
