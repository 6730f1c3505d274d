"""The sample centre as it runs for real: with its hours, at a time of a working day that the test chooses."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from server.app_demo import SAMPLE
from tests.web.calling import Caller, Desk
from tests.web.running import ZONE, Demo

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
    """``HH:MM`` of the first Tuesday after tomorrow that is no holiday, nor the day after it: working days like any."""
    now = datetime.now(ZONE)
    day = now + timedelta(days=2 + (TUESDAY - now.weekday() - 2) % 7)
    while {f"{day:%Y-%m-%d}", f"{day + timedelta(days=1):%Y-%m-%d}"} & HOLIDAYS:
        day += timedelta(days=7)
    return day.replace(hour=int(at[:2]), minute=int(at[3:]), second=0, microsecond=0)


class Centre(Demo):
    """A centre that keeps its hours; everybody's sign-in is that of the demo the folder was made by."""

    def __init__(self, folder: Path, at: str = "08:00", more: str = "") -> None:
        self._more = more
        super().__init__(folder, at=next_tuesday(at))

    def _words(self) -> list[str]:
        config, access = self.folder / "config.toml", self.folder / "access.json"
        config.write_text(CONFIG.format(folder=self.folder, port=self.port, more=self._more), "utf-8")
        opened = json.loads(access.read_text("utf-8"))
        access.write_text(json.dumps(opened | {"url": f"http://127.0.0.1:{self.port}"}), "utf-8")
        return ["run", "--config", str(config)]

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
