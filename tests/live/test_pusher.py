"""When documents go out, and that no screen ever goes back to an older one."""

from collections.abc import Callable
from typing import cast

import gevent
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.live.pusher import AGAIN_S, GAP_S, Pusher, Schedule
from server.live.rooms import Rooms
from tests.live.clients import Hall


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_quiet_room_is_due_at_once() -> None:
    schedule = Schedule(Clock())
    assert schedule.wait() is None
    schedule.mark("kiosk")
    assert schedule.wait() == 0
    assert schedule.take(9) == ["kiosk"]
    assert schedule.wait() is None


def test_a_room_pushed_just_now_waits_for_the_rest_of_50_ms() -> None:
    clock = Clock()
    schedule = Schedule(clock)
    schedule.mark("kiosk")
    schedule.take(9)
    clock.now += 0.02
    schedule.mark("kiosk")
    schedule.mark("kiosk")
    assert schedule.take(9) == []
    assert schedule.wait() == pytest.approx(0.03)
    clock.now += 0.031
    assert schedule.take(9) == ["kiosk"]


def test_an_urgent_room_never_waits_and_goes_first() -> None:
    schedule = Schedule(Clock())
    schedule.mark("kiosk")
    schedule.mark("board/A", urgent=True)
    assert schedule.take(9) == ["board/A"]
    assert schedule.wait() == 0
    assert schedule.take(9) == ["kiosk"]
    schedule.mark("kiosk")
    schedule.mark("board/A", urgent=True)
    assert schedule.take(9) == ["board/A"]


def test_however_many_calls_there_are_the_other_rooms_have_their_turn() -> None:
    schedule = Schedule(Clock())
    schedule.mark("kiosk")
    taken: list[str] = []
    for _ in range(3):
        schedule.mark("board/A", urgent=True)
        taken += schedule.take(9)
    assert taken == ["board/A", "kiosk", "board/A"]


def test_no_more_rooms_are_taken_together_than_asked_for() -> None:
    schedule = Schedule(Clock())
    for room in "ABC":
        schedule.mark(room)
    assert [schedule.take(2), schedule.take(2), schedule.take(2)] == [["A", "B"], ["C"], []]


def test_a_later_plain_mark_does_not_delay_an_urgent_one() -> None:
    schedule = Schedule(Clock())
    schedule.mark("board/A")
    schedule.take(9)
    schedule.mark("board/A", urgent=True)
    schedule.mark("board/A")
    assert schedule.take(9) == ["board/A"]
    assert schedule.wait() is None


def test_a_room_that_could_not_be_built_is_tried_again_or_sooner_if_it_changes() -> None:
    clock = Clock()
    schedule = Schedule(clock)
    schedule.again("board/A")
    assert schedule.wait() == pytest.approx(AGAIN_S)
    schedule.mark("board/A")
    assert schedule.take(9) == ["board/A"]


@given(st.lists(st.tuples(st.floats(0, 0.2), st.sampled_from("ABC"), st.booleans()), max_size=60))
def test_every_change_is_pushed_within_the_gap_and_plain_pushes_keep_apart(
    marks: list[tuple[float, str, bool]],
) -> None:
    clock = Clock()
    schedule = Schedule(clock)
    last: dict[str, float] = {}
    urgent: set[str] = set()
    waiting: dict[str, float] = {}

    def take() -> None:
        for room in schedule.take(9):
            assert room in urgent or clock.now - last.get(room, 0) >= GAP_S - 1e-6
            assert clock.now - waiting.pop(room) <= GAP_S + 1e-6
            last[room] = clock.now
            urgent.discard(room)

    for pause, room, at_once in marks:
        end = clock.now + pause
        while (wait := schedule.wait()) is not None and clock.now + wait <= end:
            clock.now += wait + 1e-9
            take()
        clock.now = max(clock.now, end)
        schedule.mark(room, at_once)
        waiting.setdefault(room, clock.now)
        if at_once:
            urgent.add(room)
            while schedule.wait() == 0:
                take()
            assert room not in waiting
    while (wait := schedule.wait()) is not None:
        clock.now += wait + 1e-9
        take()
    assert not waiting


class Crowd:
    """Rooms with one watcher that has seen everything."""

    version = 10**9

    def __init__(self) -> None:
        self.pushed: dict[str, int] = {}

    def watches(self, room: str) -> list["Crowd"]:
        return [self]


def pusher(built: Callable[[str], None]) -> Pusher:
    def document(room: str) -> tuple[int, bytes]:
        built(room)
        return 1, b"{}"

    return Pusher(cast(Rooms, Crowd()), document, Clock())


def test_publishing_before_anybody_watches_keeps_nothing() -> None:
    idle = pusher(print)
    for _ in range(1000):
        idle.publish(["board/A"])
    assert not idle._marks


