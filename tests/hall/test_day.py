"""The business day's turn at the centre's own midnight, and only then."""

from pathlib import Path

import pytest

from server.hall import citizen, day, documents, finding, people
from server.hall.once import Asked
from server.rules.errors import NotAllowed, Unknown
from tests.hall import model
from tests.hall.house import KIOSK, House

BEFORE, AFTER = "2026-11-23T23:59:59.999+07:00", "2026-11-24T00:00:00.000+07:00"


def in_every_state(house: House) -> dict[str, str]:
    """Tickets in every state a day can leave behind: state -> id."""
    one, two, three = house.officer("1"), house.officer("2"), house.officer("3")
    made = [house.issue("AH") for _ in range(7)]
    house.move(one, made[0], "call", reason="x")
    house.move(two, made[1], "serve")
    house.move(three, made[2], "serve")
    house.move(three, made[2], "hold")
    house.move(three, made[3], "call", reason="x")
    house.move(three, made[3], "no-show")
    house.move(three, made[4], "serve")
    house.move(three, made[4], "finish")
    house.move(three, made[5], "cancel")
    return {house.ticket(ticket).state: ticket["id"] for ticket in made}


def test_at_local_midnight_whatever_is_open_expires_with_an_event_each(house: House) -> None:
    left = in_every_state(house)
    assert set(left) == {"waiting", "called", "serving", "held", "no_show", "done", "cancelled"}
    house.clock.set(BEFORE)
    house.hall.write(lambda tx: None)
    assert {house.ticket(id).state for id in left.values()} == set(left)
    last = len(house.events())

    house.clock.set(AFTER)
    day.tick(house.hall)

    for state, id in left.items():
        assert house.ticket(id).state == ("expired" if state in model.OPEN else state)
    happened = [event for event in house.events()[last:] if event["what"] == "ticket-expired"]
    assert {event["ticket"] for event in happened} == {id for state, id in left.items() if state in model.OPEN}
    assert {event["actor"] for event in happened} == {"system"}
    model.log_is_whole(house)
    model.sound(house)


def test_numbers_begin_again_and_yesterdays_stay_what_they_were(house: House) -> None:
    first = [house.issue("AH")["number"] for _ in range(3)]
    house.clock.set(AFTER)
    again = house.issue("AH")
    assert (again["number"], again["business_date"], again["ahead"]) == (first[0], "2026-11-24", 0)
    assert [one.number for one in house.all_tickets()] == ["AH001", "AH002", "AH003", "AH001"]
    assert [one["id"] for one in finding.with_number(house.hall, "AH001")["tickets"]] == [again["id"]]
    model.sound(house)


def test_the_first_touch_of_the_morning_opens_the_day_by_itself(house: House) -> None:
    """A server that slept over midnight: nobody ran a tick, the first ticket does it all."""
    old = house.issue("AH")
    house.reopen()
    house.clock.set("2026-11-24T07:00:00+07:00")
    house.issue("AH")
    whats = [event["what"] for event in house.events()][-4:]
    assert whats == ["ticket-expired", "day-closed", "day-opened", "ticket-issued"]
    assert house.ticket(old).state == "expired"


def test_nothing_happens_at_midnight_in_utc(house: House) -> None:
    """07:00 in Vietnam is opening time: a peer handed out corrupted tickets then."""
    house.clock.set("2026-11-23T06:59:59.999+07:00")
    who = house.officer("1")
    first = house.issue("AH")
    events = len(house.events())
    house.clock.set("2026-11-23T07:00:00.000+07:00")
    day.tick(house.hall)
    assert len(house.events()) == events
    second = house.issue("AH")
    assert (first["number"], second["number"], second["ahead"]) == ("AH001", "AH002", 1)
    assert first["business_date"] == second["business_date"] == "2026-11-23"
    called = house.call_next(who)
    assert called
    assert called["ticket"]["id"] == first["id"]


def test_sessions_end_and_desks_close(house: House) -> None:
    who = house.officer("1")
    house.clock.set(AFTER)
    day.tick(house.hall)
    assert house.rows("SELECT count(*) FROM session") == [(0,)]
    assert model.desk(house, "1") == "closed"
    ended = [event for event in house.events() if event["what"] == "signed-out"]
    assert [event["details"]["why"] for event in ended] == ["day-closed"]
    assert any(cut(who) for cut in house.cuts), "the sockets of the session stay open"


def test_a_session_of_yesterday_is_nobody_even_before_the_day_was_turned(house: House) -> None:
    token, _ = people.sign_in(house.hall, people.SignIn(house.person("an"), "1"))
    assert people.signed_in(house.hall, token) is not None
    house.clock.set(AFTER)
    assert people.signed_in(house.hall, token) is None


def test_boards_clear(house: House) -> None:
    who = house.officer("1")
    house.issue("AH")
    house.issue("AH")
    house.call_next(who)
    house.clock.set(AFTER)
    day.tick(house.hall)
    with house.hall.reading() as view:
        board = documents.board(house.hall, view, "A")
        page = documents.counter_page(house.hall, view, "1")
    assert board["calls"] == []
    assert {one["count"] for one in board["waiting"]} == {0}
    assert {(one["state"], one["number"]) for one in board["counters"]} == {("closed", None)}
    assert (page["current"], page["held"], page["missed"], page["waiting"]["count"]) == (None, [], [], 0)
    assert house.published[-1][0] >= house.hall.rooms.all


