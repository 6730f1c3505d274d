"""The checker itself: it is silent about a sound history and says what is wrong with every other one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.asked import Op, Row
from tests.chaos.diary import Diary
from tests.chaos.history import faults
from tests.chaos.remains import past
from tests.chaos.spoiling import Told, asked, of, said
from tests.hall.house import SERVES, House


@pytest.fixture(scope="module")
def true(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A short morning, as it really was: six tickets, three calls, one of them finished, one returned."""
    folder = tmp_path_factory.mktemp("morning")
    house = House(folder)
    who, diary = house.officer("1"), Diary(house)
    for service in ("AH", "AH", "AK", "AH", "AK", "AH"):
        diary.took(service)
        house.clock.forward(s=1)
    for name in ("finish", "return", "finish"):
        id = diary.called(who).ticket["id"]
        house.clock.forward(s=1)
        diary.moved(who, "serve", id)
        diary.moved(who, name, id)
    house.close()
    return diary.ops, past(folder)


def test_a_sound_history_has_no_faults(told: Told) -> None:
    assert said(told) == ""


def test_a_request_without_an_answer_may_have_happened(told: Told) -> None:
    place = asked(told, "issue", 2)
    told[0][place] = replace(told[0][place], status=None, body=b"")
    assert said(told) == ""


def test_a_request_without_an_answer_may_never_have_happened(told: Told) -> None:
    told[0].append(Op("key-never", "issue", "AH", 50.0, 51.0))
    assert said(told) == ""


def renumbered(event: Row, serial: int) -> None:
    event["after"] |= {"serial": serial, "number": f"{event['after']['series']}{serial:03}"}


def duplicate(told: Told) -> None:
    renumbered(of(told, "ticket-issued", 1), 1)


def gap(told: Told) -> None:
    renumbered(of(told, "ticket-issued", 5), 9)


def lost_answer(told: Told) -> None:
    """The last call was promised, and the log ends before it."""
    del told[1].log[-3:]


def lost_row(told: Told) -> None:
    told[1].tickets.popitem()


def changed_row(told: Told) -> None:
    next(iter(told[1].tickets.values()))["state"] = "held"


def double_call(told: Told) -> None:
    """Two officers were told the same call."""
    first = told[0][asked(told, "call-next")]
    told[0].append(replace(first, key="key-twin"))
    told[1].answers["key-twin"] = first.body


def second_call(told: Told) -> None:
    """A ticket was called again while it was being served."""
    of(told, "ticket-finished")["what"] = "ticket-called"


def two_current(told: Told) -> None:
    """Somebody came to a counter that was not free."""
    of(told, "ticket-finished")["after"] = {"state": "serving", "counter": "1"}


def out_of_line(told: Told) -> None:
    """The second comer was called first."""
    one, other = of(told, "ticket-issued", 0), of(told, "ticket-issued", 1)
    one["after"]["due_at"], other["after"]["due_at"] = other["after"]["due_at"], one["after"]["due_at"]


def backwards(told: Told) -> None:
    """Two requests, one after the other, and the log has them the other way round."""
    one, other = asked(told, "issue", 0), asked(told, "issue", 1)
    first, second = told[0][one], told[0][other]
    told[0][one] = replace(first, start=second.start, end=second.end)
    told[0][other] = replace(second, start=first.start, end=first.end)


def happened_twice(told: Told) -> None:
    """A retry made a second ticket that nobody was told of."""
    del told[0][asked(told, "issue", 5)]


def other_bytes(told: Told) -> None:
    """A retry got another answer."""
    told[1].answers["key-0"] = told[1].answers["key-1"]


def forgotten_key(told: Told) -> None:
    del told[1].answers["key-0"]


def refused_and_done(told: Told) -> None:
    told[0][0] = replace(told[0][0], status=409)


def wrong_ticket(told: Told) -> None:
    """A move was answered with somebody else's ticket."""
    place = asked(told, "serve", 0)
    op = told[0][place]
    body = json.loads(op.body) | {"id": "somebody"}
    told[0][place] = replace(op, body=json.dumps(body).encode())
    told[1].answers[op.key] = told[0][place].body


def wrong_counter(told: Told) -> None:
    place = asked(told, "call-next", 0)
    told[0][place] = replace(told[0][place], about="2")


def missing_event(told: Told) -> None:
    del told[1].log[3]


def time_runs_back(told: Told) -> None:
    told[1].log[5]["at"] = 0


def stranger(told: Told) -> None:
    of(told, "ticket-called")["ticket"] = "nobody"


PLANTED: dict[Callable[[Told], Any], str] = {
    duplicate: "AH001 was given twice",
    gap: "leaves a gap",
    lost_answer: "is not in the log",
    lost_row: "its row is not what the log says",
    changed_row: "its row is not what the log says",
    double_call: "promised to two requests",
    second_call: "ticket-called of AH001 while it was serving",
    two_current: "came to counter 1 while it had AH001",
    out_of_line: "was called at counter 1 before AH002",
    backwards: "stands after it",
    happened_twice: "asked for by nobody",
    other_bytes: "other bytes",
    forgotten_key: "other bytes",
    refused_and_done: "refused with 409 and happened all the same",
    wrong_ticket: "is not in the log",
    wrong_counter: "is not in the log",
    missing_event: "stands in place",
    time_runs_back: "happened before the one before it",
    stranger: "never issued",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_every_planted_fault_is_found_and_named(told: Told, plant: Callable[[Told], Any]) -> None:
    plant(told)
    assert PLANTED[plant] in said(told)


def test_a_long_history_is_checked_in_one_pass(tmp_path: Path) -> None:
    """Twice the history is about twice the steps; counted, not timed."""

    def steps(tickets: int) -> int:
        house = House(tmp_path / str(tickets))
        house.hall.store.writer.batch.db.execute("PRAGMA synchronous=OFF")
        for _ in range(tickets):
            house.issue("AH")
        house.close()
        end = past(tmp_path / str(tickets))
        looked = Looked(end.log)
        faults([], replace(end, log=looked), SERVES)
        return looked.looks

    assert steps(100) <= 2.2 * steps(50)


class Looked(list[Row]):
    """A log that counts how often its events are looked at."""

    looks = 0

    def __iter__(self) -> Iterator[Row]:
        for one in super().__iter__():
            self.looks += 1
            yield one

    def __getitem__(self, place: Any) -> Any:
        self.looks += 1
        return super().__getitem__(place)
