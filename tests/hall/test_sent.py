"""Who was sent to a counter is not stranded there: back to the line when it closes, and an alert where nobody calls."""

from collections.abc import Callable

import pytest

from server.hall import day, desks, people
from server.rules.errors import Forbidden, Invalid
from server.rules.people import Identity
from server.rules.ticket import State
from tests.hall import model
from tests.hall.house import RECEPTION, Document, House
from tests.hall.supervising import move_line, what
from tests.hall.test_alerts import standing
from tests.hall.test_citizen import leave, rejoin
from tests.hall.test_left import close


def closes(house: House, who: Identity) -> None:
    desks.set_status(house.hall, who, "1", "closed", None)


def closes_after_the_last(house: House, who: Identity) -> None:
    last = house.issue("AK")
    house.move(who, last, "serve")
    closes(house, who)
    house.move(who, last, "finish")


def signs_out(house: House, who: Identity) -> None:
    people.sign_out(house.hall, who)


def goes_elsewhere(house: House, who: Identity) -> None:
    house.officer("2", "at1")


@pytest.mark.parametrize("leaves", [closes, closes_after_the_last, signs_out, goes_elsewhere])
def test_a_line_sent_to_a_counter_that_goes_is_called_where_it_belongs(
    house: House, leaves: Callable[[House, Identity], None]
) -> None:
    gone, other = house.officer("1"), house.officer("12")
    first = house.issue("BA")
    move_line(house, "BA", counter="1")
    place = house.ticket(first).due_at
    leaves(house, gone)
    assert what(house).count("ticket-released") == 1
    called = house.call_next(other)
    assert called
    assert (called["ticket"]["id"], house.ticket(first).due_at) == (first["id"], place)
    assert called["reason"]["text"]["vi"] == "Quầy trước đã đóng, giữ nguyên lượt"


def test_a_session_that_ends_idle_frees_them_too(house: House) -> None:
    house.officer("1")
    first = house.issue("BA")
    move_line(house, "BA", counter="1")
    house.clock.forward(minutes=60 * house.config.rules.idle_hours - 1)
    house.officer("12")
    house.clock.forward(minutes=2)
    day.tick(house.hall)
    assert house.ticket(first).for_counter is None


def test_a_pause_keeps_them_and_so_does_a_takeover(house: House) -> None:
    house.officer("12")
    one = house.officer("1")
    first = house.issue("BA")
    house.move(RECEPTION, first, "transfer", counter="1", reason="help")
    desks.set_status(house.hall, one, "1", "paused", None)
    house.officer("1", "another", takeover=True)
    house.officer("1", "another")
    assert house.ticket(first).for_counter == "1"


def test_who_only_this_counter_serves_waits_for_it(house: House) -> None:
    one = house.officer("11")
    only = house.issue("BT")
    house.move(RECEPTION, only, "transfer", counter="11", reason="help")
    closes_11 = len(house.events())
    desks.set_status(house.hall, one, "11", "closed", None)
    assert house.ticket(only).for_counter == "11"
    assert [one["what"] for one in house.events()[closes_11:]] == ["counter-status"]


def test_who_was_missed_comes_back_to_the_line_and_not_to_a_closed_counter(house: House) -> None:
    one = house.officer("1")
    missed = house.issue("BA")
    house.move(RECEPTION, missed, "transfer", counter="1", reason="help")
    house.move(one, missed, "call")
    house.move(one, missed, "no-show")
    closes(house, one)
    other = house.officer("12")
    assert house.move(other, missed, "return")["for"] is None
    assert house.call_next(other)


def test_what_the_close_gave_back_cannot_be_sent_there_again_by_undo(house: House) -> None:
    one = house.officer("1")
    first = house.issue("AH")
    house.move(one, first, "serve")
    house.move(one, first, "transfer", counter="1")
    closes(house, one)
    with pytest.raises(Forbidden):
        house.move(one, first, "undo")


