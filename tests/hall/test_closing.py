"""The close of the day: by the supervisor, by the clock, at midnight; once, whole, and with the log's head."""

import logging
from pathlib import Path

import pytest

from server.hall import closing, day, deciding, documents, temporary
from server.hall.once import Asked
from server.rules.errors import NotAllowed, ServiceClosed
from server.rules.people import Identity
from tests.hall import model
from tests.hall.house import KIOSK, RECEPTION, House, body
from tests.hall.opened import offer, said, working
from tests.hall.supervising import assign, notice, pause, what
from tests.hall.test_deciding import SUPERVISOR, decide

AT = "2026-11-23T16:40:00+07:00"
MORNING = "2026-11-23T09:00:00+07:00"


def close(house: House) -> dict[str, object]:
    return decide(house, closing.close)


def whats(house: House, word: str) -> list[dict[str, object]]:
    return [event for event in house.events() if event["what"] == word]


def test_after_the_last_hour_everybody_with_a_ticket_is_still_served(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING)
    officer = house.officer("1")
    house.issue("AH")
    house.clock.set(AT)
    closing.tick(house.hall)
    called = house.call_next(officer)
    assert called
    assert called["ticket"]["number"] == "AH001"


def test_the_close_expires_signs_out_clears_and_forgets(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING)
    officer, two = house.officer("1"), house.officer("2")
    done, called, waiting = house.issue("AH", assist=True), house.issue("AH"), house.issue("AH", assist=True)
    house.move(officer, done, "serve")
    house.move(officer, done, "finish")
    house.move(two, called, "call", reason="x")
    house.clock.set(AT)
    answer = close(house)
    assert {house.ticket(one).state for one in (called, waiting)} == {"expired"}
    assert house.ticket(done).state == "done"
    assert not any(one.assist for one in house.all_tickets())
    assert (answer["expired"], answer["closed_at"]) == (2, "2026-11-23T16:40:00.000+07:00")
    assert house.rows("SELECT count(*) FROM session") == [(0,)]
    assert all(any(cut(who) for cut in house.cuts) for who in (officer, two))
    with house.hall.reading() as view:
        board = documents.board(house.hall, view, "A")
    assert board["calls"] == []
    assert {one["state"] for one in board["counters"]} == {"closed"}
    model.log_is_whole(house)
    model.sound(house)


def test_no_remembered_answer_says_after_the_close_who_wanted_help(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING)
    asked = Asked(KIOSK.actor, "one-key", "the same request")
    first = house.issue("AH", assist=True, asked=asked)
    assert house.issue("AH", assist=True, asked=asked) == first
    close(house)
    assert not [body for (body,) in house.rows("SELECT body FROM idempotency") if '"assist":true' in body]
    assert house.issue("AH", assist=True, asked=asked) == first | {"assist": False}


def test_a_stop_ends_with_the_close(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING)
    for service in ("", "AH"):
        decide(house, deciding.stop, service)
    close(house)
    assert len(whats(house, "issuing-resumed")) == 2
    decide(house, deciding.open_now, "")
    assert house.issue("AH")["number"] == "AH001"
    model.log_is_whole(house)


def test_the_log_never_says_who_wanted_help(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING)
    house.issue("AH", assist=True)
    close(house)
    assert not any("assist" in event[part] for event in house.events() for part in ("before", "after"))


def test_the_head_of_the_log_stands_in_the_event_and_in_the_servers_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house = working(tmp_path, AT)
    house.hall.write(lambda tx: None)
    with caplog.at_level(logging.WARNING, "layso.day"):
        head = str(close(house)["head"])
    (event,) = whats(house, "day-closed")
    seq, _, digest = head.partition(":")
    assert int(seq) == int(str(event["seq"])) - 1
    assert house.rows(f"SELECT hash FROM event WHERE seq = {seq}") == [(digest,)]
    assert [record.__dict__["facts"]["head"] for record in caplog.records] == [head]
    assert event["actor"] == SUPERVISOR.actor