def test_every_screen_is_told(house: House) -> None:
    house.issue("AH")
    house.clock.set(AFTER)
    house.published.clear()
    day.tick(house.hall)
    assert frozenset().union(*(rooms for rooms, _ in house.published)) == house.hall.rooms.all


def test_an_expired_ticket_can_be_moved_by_nobody(house: House) -> None:
    ticket = house.issue("AH")
    house.clock.set(AFTER)
    who = house.officer("1")
    for name in ("call", "serve", "cancel", "return", "undo"):
        with pytest.raises(NotAllowed):
            house.move(who, ticket, name)


def test_a_day_that_was_slept_through_is_opened_once(house: House) -> None:
    house.issue("AH")
    house.clock.set("2026-11-30T07:00:00+07:00")
    house.issue("AH")
    opened = [event["details"]["business_date"] for event in house.events() if event["what"] == "day-opened"]
    assert opened == ["2026-11-23", "2026-11-30"]


def test_leap_day_is_a_day_like_any_other(tmp_path: Path) -> None:
    house = House(tmp_path, at="2028-02-28T23:59:00+07:00")
    dates = [house.issue("AH")["business_date"]]
    for at in ("2028-02-29T00:00:00+07:00", "2028-02-29T23:59:59+07:00", "2028-03-01T00:00:00+07:00"):
        house.clock.set(at)
        dates.append(house.issue("AH")["business_date"])
    assert dates == ["2028-02-28", "2028-02-29", "2028-02-29", "2028-03-01"]
    house.close()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/New_York", "2026-11-01T23:59:59.999-05:00", "2026-11-02T00:00:00-05:00"),
        ("Asia/Kathmandu", "2026-11-23T23:59:59.999+05:45", "2026-11-24T00:00:00+05:45"),
    ],
)
def test_every_centre_has_its_own_midnight(tmp_path: Path, zone: str, before: str, after: str) -> None:
    house = House(tmp_path, at="2026-10-01T12:00:00+00:00", zone=zone)
    house.clock.set(before)
    assert [house.issue("AH")["number"] for _ in range(2)] == ["AH001", "AH002"]
    house.clock.set(after)
    assert house.issue("AH")["number"] == "AH001"
    house.close()


# The clock set back, and forward


def test_a_clock_set_back_over_midnight_takes_nobody_back_to_yesterday(house: House) -> None:
    house.clock.set(AFTER)
    token, who = people.sign_in(house.hall, people.SignIn(house.person("an"), "1"))
    first = house.issue("AH")
    house.clock.set("2026-11-23T23:50:00+07:00")
    second = house.issue("AH")
    assert (second["number"], second["business_date"]) == ("AH002", "2026-11-24")
    assert second["issued_at"] == first["issued_at"]
    assert people.signed_in(house.hall, token) is not None, "everybody was thrown out"
    late, _ = people.sign_in(house.hall, people.SignIn(house.person("binh"), "2"))
    assert people.signed_in(house.hall, late) is not None, "nobody can sign in"
    called = house.call_next(who)
    assert called
    assert called["ticket"]["id"] == first["id"]
    model.log_is_whole(house)


def test_order_does_not_depend_on_a_clock_set_back(house: House) -> None:
    numbers = []
    for _ in range(5):
        numbers.append(house.issue("AH")["number"])
        house.clock.forward(minutes=-10)
    who, called = house.officer("1"), []
    for _ in numbers:
        answer = house.call_next(who)
        assert answer
        called.append(answer["ticket"]["number"])
        house.move(who, answer["ticket"], "serve")
        house.move(who, answer["ticket"], "finish")
    assert called == numbers


def test_a_clock_set_back_gives_no_time_to_undo(house: House) -> None:
    who, ticket = house.officer("1"), house.issue("AH")
    house.move(who, ticket, "serve")
    house.clock.forward(minutes=6)
    house.issue("AH")
    house.clock.forward(minutes=-6)
    with pytest.raises(NotAllowed):
        house.move(who, ticket, "undo")


# What is remembered over the night


def test_a_key_is_remembered_for_a_day_and_forgotten_in_the_end(house: House) -> None:
    asked = Asked(KIOSK.actor, "key-1", "digest")
    first = house.issue("AH", asked=asked)
    house.clock.set("2026-11-24T08:59:00+07:00")
    assert house.issue("AH", asked=asked) == first
    for later in ("2026-11-25T07:00:00+07:00", "2026-11-26T09:00:00+07:00"):
        house.clock.set(later)
        house.issue("AK")
    assert house.rows("SELECT count(*) FROM idempotency") == [(0,)]


def test_the_citizens_link_works_until_the_end_of_the_next_day(house: House) -> None:
    token = house.issue("AH")["track_url"].rpartition("/")[2]
    house.clock.set("2026-11-24T23:59:59+07:00")
    assert citizen.look(house.hall, token)["number"] == "AH001"
    house.clock.set("2026-11-25T00:00:00+07:00")
    with pytest.raises(Unknown):
        citizen.look(house.hall, token)


def test_that_help_was_asked_for_is_gone_with_its_day(house: House) -> None:
    ticket = house.issue("AH", assist=True)
    assert house.ticket(ticket).assist
    house.clock.set("2026-11-24T08:00:00+07:00")
    house.issue("AH")
    assert not house.ticket(ticket).assist
    assert "assist" not in str([event["after"] for event in house.events()])


def test_neither_a_class_nor_its_word_is_written_anywhere(house: House) -> None:
    house.issue("AH", priority="disability")
    tables = [str(one[0]) for one in house.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert not any("disability" in str(house.rows(f"SELECT * FROM {name}")) for name in tables)
