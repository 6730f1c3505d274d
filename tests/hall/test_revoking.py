"""A device that is revoked by a command beside the server: cut at the next look, and not served even if it waits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import gevent
import pytest

from server.app import open_hall
from server.hall import Hall, issue, people
from server.hall.issue import Request
from server.hall.once import Asked
from server.rules.errors import NotSignedIn
from server.rules.people import Identity
from server.store import queue
from server.store.queue import Queued
from tests.hall.house import House
from tests.wire import PATIENCE


@dataclass
class Served:
    """A hall as a server has it, a command line beside it, and whom the server has cut so far."""

    hall: Hall
    beside: House
    kiosk: Identity
    display: Identity
    cut: list[Identity] = field(default_factory=list)

    def take(self, key: str | None = None) -> bytes:
        asked = Asked(self.kiosk.actor, key, "digest", device=self.kiosk.id)
        return issue.issue(self.hall, self.kiosk, asked, Request("AH")).body

    def cuts(self, test: object) -> None:
        assert callable(test)
        self.cut += [who for who in (self.kiosk, self.display) if test(who)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    house = House(tmp_path)
    kiosk, display = (people.add_device(house.hall, kind, f"{kind}-1")[1] for kind in ("kiosk", "display"))
    hall = open_hall(house.config, house.clock, serves=True)
    who = [people.device(hall, token) for token in (kiosk, display)]
    assert who[0]
    assert who[1]
    made = Served(hall, house, who[0], who[1])
    hall.cut = made.cuts
    yield made
    hall.store.close()
    house.close()


def test_what_a_kiosk_asked_for_before_it_was_revoked_is_not_done_afterwards(served: Served) -> None:
    first = served.take("key-1")
    before = len(served.beside.all_tickets())
    people.revoke_device(served.beside.hall, "kiosk-1")
    # No look was taken yet: the write itself finds that somebody wrote beside it.
    with pytest.raises(NotSignedIn):
        served.take("key-2")
    assert len(served.beside.all_tickets()) == before
    assert served.take("key-1") == first, "what it was told before stays true"


def test_another_device_is_served_as_before(served: Served) -> None:
    people.revoke_device(served.beside.hall, "display-1")
    assert b"AH001" in served.take()


def test_a_device_that_is_revoked_in_the_server_itself_is_not_served_either(served: Served) -> None:
    people.revoke_device(served.hall, "kiosk-1")
    with pytest.raises(NotSignedIn):
        served.take()


def test_one_look_after_a_command_cuts_who_was_revoked_and_nobody_else(served: Served) -> None:
    writer = served.hall.store.writer
    assert isinstance(writer, Queued)
    people.revoke_device(served.beside.hall, "display-1")
    served.cut.clear()
    writer.looked = 0.0
    writer._look()
    assert served.cut == [served.display]


def test_looks_come_often_enough_to_cut_within_a_second(served: Served) -> None:
    assert queue.LOOK_EVERY_S <= 0.5
    people.revoke_device(served.beside.hall, "display-1")
    with gevent.Timeout(PATIENCE):
        while served.cut != [served.display]:
            gevent.sleep(0.01)
