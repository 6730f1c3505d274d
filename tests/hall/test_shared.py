"""What rooms have in common is read once for each state of the database, and never later than it holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.hall import alerts, documents, overview
from tests.hall.house import House
from tests.hall.test_alerts import standing
from tests.hall.test_left import left


def statements(house: House, *rooms: str) -> list[str]:
    """What the database is asked while these rooms are drawn, each in a reading of its own."""
    with asking(house) as asked:
        for room in rooms:
            with house.hall.reading() as view:
                documents.of_room(house.hall, view, room)
    return asked


@contextmanager
def asking(house: House) -> Iterator[list[str]]:
    asked: list[str] = []
    house.hall.store.db.conn.set_trace_callback(asked.append)
    yield asked
    house.hall.store.db.conn.set_trace_callback(None)


def about(asked: list[str], what: str) -> int:
    return sum(what in one for one in asked)


def test_rooms_that_show_one_state_read_what_they_share_once(house: House) -> None:
    house.issue("BA")
    asked = statements(house, "board/A", "board/B", "board/all", "counter/11", "counter/12")
    assert about(asked, "FROM line") == 1
    assert about(asked, "state = 'held'") == 1
    assert about(asked, "FROM notice") == 1


def test_what_needs_somebody_is_told_from_one_reading_of_desks_and_lines(house: House) -> None:
    left(house)
    left(house, counter="11", service="BT")
    assert len(standing(house, 120)) == 2
    house.hall.shared = None
    with asking(house) as asked, house.hall.reading() as view:
        assert [one["waiting"] for one in overview.document(house.hall, view)["alerts"]] == [1, 1]
    for read in ("FROM line", "status, reason, upcoming, since FROM desk WHERE centre = 'quangninh'"):
        assert about([one for one in asked if " AND counter = " not in one], read) == 1, read
    with asking(house) as asked:
        alerts.tick(house.hall)
    assert about(asked, "FROM desk") == about(asked, "FROM line") == about(asked, "state = 'held'") == 0


def test_after_a_commit_everything_is_read_anew(house: House) -> None:
    house.issue("BA")
    statements(house, "counter/12")
    house.issue("BA")
    assert about(statements(house, "counter/12"), "FROM line") == 1
    with house.hall.reading() as view:
        assert documents.counter_page(house.hall, view, "12")["waiting"]["count"] == 2


def test_what_is_written_without_an_event_counts_too(house: House) -> None:
    house.issue("BA")
    statements(house, "counter/12")
    house.hall.write(lambda tx: tx.run("UPDATE line SET waiting = 7 WHERE service = 'BA'"))
    with house.hall.reading() as view:
        assert documents.counter_page(house.hall, view, "12")["waiting"]["count"] == 7


def test_what_was_told_of_waits_is_worked_out_anew_when_desks_change(house: House) -> None:
    """Also by somebody who looked between the commit and what follows it."""
    statements(house, "counter/12")
    before = house.hall.shared
    house.hall.foresee_anew()
    assert before is not None
    assert house.hall.shared is None


def test_a_new_day_shares_nothing_with_the_one_before(house: House) -> None:
    house.issue("BA")
    statements(house, "counter/12")
    house.clock.forward(minutes=24 * 60)
    with house.hall.reading() as view:
        assert documents.counter_page(house.hall, view, "12")["waiting"]["count"] == 0
