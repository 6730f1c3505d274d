"""Halls, crowds and the `layso` command, as whoever runs a hall meets them."""

import json
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from server import app_demo
from server.app import open_hall
from server.config import Config
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


class Site(Demo):
    """A `layso run` of the sample hall at any hour: its own folder, config.toml and address; ``logs`` are its lines."""

    def __init__(self, folder: Path, sample: Path, settings: str = "", **environ: str) -> None:
        shutil.copytree(sample, folder)
        always = "[line]\naround_the_clock = true\n"
        line = settings.replace("[line]\n", always) if "[line]" in settings else f"{settings}\n{always}"
        (folder / "config.toml").write_text(f'[server]\nport = 0\ndata = "data"\n{line}', "utf-8")
        super().__init__(folder, fresh=True, environ=environ)

    def _words(self) -> list[str]:
        return ["run", "--config", str(self.folder / "config.toml")]

    @property
    def url(self) -> str:
        return self.said.split()[-1]

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def logs(self) -> list[dict[str, Any]]:
        """Every whole line on stderr: each must be a JSON object."""
        return [json.loads(line) for line in self.errors.splitlines()]

    def kiosk(self) -> Caller:
        return Caller(self.url, self.access["kiosk_token"])


def prepare(folder: Path) -> None:
    """The sample hall with devices and sign-ins, for sites to be copied from."""
    config = Config.demo(folder / "data", "127.0.0.1", 0)
    hall = open_hall(config)
    app_demo.prepare(hall, lambda _: None)
    app_demo.write_details(folder, app_demo.details(hall, ""))
    hall.store.close()
