"""Whose ticket it is: who may move what, told of three counters and a reception desk."""

from collections.abc import Callable
from typing import Any

import pytest

from server.hall import desks, documents, people
from server.rules.errors import CounterBusy, Forbidden, Invalid, NotAllowed, QueueError, Unknown
from server.rules.people import Identity
from tests.hall import model
from tests.hall.house import KIOSK, RECEPTION, Document, House

Ready = Callable[[House, Identity, Document], None]


def called(house: House, who: Identity, ticket: Document) -> None:
    house.move(who, ticket, "call", reason="x")


def serving(house: House, who: Identity, ticket: Document) -> None:
    house.move(who, ticket, "serve")


def held(house: House, who: Identity, ticket: Document) -> None:
    house.move(who, ticket, "serve")
    house.move(who, ticket, "hold")


def missed(house: House, who: Identity, ticket: Document) -> None:
    called(house, who, ticket)
    house.move(who, ticket, "no-show")


WISH: dict[str, dict[str, Any]] = {"transfer": {"service": "AK"}}


@pytest.mark.parametrize(
    ("ready", "name"),
    [
        *[(called, name) for name in ("recall", "serve", "no-show", "return", "hold", "transfer", "cancel")],
        *[(serving, name) for name in ("finish", "return", "hold", "transfer")],
        *[(held, name) for name in ("call", "serve", "return", "transfer", "cancel")],
    ],
)
def test_only_the_tickets_own_counter_may(house: House, ready: Ready, name: str) -> None:
    own, other = house.officer("1"), house.officer("3")
    ticket = house.issue("AH")
    ready(house, own, ticket)
    before = house.ticket(ticket)
    with pytest.raises(Forbidden):
        house.move(other, ticket, name, **WISH.get(name, {}))
    assert house.ticket(ticket) == before
    house.move(own, ticket, name, **WISH.get(name, {}))


def pauses(house: House, own: Identity) -> None:
    desks.set_status(house.hall, own, "1", "paused", None)


def signs_out(house: House, own: Identity) -> None:
    people.sign_out(house.hall, own)


@pytest.mark.parametrize("name", ["call", "serve"])
def test_a_held_ticket_of_a_counter_that_pauses_may_be_taken_by_any_of_its_service(house: House, name: str) -> None:
    own, same, foreign = house.officer("1"), house.officer("3"), house.officer("11")
    ticket = house.issue("AH")
    held(house, own, ticket)
    desks.set_status(house.hall, own, "1", "paused", None)
    with pytest.raises(Forbidden):
        house.move(foreign, ticket, name)
    # Taken, that is: to send it elsewhere or end it stays with its own counter.
    for ends in ("return", "transfer", "cancel"):
        with pytest.raises(Forbidden):
            house.move(same, ticket, ends, **WISH.get(ends, {}))
    assert house.move(same, ticket, name)["counter"] == "3"


def test_a_held_ticket_is_shown_where_it_may_be_taken(house: House) -> None:
    own, same = house.officer("1"), house.officer("3")
    ticket = house.issue("AH")
    held(house, own, ticket)

    def shown(counter: str) -> list[str]:
        with house.hall.reading() as view:
            return [one["id"] for one in documents.counter_page(house.hall, view, counter)["held"]]

    assert (shown("1"), shown("3")) == ([ticket["id"]], [])
    desks.set_status(house.hall, own, "1", "paused", None)
    assert (shown("3"), shown("11")) == ([ticket["id"]], [])
    assert same.counter == "3"


def stops_after_the_current(house: House, own: Identity) -> None:
    # Not of counter 3: the end of this visit alone tells it nothing.
    current = house.issue("AK")
    house.move(own, current, "serve")
    desks.set_status(house.hall, own, "1", "closed", None)
    house.published.clear()
    house.move(own, current, "finish")


