"""A called person is waited for: three calls, and a minute from the end of the last, in the hall's own time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.hall import finding, patience
from server.rules.errors import Forbidden, NotAllowed
from server.rules.people import Identity
from server.store import pauses
from tests.hall.house import Document, House
from tests.hall.supervising import move_line

SCREEN = Identity("display", "d1", "display-1", "quangninh")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path, line={"no_show_calls": 3, "no_show_delay_s": 60})
    yield made
    made.close()


@pytest.fixture
def who(house: House) -> Identity:
    return house.officer("1")


@pytest.fixture
def called(house: House, who: Identity) -> Document:
    """A ticket that was called three times, the last time just now."""
    ticket = house.issue("AH")
    house.call_next(who)
    for _ in range(2):
        house.clock.forward(s=25)
        house.move(who, ticket, "recall")
    return ticket


def refused(house: House, who: Identity, ticket: Document) -> str:
    with pytest.raises(NotAllowed) as no:
        house.move(who, ticket, "no-show")
    return no.value.detail.vi


def test_a_miss_that_comes_too_early_is_refused_so_to_whoever_notes_it(house: House, called: Document) -> None:
    other = house.officer("3")
    assert refused(house, other, called) == "Hãy chờ thêm 60 giây rồi mới ghi vắng."
    house.clock.forward(s=61)
    with pytest.raises(Forbidden):
        house.move(other, called, "no-show")


def last_call(house: House) -> int:
    return int(house.rows("SELECT max(seq) FROM call")[0][0])


def spoken(house: House, area: str = "A", call: int | None = None) -> int:
    """A screen says that it has spoken a call; how many such words the log holds now."""
    patience.announced(house.hall, SCREEN, area, last_call(house) if call is None else call)
    return sum(event["what"] == "call-announced" for event in house.events())


def test_three_calls_and_a_minute_and_the_refusal_says_what_is_missing(house: House, who: Identity) -> None:
    ticket = house.issue("AH")
    house.call_next(who)
    house.clock.forward(minutes=5)
    assert refused(house, who, ticket) == "Hãy gọi thêm 2 lần rồi mới ghi vắng."
    house.move(who, ticket, "recall")
    assert "thêm 1 lần" in refused(house, who, ticket)
    last = house.move(who, ticket, "recall")
    assert refused(house, who, ticket) == "Hãy chờ thêm 60 giây rồi mới ghi vắng."
    house.clock.forward(ms=59_999)
    assert "thêm 1 giây" in refused(house, who, ticket)
    house.clock.forward(ms=1)
    assert last["no_show_at"] == finding.ticket(house.hall, ticket["id"])["no_show_at"]
    assert house.move(who, ticket, "no-show")["state"] == "no_show"


def test_the_minute_begins_when_a_screen_has_finished_speaking(house: House, who: Identity, called: Document) -> None:
    house.clock.forward(s=20)
    assert spoken(house) == 1
    assert house.events()[-1]["details"] == {"call": last_call(house), "area": "A"}
    assert house.published[-1] == (frozenset({"counter/1"}), False)
    house.clock.forward(s=45)
    assert "thêm 15 giây" in refused(house, who, called)
    house.clock.forward(s=15)
    house.move(who, called, "no-show")


def test_a_screen_that_never_says_so_does_not_matter(house: House, who: Identity, called: Document) -> None:
    house.clock.forward(s=60)
    house.move(who, called, "no-show")


def test_a_screen_cannot_put_it_off_for_ever(house: House, who: Identity, called: Document) -> None:
    for again in range(5):
        house.clock.forward(s=10)
        assert spoken(house) == 1, again
        assert spoken(house, "B") == 1, "no area of this call"
    assert spoken(house, "all") == 2
    house.clock.forward(s=60)
    house.move(who, called, "no-show")


def test_old_strange_and_late_words_of_a_screen_change_nothing(house: House, who: Identity, called: Document) -> None:
    first = int(house.rows("SELECT min(seq) FROM call")[0][0])
    for call in (first, 0, -1, 1, 10**15, last_call(house) + 1):
        assert spoken(house, call=call) == 0
    house.clock.forward(minutes=4)
    assert spoken(house) == 0, "far too late"
    house.move(who, called, "recall")
    house.move(who, called, "undo")
    assert spoken(house, call=last_call(house)) == 0, "withdrawn"
    house.move(who, called, "recall")
    house.move(who, called, "serve")
    assert spoken(house) == 0, "somebody has come"


def test_a_hall_pause_stops_the_minute(house: House, who: Identity, called: Document) -> None:
    house.clock.forward(s=30)
    house.hall.write(lambda tx: pauses.begin(tx, "fire"))
    house.clock.forward(minutes=10)
    assert refused(house, who, called)
    house.hall.write(pauses.end)
    assert "thêm 30 giây" in refused(house, who, called)
    house.clock.forward(s=29)
    assert "thêm 1 giây" in refused(house, who, called)
    house.clock.forward(s=1)
    house.move(who, called, "no-show")


def test_after_a_restart_the_minute_begins_anew(house: House, who: Identity, called: Document) -> None:
    house.clock.forward(minutes=10)
    house.reopen()
    assert "thêm 60 giây" in refused(house, who, called)
    house.clock.forward(s=60)
    house.move(who, called, "no-show")


@pytest.mark.parametrize("area", ["A", "B"])
def test_when_screens_went_dark_or_came_back_the_minute_begins_anew_in_their_area(
    house: House, who: Identity, called: Document, area: str
) -> None:
    house.clock.forward(minutes=20)
    back = house.clock.now
    house.hall.screens = {area: back, "A" if area == "B" else "B": 0}.__getitem__
    if area == "A":
        assert "thêm 60 giây" in refused(house, who, called)
        house.clock.forward(s=59)
        assert "thêm 1 giây" in refused(house, who, called)
        house.clock.forward(s=1)
    house.move(who, called, "no-show")


def test_who_was_moved_with_the_line_to_another_area_is_waited_for_where_they_sit(house: House, who: Identity) -> None:
    ticket = house.issue("BA")
    move_line(house, "BA", service="AK")
    house.move(who, ticket, "call", reason="other")
    for _ in range(2):
        house.move(who, ticket, "recall")
    house.clock.forward(minutes=20)
    house.hall.screens = {"A": 0, "B": house.clock.now}.__getitem__
    assert "thêm 60 giây" in refused(house, who, ticket)


def test_a_call_after_the_screens_came_back_is_waited_for_as_ever(house: House, who: Identity) -> None:
    house.hall.screens = {"A": house.clock.now, "B": 0}.__getitem__
    house.clock.forward(minutes=1)
    ticket = house.issue("AH")
    house.call_next(who)
    for _ in range(2):
        house.move(who, ticket, "recall")
    assert "thêm 60 giây" in refused(house, who, ticket)
    house.clock.forward(s=60)
    house.move(who, ticket, "no-show")


def test_calls_count_anew_when_it_is_called_another_time(house: House, who: Identity, called: Document) -> None:
    house.move(who, called, "hold")
    assert house.move(who, called, "call")["calls"] == 1
    house.clock.forward(minutes=5)
    assert "thêm 2 lần" in refused(house, who, called)
    assert house.move(who, called, "undo")["calls"] == 3


def test_undoing_a_call_gives_its_times_back_and_a_spoken_call_can_still_be_undone(house: House, who: Identity) -> None:
    ticket = house.issue("AH")
    before = house.ticket(ticket)
    house.call_next(who)
    house.clock.forward(s=5)
    spoken(house)
    assert house.ticket(ticket).announced_at == house.clock.now
    house.move(who, ticket, "undo")
    assert house.ticket(ticket) == before


def test_undoing_a_miss_leaves_it_ready_to_be_missed_again(house: House, who: Identity, called: Document) -> None:
    house.clock.forward(s=60)
    before = house.ticket(called)
    house.move(who, called, "no-show")
    assert house.ticket(called).aside_at == house.clock.now
    house.move(who, called, "undo")
    assert house.ticket(called) == before
    house.move(who, called, "no-show")


def test_the_document_says_from_when_it_may_be_missed(house: House, who: Identity) -> None:
    ticket = house.issue("AH")
    assert {ticket[name] for name in ("announced_at", "no_show_at", "aside_at")} == {None}
    first = house.call_next(who)
    assert first
    assert (first["ticket"]["announced_at"], first["ticket"]["no_show_at"]) == ("2026-11-23T09:00:00.000+07:00", None)
    house.move(who, ticket, "recall")
    assert house.move(who, ticket, "recall")["no_show_at"] == "2026-11-23T09:01:00.000+07:00"
    assert house.move(who, ticket, "hold")["aside_at"] == "2026-11-23T09:00:00.000+07:00"
