"""The write-ahead log cut or spoiled at any byte: what opens again is an exact prefix of what was committed."""

import tempfile
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.store.database import FILE
from tests.hall import model
from tests.hall.house import House


@dataclass
class Morning:
    """A file and its log after some work; ``sizes`` and ``heads``: the log's size and seq after each commit."""

    database: bytes = b""
    log: bytes = b""
    sizes: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def at(self, size: int) -> int:
        """How many commits lie wholly within the first ``size`` bytes of the log."""
        return bisect_right(self.sizes, size)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    """Thirty writes, none of them copied from the log into the database yet."""
    folder = tmp_path_factory.mktemp("morning")
    house = House(folder)
    who = house.officer("1")
    db = house.hall.store.writer.batch.db
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.execute("PRAGMA wal_autocheckpoint=0").fetchall()
    made = Morning(database=(folder / FILE).read_bytes())
    _remember(made, house)
    for n in range(10):
        house.issue("AH" if n % 2 else "AK")
        _remember(made, house)
        called = house.call_next(who)
        assert called
        _remember(made, house)
        house.move(who, called["ticket"], "hold")
        _remember(made, house)
    made.log = (folder / f"{FILE}-wal").read_bytes()
    house.close()
    return made


def _remember(made: Morning, house: House) -> None:
    made.sizes.append((house.folder / f"{FILE}-wal").stat().st_size)
    made.heads.append(len(house.events()))
    made.rows.append({one.id: one for one in house.all_tickets()})


def reopened(morning: Morning, log: bytes) -> int:
    """Opens what is left; how many commits are in it. Everything in it must be sound."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_bytes(morning.database)
        (Path(folder) / f"{FILE}-wal").write_bytes(log)
        house = House(Path(folder))
        model.log_is_whole(house)
        model.sound(house)
        commits = morning.heads.index(len(house.events()))
        assert {one.id: one for one in house.all_tickets()} == morning.rows[commits]
        # And the hall goes on: the next number follows without a gap.
        house.issue("AH")
        model.sound(house)
        house.close()
    return commits


def test_the_whole_log_is_every_commit(morning: Morning) -> None:
    assert morning.sizes == sorted(morning.sizes)
    assert len(set(morning.heads)) == 31
    assert reopened(morning, morning.log) == 30


def test_no_log_is_the_state_before(morning: Morning) -> None:
    assert reopened(morning, b"") == 0


@settings(max_examples=60)
@given(data=st.data())
def test_a_log_cut_anywhere_is_an_exact_prefix(morning: Morning, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(morning.log)))
    assert reopened(morning, morning.log[:size]) == max(morning.at(size) - 1, 0)


@settings(max_examples=40)
@given(data=st.data())
def test_a_log_spoiled_anywhere_is_an_exact_prefix(morning: Morning, data: st.DataObject) -> None:
    place = data.draw(st.integers(32, len(morning.log) - 1))
    spoiled = bytearray(morning.log)
    spoiled[place] ^= data.draw(st.integers(1, 255))
    assert reopened(morning, bytes(spoiled)) == max(morning.at(place) - 1, 0)
