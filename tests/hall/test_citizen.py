"""What a citizen does with the own link: leaving, taking that back, and coming back after a missed call."""

from typing import Any

import pytest

from server.hall import citizen, desks
from server.hall.once import Asked
from server.rules.errors import KeyReused, NotAllowed, Unknown
from server.rules.people import Identity
from server.rules.ticket import State
from server.store import pauses
from tests.hall.house import House, body

Document = dict[str, Any]


def token(ticket: Document) -> str:
    return str(ticket["track_url"]).rsplit("/", 1)[1]


def leave(house: House, ticket: Document, key: str | None = None) -> Document:
    return body(citizen.leave(house.hall, Asked(f"citizen:{ticket['id']}", key, "leave"), token(ticket)))


def rejoin(house: House, ticket: Document, key: str | None = None) -> Document:
    return body(citizen.rejoin(house.hall, Asked(f"citizen:{ticket['id']}", key, "rejoin"), token(ticket)))


def look(house: House, ticket: Document) -> Document:
    return citizen.look(house.hall, token(ticket))


def missed(house: House, officer: Identity, ticket: Document) -> None:
    house.move(officer, ticket, "call")
    for _ in range(2):
        house.clock.forward(s=30)
        house.move(officer, ticket, "recall")
    house.clock.forward(s=61)
    house.move(officer, ticket, "no-show")


def crowd(house: House) -> list[Document]:
    """Five who come one after another."""
    came = []
    for _ in range(5):
        house.clock.forward(s=5)
        came.append(house.issue("AH"))
    return came


def whats(house: House) -> list[str]:
    return [str(one["what"]) for one in house.events()]


def test_a_waiting_ticket_says_where_it_may_be_called_and_whether_anybody_works_there(house: House) -> None:
    ticket = house.issue("AH")
    assert (look(house, ticket)["place"].vi, look(house, ticket)["desks"]) == ("Khu A, quầy 1-3", "closed")
    officer = house.officer("1")
    assert look(house, ticket)["desks"] == "open"
    house.move(officer, ticket, "serve")
    assert (look(house, ticket)["place"], look(house, ticket)["desks"]) == (None, None)
    house.move(officer, ticket, "transfer", counter="2")
    assert (look(house, ticket)["place"].en, look(house, ticket)["desks"]) == ("Area A, counter 2", "closed")
    desks.set_status(house.hall, house.officer("2"), "2", "paused", None)
    assert look(house, ticket)["desks"] == "paused"


def test_leaving_ends_the_ticket_and_counts_it_out_of_its_line(house: House) -> None:
    first, second = house.issue("AH"), house.issue("AH")
    after = leave(house, first)
    assert (after["state"], after["can_leave"]) == ("cancelled", False)
    assert after["can_rejoin"]["keeps"] is True
    assert look(house, second)["ahead"] == 0
    event = house.events()[-1]
    assert (event["what"], event["actor"], event["ticket"]) == ("ticket-left", f"citizen:{first['id']}", first["id"])
    assert house.verify() == (len(house.events()), None)


def test_leaving_taken_back_within_two_minutes_gives_exactly_the_old_place(house: House) -> None:
    first, _ = house.issue("AH", priority="elderly"), house.issue("AH")
    before = house.ticket(first)
    leave(house, first)
    house.clock.forward(minutes=2)
    again = rejoin(house, first)
    assert (again["state"], again["ahead"], again["can_rejoin"]) == ("waiting", 0, None)
    after = house.ticket(first)
    assert (after.due_at, after.seq, after.since, after.why) == (before.due_at, before.seq, before.since, before.why)
    assert whats(house)[-2:] == ["ticket-left", "ticket-stayed"]


def test_leaving_cannot_be_taken_back_later(house: House) -> None:
    ticket = house.issue("AH")
    leave(house, ticket)
    house.clock.forward(minutes=2, ms=1)
    assert look(house, ticket)["can_rejoin"] is None
    with pytest.raises(NotAllowed, match="too late"):
        rejoin(house, ticket)
    assert house.ticket(ticket).state is State.CANCELLED


