"""Many numbers taken at one kiosk within a minute and then missed: told once, counts only, nobody refused."""

from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

from server.rules.errors import NotAllowed
from server.rules.people import Identity
from server.store import bursts
from server.store.writer import write_all
from tests.hall.house import House, other

KIOSK = Identity("kiosk", "k1", "kiosk-1", "quangninh")


def take(house: House, count: int, *, every_s: float = 2, who: Identity = KIOSK) -> list[str]:
    ids = []
    for _ in range(count):
        ids.append(str(house.issue("AH", who=who)["id"]))
        house.clock.forward(s=every_s)
    return ids


def miss(house: House, officer: Identity, ids: list[str]) -> None:
    for id in ids:
        house.move(officer, id, "call")
        for _ in range(2):
            house.clock.forward(s=30)
            house.move(officer, id, "recall")
        house.clock.forward(s=61)
        house.move(officer, id, "no-show")


def told(house: House) -> list[dict[str, object]]:
    return [event["details"] for event in house.events() if event["what"] == "burst-suspected"]


def test_a_burst_that_is_missed_is_told_once_with_counts_and_no_person(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 15)
    miss(house, officer, ids[:2])
    assert told(house) == []
    miss(house, officer, ids[2:5])
    assert told(house) == [{"device": "k1", "service": "AH", "tickets": 15, "missed": 3}]
    with house.hall.reading() as view:
        (one,) = bursts.suspected(view.db, view.centre, view.business_date)
    assert (one.device, one.service) == ("k1", "AH")


def test_an_opening_crowd_is_no_burst(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 36, every_s=5)
    miss(house, officer, ids[:6])
    assert told(house) == []


def test_two_kiosks_and_two_services_are_counted_apart(house: House) -> None:
    officer = house.officer("1")
    ids = take(house, 10) + take(house, 10, who=other(KIOSK, id="k2"))
    miss(house, officer, ids[:4])
    assert told(house) == []


def test_what_reception_issues_for_a_group_is_no_burst(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 20, who=Identity("reception", "r1", "R", "quangninh"))
    miss(house, officer, ids[:4])
    assert told(house) == []


def test_a_missed_call_that_is_undone_does_not_count(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 15)
    for id in ids[:4]:
        miss(house, officer, [id])
        house.move(officer, id, "undo")
        house.move(officer, id, "serve")
        house.move(officer, id, "finish")
    assert told(house) == []


def test_a_second_burst_is_a_second_matter(house: House) -> None:
    officer = house.officer("1")
    for _ in range(2):
        miss(house, officer, take(house, 13)[:3])
        house.clock.forward(minutes=2)
    assert [one["tickets"] for one in told(house)] == [13, 13]


def test_what_a_kiosk_goes_on_to_give_is_counted_without_a_row_for_each(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 70, every_s=0.1)
    written = "SELECT count(*) FROM burst_ticket"
    assert house.rows(written) == [(12,)]
    ids += take(house, 10, every_s=0.1)
    assert house.rows(written) == [(12 + 64,)]
    miss(house, officer, ids[-3:])
    assert told(house) == [{"device": "k1", "service": "AH", "tickets": 80, "missed": 3}]


def test_a_burst_outlives_a_restart(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 15)
    house.reopen()
    miss(house, officer, ids[:3])
    assert [one["missed"] for one in told(house)] == [3]


def together(house: House, count: int, *, fails: bool = False) -> list[str]:
    """Numbers taken at the kiosk in one commit, as a crowd's are; ``fails``: with a work that is taken back."""
    real, works = house.hall.store.writer, list[Callable[[Any], Any]]()

    def collect(work: Callable[[Any], Any]) -> None:
        works.append(work)
        raise NotAllowed

    def fail(tx: Any) -> None:
        tx.run("UPDATE centre SET hotline = 'x'")
        raise NotAllowed

    house.hall.store.writer = SimpleNamespace(write=collect)  # type: ignore[assignment]
    for _ in range(count):
        with suppress(NotAllowed):
            house.issue("AH", who=KIOSK)
    house.hall.store.writer = real
    all_works = [*works, fail] if fails else works
    outcomes = write_all(real.batch, all_works, real.batch.commit, house.hall.apply)
    assert [one.refused is None for one in outcomes[:count]] == [True] * count
    return [str(row[0]) for row in house.rows(f"SELECT id FROM ticket ORDER BY seq DESC LIMIT {count}")]


def test_numbers_of_one_commit_are_one_burst(house: House) -> None:
    officer = house.officer("1")
    take(house, 12)
    ids = together(house, 3) + together(house, 3, fails=True)
    assert house.rows("SELECT count(*) FROM burst") == [(1,)]
    miss(house, officer, ids[1:4])
    assert told(house) == [{"device": "k1", "service": "AH", "tickets": 18, "missed": 3}]


def test_a_whole_crowd_in_one_commit_is_a_burst(house: House) -> None:
    officer, ids = house.officer("1"), together(house, 15)
    miss(house, officer, ids[:3])
    assert told(house) == [{"device": "k1", "service": "AH", "tickets": 15, "missed": 3}]


def test_a_burst_goes_on_over_a_restart(house: House) -> None:
    officer, ids = house.officer("1"), take(house, 13, every_s=1)
    house.reopen()
    ids += take(house, 3, every_s=1)
    assert house.rows("SELECT count(*) FROM burst") == [(1,)]
    miss(house, officer, ids[-3:])
    assert [one["missed"] for one in told(house)] == [3]
