"""A demo whose disk hangs in every COMMIT as long as there is a file named ``hang`` in its data folder."""

import sys
from pathlib import Path

from gevent import monkey

from tests.web.running import Demo, shifted

HANG, HUNG = "hang", "hung"
"""What makes it hang, and what then tells that a COMMIT does."""


class Hanging(Demo):
    module = "tests.ops.hanging"

    def hang(self) -> None:
        """The next COMMIT hangs, and all after it."""
        (self.folder / HANG).touch()

    @property
    def hung(self) -> bool:
        return (self.folder / HUNG).exists()

    def heal(self) -> None:
        (self.folder / HANG).unlink()


def _hanging() -> None:
    from server.store.writer import Batch

    really, sleep = Batch.commit, monkey.get_original("time", "sleep")

    def commit(batch: Batch) -> None:
        folder = Path(batch.db.conn.execute("PRAGMA database_list").fetchone()[2]).parent
        while (folder / HANG).exists():
            (folder / HUNG).touch()
            sleep(0.01)
        really(batch)

    Batch.commit = commit  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    shifted(sys.argv[1])
    from server import cli

    _patch = cli._patch

    def patched() -> None:
        _patch()
        _hanging()

    cli._patch = patched
    cli.main(sys.argv[2:])
