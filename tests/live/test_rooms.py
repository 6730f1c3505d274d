"""What a socket may watch, and what it is told when it may not."""

from typing import Any

import pytest

from tests.live.clients import Hall


def test_watching_answers_with_the_current_document(hall: Hall) -> None:
    hall.show("board/A", 7, publish=False, counters=["Quầy 1", "đ"])
    bare = hall.open()
    assert bare.watch(board="A") == {"ok": True, "document": {"version": 7, "counters": ["Quầy 1", "đ"]}}
    bare.close()


def test_one_socket_watches_several_rooms(hall: Hall) -> None:
    bare = hall.open("officer-5")
    for wish in ({"board": "A"}, {"counter": "5"}, {"kiosk": True}):
        assert bare.watch(**wish)["ok"]
    hall.show("counter/5", 2)
    assert bare.event() == ("counter", {"version": 2})
    hall.show("kiosk", 3)
    assert bare.event() == ("kiosk", {"version": 3})
    hall.show("board/A", 4)
    assert bare.event() == ("board", {"version": 4})
    bare.close()


def test_a_room_that_is_not_watched_is_neither_built_nor_pushed(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    builds = len(hall.state()["builds"])
    hall.show("kiosk", 9)
    hall.show("board/A", 2)
    assert bare.event() == ("board", {"version": 2})
    assert hall.state()["builds"][builds:] == ["board/A"]
    bare.close()


WRONG: list[Any] = [
    {},
    None,
    [],
    "board",
    7,
    True,
    {"board": None},
    {"board": 5},
    {"board": "A" * 10_000},
    {"board": "A", "counter": "5"},
    {"board": ["A"]},
    {"counter": {"a": 1}},
    {"kiosk": False},
    {"kiosk": 2},
    {"other": "A"},
    {"board": "A", "more": 1},
]


def test_wrong_wishes_get_a_problem_and_the_socket_goes_on(hall: Hall) -> None:
    bare = hall.open()
    for wish in WRONG:
        answer = bare.emit("watch", wish)
        assert answer["ok"] is False
        assert answer["problem"]["type"] == "invalid"
    for told in (("watch",), ("watch", {"board": "A"}, 1)):
        assert bare.emit(*told)["problem"]["status"] == 422
    assert bare.watch(board="A")["ok"]
    bare.close()


def test_an_unknown_room_and_somebody_elses_counter_are_problems(hall: Hall) -> None:
    bare = hall.open("officer-6")
    assert bare.watch(board="Q")["problem"]["type"] == "unknown-area"
    assert bare.watch(counter="5")["problem"]["type"] == "forbidden"
    bare.close()


def test_rights_are_looked_at_on_each_event(own: Hall) -> None:
    bare = own.open()
    assert bare.watch(board="A")["ok"]
    assert bare.emit("announced", {"area": "A", "call": 3}) == {"ok": True}
    other = own.open("kiosk-1")
    assert other.emit("announced", {"area": "A", "call": 3})["problem"]["type"] == "forbidden"
    assert own.state()["heard"] == [["1", "A", 3]]


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        {"area": "A"},
        {"area": "A", "call": "3"},
        {"area": "A", "call": -1},
        {"area": "A", "call": 2**63},
        {"area": "A", "call": True},
        {"area": "A" * 41, "call": 1},
        {"area": "", "call": 1},
        {"area": "A", "call": 1, "x": 1},
    ],
)
def test_a_wrong_announcement_is_a_problem(hall: Hall, told: Any) -> None:
    bare = hall.open()
    assert bare.emit("announced", told)["problem"]["type"] == "invalid"
    bare.close()


def test_other_events_go_unheard(hall: Hall) -> None:
    bare = hall.open()
    for name in ("call-next", "message", "json", "*", "", "__proto__"):
        bare.ws.send(f'42["{name}",{{"a":1}}]')
    assert bare.watch(board="A")["ok"]
    bare.close()


def test_a_document_that_cannot_be_built_is_a_problem_and_is_logged(hall: Hall) -> None:
    hall.post("/trouble", broken=["board/A"])
    bare = hall.open()
    assert bare.watch(board="A")["problem"]["type"] == "unavailable"
    hall.post("/trouble")
    assert bare.watch(board="A")["ok"]
    assert any("cannot build" in line for line in hall.state()["logged"])
    bare.close()


def test_a_failed_second_watch_leaves_the_first_one_in_place(hall: Hall) -> None:
    bare = hall.open()
    assert bare.watch(board="A")["ok"]
    hall.post("/trouble", broken=["board/A"])
    assert not bare.watch(board="A")["ok"]
    hall.post("/trouble")
    hall.show("board/A", 2)
    assert bare.event() == ("board", {"version": 2})
    bare.close()


def test_a_socket_watches_at_most_16_rooms(own: Hall) -> None:
    bare = own.open()
    for room in range(16):
        own.show(f"board/{room}", 1, publish=False)
        assert bare.watch(board=str(room))["ok"]
    assert bare.watch(board="A")["problem"]["type"] == "too-many"
    assert bare.watch(board="3")["ok"]


def test_a_revoked_identity_is_cut_at_once_and_not_let_in_again(own: Hall) -> None:
    doomed, other = own.open("display-9"), own.open("display-1")
    for bare in (doomed, other):
        assert bare.watch(board="A")["ok"]
    own.post("/revoke/display-9")
    assert own.state()["sockets"] == 1
    assert doomed.ended()
    own.show("board/A", 2)
    assert other.event() == ("board", {"version": 2})


def test_whose_session_ends_hears_why_before_the_cut_and_nobody_else_does(own: Hall) -> None:
    gone, other = own.open("officer-7"), own.open("officer-5")
    own.post("/sign-out/officer-7", why="taken-over")
    assert gone.event() == ("ended", {"why": "taken-over"})
    assert gone.ended()
    assert other.quiet()
    own.show("counter/5", 2, publish=False)
    assert other.watch(counter="5")["ok"]


def test_a_closed_socket_leaves_its_rooms(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    bare.close()
    state = hall.until(sockets=0)
    hall.show("board/A", 2)
    hall.show("board/A", 3)
    assert hall.state()["builds"] == state["builds"]
