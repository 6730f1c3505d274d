"""What each command does: sentences out, Stop with an exit code when it cannot."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from server.config import Config, ConfigError, Mistake, load
from server.rules.errors import QueueError
from server.rules.people import ROLES as ROLES
from server.store.database import FILE, CannotOpen

if TYPE_CHECKING:
    from server.hall import Hall

FAILED, WRONG = 1, 2
DEFAULT = Path("config.toml")
MIN_PASSWORD, MAX_PASSWORD, MAX_NAME = 8, 200, 40


class Stop(Exception):
    """A command cannot go on; ``sentence`` says why, ``code`` is the exit code."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        self.sentence, self.code = sentence, code
        super().__init__(sentence)


def _said(mistakes: tuple[Mistake, ...]) -> str:
    return "\n".join(str(mistake) for mistake in mistakes)


def _loaded(path: Path) -> Config:
    try:
        return load(path)
    except ConfigError as wrong:
        raise Stop(_said(wrong.mistakes), WRONG) from None


def configured(path: Path | None, data: Path | None) -> Config:
    """The configuration of --config, or the demo's of --data; one of them at most."""
    if path and data:
        raise Stop("Give --config or --data, not both.", WRONG)
    return Config.demo(data, "127.0.0.1", 0) if data else _loaded(path or DEFAULT)


def run(path: Path) -> None:
    """Serves the configured hall."""
    from server.app import listening, open_hall, serve
    from server.app_logs import install

    config = _loaded(path)
    install(logging.INFO)
    with sentences():
        at = listening(config)
        hall = open_hall(config, serves=True)
        if not hall.catalogue.services:
            hall.store.close()
            raise Stop("The hall is empty: bring in its catalogue first with `layso import FILE.csv ...`.", WRONG)
        serve(hall, at, lambda: print(f"Lấy Số serves {hall.catalogue.centre.name.vi} at {at.url}", flush=True))


def demo(folder: Path, port: int, host: str) -> None:
    """Serves the sample hall from ``folder``, which it creates when needed."""
    from server import app_demo
    from server.app import listening, open_hall, serve
    from server.app_logs import install

    install(logging.WARNING)
    config = Config.demo(folder, host, port)
    with sentences():
        at = listening(config)
        hall = open_hall(config, serves=True)
        app_demo.prepare(hall, lambda sentence: print(sentence, flush=True))
        details = app_demo.details(hall, at.url)
        app_demo.write_details(folder, details)
        serve(hall, at, lambda: print(app_demo.welcome(details), flush=True), demo=True)


@contextmanager
def sentences() -> Iterator[None]:
    """Turns what can stop a command into a sentence."""
    try:
        yield
    except CannotOpen as closed:
        raise Stop(str(closed)) from None
    except ConfigError as wrong:
        raise Stop(_said(wrong.mistakes), WRONG) from None
    except QueueError as refused:
        raise Stop(refused.detail.en) from None


def check(path: Path | None, files: tuple[Path, ...]) -> str:
    """Every mistake of the configuration and the files; exit 2 when one of them is an error."""
    from server.hall.csvfiles import read

    mistakes: list[Mistake] = []
    config = Config()
    if path is not None or DEFAULT.exists() or not files:
        try:
            config = load(path or DEFAULT)
        except ConfigError as wrong:
            mistakes += wrong.mistakes
    if files:
        mistakes += read(files, config.numbers).mistakes
    if any(mistake.level == "error" for mistake in mistakes):
        raise Stop(_said(tuple(mistakes)), WRONG)
    return "\n".join([*map(str, mistakes), "No mistakes found."])


@contextmanager
def _hall(path: Path | None, data: Path | None) -> Iterator["Hall"]:
    from server.app import open_hall

    config = configured(path, data)
    folder = config.server.data
    if data and not (data / FILE).exists():
        raise Stop(f"There is no hall in {data}.", WRONG)
    folder.mkdir(parents=True, exist_ok=True)
    with sentences():
        hall = open_hall(config)
        try:
            yield hall
        finally:
            hall.store.close()


