"""Copies of the database: made while it is written to, sealed, verified, and put back in its place."""

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from server.store import events
from server.store.database import DISK_FAULTS, FILE, OPENING_S, CannotOpen, lock, refuse_newer, row, rows

# The seal is one page behind those that the database counts: SQLite never looks there.
MAGIC, PAGE = b"Lay So backup, SHA-256 of all before this page:\n", 4096
_CHUNK = 1024 * 1024
log = logging.getLogger("layso.backup")
_REPLACED = ".before-restore"


class Damaged(CannotOpen):
    """A file is not a sound copy of a hall's database; the message is a sentence for the console."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a centre's log: everything up to event ``seq`` hangs on ``hash``."""

    centre: str
    seq: int
    hash: str
    business_date: str


def head(db: Database, centre: str) -> Head:
    """The centre's head as the database has it now."""
    found = row(db, "SELECT code, seq, hash, business_date FROM centre WHERE code = ?", [centre])
    return Head(*found) if found else Head(centre, 0, events.GENESIS, "")


def back_up(source: Path, target: Path, check: Callable[[Path], list[Head]] | None = None) -> list[Head]:
    """Copies the database ``source`` as it is at this moment to the new file ``target``; the heads it ends with.

    Others may write meanwhile. The copy gets its name only when it is whole, verified and on disk; ``check`` is verify
    unless given. Raises CannotOpen when ``target`` is there already or the copy is not sound.
    """
    if target.exists():
        raise CannotOpen(f"There is already a file {target}: choose another name.")
    with _unfinished(target) as part:
        _copy(source, part)
        heads = (check or verify)(part)
        _seal(part)
        part.rename(target)
    _sync_folder(target)
    return heads


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """A name beside ``target`` for what is not yet whole; whatever is left there goes."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        yield part
    except (*DISK_FAULTS, OSError) as fault:
        raise CannotOpen(f"The copy {target} could not be made: {fault}.") from fault
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def opened(path: Path, mode: str = "ro") -> Database:
    """A connection that never makes a file; ``mode`` is ro or rw."""
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return Database(sqlite3.connect(uri, uri=True, timeout=OPENING_S), execute_plugins=False)


def _copy(source: Path, target: Path) -> None:
    """One step, so one view: what is written meanwhile is left out. A copy is one file, without a log beside it."""
    with closing(opened(source)) as db, closing(sqlite3.connect(str(target))) as copy:
        db.conn.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()


def _seal(path: Path) -> None:
    """Adds the digest of the whole file, so that any changed byte is noticed, also where the log says nothing."""
    with path.open("r+b") as file:
        seal = MAGIC + _digest(file, path.stat().st_size)
        file.write(seal.ljust(PAGE, b"\n"))
        file.flush()
        os.fsync(file.fileno())


def _digest(file: IO[bytes], size: int) -> bytes:
    digest, left = sha256(), size
    while left > 0 and (chunk := file.read(min(_CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


def _sync_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def verify(path: Path) -> list[Head]:
    """The heads of a sound copy. Raises Damaged, or CannotOpen for a newer program's file.

    The seal, if there is one, the pages, the references between tables, and every event's hash must be right.
    """
    if not path.is_file():
        raise CannotOpen(f"There is no file {path}.")
    sealed = _sealed(path)
    try:
        with closing(opened(path)) as db:
            if not sealed and _one_page_more(db, path):
                raise Damaged(f"{path} is damaged: its checksum cannot be read.")
            return _sound(db, path)
    except (*DISK_FAULTS, UnicodeDecodeError) as fault:
        raise Damaged(f"{path} is damaged, or not a database: {fault}.") from fault


def _sealed(path: Path) -> bool:
    """Whether a seal is there. Raises Damaged for one that does not fit."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - PAGE))
        last = file.read()
        file.seek(0)
        sealed = last.startswith(MAGIC)
        if sealed and last.rstrip(b"\n") != MAGIC + _digest(file, size - PAGE):
            raise Damaged(f"{path} is damaged: its checksum does not fit its content.")
    if size == 0 or size % 512:
        raise Damaged(f"{path} is damaged, or not a database: {size:,} bytes are not a whole number of pages.")
    return sealed


def _one_page_more(db: Database, path: Path) -> bool:
    """Whether the file has the place of a seal behind the pages that the database counts."""
    (counted,), (each,) = rows(db, "PRAGMA page_count") + rows(db, "PRAGMA page_size")
    return path.stat().st_size == int(counted) * int(each) + PAGE


