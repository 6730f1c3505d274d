"""What the writer remembers of rulings and pauses is never older than the last write, taken back, or from elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest

from server.app import open_hall
from server.hall import Hall, deciding, issue, pausing
from server.hall.issue import Request
from server.hall.once import Asked
from server.rules.errors import ServiceClosed
from server.rules.people import Identity
from server.store.writer import Outcome, Work, write_all
from tests.hall.house import KIOSK, House

SUPERVISOR = Identity("supervisor", "s1", "Giám sát", "quangninh")


class Collecting:
    """Keeps works instead of writing them."""

    def __init__(self) -> None:
        self.works: list[Work[Any]] = []

    def write(self, work: Work[Any]) -> None:
        self.works.append(work)


def together(house: House, *asks: Callable[[Hall], Any], commit: Callable[[], None] | None = None) -> list[Any]:
    """What becomes of requests that one commit writes: a status, or what was raised."""
    store, collecting = house.hall.store, Collecting()
    writer, store.writer = store.writer, collecting  # type: ignore[assignment]
    for ask in asks:
        ask(house.hall)
    store.writer = writer
    outcomes = write_all(writer.batch, collecting.works, commit or writer.batch.commit, house.hall.apply)
    return [_came(one) for one in outcomes]


def _came(outcome: Outcome[Any]) -> Any:
    return type(outcome.refused) if outcome.refused else outcome.get().status


def ticket(hall: Hall) -> None:
    issue.issue(hall, KIOSK, Asked(KIOSK.actor), Request("AH"))


def stop(hall: Hall) -> None:
    deciding.stop(hall, SUPERVISOR, Asked("s"), "AH")


def resume(hall: Hall) -> None:
    deciding.resume(hall, SUPERVISOR, Asked("s"), "AH")


def pause(hall: Hall) -> None:
    pausing.pause(hall, SUPERVISOR, Asked("s"), next(iter(hall.config.words.messages)))


def go_on(hall: Hall) -> None:
    pausing.resume(hall, SUPERVISOR, Asked("s"))


@pytest.mark.parametrize(("off", "on"), [(stop, resume), (pause, go_on)])
def test_a_decision_holds_for_the_next_ticket_of_the_same_commit(house: House, off: Any, on: Any) -> None:
    assert together(house, ticket, off, ticket, on, ticket) == [201, 200, ServiceClosed, 200, 201]
    house.clock.forward(ms=1)
    assert together(house, off) == [200]
    assert together(house, ticket, on, ticket) == [ServiceClosed, 200, 201]


@pytest.mark.parametrize("off", [stop, pause])
def test_what_was_not_committed_is_forgotten(house: House, off: Any) -> None:
    def fails() -> None:
        raise RuntimeError("no disk")

    assert together(house, ticket) == [201]
    with pytest.raises(RuntimeError):
        together(house, off, ticket, commit=fails)
    assert together(house, ticket) == [201]


@pytest.mark.parametrize("off", [stop, pause])
def test_a_work_that_is_undone_leaves_nothing_behind(house: House, off: Any) -> None:
    def spoils(hall: Hall) -> None:
        """Decides, and fails after it wrote."""
        collecting = Collecting()
        hall.store.writer, kept = collecting, hall.store.writer  # type: ignore[assignment]
        off(hall)
        hall.store.writer = kept

        def work(tx: Any) -> None:
            collecting.works[0](tx)
            raise KeyError("spoiled")

        kept.write(work)

    assert together(house, ticket, spoils, ticket) == [201, KeyError, 201]


@pytest.mark.parametrize("off", [stop, pause])
def test_what_another_program_decides_is_seen_by_the_next_ticket(house: House, off: Any) -> None:
    assert together(house, ticket) == [201]
    other = open_hall(house.config, house.clock)
    off(other)
    other.store.close()
    assert together(house, ticket) == [ServiceClosed]


def test_a_ticket_asks_nothing_that_the_ticket_before_it_asked(house: House) -> None:
    house.issue("AH")
    seen: list[str] = []
    connection = house.hall.store.writer.batch.db.conn
    connection.set_trace_callback(seen.append)
    house.issue("AH", asked=Asked(KIOSK.actor, "key", "digest"))
    connection.set_trace_callback(None)
    words = [" ".join(one.replace("INSERT INTO", "INSERT").split()[:2]) for one in seen]
    # BEGIN, head, key, [line, behind, ticket, event], key, head, COMMIT.
    assert words == [
        *("BEGIN IMMEDIATE", "SELECT seq,", "SELECT request,"),
        *("INSERT line", "SELECT count(*)", "INSERT ticket", "INSERT event"),
        *("INSERT idempotency", "UPDATE centre", "COMMIT"),
    ]
