"""What waits are worked out from is kept for a second, but never longer than it holds."""

from typing import Any

import orjson
import pytest

from server.hall import desks, documents, people
from server.rules.errors import NotAllowed
from server.store.writer import Tx
from tests.hall.house import House
from tests.hall.supervising import pause, resume
from tests.hall.test_waits import board, menu, served


@pytest.fixture
def known(house: House) -> House:
    """Ten people were served for BA at counter 12, five minutes each."""
    served(house, house.officer("12"), "BA", 10)
    house.issue("BA")
    house.clock.forward(s=2)
    return house


def at_desk(house: House) -> Any:
    """The wait of the first ticket on the page of counter 12."""
    with house.hall.reading() as view:
        page = orjson.loads(orjson.dumps(documents.counter_page(house.hall, view, "12")))
    return page["waiting"]["tickets"][0]["wait"]


def test_a_pause_of_the_hall_and_its_end_show_at_once(known: House) -> None:
    assert at_desk(known)
    assert menu(known, "BA")
    pause(known)
    assert menu(known, "BA") is None
    assert board(known, "BA")["wait"] is None
    assert at_desk(known) is None
    resume(known)
    assert menu(known, "BA")
    assert at_desk(known)


def test_the_last_desk_that_closes_takes_the_promise_with_it_at_once(known: House) -> None:
    who = known.officer("12", "at12")
    assert menu(known, "BA")
    desks.set_status(known.hall, who, "12", "closed", None)
    assert menu(known, "BA") is None
    desks.set_status(known.hall, who, "12", "open", None)
    assert menu(known, "BA")
    people.sign_out(known.hall, who)
    assert menu(known, "BA") is None


def test_nothing_stays_of_a_transaction_that_was_taken_back(known: House) -> None:
    """A desk that closed for a moment, and was seen closed by who looked meanwhile."""
    who = known.officer("12", "at12")
    known.clock.forward(minutes=1)

    def fails(tx: Tx) -> None:
        desks.leave(known.hall, tx, str(who.counter), who.actor)
        documents.ticket(known.hall, tx, known.ticket(waiting))
        raise NotAllowed

    waiting = known.issue("BA")
    known.clock.forward(minutes=1)
    with pytest.raises(NotAllowed):
        known.hall.write(fails)
    assert menu(known, "BA")