def verify_older(path: Path) -> list[Head]:
    """The heads of a sound copy of a database that an older program made. Raises Damaged for pages that are not sound.

    What this program cannot read in it, or finds broken, is told in the log: the hall must open, and audit says more.
    """
    with closing(opened(path)) as db:
        _pages(db, path)
        try:
            return _content(db, path)
        except Damaged as broken:
            log.error("%s", broken)
        except DISK_FAULTS as other:
            log.warning("the log in %s has an older shape and was not walked: %s", path.name, other)
    return []


def size(source: Path) -> int:
    """Bytes of a database with the log beside it."""
    return sum(path.stat().st_size for path in (source, source.with_name(f"{source.name}-wal")) if path.exists())


def check_room(source: Path, folder: Path, *, spare: int) -> None:
    """Raises OSError when a copy in the folder would leave less than ``spare`` bytes free there."""
    free, needed = shutil.disk_usage(folder).free, size(source) + spare
    if free < needed:
        raise OSError(f"{free:,} bytes are free in {folder}, {needed:,} are needed")


def _sound(db: Database, path: Path) -> list[Head]:
    _pages(db, path)
    return _content(db, path)


def _pages(db: Database, path: Path) -> None:
    faults = [str(one[0]) for one in rows(db, "PRAGMA integrity_check(5)")]
    if faults != ["ok"]:
        raise Damaged(f"{path} is damaged: {'; '.join(faults)}.")


def _content(db: Database, path: Path) -> list[Head]:
    refuse_newer(db)
    if rows(db, "PRAGMA foreign_key_check"):
        raise Damaged(f"{path} is damaged: rows refer to others that are not there.")
    heads = [head(db, str(code)) for (code,) in rows(db, "SELECT code FROM centre ORDER BY code")]
    for one in heads:
        bad = events.verify(db, one.centre)[1]
        if bad is not None:
            raise Damaged(f"{path} is damaged: the log of {one.centre} is broken at event {bad}.")
    return heads


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the head that counts now, and the replaced database (None: there was none)."""

    head: Head
    replaced: Path | None
    lost: Head | None


def restore(source: Path, folder: Path, centre: str) -> Restored:
    """Puts a verified copy of ``source`` in the place of the folder's database, which stays beside it.

    Raises CannotOpen while a server runs, and for a file that is damaged, newer than this program, or another centre's.
    """
    with closing(lock(folder)):
        path = folder / FILE
        mine = {one.centre: one for one in verify(source)}
        if centre not in mine:
            known = ", ".join(mine) or "no centre"
            raise CannotOpen(f"{source} holds {known}, not {centre}, which this configuration serves.")
        lost = _settle(path, centre)
        with _unfinished(path) as part:
            _copy(source, part)
            verify(part)
            _sync(part)
            replaced = _set_aside(path)
            part.rename(path)
        _sync_folder(path)
        return Restored(mine[centre], replaced, lost)


def _settle(path: Path, centre: str) -> Head | None:
    """Brings the present database into its one file; its head, if it can still be read."""
    if not path.exists():
        return None
    with suppress(*DISK_FAULTS), closing(opened(path, "rw")) as db:
        busy = row(db, "PRAGMA wal_checkpoint(TRUNCATE)")
        if busy and busy[0]:
            raise CannotOpen(f"Another command is using {path}: wait until it is done.")
        return head(db, centre)
    return None


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _set_aside(path: Path) -> Path | None:
    """Keeps the present database under another name too, with the log that may belong to it.

    A log left beside the restored database would be taken for its own.
    """
    replaced = _free(path.with_name(path.name + _REPLACED))
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        log.rename(replaced.with_name(f"{replaced.name}-wal"))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    if not path.exists():
        return None
    try:
        os.link(path, replaced)
    except OSError:
        # Not every disk knows two names for one file.
        path.rename(replaced)
    return replaced


def _free(path: Path) -> Path:
    """The name, or the first numbered one nobody uses: what was kept before is never written over."""
    nth = 1
    while (named := path if nth == 1 else path.with_name(f"{path.name}-{nth}")).exists():
        nth += 1
    return named


def main(source: str, target: str) -> int:
    """A copy made by a process of its own, so that a big one takes nothing from the server but the disk."""
    os.nice(10)
    try:
        back_up(Path(source), Path(target))
    except CannotOpen as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