def test_a_stop_after_the_close_changes_nothing_that_is_said(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    close(house)
    before = {service: offer(house, service)["reason"] for service in ("AH", "BA")}
    for service in ("AH", ""):
        decide(house, deciding.stop, service)
        assert {service: offer(house, service)["reason"] for service in ("AH", "BA")} == before
    assert before["AH"]["code"] == "day-closed"


def test_a_closed_day_gives_no_numbers_until_the_next_business_day(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    close(house)
    for who in (KIOSK, RECEPTION):
        with pytest.raises(ServiceClosed):
            house.issue("AH", who=who)
    assert said(house, "AH") == "day-closed"
    house.clock.set("2026-11-24T07:00:00+07:00")
    assert house.issue("AH")["number"] == "AH001"


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    first = close(house)
    again = body(closing.close(house.hall, SUPERVISOR, Asked(SUPERVISOR.actor)))
    assert again == first
    assert len(whats(house, "day-closed")) == 1


def test_a_day_that_is_opened_again_can_be_closed_again(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    close(house)
    with pytest.raises(NotAllowed):
        decide(house, deciding.open_now, "AH")
    decide(house, deciding.open_now, "")
    ticket = house.issue("AH")
    house.clock.forward(minutes=5)
    assert close(house)["expired"] == 1
    assert house.ticket(ticket).state == "expired"
    assert said(house, "AH") == "day-closed"


def test_nobody_takes_back_a_move_of_a_closed_day(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    officer = house.officer("1")
    ticket, gone = house.issue("AH", who=RECEPTION), house.issue("AH", who=RECEPTION)
    house.move(officer, ticket, "serve")
    house.move(officer, ticket, "finish")
    house.move(officer, gone, "serve")
    close(house)
    officer = house.officer("1")
    for one in (ticket, gone):
        with pytest.raises(NotAllowed):
            house.move(officer, one, "undo")


def test_supervisors_stay_signed_in_when_one_of_them_closes(tmp_path: Path) -> None:
    from server.hall import people

    house = working(tmp_path, AT)
    for role in ("reception", "supervisor"):
        people.sign_in(house.hall, people.SignIn(house.person(role, role=role, department=""), None))
    close(house)
    roles = house.rows("SELECT p.role FROM session s JOIN person p ON p.id = s.person")
    assert roles == [("supervisor",)]


def test_the_clock_closes_a_day_that_nobody_closed(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING)
    ticket = house.issue("AH")
    house.clock.set("2026-11-23T19:59:59+07:00")
    closing.tick(house.hall)
    assert house.ticket(ticket).state == "waiting"
    house.clock.set("2026-11-23T20:00:00+07:00")
    for _ in range(3):
        closing.tick(house.hall)
    assert house.ticket(ticket).state == "expired"
    (event,) = whats(house, "day-closed")
    assert (event["actor"], event["details"]["expired"]) == ("system", 1)  # type: ignore[index]


def test_the_clock_leaves_a_day_alone_that_was_opened_again_after_its_close(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T20:00:00+07:00")
    closing.tick(house.hall)
    decide(house, deciding.open_now, "")
    house.clock.set("2026-11-23T21:00:00+07:00")
    closing.tick(house.hall)
    assert said(house, "AH") is None
    house.clock.set("2026-11-24T00:00:00+07:00")
    day.tick(house.hall)
    assert len(whats(house, "day-closed")) == 2


def test_it_may_be_left_to_midnight(tmp_path: Path) -> None:
    house = working(tmp_path, MORNING, close_at=None)
    ticket = house.issue("AH")
    house.clock.set("2026-11-23T23:59:59+07:00")
    closing.tick(house.hall)
    assert house.ticket(ticket).state == "waiting"


def test_a_closed_day_has_nothing_left_for_midnight(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    close(house)
    house.clock.set("2026-11-24T00:00:00+07:00")
    day.tick(house.hall)
    assert [event["what"] for event in house.events()][-2:] == ["day-closed", "day-opened"]
    assert len(whats(house, "day-closed")) == 1


def test_a_crash_in_the_middle_of_the_close_leaves_the_day_open_and_the_clock_closes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = working(tmp_path, MORNING)
    house.officer("1")
    ticket = house.issue("AH", assist=True)
    house.clock.set("2026-11-23T20:00:00+07:00")

    def dies(*_: object) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(temporary, "end", dies)
        closing.tick(house.hall)
    assert (house.ticket(ticket).state, house.ticket(ticket).assist) == ("waiting", True)
    assert house.rows("SELECT count(*) FROM session") == [(1,)]
    house.reopen()
    closing.tick(house.hall)
    assert house.ticket(ticket).state == "expired"
    model.log_is_whole(house)


def test_what_belongs_to_the_day_alone_ends_with_it(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    assign(house, "3", {"AK": 0})
    notice(house)
    pause(house)
    close(house)
    ended = ["assignment-ended", "notice-taken-off", "hall-resumed"]
    assert [what(house).count(one) for one in ended] == [1, 1, 1]
    house.clock.set("2026-11-24T00:00:00+07:00")
    day.tick(house.hall)
    assert [what(house).count(one) for one in ended] == [1, 1, 1]
    assert dict(house.hall.catalogue.counters["3"].services) == {"AH": 0}


def test_screens_are_told_when_hours_begin_and_end_once_each(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T06:59:59+07:00")
    turns = []
    for clock in ("06:59:59", "07:00:00", "07:00:01", "07:30:00", "11:30:00", "13:00:00", "16:00:00", "16:30:00"):
        house.clock.set(f"2026-11-23T{clock}+07:00")
        house.published.clear()
        closing.tick(house.hall)
        closing.tick(house.hall)
        if house.published:
            assert [rooms for rooms, _ in house.published][-1] == house.hall.rooms.all
            turns.append(clock)
    assert turns == ["07:00:00", "07:30:00", "11:30:00", "13:00:00", "16:00:00", "16:30:00"]
    assert [event["details"]["open"] for event in whats(house, "hours-turned")] == [4, 4, 4, 4, 0, 0]  # type: ignore[index]


def test_a_hall_that_slept_notes_the_last_hour_only(tmp_path: Path) -> None:
    house = working(tmp_path, "2026-11-23T06:00:00+07:00")
    house.reopen()
    house.clock.set("2026-11-23T12:00:00+07:00")
    closing.tick(house.hall)
    house.reopen()
    closing.tick(house.hall)
    assert len(whats(house, "hours-turned")) == 1


def test_a_hall_around_the_clock_neither_turns_nor_closes(tmp_path: Path) -> None:
    house = House(tmp_path, at="2026-11-23T20:30:00+07:00")
    house.hall.write(lambda tx: None)
    before = len(house.events())
    closing.tick(house.hall)
    assert len(house.events()) == before


def test_the_supervisor_who_closes_is_who_asked(tmp_path: Path) -> None:
    house = working(tmp_path, AT)
    admin = Identity("admin", "a1", "Quản trị", "quangninh")
    closing.close(house.hall, admin, Asked(admin.actor))
    assert whats(house, "day-closed")[0]["actor"] == "admin:a1"
