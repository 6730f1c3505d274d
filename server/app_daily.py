"""What the server keeps by itself each business day: a verified copy, and the log's head to be kept elsewhere."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent

from server.hall import Hall
from server.store.backup import Head, check_room, head
from server.store.database import FILE
from server.store.upgrade import COPIES

log = logging.getLogger("layso.backup")
SETTLE_S, AGAIN_S = 60.0, 600.0
"""Seconds after a start until a missing copy is made, and after a failed one until the next trial."""
SPARE = 256 * 1024 * 1024
"""Bytes that a copy must leave free: the hall writes on, perhaps on the same disk."""
HEADS = "heads.csv"
_NAMED = "layso-????-??-??.db"


class Daily:
    """The day's copy of one hall, begun at the business day's turn; ``elsewhere`` runs what the disk may make slow."""

    def __init__(self, hall: Hall, elsewhere: Callable[..., Any]) -> None:
        config = hall.config
        self.folder = config.backup.folder or config.server.data / "backups"
        self._hall, self._elsewhere = hall, elsewhere
        self._day = ""
        self._due: float | None = None
        self._made: float | None = None
        self._maker: subprocess.Popen[str] | None = None

    def tick(self) -> None:
        """Looks whether a day turned or a copy is due; cheap when not."""
        with self._hall.reading() as now:
            last = head(now.db, now.centre)
        if last.business_date != self._day:
            turned, self._day = bool(self._day), last.business_date
            self._due = time.monotonic() + (0 if turned else SETTLE_S)
            gevent.spawn(self._elsewhere, self._note, last)
        if self._due is not None and time.monotonic() >= self._due:
            self._due = None
            gevent.spawn(self._copy, self._day)

    def stop(self) -> None:
        """A copy that is not whole is given up."""
        if self._maker is not None:
            self._maker.kill()

    def newest(self) -> float | None:
        """When the newest copy was made, in seconds since 1970; as last seen, for its disk may not answer."""
        return self._made

    def _seen(self) -> float | None:
        return max((path.stat().st_mtime for path in self.folder.glob(_NAMED)), default=None)

    def _note(self, last: Head) -> None:
        """Writes down, once a day, what the log must for ever begin with."""
        facts = {"business_date": last.business_date, "centre": last.centre, "seq": last.seq, "hash": last.hash}
        log.info("the log's head", extra={"facts": facts})
        try:
            self._made = self._seen()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self.folder / HEADS).open("a+", encoding="utf-8") as file:
                file.seek(0)
                known = file.read()
                if not known:
                    file.write(",".join(facts) + "\n")
                if f"{last.business_date},{last.centre}," not in known:
                    file.write(",".join(map(str, facts.values())) + "\n")
        except OSError as fault:
            log.error("the log's head could not be written into %s: %s", HEADS, fault.strerror)

    def _copy(self, day: str) -> None:
        target, keep = self.folder / f"layso-{day}.db", self._hall.config.backup.keep
        if not keep or self._elsewhere(target.exists):
            return
        try:
            self._elsewhere(self._make_room)
            self._make(target)
            self._elsewhere(self._forget, keep)
            self._made = self._elsewhere(self._seen)
            log.info("the day's copy is made", extra={"facts": {"file": target.name, "bytes": target.stat().st_size}})
        except (OSError, subprocess.SubprocessError) as fault:
            log.error("no copy could be made of %s: %s", FILE, fault)
            self._due = time.monotonic() + AGAIN_S

    def _make_room(self) -> None:
        """Raises OSError when a copy would take the space that the hall needs."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self.folder.glob(f"{_NAMED}.*.part"):
            left.unlink(missing_ok=True)
        check_room(self._hall.config.server.data / FILE, self.folder, spare=SPARE)

    def _make(self, target: Path) -> None:
        """In a process of its own: walking a long log would take its turn of every answer here."""
        line = [sys.executable, "-m", "server.store.backup", str(self._hall.config.server.data / FILE), str(target)]
        self._maker = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, start_new_session=True, env=_plain())
        try:
            said = self._maker.communicate()[1]
            if self._maker.returncode:
                raise OSError(said.strip()[-500:] or f"ended with {self._maker.returncode}")
        finally:
            self._maker = None

    def _forget(self, keep: int) -> None:
        """Once there is a good copy of today, older ones beyond those kept may go, of days and of migrations."""
        before = sorted(self._hall.config.server.data.glob(COPIES), key=lambda path: path.stat().st_mtime)
        for old in [*sorted(self.folder.glob(_NAMED))[:-keep], *before[:-keep]]:
            old.unlink(missing_ok=True)


def _plain() -> dict[str, str]:
    """The environment without what belongs to the server alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("NOTIFY_", "WATCHDOG_"))}