def test_a_pause_of_the_hall_stops_the_clock_of_leaving(house: House) -> None:
    ticket = house.issue("AH")
    leave(house, ticket)
    house.clock.forward(minutes=1)
    house.hall.write(lambda tx: pauses.begin(tx, "stop"))
    house.clock.forward(minutes=30)
    house.hall.write(pauses.end)
    house.clock.forward(minutes=1)
    assert rejoin(house, ticket)["state"] == "waiting"


def test_pressing_twice_is_pressing_once(house: House) -> None:
    ticket = house.issue("AH")
    leave(house, ticket)
    assert leave(house, ticket)["state"] == "cancelled"
    rejoin(house, ticket)
    assert rejoin(house, ticket)["state"] == "waiting"
    assert whats(house).count("ticket-left") == whats(house).count("ticket-stayed") == 1


def test_the_same_key_gives_the_same_answer_and_another_request_under_it_is_refused(house: House) -> None:
    ticket = house.issue("AH")
    first = citizen.leave(house.hall, Asked(f"citizen:{ticket['id']}", "k", "leave"), token(ticket))
    house.clock.forward(minutes=10)
    again = citizen.leave(house.hall, Asked(f"citizen:{ticket['id']}", "k", "leave"), token(ticket))
    assert (again.body, again.replayed) == (first.body, True)
    with pytest.raises(KeyReused):
        rejoin(house, ticket, "k")


@pytest.mark.parametrize("moves", [("call", "hold"), ("call", "serve", "hold")])
def test_a_held_ticket_that_is_left_is_held_again_at_its_counter(house: House, moves: tuple[str, ...]) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    for name in moves:
        house.move(officer, ticket, name)
    leave(house, ticket)
    assert rejoin(house, ticket)["state"] == "held"
    assert house.ticket(ticket).counter == "1"


def test_a_held_ticket_is_not_taken_back_to_a_desk_that_closed_meanwhile(house: House) -> None:
    officer, ticket, other = house.officer("1"), house.issue("AH"), house.issue("AH")
    for name in ("call", "hold"):
        house.move(officer, ticket, name)
    leave(house, ticket)
    desks.set_status(house.hall, officer, "1", "closed", None)
    after = rejoin(house, ticket)
    assert (after["state"], after["counter"], after["ahead"]) == ("waiting", None, 0)
    assert house.ticket(ticket).due_at == house.ticket(ticket).issued_at
    called = house.call_next(house.officer("2"))
    assert called
    assert (called["ticket"]["id"], other["ahead"]) == (ticket["id"], 1)


def test_leaving_while_called_frees_the_counter_and_tells_it(house: House) -> None:
    officer, first, other = house.officer("1"), house.issue("AH"), house.issue("AH")
    house.call_next(officer)
    house.published.clear()
    leave(house, first)
    assert any("counter/1" in rooms for rooms, _ in house.published)
    called = house.call_next(officer)
    assert called
    assert called["ticket"]["id"] == other["id"]