@pytest.mark.parametrize("stop", [pauses, stops_after_the_current, signs_out])
def test_whoever_may_take_a_held_ticket_is_told_when_its_counter_stops(
    house: House, stop: Callable[[House, Identity], None]
) -> None:
    own, same, ticket = house.officer("1"), house.officer("3"), house.issue("AH")
    held(house, own, ticket)
    house.published.clear()
    stop(house, own)
    assert "counter/3" in {room for rooms, _ in house.published for room in rooms}
    assert house.move(same, ticket, "serve")["counter"] == "3"


@pytest.mark.parametrize("name", ["call", "serve", "return", "cancel"])
def test_somebody_who_was_missed_may_come_to_any_counter_of_the_service(house: House, name: str) -> None:
    own, same, foreign = house.officer("1"), house.officer("3"), house.officer("11")
    ticket = house.issue("AH")
    missed(house, own, ticket)
    with pytest.raises(Forbidden):
        house.move(foreign, ticket, name)
    house.move(same, ticket, name)


@pytest.mark.parametrize("name", ["call", "serve"])
def test_a_waiting_ticket_is_for_counters_of_its_service(house: House, name: str) -> None:
    foreign, ticket = house.officer("11"), house.issue("AH")
    with pytest.raises(Forbidden):
        house.move(foreign, ticket, name)
    house.move(house.officer("3"), ticket, name)


def test_a_ticket_sent_to_a_counter_is_next_at_that_counter_alone(house: House) -> None:
    one, two, far = house.officer("1"), house.officer("2"), house.officer("11")
    ticket = house.issue("AH")
    serving(house, one, ticket)
    sent = house.move(one, ticket, "transfer", counter="11")
    assert (sent["for"], sent["service"], sent["state"]) == ({"counter": "11"}, "AH", "waiting")
    assert house.call_next(two) is None
    answer = house.call_next(far)
    assert answer
    assert (answer["ticket"]["id"], answer["reason"]["code"]) == (ticket["id"], "transferred")
    assert "quầy 1" in answer["reason"]["text"]["vi"]


def test_a_ticket_sent_elsewhere_can_still_be_chosen_at_a_counter_of_its_service(house: House) -> None:
    one, two, ticket = house.officer("1"), house.officer("2"), house.issue("AH")
    serving(house, one, ticket)
    house.move(one, ticket, "transfer", counter="11")
    with pytest.raises(Forbidden):
        house.move(house.officer("12"), ticket, "call")
    assert house.move(two, ticket, "call", reason="officer away")["counter"] == "2"


