"""What happened is told in words: of one ticket to staff, of a day's hall-wide acts to the supervisor."""

import pytest

from server.hall import amending, closing, desks, journal
from server.hall.once import Asked
from server.rules.errors import Unknown
from server.rules.events import EVENTS
from server.rules.people import Identity
from server.store import journal as store
from tests.hall.house import KIOSK, RECEPTION, Document, House
from tests.hall.supervising import SUPERVISOR, move_line, pause, resume
from tools.examples import EXAMPLES

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def history(house: House, ticket: Document, who: Identity = RECEPTION) -> list[Document]:
    with house.hall.reading() as view:
        told = journal.history(house.hall, view, who, ticket["id"])
    assert told["number"] == ticket["number"]
    return list(told["events"])


def of_day(
    house: House, day: str = TODAY, after: int = 0, before: int | None = None, what: str | None = None
) -> Document:
    with house.hall.reading() as view:
        return journal.day(house.hall, view, day, (after, before), what)


def texts(events: list[Document], lang: str = "vi") -> list[str]:
    return [one["text"].in_(lang) for one in events]


def test_a_tickets_history_says_everything_that_happened_to_it_oldest_first(house: House) -> None:
    officer, other = house.officer("1", "an"), house.officer("2")
    house.issue("AH")
    ticket = house.issue("AH")
    house.call_next(other, "AH")
    house.move(officer, ticket, "call")
    house.move(officer, ticket, "hold", reason="copy")
    house.move(officer, ticket, "serve")
    house.move(officer, ticket, "transfer", service="AK")
    told = history(house, ticket)
    assert texts(told) == [
        "Lấy số, hàng AH, 1 người phía trước",
        "Gọi đến quầy 1: đến lượt theo thứ tự lấy số",
        "Chờ bổ sung tại quầy 1: đi photo giấy tờ",
        "Bắt đầu làm việc tại quầy 1",
        "Chuyển tiếp từ AH sang AK, giữ nguyên lượt",
    ]
    assert [one["seq"] for one in told] == sorted(one["seq"] for one in told)
    assert [one["counter"] for one in told] == [None, "1", "1", "1", "1"]
    assert told[1]["by"].vi == "cán bộ An"
    assert told[0]["by"].en == "kiosk k1"


def test_a_call_before_its_turn_says_so_and_why(house: House) -> None:
    officer = house.officer("1")
    house.issue("AH")
    late = house.issue("AH")
    house.move(officer, late, "call", reason="help")
    assert texts(history(house, late))[-1] == "Gọi đến quầy 1: cán bộ gọi chọn: Cần được giúp trước"
    (told,) = of_day(house, what="chosen")["events"]
    assert (told["number"], told["ticket"], told["counter"]) == (late["number"], late["id"], "1")


def test_a_chosen_call_that_was_undone_is_no_act_of_the_day(house: House) -> None:
    officer = house.officer("1")
    house.issue("AH")
    late = house.issue("AH")
    house.move(officer, late, "call", reason="help")
    house.move(officer, late, "undo")
    assert of_day(house, what="chosen")["events"] == []
    assert texts(history(house, late))[-1] == "Hoàn tác thao tác vừa rồi: đang chờ"


def test_officers_are_told_what_but_not_who_and_not_why_a_class_was_given(house: House) -> None:
    officer = house.officer("1", "an")
    ticket = house.issue("AH", who=RECEPTION, priority="urgent", reason="transport")
    house.move(officer, ticket, "call")
    to_staff, to_officer = history(house, ticket), history(house, ticket, officer)
    assert "Lý do: phải về kịp xe" in texts(to_staff)[0] and to_staff[1]["by"].vi == "cán bộ An"
    assert "Lý do" not in texts(to_officer)[0] and to_officer[1]["by"].vi == "cán bộ"
    assert "An" not in str(to_officer)


