"""Every event is a sentence in both languages, made of what it holds; people are named only to who may know."""

import re
from dataclasses import replace

import pytest

from server.rules import events, events_hall, events_hours, events_visits
from server.rules.catalogue import Text
from server.rules.event_words import WORDS, by, read, said
from server.rules.events import EVENTS
from server.rules.telling import Told
from server.store.events import _details
from tools.examples import EXAMPLES, Example

NAMES = Example()
MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I)


@pytest.mark.parametrize("what", EVENTS)
def test_every_event_is_a_sentence_in_both_languages(what: str) -> None:
    text = said(EXAMPLES[what], NAMES)
    assert MARKED.search(text.vi), text.vi
    assert not MARKED.search(text.en.replace("Lê", "")), text.en
    for one in (text.vi, text.en):
        assert one[0].isupper() and one == one.strip() and not one.endswith((",", ":"))
        assert not re.search(r"None|\{|\}|  |''|_", one), one


def test_nothing_has_words_that_does_not_happen() -> None:
    assert set(WORDS) == set(EVENTS.values())
    assert set(EXAMPLES) == set(EVENTS)


@pytest.mark.parametrize("what", EVENTS)
def test_an_event_is_read_back_from_the_log_as_it_was(what: str) -> None:
    event = EXAMPLES[what].event
    assert read(what, _details(event)) == event


def test_what_an_earlier_program_wrote_is_read_as_far_as_it_can_be() -> None:
    assert read("ticket-called", {"why": "order", "colour": "red"}) == events.Called("order")
    assert read("ticket-called", {}) is None
    assert read("never-heard-of", {}) is None


SAID = [
    (Told(events.Called("order"), "5"), "Gọi đến quầy 5: đến lượt theo thứ tự lấy số"),
    (Told(events.Called("chosen", "help", True), "5"), "Gọi đến quầy 5: cán bộ gọi chọn: Cần được giúp trước"),
    (Told(events.Serving(True), "5"), "Bắt đầu làm việc tại quầy 5, không theo thứ tự"),
    (Told(events.Issued(ahead=0), after={"service": "BA", "why": "order"}), "Lấy số, hàng BA, 0 người phía trước"),
    (Told(events.Missed(), "5", {"misses": 1}, {"misses": 2}), "Vắng khi gọi, lần 2"),
    (Told(events.Finished("BA"), "5"), "Hoàn thành BA tại quầy 5"),
    (Told(events.Returned(None, 61), "5"), "Cho chờ lại, lùi 2 phút"),
    (Told(events.Held(), "5"), "Chờ bổ sung tại quầy 5"),
    (
        Told(events.Transferred(), "5", {"service": "BA"}, {"service": "AK"}),
        "Chuyển tiếp từ BA sang AK, giữ nguyên lượt",
    ),
    (
        Told(events.Transferred(True, "mistaken"), "5", {}, {"for_counter": "7"}),
        "Chuyển tiếp đến quầy 7, xếp cuối hàng: lấy nhầm nội dung",
    ),
    (Told(events.Transferred(), "5", {}, {"for_officer": "p"}), "Chuyển tiếp cho cán bộ Lê An, giữ nguyên lượt"),
    (Told(events.Undone(3), "5"), "Hoàn tác thao tác vừa rồi"),
    (Told(events_visits.Amended("undue", credit=0)), "Sửa phiếu: bỏ ưu tiên. Lý do: không thuộc diện ưu tiên"),
    (Told(events_visits.Amended(None, then=())), "Sửa phiếu: không làm tiếp nội dung khác"),
    (Told(events_visits.Amended("asked", then=())), "Sửa phiếu: không làm tiếp nội dung khác. Lý do: ông/bà yêu cầu"),
    (
        Told(events_hall.LineMoved("BA", None, "7", 2)),
        "Chuyển cả hàng BA đến quầy 7: 2 số, giữ nguyên số và lượt",
    ),
    (
        Told(events_hall.LineMoved("BA", "BA", None, 2)),
        "Đưa về hàng BA những số đã chuyển đi: 2 số, giữ nguyên số và lượt",
    ),
    (Told(events_hours.DayClosed("2026-11-24", 3, "")), "Đóng ngày 24/11/2026, 3 số hết hiệu lực"),
    (Told(events_hours.IssuingStopped("")), "Ngừng phát số: cả trung tâm"),
    (
        Told(events_hours.HoursSet("", "BA", "mon-fri sat", "", "", own=False)),
        "Giờ làm việc của BA, thứ Hai-thứ Sáu, thứ Bảy: theo giờ chung",
    ),
    (
        Told(events_hours.ClosureAdded("2026-12-01", "", "BA", "", "", 0, 2)),
        "Thêm ngày khác thường lệ: 01/12/2026, BA, đóng cửa cả ngày. 2 lịch hẹn không còn quầy làm",
    ),
    (Told(events.CounterStatus("closed"), "5"), "Quầy 5 đóng"),
    (Told(events.SignedOut("signed-out")), "Đăng xuất"),
]