def test_who_was_sent_to_a_paused_counter_is_an_alert_though_the_line_is_open(house: House) -> None:
    one = house.officer("1")
    other = house.officer("12")
    house.issue("BA")
    move_line(house, "BA", counter="1")
    house.issue("BA")
    house.clock.forward(minutes=30)
    assert standing(house) == []
    desks.set_status(house.hall, one, "1", "paused", None)
    assert standing(house, 30) == []
    (alert,) = standing(house, 29)
    assert (alert["service"], alert["waiting"], alert["offers"]) == ("BA", 1, [])
    assert move_line(house, "BA", service="BA")["moved"] == 1
    assert standing(house) == []
    called = house.call_next(other)
    assert called
    assert called["ticket"]["number"] == "BA001"
    assert called["reason"]["text"]["vi"] == "Chờ lại, giữ nguyên lượt"


def test_who_was_sent_to_an_officer_who_is_not_there_is_an_alert(house: House) -> None:
    away = house.officer("11", "away")
    house.officer("12")
    house.move(RECEPTION, house.issue("BA"), "transfer", officer="away", reason="help")
    assert standing(house, 600) == []
    people.sign_out(house.hall, away)
    assert standing(house, 30) == []
    assert len(standing(house, 30)) == 1
    house.officer("11", "away")
    assert standing(house) == []


def returns(house: House, who: Identity, sent: Document) -> None:
    house.move(who, sent, "serve", reason="other")
    close(house, "3")
    house.move(who, sent, "return")
    assert house.move(who, sent, "undo")["state"] == "serving"
    house.move(who, sent, "return")


def undoes(house: House, who: Identity, sent: Document) -> None:
    house.move(who, sent, "call", reason="other")
    close(house, "3")
    assert house.move(who, sent, "undo")["for"] is None


def leaves_and_stays(house: House, who: Identity, sent: Document) -> None:
    leave(house, sent)
    close(house, "3")
    rejoin(house, sent)


def is_given_back(house: House, who: Identity, sent: Document) -> None:
    house.move(who, sent, "serve", reason="other")
    close(house, "3")
    close(house, "1")


def is_sent_on_by_a_counter_that_closes(house: House, who: Identity, sent: Document) -> None:
    house.move(who, sent, "serve", reason="other")
    house.move(who, sent, "transfer", counter="1")
    house.move(who, sent, "call")
    closes(house, who)
    assert house.move(who, sent, "return")["for"] is None


WAYS_BACK = [returns, undoes, leaves_and_stays, is_given_back, is_sent_on_by_a_counter_that_closes]


@pytest.mark.parametrize("comes_back", WAYS_BACK)
def test_who_comes_back_to_the_line_waits_for_no_counter_that_closed_meanwhile(
    house: House, comes_back: Callable[[House, Identity, Document], None]
) -> None:
    house.officer("3")
    sent = house.issue("AH")
    house.move(RECEPTION, sent, "transfer", counter="3", reason="help")
    place = house.ticket(sent).due_at
    house.clock.forward(s=5)
    comes_back(house, house.officer("1"), sent)
    now = house.ticket(sent)
    assert (now.state, now.for_counter, now.due_at) == (State.WAITING, None, place)
    house.issue("AH")
    called = house.call_next(house.officer("2"))
    assert called
    assert called["ticket"]["id"] == sent["id"]
    model.log_is_whole(house)


def test_who_is_sent_to_a_counter_before_it_opens_waits_for_it_also_after_an_undo(house: House) -> None:
    one = house.officer("1")
    sent = house.issue("AH")
    house.move(one, sent, "serve")
    assert house.move(one, sent, "transfer", counter="3")["for"] == {"counter": "3"}
    house.move(one, sent, "call", reason="other")
    assert house.move(one, sent, "undo")["for"] == {"counter": "3"}
    assert house.move(one, sent, "undo")["state"] == "serving"


def test_a_line_nobody_was_sent_from_is_there_already(house: House) -> None:
    house.officer("12")
    house.issue("BA")
    with pytest.raises(Invalid):
        move_line(house, "BA", service="BA")