def test_officers_are_not_told_which_class_was_put_right_nor_why(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    wish = amending.Wish("entitled", priority="elderly", service="AK")
    amending.amend(house.hall, RECEPTION, Asked(RECEPTION.actor), ticket["id"], wish)
    to_staff, to_officer = texts(history(house, ticket))[-1], texts(history(house, ticket, officer))[-1]
    assert "sớm hơn 30 phút. Lý do: thuộc diện ưu tiên" in to_staff
    assert to_officer == "Sửa phiếu: từ AH sang AK"


def test_one_ticket_is_not_told_of_another(house: House) -> None:
    first, second = house.issue("AH"), house.issue("AH")
    assert len(history(house, first)) == len(history(house, second)) == 1
    with pytest.raises(Unknown):
        history(house, {"id": "nothing", "number": ""})


def test_a_number_that_expired_over_a_holiday_is_told_to_its_end_and_no_further(house: House) -> None:
    ticket = house.issue("AH")
    house.clock.forward(minutes=3 * 24 * 60)
    house.issue("AH")
    assert texts(history(house, ticket))[-1] == "Hết ngày, số hết hiệu lực"
    assert [one["what"] for one in history(house, ticket)] == ["ticket-issued", "ticket-expired"]


def test_the_days_acts_are_told_newest_first_without_what_happened_to_tickets(house: House) -> None:
    house.officer("1")
    for _ in range(2):
        house.issue("AH")
    pause(house, "power")
    house.clock.forward(s=95)
    resume(house)
    house.officer("2")
    move_line(house, "AH", counter="2")
    closing.close(house.hall, SUPERVISOR, Asked("s"))
    told = of_day(house)
    said = texts(told["events"])
    assert said[0] == "Đóng ngày 23/11/2026, 2 số hết hiệu lực"
    assert "Chuyển cả hàng AH đến quầy 2: 2 số, giữ nguyên số và lượt" in said
    assert "Toàn trung tâm làm việc trở lại, sau 1 phút 35 giây" in said
    assert any(one.startswith("Tạm dừng toàn trung tâm: mất điện") for one in said)
    assert [one["seq"] for one in told["events"]] == sorted((one["seq"] for one in told["events"]), reverse=True)
    assert not any(one["ticket"] for one in told["events"])
    assert told["more"] is False


def test_a_day_has_its_own_acts_and_no_others(house: House) -> None:
    officer = house.officer("1")
    desks.set_status(house.hall, officer, "1", "paused", "lunch")
    before = of_day(house)["events"]
    house.clock.forward(minutes=24 * 60)
    house.officer("1")
    assert of_day(house)["events"] == before
    (signed_in,) = of_day(house, TOMORROW, what="signed-in")["events"]
    assert signed_in["at"].startswith(TOMORROW)
    assert of_day(house, "2026-11-20")["events"] == of_day(house, "2027-01-01")["events"] == []


def test_the_journal_is_read_in_pages_without_a_gap_and_in_parts(house: House) -> None:
    officer = house.officer("1")
    for _ in range(70):
        desks.set_status(house.hall, officer, "1", "paused", "rest")
        desks.set_status(house.hall, officer, "1", "open", None)
    pages = [of_day(house)]
    while pages[-1]["more"]:
        pages.append(of_day(house, before=pages[-1]["events"][-1]["seq"]))
    seqs = [one["seq"] for page in pages for one in page["events"]]
    assert [len(page["events"]) for page in pages] == [100, len(seqs) - 100]
    assert len(set(seqs)) == len(seqs) == sum(one["ticket"] is None for one in house.events())
    newest = of_day(house, after=seqs[3])["events"]
    assert [one["seq"] for one in newest] == seqs[:3]
    assert {one["what"] for one in of_day(house, what="counters")["events"]} == {"counter-status"}
    assert {one["what"] for one in of_day(house, before=seqs[50], what="counters")["events"]} >= {"signed-in"}
    assert of_day(house, what="lines")["events"] == []


def test_every_kind_of_event_is_told_either_with_its_ticket_or_in_the_journal() -> None:
    of_tickets = {what for what in EXAMPLES if what.startswith(("ticket-", "print-"))}
    of_tickets |= {"call-announced", "move-undone"}
    assert set(journal.WHOLE) | of_tickets == set(EVENTS)
    assert set(journal.WHOLE) & of_tickets == set()
    assert len(journal.WHOLE) == len(set(journal.WHOLE))


def test_a_day_is_found_in_the_log_wherever_it_lies(house: House) -> None:
    for _ in range(5):
        house.issue("AH", who=KIOSK)
        house.clock.forward(ms=10)
    at = [one["at"] for one in house.events()]
    with house.hall.reading() as view:
        for instant in (0, *at, *(one + 1 for one in at), at[-1] + 10**6):
            found = store.first_at(view.db, view.centre, instant, view.seq)
            assert found == 1 + sum(one < instant for one in at)
