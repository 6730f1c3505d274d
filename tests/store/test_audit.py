"""The chain of events: whatever is edited, deleted, swapped or cut off is found, and where."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from server.store.events import COLUMNS, GENESIS, link, verify
from tests.hall.house import House
from tests.store.shelf import CENTRE


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("audit"))
    who = made.officer("1")
    for _ in range(10):
        made.issue("AH", priority="elderly")
    for _ in range(3):
        called = made.call_next(who)
        assert called
        made.move(who, called["ticket"], "serve")
        made.move(who, called["ticket"], "finish", outcome="received", dossiers=2)
    yield made
    made.close()


def spoiled(house: House, change: Callable[[Database], Any]) -> tuple[int, int | None]:
    """What verify says after a change that is then taken back."""
    db = house.hall.store.writer.batch.db
    db.execute("BEGIN")
    try:
        change(db)
        return verify(db, CENTRE)
    finally:
        db.execute("ROLLBACK")


def length(house: House) -> int:
    return len(house.events())


def test_a_log_nobody_touched_is_sound(house: House) -> None:
    assert house.verify() == (length(house), None)
    assert length(house) > 20


@pytest.mark.parametrize("column", [*COLUMNS, "hash"])
@pytest.mark.parametrize("where", ["first", "middle", "last"])
@pytest.mark.parametrize("value", ["'x'", "x'00ff'", "-1", "9223372036854775807", "1.5", "''"])
def test_an_edited_event_is_found_at_its_seq(house: House, column: str, where: str, value: str) -> None:
    last = length(house)
    seq = {"first": 1, "middle": last // 2, "last": last}[where]
    sound, bad = spoiled(house, lambda db: db.execute(f'UPDATE event SET "{column}" = {value} WHERE seq = {seq}'))
    # A seq may have been changed into one that comes earlier.
    assert bad == sound + 1 <= seq
    assert sound == seq - 1 or column == "seq"


@pytest.mark.parametrize("column", ["ticket", "counter"])
def test_a_fact_made_to_vanish_is_found(house: House, column: str) -> None:
    (seq,) = house.rows(f"SELECT min(seq) FROM event WHERE {column} IS NOT NULL")[0]
    assert spoiled(house, lambda db: db.execute(f"UPDATE event SET {column} = NULL WHERE seq = {seq}")) == (
        seq - 1,
        seq,
    )


def test_text_that_is_no_text_is_found(house: House) -> None:
    edit = "UPDATE event SET details = CAST(x'ff' AS TEXT) WHERE seq = 5"
    assert spoiled(house, lambda db: db.execute(edit)) == (4, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_a_deleted_event_is_found(house: House, data: st.DataObject) -> None:
    seq = data.draw(st.integers(1, length(house)))
    assert spoiled(house, lambda db: db.execute(f"DELETE FROM event WHERE seq = {seq}")) == (seq - 1, seq)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_two_swapped_events_are_found(house: House, data: st.DataObject) -> None:
    numbers = st.integers(1, length(house))
    one, other = sorted(data.draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))

    def swap(db: Database) -> None:
        db.execute(f"UPDATE event SET seq = -1 WHERE seq = {one}")
        db.execute(f"UPDATE event SET seq = {one} WHERE seq = {other}")
        db.execute(f"UPDATE event SET seq = {other} WHERE seq = -1")

    assert spoiled(house, swap) == (one - 1, one)


@pytest.mark.parametrize("kept", [0, 1, 10])
def test_a_log_that_was_cut_off_is_found(house: House, kept: int) -> None:
    assert spoiled(house, lambda db: db.execute(f"DELETE FROM event WHERE seq > {kept}")) == (kept, kept + 1)


def test_an_invented_event_is_found(house: House) -> None:
    last = length(house)
    names = ", ".join(COLUMNS[2:])
    copy = f"INSERT INTO event (centre, seq, {names}, hash) SELECT centre, {last + 1}, {names}, hash FROM event"
    assert spoiled(house, lambda db: db.execute(f"{copy} WHERE seq = {last}")) == (last, last + 1)


def test_an_edit_whose_hash_was_made_anew_is_found_at_the_next_event(house: House) -> None:
    def forge(db: Database) -> None:
        values = db.execute(f"SELECT {', '.join(COLUMNS)} FROM event WHERE seq = 5").fetchone()
        (previous,) = db.execute("SELECT hash FROM event WHERE seq = 4").fetchone()
        forged = (*values[:6], "nobody", *values[7:])
        db.execute("UPDATE event SET actor = 'nobody', hash = ? WHERE seq = 5", [link(forged, previous)])

    assert spoiled(house, forge) == (5, 6)


@pytest.mark.parametrize("edit", ["seq = seq - 1", "seq = seq + 1", "hash = ''"])
def test_a_head_that_does_not_fit_is_found(house: House, edit: str) -> None:
    last = length(house)
    assert spoiled(house, lambda db: db.execute(f"UPDATE centre SET {edit}")) == (last, last + 1)


def test_the_chain_can_be_checked_by_anybody_from_its_description(house: House) -> None:
    """SHA-256 over the JSON, keys sorted, no spaces, of all columns and the previous hash; written out by hand."""
    import hashlib
    import json

    previous = GENESIS
    for row in house.rows(f"SELECT {', '.join(COLUMNS)}, hash FROM event ORDER BY seq"):
        facts = dict(zip(COLUMNS, row, strict=False)) | {"previous": previous}
        text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert previous == row[-1]


def test_an_empty_log_is_sound_and_a_hall_that_is_not_there_is_not(tmp_path: Path) -> None:
    house = House(tmp_path)
    with house.hall.reading() as view:
        assert verify(view.db, "elsewhere") == (0, 1)
    house.close()
