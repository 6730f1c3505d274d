"""Every call says why it really was: the counter's preference, the service asked for, or the order of numbers."""

from typing import Any

import orjson
import pytest

from server.hall import citizen, documents, overview
from server.hall.once import Asked
from server.rules.people import Identity
from server.store import events as log
from tests.hall.house import Document, House

FIRST_AK = "Quầy này gọi trước: AK"
ASKED_AK = "Cán bộ gọi nội dung: AK"
RESULT = "Nhận kết quả, giải quyết nhanh"
ORDER = "Đến lượt theo thứ tự lấy số"


def called(house: House, who: Identity, service: str | None = None) -> tuple[str, str, str]:
    """(number, the reason's code, its words) of the next call."""
    answer = house.call_next(who, service)
    assert answer
    assert answer["ticket"]["why"] == answer["reason"]["text"]
    return answer["ticket"]["number"], answer["reason"]["code"], answer["reason"]["text"]["vi"]


def page(house: House, counter: str) -> Document:
    with house.hall.reading() as view:
        return documents.counter_page(house.hall, view, counter)


def rows(house: House, counter: str) -> list[tuple[str, str]]:
    """(number, why it stands there) of each who waits for the counter."""
    shown = orjson.loads(orjson.dumps(page(house, counter)["waiting"]["tickets"]))
    return [(one["number"], one["why"]["vi"]) for one in shown]


def come(house: House, *services: str, apart: float = 10) -> list[Document]:
    """One for each service, ten minutes apart."""
    came = []
    for service in services:
        came.append(house.issue(service))
        house.clock.forward(minutes=apart)
    return came


def test_a_call_by_preference_says_so_everywhere(house: House) -> None:
    two = house.officer("2")
    come(house, "AH", "AK")
    assert called(house, two) == ("AK001", "preferred", FIRST_AK)
    with house.hall.reading() as view:
        board = documents.board(house.hall, view, "A")
    assert board["calls"][-1]["why"].vi == FIRST_AK
    assert board["calls"][-1]["why"].en == "This counter calls first: AK"
    assert house.events()[-1]["details"] == {"why": "preferred", "why_arg": "AK", "chosen": False}
    assert page(house, "2")["today"]["chosen"] == page(house, "2")["today"]["by_service"] == 0


def test_a_result_that_goes_first_is_quickly_done(house: House) -> None:
    eleven = house.officer("11")
    come(house, "BA", "BT")
    assert rows(house, "11") == [("BT001", RESULT), ("BA001", ORDER)]
    assert called(house, eleven) == ("BT001", "results", RESULT)


def test_who_would_be_first_anyway_is_called_in_the_order_of_numbers(house: House) -> None:
    two = house.officer("2")
    come(house, "AK", "AH")
    assert called(house, two) == ("AK001", "order", ORDER)
    house.move(two, page(house, "2")["current"]["id"], "cancel")
    assert called(house, two) == ("AH001", "order", ORDER)


def test_a_counter_without_preferences_gives_no_such_reason(house: House) -> None:
    one = house.officer("1")
    come(house, "AH", "AK")
    assert called(house, one) == ("AH001", "order", ORDER)


def test_undoing_the_call_gives_the_ticket_its_own_reason_back(house: House) -> None:
    two = house.officer("2")
    _, second = come(house, "AH", "AK")
    called(house, two)
    assert house.move(two, second, "undo")["why"]["vi"] == ORDER


def test_picking_the_one_who_is_next_by_preference_gives_that_reason(house: House) -> None:
    two = house.officer("2")
    _, second = come(house, "AH", "AK")
    assert house.move(two, second, "call")["why"]["vi"] == FIRST_AK


def test_each_row_that_stands_before_others_by_preference_says_so(house: House) -> None:
    house.officer("1"), house.officer("2")
    come(house, "AK", "AH", "AK", "AH")
    assert rows(house, "2") == [("AK001", ORDER), ("AK002", FIRST_AK), ("AH001", ORDER), ("AH002", ORDER)]
    assert rows(house, "1") == [("AK001", ORDER), ("AH001", ORDER), ("AK002", ORDER), ("AH002", ORDER)]
    assert rows(house, "2")[1] == ("AK002", FIRST_AK), "though counter 1 was drawn from the same line"


def test_a_row_keeps_its_own_reason_beside_the_preference(house: House) -> None:
    house.officer("2")
    come(house, "AH")
    house.clock.forward(minutes=60)
    house.issue("AK", priority="elderly")
    house.clock.forward(minutes=5)
    assert rows(house, "2")[0][0] == "AH001"
    come(house, "AH")
    assert rows(house, "2")[1:] == [("AK001", "Ưu tiên: được tính như đến sớm hơn 30 phút"), ("AH002", ORDER)]
    house.move(house.officer("2"), rows_id(house, "AH001"), "cancel")
    first = house.issue("AH", priority="elderly")
    house.clock.forward(minutes=20)
    house.issue("AK", priority="elderly")
    assert (rows(house, "2")[1][0], rows(house, "2")[2][0]) == ("AK002", first["number"])
    assert rows(house, "2")[1][1] == f"Ưu tiên: được tính như đến sớm hơn 30 phút · {FIRST_AK}"


