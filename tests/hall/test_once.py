"""One request, one effect: the same key is the same answer, byte for byte."""

from collections.abc import Callable
from typing import Any

import pytest

from server.hall import calling, desks, issue
from server.hall.issue import Request
from server.hall.once import Asked, Sent, already
from server.rules.errors import KeyReused, NotAllowed, NotSignedIn, Unknown
from server.rules.people import Identity
from tests.hall.house import KIOSK, RECEPTION, House

ASKED = Asked(KIOSK.actor, "key-1", "digest-1")


def take(house: House, asked: Asked = ASKED, service: str = "AH") -> Sent:
    return issue.issue(house.hall, KIOSK, asked, Request(service))


def kept(house: House) -> int:
    return int(house.rows("SELECT count(*) FROM idempotency")[0][0])


def test_the_same_key_is_the_same_answer_and_no_second_ticket(house: House) -> None:
    first = take(house)
    house.issue("AH")
    house.clock.forward(minutes=5)
    again = take(house)
    assert (again.status, again.body, again.location) == (first.status, first.body, first.location)
    assert (first.replayed, again.replayed) == (False, True)
    assert len(house.all_tickets()) == 2


def test_an_answer_is_known_before_anything_else_is_judged(house: House) -> None:
    assert already(house.hall, ASKED) is None
    first = take(house)
    found = already(house.hall, ASKED)
    assert found is not None
    assert found.body == first.body
    assert already(house.hall, Asked(KIOSK.actor)) is None


def test_the_same_key_with_another_request_is_refused(house: House) -> None:
    take(house)
    other = Asked(KIOSK.actor, "key-1", "digest-2")
    with pytest.raises(KeyReused):
        take(house, other, "AK")
    with pytest.raises(KeyReused):
        already(house.hall, other)
    assert len(house.all_tickets()) == 1


def test_somebody_elses_key_is_another_key(house: House) -> None:
    take(house)
    issue.issue(house.hall, RECEPTION, Asked(RECEPTION.actor, "key-1", "digest-1"), Request("AH"))
    assert [one.number for one in house.all_tickets()] == ["AH001", "AH002"]


def test_a_key_is_remembered_across_a_restart(house: House) -> None:
    first = take(house)
    house.reopen()
    assert take(house).body == first.body
    assert len(house.all_tickets()) == 1


def test_without_a_key_nothing_is_remembered(house: House) -> None:
    take(house, Asked(KIOSK.actor))
    take(house, Asked(KIOSK.actor))
    assert (len(house.all_tickets()), kept(house)) == (2, 0)


def test_what_was_refused_is_not_remembered_and_may_be_asked_again(house: House) -> None:
    who, ticket = house.officer("1"), house.issue("AH")
    asked = Asked(who.actor, "key-1", "finish")
    with pytest.raises(NotAllowed):
        house.move(who, ticket, "finish", asked)
    assert kept(house) == 0
    house.move(who, ticket, "serve")
    assert house.move(who, ticket, "finish", asked)["state"] == "done"
    assert kept(house) == 1


def test_an_answer_that_changed_nothing_is_not_remembered(house: House) -> None:
    who = house.officer("1")
    asked = Asked(who.actor, "key-1", "call-next")
    assert house.call_next(who, asked=asked) is None
    assert kept(house) == 0
    house.issue("AH")
    assert house.call_next(who, asked=asked) is not None


def test_a_call_repeated_calls_nobody_else(house: House) -> None:
    who = house.officer("1")
    house.issue("AH")
    house.issue("AH")
    asked = Asked(who.actor, "key-1", "call-next")
    first = house.call_next(who, asked=asked)
    assert house.call_next(who, asked=asked) == first
    assert [one.state for one in house.all_tickets()] == ["called", "waiting"]


@pytest.mark.parametrize("name", ["serve", "undo"])
def test_a_move_and_its_undo_happen_once(house: House, name: str) -> None:
    who, ticket = house.officer("1"), house.issue("AH")
    house.move(who, ticket, "call", reason="x")
    asked = Asked(who.actor, "key-1", name)
    first, events = house.move(who, ticket, name, asked), len(house.events())
    assert house.move(who, ticket, name, asked) == first
    assert len(house.events()) == events


def test_the_answer_is_remembered_in_the_same_transaction_as_what_it_says(house: House) -> None:
    batch = house.hall.store.writer.batch

    def fails() -> None:
        raise RuntimeError

    batch.commit = fails  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        take(house)
    del batch.commit
    assert (len(house.all_tickets()), kept(house)) == (0, 0)
    assert take(house).replayed is False


def taken_over(house: House) -> None:
    house.officer("1", "mai", takeover=True)


def midnight_came(house: House) -> None:
    house.clock.set("2026-11-24T00:00:00+07:00")


@pytest.mark.parametrize("ends", [taken_over, midnight_came])
@pytest.mark.parametrize("does", ["call-next", "issue", "pause"])
def test_who_was_signed_out_while_a_write_waited_does_nothing_more(
    house: House, does: str, ends: Callable[[House], None]
) -> None:
    who = house.officer("1")
    house.issue("AH")
    asked = Asked(who.actor, session=who.session)
    ends(house)
    works: dict[str, Callable[[], Any]] = {
        "call-next": lambda: house.call_next(who, asked=asked),
        "issue": lambda: house.issue("AH", who=who, asked=asked),
        "pause": lambda: desks.set_status(house.hall, who, "1", "paused", None),
    }
    with pytest.raises(NotSignedIn):
        works[does]()
    assert [one.number for one in house.all_tickets()] == ["AH001"]
    out = next(event["seq"] for event in house.events() if event["what"] == "signed-out")
    assert [event for event in house.events() if event["seq"] > out and event["actor"] == who.actor] == []


def test_a_repeated_answer_does_not_ask_whether_the_session_still_holds(house: House) -> None:
    who = house.officer("1")
    house.issue("AH")
    asked = Asked(who.actor, "key-1", "call-next", who.session)
    first = house.call_next(who, asked=asked)
    taken_over(house)
    assert house.call_next(who, asked=asked) == first


@pytest.mark.parametrize(
    "unknown",
    [
        lambda house, who: house.issue("ZZ"),
        lambda house, who: house.issue("AH", then=("ZZ",)),
        lambda house, who: house.issue("AH", priority="royalty"),
        lambda house, who: house.move(who, "nobody", "serve"),
        lambda house, who: house.call_next(who, "ZZ"),
        lambda house, who: calling.call_next(house.hall, who, Asked(who.actor), "99", None),
    ],
)
def test_what_is_unknown_changes_nothing(house: House, unknown: Callable[[House, Identity], Any]) -> None:
    who = house.officer("1")
    events = len(house.events())
    with pytest.raises(Unknown):
        unknown(house, who)
    assert (len(house.events()), len(house.all_tickets())) == (events, 0)
    assert house.issue("AH")["number"] == "AH001"