def _a_name(name: str) -> None:
    """Raises Stop for a name that nobody could type, or that would spoil a list."""
    if not (0 < len(name) <= MAX_NAME and name.isprintable() and name == name.strip()):
        raise Stop(f"A name has 1 to {MAX_NAME} printable characters, with no space at its ends.", WRONG)


def device_add(path: Path | None, data: Path | None, kind: str, name: str) -> str:
    from server.hall import people

    _a_name(name)
    with _hall(path, data) as hall:
        return people.add_device(hall, kind, name)[1]


def device_list(path: Path | None, data: Path | None) -> str:
    from server.hall import people

    with _hall(path, data) as hall:
        return "\n".join(
            f"{one.kind:<8} {one.name:<24} {'active' if one.active else 'revoked':<8} {one.id}"
            for one in people.devices(hall)
        )


def device_revoke(path: Path | None, data: Path | None, name: str) -> str:
    from server.hall import people

    with _hall(path, data) as hall:
        return f"{people.revoke_device(hall, name).name} may no longer connect."


def user_add(path: Path | None, data: Path | None, who: tuple[str, str, str, str], password: str) -> str:
    from server.access import hashed
    from server.hall import people
    from server.store.people import Person

    _good(password)
    username, name, role, department = who
    _a_name(username)
    _a_name(name)
    with _hall(path, data) as hall:
        if role == "officer" and department not in hall.catalogue.departments:
            known = ", ".join(hall.catalogue.departments)
            raise Stop(f"An officer needs --department, one of: {known}.", WRONG)
        people.add_person(hall, Person("", username, name, role, department, "", (), hashed(password), True))
    return f"{username} may sign in."


def user_passwd(path: Path | None, data: Path | None, username: str, password: str) -> str:
    from server.access import hashed
    from server.hall import people

    _good(password)
    with _hall(path, data) as hall:
        people.set_password(hall, username, hashed(password))
    return f"{username} has a new password."


def _good(password: str) -> None:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise Stop(f"A password needs {MIN_PASSWORD} to {MAX_PASSWORD} characters.", WRONG)


def user_disable(path: Path | None, data: Path | None, username: str) -> str:
    from server.hall import people

    with _hall(path, data) as hall:
        people.disable(hall, username)
    return f"{username} may no longer sign in."


def user_list(path: Path | None, data: Path | None) -> str:
    from server.hall import people

    with _hall(path, data) as hall:
        return "\n".join(
            f"{one.username:<20} {one.role:<10} {one.counter:<4} {'active' if one.active else 'disabled':<8} {one.name}"
            for one in people.everybody(hall)
        )


def import_(path: Path | None, data: Path | None, files: tuple[Path, ...]) -> str:
    from server.hall.importing import import_files

    said: list[str] = []
    with _hall(path, data) as hall:
        offered = import_files(hall, files, said.append)
    said.append(
        f"{len(offered.services)} services, {len(offered.counters)} counters, {len(offered.procedures)} procedures."
    )
    return "\n".join(said)


def audit_verify(path: Path | None, data: Path | None, kept: str = "") -> str:
    from server.store import events
    from server.store.backup import head

    seq, _, digest = kept.partition(":")
    if kept and not (seq.isdecimal() and len(seq) < 19 and digest):
        raise Stop("--head is a number and a hash with a colon between, as `layso audit verify` prints them.", WRONG)
    with _hall(path, data) as hall, hall.reading() as now:
        sound, bad = events.verify(now.db, now.centre)
        last = head(now.db, now.centre)
        then = events.find(now.db, now.centre, int(seq)) if kept else None
    if bad is not None:
        raise Stop(f"The log is broken at event {bad}; {sound} events before it are sound.")
    if kept and int(seq) > last.seq:
        missing = f"the kept event {seq} is not in it (cut off, or an older copy was restored)"
        raise Stop(f"The log ends at event {last.seq}: {missing}.")
    if kept and (then is None or then["hash"] != digest):
        raise Stop(f"The log is sound in itself, but event {seq} is not the one that was kept: it was rewritten.")
    return f"{sound} events, every one sound. Head: {last.seq}:{last.hash}"
