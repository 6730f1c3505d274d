"""Signing in: one person one session, one counter one person, and nobody at another department's counter."""

import pytest

from server.hall import day, people
from server.hall.people import SignIn
from server.rules.errors import Conflict, CounterTaken, Forbidden, Invalid, NotSignedIn, QueueError, Unknown
from server.rules.people import Identity
from tests.hall import model
from tests.hall.house import House


def signed_in(house: House, username: str, counter: str | None, **more: bool) -> tuple[str, Identity]:
    return people.sign_in(house.hall, SignIn(house.person(username), counter, **more))


def ended(house: House) -> list[str]:
    return [event["details"]["why"] for event in house.events() if event["what"] == "signed-out"]


def test_a_session_is_known_by_its_token_and_stored_as_a_hash(house: House) -> None:
    token, who = signed_in(house, "lan", "1")
    assert people.signed_in(house.hall, token) == who
    assert (who.kind, who.counter, who.username) == ("officer", "1", "lan")
    assert people.signed_in(house.hall, "x" + token[1:]) is None
    assert token not in str(house.rows("SELECT * FROM session"))
    assert model.desk(house, "1") == "open"


def test_the_same_person_signing_in_again_replaces_the_old_session(house: House) -> None:
    old, who = signed_in(house, "lan", "1")
    assert people.signed_in(house.hall, old) == who
    new, _ = signed_in(house, "lan", "2")
    assert people.signed_in(house.hall, old) is None
    assert people.signed_in(house.hall, new) is not None
    assert ended(house) == ["replaced"]
    assert (model.desk(house, "1"), model.desk(house, "2")) == ("closed", "open")
    assert any(cut(who) for cut in house.cuts)


def test_the_same_person_at_the_same_counter_simply_goes_on(house: House) -> None:
    _, who = signed_in(house, "lan", "1")
    ticket = house.issue("AH")
    house.call_next(who)
    _, again = signed_in(house, "lan", "1")
    assert house.move(again, ticket, "serve")["state"] == "serving"


def test_a_counter_in_use_is_taken_only_on_purpose(house: House) -> None:
    old, who = signed_in(house, "lan", "1")
    with pytest.raises(CounterTaken):
        signed_in(house, "mai", "1")
    assert people.signed_in(house.hall, old) == who
    _, taker = signed_in(house, "mai", "1", takeover=True)
    assert people.signed_in(house.hall, old) is None
    assert ended(house) == ["taken-over"]
    event = house.events()[-1]
    assert (event["what"], event["details"], event["counter"]) == ("signed-in", {"takeover": True}, "1")
    assert not any(cut(taker) for cut in house.cuts)
    assert model.desk(house, "1") == "open"


def test_whose_session_ends_is_told_why_before_the_cut(house: House) -> None:
    _, who = signed_in(house, "lan", "1")
    heard: list[tuple[str, bool, int]] = []
    house.hall.ended = lambda test, why: heard.append((why, test(who), len(house.cuts)))
    _, taker = signed_in(house, "mai", "1", takeover=True)
    assert heard == [("taken-over", True, 0)]
    assert [cut(who) for cut in house.cuts] == [True]
    people.sign_out(house.hall, taker)
    assert heard[1:] == [("signed-out", False, 1)]


def test_taking_over_ends_the_takers_own_session_elsewhere_too(house: House) -> None:
    signed_in(house, "lan", "1")
    signed_in(house, "mai", "2")
    signed_in(house, "mai", "1", takeover=True)
    assert sorted(ended(house)) == ["replaced", "taken-over"]
    assert house.rows("SELECT counter FROM session") == [("1",)]


def test_an_officer_sits_at_counters_of_the_own_department_unless_granted(house: House) -> None:
    with pytest.raises(Forbidden):
        signed_in(house, "lan", "11")
    writer = house.hall.store.writer.batch.db
    writer.execute("UPDATE person SET grants = '11 12' WHERE username = 'lan'")
    assert signed_in(house, "lan", "11")[1].counter == "11"


@pytest.mark.parametrize(
    ("role", "counter", "error"),
    [("officer", None, Invalid), ("reception", "1", Invalid), ("admin", "1", Invalid), ("officer", "99", Unknown)],
)
def test_officers_name_a_counter_and_others_do_not(
    house: House, role: str, counter: str | None, error: type[QueueError]
) -> None:
    person = house.person("binh", role=role)
    with pytest.raises(error) as refused:
        people.sign_in(house.hall, SignIn(person, counter))
    assert (set(refused.value.errors), refused.value.status) == ({"counter"}, 422)
    assert house.rows("SELECT count(*) FROM session") == [(0,)]


def test_the_password_that_was_checked_must_still_be_the_password(house: House) -> None:
    checked = SignIn(house.person("lan"), "1")
    people.set_password(house.hall, "lan", "another hash")
    with pytest.raises(NotSignedIn):
        people.sign_in(house.hall, checked)


def test_a_new_password_or_a_disabled_name_ends_the_session_at_once(house: House) -> None:
    token, who = signed_in(house, "lan", "1")
    assert people.signed_in(house.hall, token) == who
    people.set_password(house.hall, "lan", "another hash")
    assert people.signed_in(house.hall, token) is None
    token, who = signed_in(house, "lan", "1")
    assert people.signed_in(house.hall, token) == who
    people.disable(house.hall, "lan")
    assert people.signed_in(house.hall, token) is None
    assert ended(house) == ["password", "disabled"]
    with pytest.raises(NotSignedIn):
        signed_in(house, "lan", "1")


def test_signing_out_ends_only_the_own_session(house: House) -> None:
    _, old = signed_in(house, "lan", "1")
    token, _ = signed_in(house, "lan", "1")
    people.sign_out(house.hall, old)
    assert people.signed_in(house.hall, token) is not None


def test_a_session_nobody_uses_ends_by_the_configured_hours(house: House) -> None:
    token, _ = signed_in(house, "lan", "1")
    busy, _ = signed_in(house, "mai", "2")
    for _ in range(13):
        house.clock.forward(minutes=60)
        assert people.signed_in(house.hall, busy) is not None
    day.tick(house.hall)
    assert people.signed_in(house.hall, token) is None
    assert ended(house) == ["idle"]
    assert model.desk(house, "1") == "closed"
    assert people.signed_in(house.hall, busy) is not None


def test_sessions_survive_a_restart(house: House) -> None:
    token, who = signed_in(house, "lan", "1")
    house.reopen()
    assert people.signed_in(house.hall, token) == who


def test_a_device_connects_until_it_is_revoked(house: House) -> None:
    made, token = people.add_device(house.hall, "kiosk", "kiosk-1")
    who = people.device(house.hall, token)
    assert who
    assert (who.kind, who.name, who.id) == ("kiosk", "kiosk-1", made.id)
    assert token not in str(house.rows("SELECT * FROM device"))
    with pytest.raises(Conflict):
        people.add_device(house.hall, "kiosk", "kiosk-1")
    people.revoke_device(house.hall, "kiosk-1")
    assert people.device(house.hall, token) is None
    with pytest.raises(Unknown):
        people.revoke_device(house.hall, "kiosk-1")
    assert people.add_device(house.hall, "kiosk", "kiosk-1")[1] != token


def test_the_log_names_nobody(house: House) -> None:
    signed_in(house, "lan", "1")
    people.add_device(house.hall, "kiosk", "kiosk-1")
    log = str(house.events())
    assert "lan" not in log
    assert "Lan" not in log
