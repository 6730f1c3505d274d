"""The commands that keep what a hall knows: backup, restore and export."""

from pathlib import Path
from typing import TYPE_CHECKING

from server.app_commands import WRONG, Stop, configured, sentences
from server.config import Config
from server.store.database import FILE

if TYPE_CHECKING:
    from server.store.backup import Head, Restored


def backup(path: Path | None, data: Path | None, file: Path) -> str:
    """Copies the database, while a server uses it or not, and verifies the copy."""
    from server.store.backup import back_up

    config = configured(path, data)
    if file.exists():
        raise Stop(f"There is already a file {file}: choose another name.", WRONG)
    if not file.absolute().parent.is_dir():
        raise Stop(f"There is no folder {file.absolute().parent}.", WRONG)
    with sentences():
        heads = back_up(_existing(config), file)
    return "\n".join([f"{file} is a verified copy.", *map(_stands, heads)])


def restore(path: Path | None, data: Path | None, file: Path) -> str:
    """Puts a verified copy in the place of the database; the server must be stopped."""
    from server.store.backup import restore as put_back

    config = configured(path, data)
    if not file.is_file():
        raise Stop(f"There is no file {file}.", WRONG)
    with sentences():
        config.server.data.mkdir(parents=True, exist_ok=True)
        return _restored(put_back(file, config.server.data, config.server.centre))


def _restored(done: "Restored") -> str:
    said = ["Restored.", _stands(done.head)]
    if done.replaced:
        said.append(f"The database that was there is kept as {done.replaced}.")
    if done.lost and done.lost.seq > done.head.seq:
        said.append(
            f"It went on to event {done.lost.seq}: what happened after event {done.head.seq}, numbers given out too, "
            "is only there. Numbers of the same day would be given out again."
        )
    return "\n".join(said)


def _stands(head: "Head") -> str:
    day = f" of {head.business_date}" if head.business_date else ""
    return f"{head.centre} stands at event {head.seq}{day}, hash {head.hash}."


def export(path: Path | None, data: Path | None, folder: Path) -> str:
    """The catalogue as `layso import` reads it, what happened as CSV below it, and a copy of the database."""
    from contextlib import closing

    from server.hall import csvwrite
    from server.rules.catalogue import Person
    from server.store import catalogue, people, records
    from server.store.backup import back_up, opened

    config = configured(path, data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / FILE
    copy.unlink(missing_ok=True)
    with sentences():
        back_up(_existing(config), copy)
        # Everything is read from the copy: the files belong to one moment, and the hall is not held up.
        with closing(opened(copy)) as db:
            centre = config.server.centre
            listed = [
                Person(one.username, one.name, one.role, one.department, one.counter)
                for one in people.everybody(db, centre)
            ]
            files = csvwrite.write(catalogue.load(db, centre, usual=True), listed, folder)
            more = records.write(db, folder / "records")
    return f"{len(files)} files of the catalogue, {len(more)} of records, and {copy}, which holds all secrets too."


def _existing(config: Config) -> Path:
    found = config.server.data / FILE
    if not found.exists():
        raise Stop(f"There is no hall in {config.server.data}.", WRONG)
    return found