def test_publishing_is_safe_from_another_thread() -> None:
    built: list[str] = []
    working = pusher(built.append)
    working.start()
    gevent.sleep(0)
    gevent.get_hub().threadpool.apply(working.publish, (["board/A"], True))
    with gevent.Timeout(10):
        while not built:
            gevent.sleep(0.001)
    working.stop()
    assert built == ["board/A"]


# With real sockets.


def test_pushes_of_a_burst_only_grow_and_end_with_the_newest(hall: Hall) -> None:
    bares = [hall.open() for _ in range(5)]
    for bare in bares:
        bare.watch(board="A")
    hall.post("/burst", room="board/A", versions=list(range(2, 60)), pause=0.001)
    for bare in bares:
        versions = [1]
        while versions[-1] != 59:
            versions.append(bare.event()[1]["version"])
        assert versions == sorted(set(versions))
        bare.close()


def test_plain_changes_are_pushed_together(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    before = hall.state()
    hall.post("/burst", room="board/A", versions=list(range(2, 202)), urgent=False)
    while bare.event()[1]["version"] != 201:
        pass
    assert hall.state()["built"] - before["built"] < 50
    bare.close()


def test_the_same_version_is_not_pushed_twice(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    for _ in range(3):
        hall.show("board/A", 2)
    assert bare.event() == ("board", {"version": 2})
    assert bare.quiet()
    bare.close()


def test_a_push_during_the_answer_to_watch_is_neither_lost_nor_ahead_of_it(hall: Hall) -> None:
    """The document is read slowly for the answer; meanwhile a newer one is pushed to the others."""
    other, late = hall.open(), hall.open()
    other.watch(board="A")
    hall.post("/trouble", sleepy={"board/A": 0.2})
    builds = len(hall.state()["builds"])
    late.ws.send('427["watch",{"board":"A"}]')
    while len(hall.state()["builds"]) == builds:
        gevent.sleep(0.005)
    hall.post("/trouble")
    hall.show("board/A", 2)
    assert other.event() == ("board", {"version": 2})
    assert late.text() == '437[{"ok":true,"document":{"version":1}}]'
    assert late.event() == ("board", {"version": 2})
    for bare in (other, late):
        bare.close()


def test_answers_and_pushes_stay_in_order_under_a_storm_of_watches(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    other = hall.open()
    other.ws.send('42["watch",{"board":"A"}]')
    for version in range(2, 30):
        bare.ws.send('421["watch",{"board":"A"}]')
        hall.show("board/A", version)
    seen = [1]
    while seen[-1] != 29:
        message = bare.text()
        seen.append(int(message.partition('"version":')[2].rstrip("}])")))
    assert seen == sorted(seen)
    bare.close()
    other.close()


def test_a_room_that_fails_does_not_end_the_pusher(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    bare.watch(kiosk=True)
    hall.post("/trouble", broken=["board/A"])
    hall.show("board/A", 2)
    hall.show("kiosk", 3)
    assert bare.event() == ("kiosk", {"version": 3})
    assert any("room board/A could not be pushed" in line for line in hall.state()["logged"])
    hall.post("/trouble")
    # Tried again by itself.
    assert bare.event() == ("board", {"version": 2})
    bare.close()


def test_a_screen_that_comes_back_gets_what_is_shown_now(hall: Hall) -> None:
    bare = hall.open()
    bare.watch(board="A")
    bare.sock.close()
    hall.show("board/A", 5)
    again = hall.open()
    assert again.watch(board="A")["document"] == {"version": 5}
    again.close()


SINCE = "2026-11-23T09:41:00.000+07:00"


def test_trouble_is_told_to_whoever_acts_at_once_and_to_who_comes_before_the_answer(hall: Hall) -> None:
    kiosk, officer, screen = hall.open("kiosk-1"), hall.open("officer-5"), hall.open("display-1")
    kiosk.watch(kiosk=True)
    hall.post("/unable", since=SINCE)
    assert kiosk.event() == ("trouble", {"since": SINCE})
    assert officer.event() == ("trouble", {"since": SINCE})
    begin = officer.ask("watch", {"counter": "5"})
    assert officer.event() == ("trouble", {"since": SINCE})
    assert officer.text().startswith(begin)
    assert screen.watch(board="A")["ok"]
    hall.post("/unable", since=None)
    assert kiosk.event() == officer.event() == ("trouble", {"since": None})
    assert officer.watch(counter="5")["ok"], "nothing more is said of it"
    assert screen.quiet()
    hall.show("kiosk", 2)
    assert kiosk.event() == ("kiosk", {"version": 2})
    for one in (kiosk, officer, screen):
        one.close()