def test_a_ticket_sent_to_an_officer_follows_the_officer(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    house.officer("2", "lan")
    serving(house, one, ticket)
    sent = house.move(one, ticket, "transfer", officer="lan")
    assert sent["for"] == {"officer": "lan"}
    assert house.call_next(one) is None
    lan = house.officer("3", "lan")
    answer = house.call_next(lan)
    assert answer
    assert (answer["ticket"]["id"], answer["ticket"]["counter"]) == (ticket["id"], "3")


@pytest.mark.parametrize("name", ["call", "serve", "return"])
def test_somebody_sent_by_name_who_missed_the_call_is_still_for_that_officer(house: House, name: str) -> None:
    """Also when the officer sits at a counter that does not serve the ticket's service."""
    one, ticket = house.officer("1"), house.issue("BA")
    far = house.officer("11", "mai")
    serving(house, far, ticket)
    house.move(far, ticket, "transfer", service="AK", officer="mai")
    called(house, far, ticket)
    house.move(far, ticket, "no-show")
    mai = house.officer("12", "mai")
    house.move(mai, ticket, name)
    assert one.counter == "1"


@pytest.mark.parametrize(
    ("wish", "error", "field"),
    [
        ({}, Invalid, "service"),
        ({"end": True}, Invalid, "service"),
        ({"counter": "2", "officer": "at1"}, Invalid, "officer"),
        ({"service": "ZZ"}, Unknown, "service"),
        ({"counter": "99"}, Unknown, "counter"),
        ({"officer": "nobody"}, Unknown, "officer"),
        ({"officer": "guide"}, Unknown, "officer"),
    ],
)
def test_a_transfer_needs_one_target_that_exists(
    house: House, wish: dict[str, Any], error: type[QueueError], field: str
) -> None:
    house.person("guide", role="reception")
    one, ticket = house.officer("1"), house.issue("AH")
    serving(house, one, ticket)
    with pytest.raises(error) as refused:
        house.move(one, ticket, "transfer", **wish)
    assert (set(refused.value.errors), refused.value.status) == ({field}, 422)
    assert house.ticket(ticket).state == "serving"


@pytest.mark.parametrize("target", [{"service": "AK"}, {"counter": "2"}, {"officer": "at1"}])
def test_a_transfer_keeps_the_place_or_goes_to_the_end(house: House, target: dict[str, Any]) -> None:
    one = house.officer("1")
    first, second = house.issue("AH"), house.issue("AH")
    house.clock.forward(minutes=10)
    house.issue("AK")
    for ticket, end in ((first, False), (second, True)):
        serving(house, one, ticket)
        due_at = house.ticket(ticket).due_at
        house.move(one, ticket, "transfer", **target, end=end)
        after = house.ticket(ticket)
        assert after.due_at == (house.clock.now if end else due_at)
        assert after.number == ticket["number"]
    model.sound(house)


def test_the_state_is_judged_before_whose_it_is(house: House) -> None:
    ticket = house.issue("AH")
    with pytest.raises(NotAllowed):
        house.move(house.officer("11"), ticket, "finish")


@pytest.mark.parametrize("name", ["call", "serve"])
def test_a_counter_has_one_ticket_at_a_time(house: House, name: str) -> None:
    one, first, second = house.officer("1"), house.issue("AH"), house.issue("AH")
    called(house, one, first)
    with pytest.raises(CounterBusy):
        house.move(one, second, name)
    with pytest.raises(CounterBusy):
        house.call_next(one)
    house.move(one, first, "hold")
    house.move(one, second, name)
    with pytest.raises(CounterBusy):
        house.move(one, first, name)


@pytest.mark.parametrize("name", ["call", "recall", "serve", "finish", "no-show", "hold"])
def test_reception_calls_and_serves_nobody(house: House, name: str) -> None:
    with pytest.raises(NotAllowed):
        house.move(RECEPTION, house.issue("AH"), name)


@pytest.mark.parametrize("ready", [None, called, serving, held])
def test_reception_may_send_a_ticket_elsewhere(house: House, ready: Ready | None) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    if ready:
        ready(house, one, ticket)
    assert house.move(RECEPTION, ticket, "transfer", service="AK", reason="nhầm")["service"] == "AK"
    assert one.counter
    model.sound(house)


def test_an_outcome_is_one_of_the_configured_words(house: House) -> None:
    one, ticket = house.officer("1"), house.issue("AH")
    serving(house, one, ticket)
    with pytest.raises(Invalid):
        house.move(one, ticket, "finish", outcome="vanished")
    assert house.move(one, ticket, "finish", outcome="received", dossiers=2)["state"] == "done"


def test_a_class_of_reception_is_given_by_reception_alone(house: House) -> None:
    for who in (KIOSK, house.officer("1")):
        with pytest.raises(Unknown):
            house.issue("AH", who=who, priority="urgent", reason="help")
    assert house.issue("AH", who=RECEPTION, priority="urgent", reason="help")["priority"] is True


@pytest.mark.parametrize(("given", "kept"), [("deadline", "deadline"), ("bà A bị ốm", "other")])
def test_a_class_that_asks_for_a_reason_has_it_in_the_log_alone(house: House, given: str, kept: str) -> None:
    ticket = house.issue("AH", who=RECEPTION, priority="urgent", reason=given)
    [issued] = [one for one in house.events() if one["what"] == "ticket-issued"]
    assert issued["details"]["reason"] == kept
    assert "urgent" not in str(issued)
    assert kept not in (str(ticket), str(house.ticket(ticket)))


def test_a_class_that_asks_for_a_reason_is_not_given_without(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        house.issue("AH", who=RECEPTION, priority="urgent")
    assert set(refused.value.errors) == {"reason"}
    assert house.issue("AH", who=RECEPTION, priority="supplement")["number"] == "AH001"
