"""The sample centre as it runs for real: with its hours, at a time of a working day that the test chooses."""

import json
import socket
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from server.app_demo import SAMPLE
from tests.web.calling import Caller, Desk
from tests.web.running import Demo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TUESDAY = 1
HOLIDAYS = frozenset(line[:10] for line in (SAMPLE / "closures.csv").read_text("utf-8").splitlines())
CONFIG = """\
[server]
data = "{folder}"
port = {port}
public_url = "http://127.0.0.1:{port}"
{more}
"""


def next_tuesday(at: str) -> datetime:
    """``HH:MM`` of the first Tuesday after tomorrow that is no holiday: a working day like any other."""
    now = datetime.now(ZONE)
    day = now + timedelta(days=2 + (TUESDAY - now.weekday() - 2) % 7)
    while day.date().isoformat() in HOLIDAYS:
        day += timedelta(days=7)
    return day.replace(hour=int(at[:2]), minute=int(at[3:]), second=0, microsecond=0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Centre(Demo):
    """A centre that keeps its hours; everybody's sign-in is that of the demo the folder was made by."""

    def __init__(self, folder: Path, at: str = "08:00", more: str = "") -> None:
        self._config: Path | None = None
        made = Demo(folder)
        made.stop()
        self._port = _free_port()
        self._config = folder / "config.toml"
        self._config.write_text(CONFIG.format(folder=folder, port=self._port, more=more), "utf-8")
        opened = json.loads((folder / "access.json").read_text("utf-8"))
        opened["url"] = f"http://127.0.0.1:{self._port}"
        (folder / "access.json").write_text(json.dumps(opened), "utf-8")
        super().__init__(folder, at=next_tuesday(at))

    def _words(self, port: int) -> list[str]:
        return ["run", "--config", str(self._config)] if self._config else super()._words(port)

    @property
    def now(self) -> datetime:
        """What the hall's clock shows, to a second or so."""
        return datetime.now(ZONE) + timedelta(microseconds=self._shift / 1000)

    def until(self, at: str) -> None:
        """Moves the clock on to ``HH:MM`` of the same day."""
        hour, minute = map(int, at.split(":"))
        self.forward((self.now.replace(hour=hour, minute=minute, second=0) - self.now).total_seconds())

    @property
    def kiosk(self) -> Caller:
        return Caller(self.url, self.access["kiosk_token"])

    def staff(self, role: str) -> Caller:
        """Reception or the supervisor, signed in as a program."""
        who = {"username": self.access[role]["username"], "password": self.access[role]["password"]}
        cookies = Caller(self.url).post("/api/v1/session", who).cookies.get_dict()
        return Caller(self.url, cookies=cookies, says="officer")

    def desk(self, counter: str) -> Desk:
        return Desk(self, counter)
