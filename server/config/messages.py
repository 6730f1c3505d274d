"""What can be said to the whole hall: the words of a pause and of a notice, in both languages."""

from pydantic import Field

from server.rules.catalogue import Text

from .kinds import Section, Sentence


class Message(Section):
    """A sentence for everybody in the hall, chosen by its word."""

    vi: Sentence = Field(description="What screens say in Vietnamese.")
    en: Sentence = Field(description="What screens say in English.")

    @property
    def text(self) -> Text:
        return Text(self.vi, self.en)


_DEFAULT = {
    "drill": (
        "Diễn tập sơ tán. Mời ông/bà theo hướng dẫn của nhân viên. Số thứ tự được giữ nguyên.",
        "Evacuation drill. Please follow the staff. Your place in the line is kept.",
    ),
    "power": (
        "Mất điện. Mời ông/bà ngồi chờ. Số thứ tự được giữ nguyên.",
        "Power failure. Please stay seated. Your place in the line is kept.",
    ),
    "network": (
        "Hệ thống hồ sơ đang gián đoạn. Mời ông/bà ngồi chờ. Số thứ tự được giữ nguyên.",
        "The case system is down. Please stay seated. Your place in the line is kept.",
    ),
    "ceremony": (
        "Trung tâm đang làm lễ chào cờ. Số thứ tự được giữ nguyên.",
        "Flag ceremony. Your place in the line is kept.",
    ),
    "short-pause": (
        "Trung tâm tạm dừng ít phút. Mời ông/bà ngồi chờ. Số thứ tự được giữ nguyên.",
        "A short pause. Please stay seated. Your place in the line is kept.",
    ),
    "officer-away": (
        "Cán bộ vắng đột xuất. Mong ông/bà chờ thêm; số thứ tự được giữ nguyên.",
        "An officer is away unexpectedly. Please bear with us; your place is kept.",
    ),
    "line-moved": (
        "Hàng chờ được chuyển sang quầy khác. Số và lượt được giữ nguyên.",
        "This line is served at another counter. Your number and place are kept.",
    ),
    "ask-reception": ("Mời ông/bà đến bàn hướng dẫn.", "Please come to the reception desk."),
}


def default_messages() -> dict[str, Message]:
    return {word: Message(vi=vi, en=en) for word, (vi, en) in _DEFAULT.items()}