@pytest.mark.parametrize(("told", "vi"), SAID)
def test_a_sentence_says_what_the_event_holds(told: Told, vi: str) -> None:
    assert said(told, NAMES).vi == vi


def test_english_counts_people_as_english_does() -> None:
    told = EXAMPLES["ticket-issued"]
    assert "4 people ahead" in said(told, NAMES).en
    assert "1 person ahead" in said(replace(told, event=events.Issued(ahead=1)), NAMES).en


@pytest.mark.parametrize(
    ("actor", "name", "vi", "en"),
    [
        ("officer:p", "Lê An", "cán bộ Lê An", "officer Lê An"),
        ("officer:p", "Cán bộ quầy 5", "Cán bộ quầy 5", "officer Cán bộ quầy 5"),
        ("reception:p", "Cán bộ hướng dẫn", "Cán bộ hướng dẫn", "reception Cán bộ hướng dẫn"),
        ("supervisor:p", "GIÁM SÁT trung tâm", "GIÁM SÁT trung tâm", "supervisor GIÁM SÁT trung tâm"),
        ("reception:p", "Reception 2", "bàn hướng dẫn Reception 2", "Reception 2"),
        ("officer:p", "Cán Bội Lan", "cán bộ Cán Bội Lan", "officer Cán Bội Lan"),
    ],
)
def test_what_somebody_is_is_said_once(actor: str, name: str, vi: str, en: str) -> None:
    class Called(Example):
        def person(self, id: str) -> str:
            return name

    assert by(actor, Called()) == Text(vi, en)


def test_a_kiosk_that_is_named_so_is_not_called_a_kiosk_twice() -> None:
    assert by("kiosk:d", NAMES) == Text("máy lấy số kiosk-1", "kiosk-1")


def test_people_are_named_only_to_who_may_know() -> None:
    assert by("officer:p", NAMES) and by("officer:p", NAMES).vi == "cán bộ Lê An"  # type: ignore[union-attr]
    unnamed = Example(named=False)
    assert [by(actor, unnamed).vi for actor in ("officer:p", "kiosk:d", "system", "citizen:t")] == [  # type: ignore[union-attr]
        "cán bộ",
        "máy lấy số kiosk-1",
        "hệ thống",
        "người có phiếu",
    ]
    assert by("ghost:1", NAMES) is None
    texts = [said(told, unnamed) for told in EXAMPLES.values()]
    assert "Lê An" not in str(texts)


def test_the_code_that_opens_an_appointment_is_never_told() -> None:
    assert "123456" not in str(said(EXAMPLES["appointment-made"], NAMES))


def test_every_way_a_session_ends_is_said() -> None:
    ways = re.findall(r"[a-z]+(?:-[a-z]+)*", (events.SignedOut.__doc__ or "").partition("is signed-out,")[2])
    known = {"replaced", "taken-over", "idle", "day-closed", "password", "disabled", "role", "counter-gone"}
    assert set(ways) >= known | {"counter-closed"}
    hyphened = {way for way in ways if "-" in way} | known
    said_of = {way: said(Told(events.SignedOut(way), "5"), NAMES).vi for way in hyphened}
    assert [way for way, words in said_of.items() if words == "Rời quầy 5"] == []