def rows_id(house: House, number: str) -> str:
    return next(one.id for one in house.all_tickets() if one.number == number)


def test_the_phone_says_which_services_its_counters_call_first(house: House) -> None:
    def told(ticket: Document) -> list[str]:
        now = house.ticket(ticket)
        with house.hall.reading() as view:
            shown = citizen.tracked(house.hall, view, now)
        return [one.vi for one in shown["preferred"]]

    house.officer("2")
    first, second = come(house, "AH", "AK")
    assert (told(first), told(second)) == (["AK"], [])
    house.move(house.officer("1"), first, "serve")
    assert told(first) == []


def test_calling_one_service_past_another_says_so_and_is_counted_apart(house: House) -> None:
    one = house.officer("1")
    come(house, "AH", "AK")
    assert called(house, one, "AK") == ("AK001", "by-service", ASKED_AK)
    today = page(house, "1")["today"]
    assert (today["chosen"], today["by_service"]) == (0, 1)
    with house.hall.reading() as view:
        (officer,) = overview.record(house.hall, view, view.business_date)["officers"]
        counter = next(one for one in overview.counters(house.hall, view) if one["counter"] == "1")
    assert (officer["called"], officer["chosen"], officer["by_service"]) == (1, 0, 1)
    assert (counter["chosen"], counter["by_service"]) == (0, 1)
    house.move(one, page(house, "1")["current"]["id"], "undo")
    assert page(house, "1")["today"]["by_service"] == 0


@pytest.mark.parametrize(("counter", "why"), [("1", ORDER), ("2", FIRST_AK)])
def test_calling_one_service_whose_turn_it_is_passes_nobody(house: House, counter: str, why: str) -> None:
    who = house.officer(counter)
    come(house, *(["AK", "AH"] if counter == "1" else ["AH", "AK"]))
    assert called(house, who, "AK")[2] == why
    assert page(house, counter)["today"]["by_service"] == 0


def test_calling_one_service_past_who_was_sent_here_is_out_of_turn(house: House) -> None:
    one, three = house.officer("1"), house.officer("3")
    sent, _ = come(house, "AH", "AK")
    house.move(three, sent, "serve")
    house.move(three, sent, "transfer", counter="1")
    assert called(house, one, "AK")[1] == "by-service"


def test_asking_for_a_service_with_nobody_calls_nobody(house: House) -> None:
    one = house.officer("1")
    come(house, "AH")
    assert house.call_next(one, "AK") is None


def held_for(house: House, ticket: Document) -> str | None:
    """What the counter's page says a held ticket is waited for."""
    (one,) = (one for one in page(house, "1")["held"] if one["id"] == ticket["id"])
    return str(one["held_for"].vi) if one["held_for"] else None


def held(house: House, who: Identity, reason: str | None) -> Document:
    ticket = house.issue("AH")
    house.move(who, ticket, "serve")
    return house.move(who, ticket, "hold", reason=reason)


@pytest.mark.parametrize(
    ("given", "said"), [("papers", "Lấy thêm giấy tờ"), ("a name", "Lý do khác"), (None, None)], ids=str
)
def test_a_held_ticket_says_what_it_is_waited_for(house: House, given: str | None, said: str | None) -> None:
    one = house.officer("1")
    ticket = held(house, one, given)
    assert ticket["held_for"] == ({"vi": said, "en": ticket["held_for"]["en"]} if said else None)
    assert held_for(house, ticket) == said
    assert house.move(one, ticket, "serve")["held_for"] is None


def test_a_held_ticket_keeps_its_reason_through_what_happens_meanwhile(house: House) -> None:
    one = house.officer("1")
    ticket = held(house, one, "copy")
    token = ticket["track_url"].rsplit("/", 1)[1]
    citizen.leave(house.hall, Asked(f"citizen:{ticket['id']}"), token)
    citizen.rejoin(house.hall, Asked(f"citizen:{ticket['id']}"), token)
    assert held_for(house, ticket) == "Đi photo giấy tờ"
    house.move(one, ticket, "return")
    house.move(one, ticket, "undo")
    assert held_for(house, ticket) == "Đi photo giấy tờ"
    house.move(one, ticket, "serve")
    house.move(one, ticket, "hold", reason="fee")
    assert held_for(house, ticket) == "Nộp phí, lệ phí"
    house.move(one, ticket, "undo")
    house.move(one, ticket, "undo")
    assert held_for(house, ticket) == "Đi photo giấy tờ"


def test_a_reason_is_looked_up_once_for_each_hold_and_never_for_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, find = house.officer("1"), log.find
    asked: list[int] = []

    def counted(db: Any, centre: str, seq: int) -> Any:
        asked.append(seq)
        return find(db, centre, seq)

    monkeypatch.setattr(log, "find", counted)
    ticket = held(house, one, "fee")
    house.issue("AH")
    assert len(asked) == 1
    for _ in range(3):
        assert held_for(house, ticket) == "Nộp phí, lệ phí"
    assert len(asked) == 1