def test_nobody_leaves_from_the_desk(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    house.move(officer, ticket, "serve")
    assert look(house, ticket)["can_leave"] is False
    with pytest.raises(NotAllowed, match="served"):
        leave(house, ticket)


@pytest.mark.parametrize("end", ["finish", "cancel"])
def test_what_is_over_is_neither_left_nor_rejoined(house: House, end: str) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    house.move(officer, ticket, "serve" if end == "finish" else "call")
    house.move(officer, ticket, end)
    assert (look(house, ticket)["can_leave"], look(house, ticket)["can_rejoin"]) == (False, None)
    for act in (leave, rejoin):
        with pytest.raises(NotAllowed):
            act(house, ticket)


def test_a_waiting_or_called_ticket_has_nothing_to_rejoin(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    with pytest.raises(NotAllowed):
        rejoin(house, ticket)
    house.call_next(officer)
    with pytest.raises(NotAllowed, match="go to the counter"):
        rejoin(house, ticket)


def test_yesterdays_ticket_is_neither_left_nor_rejoined(house: House) -> None:
    waiting, left = house.issue("AH"), house.issue("AH")
    house.clock.set("2026-11-23T23:59:30+07:00")
    leave(house, left)
    house.clock.forward(minutes=1)
    for ticket in (waiting, left):
        assert (look(house, ticket)["can_leave"], look(house, ticket)["can_rejoin"]) == (False, None)
        for act in (leave, rejoin) if ticket is waiting else (rejoin,):
            with pytest.raises(NotAllowed):
                act(house, ticket)


@pytest.mark.parametrize("link", ["", "x", "0" * 36, "é" * 36])
def test_a_link_that_is_none_does_nothing(house: House, link: str) -> None:
    for act in (citizen.leave, citizen.rejoin):
        with pytest.raises(Unknown):
            act(house.hall, Asked("citizen:x"), link)


def test_a_missed_ticket_rejoins_behind_the_next_three_and_says_why(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    others = crowd(house)
    missed(house, officer, ticket)
    assert look(house, ticket)["can_rejoin"]["keeps"] is False
    house.clock.forward(minutes=29)
    after = rejoin(house, ticket)
    assert (after["state"], after["ahead"]) == ("waiting", 3)
    assert after["why"]["vi"] == "Vắng khi gọi, đã báo lại"
    assert rejoin(house, ticket)["ahead"] == 3
    assert whats(house).count("ticket-rejoined") == 1
    assert look(house, others[2])["ahead"] == 2


def test_a_missed_ticket_cannot_rejoin_after_half_an_hour(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    missed(house, officer, ticket)
    assert look(house, ticket)["missed"] is None
    house.clock.forward(minutes=30, ms=1)
    assert (look(house, ticket)["can_rejoin"], look(house, ticket)["missed"]) == (None, "late")
    with pytest.raises(NotAllowed, match="reception"):
        rejoin(house, ticket)


def test_the_second_miss_goes_last_and_the_third_is_the_end(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    crowd(house)
    for ahead in (3, 5):
        missed(house, officer, ticket)
        assert rejoin(house, ticket)["ahead"] == ahead
    missed(house, officer, ticket)
    assert (look(house, ticket)["can_rejoin"], look(house, ticket)["missed"]) == (None, "void")
    with pytest.raises(NotAllowed):
        rejoin(house, ticket)
    assert house.ticket(ticket).state is State.NO_SHOW


def test_a_citizen_who_rejoins_while_an_officer_calls_gets_one_of_the_two(house: House) -> None:
    officer, ticket = house.officer("1"), house.issue("AH")
    missed(house, officer, ticket)
    house.move(officer, ticket, "call")
    with pytest.raises(NotAllowed, match="counter"):
        rejoin(house, ticket)
    assert house.ticket(ticket).state is State.CALLED


def test_it_is_soon_only_for_who_is_next_at_a_counter_whatever_other_lines_wait_there(house: House) -> None:
    house.officer("1")
    before = house.issue("AK")
    house.clock.forward(s=1)
    mine = house.issue("AH")
    assert (look(house, mine)["ahead"], look(house, mine)["soon"]) == (0, False)
    officer = house.officer("3")
    assert look(house, mine)["soon"], "counter 3 serves nothing else"
    desks.set_status(house.hall, officer, "3", "closed", None)
    assert not look(house, mine)["soon"]
    leave(house, before)
    assert look(house, mine)["soon"]


def test_who_stands_behind_others_of_the_own_line_is_not_soon(house: House) -> None:
    house.officer("3")
    _, mine = house.issue("AH"), house.issue("AH")
    assert look(house, mine)["soon"] is False


def test_the_link_names_what_is_gone_to_afterwards_until_it_is_over(house: House) -> None:
    ticket = house.issue("AH", then=("AK", "BA"))
    assert [one.vi for one in look(house, ticket)["then_names"]] == ["AK", "BA"]
    leave(house, ticket)
    assert look(house, ticket)["then_names"] == []
