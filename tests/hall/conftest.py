"""One small hall for each test, in which refusals come before anything is written."""

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.rules.errors import QueueError
from server.store import writer
from tests.hall.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _refusals_come_first(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A work that refuses after it has written makes all works of its commit be done twice."""
    late, again = list[BaseException](), writer._careful

    def careful(batch: writer.Batch, works: list[writer.Work[Any]]) -> writer.Done:
        opened, outcomes = again(batch, works)
        if len(works) == 1:
            late.extend(one.refused for one in outcomes if isinstance(one.refused, QueueError))
        return opened, outcomes

    monkeypatch.setattr(writer, "_careful", careful)
    yield
    assert [one for one in late if not _planted(one)] == []


def _planted(refused: BaseException) -> bool:
    """Whether the test itself refused."""
    raised_in = traceback.extract_tb(refused.__traceback__)[-1].filename
    return Path(raised_in).is_relative_to(Path(__file__).parent)
