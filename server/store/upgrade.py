"""Bringing an older database to this program's shape, after a copy that is whole and on disk."""

from contextlib import closing, nullcontext
from itertools import count
from pathlib import Path

from server.store.backup import back_up, check_room, size, verify_older
from server.store.database import connect, lock, refuse_newer
from server.store.migrations import migrations

COPIES = "layso.before-*.db"
"""The copies in the data folder: the newest are kept, as many as daily ones."""


def migrate(path: Path, *, locked: bool = False) -> None:
    """Brings the file to this program's shape in one transaction, after a copy; refuses a newer file.

    ``locked`` says that the caller has the folder for itself; otherwise a running server keeps its file as it is.
    Raises CannotOpen, or OSError, when no sound copy can be made: then nothing has changed.
    """
    with closing(connect(path, writes=True)) as db:
        refuse_newer(db)
        pending = migrations.pending(db)
        if not pending:
            return
        with nullcontext() if locked else lock(path.parent):
            if migrations.applied(db):
                _copy(path, pending[0].name)
            with db.atomic():
                migrations.apply(db)
    path.chmod(0o600)


def _copy(path: Path, step: str) -> None:
    for left in path.parent.glob(f"{COPIES}.*.part"):
        left.unlink(missing_ok=True)
    # The migration may write as much again.
    check_room(path, path.parent, spare=size(path))
    names = (path.with_name(f"layso.before-{step}{f'-{nth}' if nth > 1 else ''}.db") for nth in count(1))
    back_up(path, next(name for name in names if not name.exists()), verify_older)
