"""Halls, crowds and the `layso` command, as whoever runs a hall meets them."""

import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from server.store import backup
from server.store.database import FILE
from tests.hall.house import House
from tests.web.calling import Caller
from tests.web.running import PATIENCE, Demo, command

Done = subprocess.CompletedProcess[str]
cli = command


def said(done: Done) -> str:
    """What a command that must have gone well said."""
    assert done.returncode == 0, done.stderr
    return done.stdout


def copied(house: House, name: str = "copy.db") -> Path:
    target = house.folder.parent / name
    backup.back_up(house.folder / FILE, target)
    return target


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


class Crowd:
    """Eight clients that issue until they are told to stop; ``numbers`` is what was promised so far."""

    def __init__(self, demo: Demo) -> None:
        self.numbers: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._issue, args=(demo,)) for _ in range(8)]

    def _issue(self, demo: Demo) -> None:
        kiosk = Caller(demo.url, demo.access["kiosk_token"])
        while not self._over.is_set():
            self.numbers.append(kiosk.ticket("BA")["number"])

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        until(lambda: len(self.numbers) > 20)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
