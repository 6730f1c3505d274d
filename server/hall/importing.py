"""The catalogue from CSV files, all or nothing."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from server.hall import csvfiles, leaving, unkept, weekly
from server.hall.day import end_session
from server.hall.hall import Hall
from server.rules import events
from server.rules.catalogue import Catalogue, Text
from server.rules.catalogue import Person as Listed
from server.rules.errors import Conflict
from server.rules.people import SYSTEM
from server.store import catalogue as catalogues
from server.store import people
from server.store.people import Person
from server.store.writer import Tx

_MEANWHILE = Text("Danh mục vừa được đổi, xin nhập lại.", "The catalogue was changed meanwhile; import again.")


def _unheard(sentence: str) -> None:
    """Nobody listens."""


def import_files(hall: Hall, paths: Iterable[Path], warn: Callable[[str], None] = _unheard) -> Catalogue:
    """Replaces the tables that the files hold. Raises ConfigError with every mistake, or Conflict.

    ``warn`` hears, once it is done, the files' warnings and whom it concerns: officers whose counter is gone, people
    whose line is called elsewhere, appointments for what is gone, closures that come on people with tickets.
    """
    with hall.reading() as now:
        usual = catalogues.load(now.db, now.centre, usual=True)
    present = usual if usual.services else None
    paths = tuple(paths)
    read = csvfiles.read(paths, hall.config.numbers, present)
    offered = csvfiles.whole(read, paths)

    concerned = hall.write(lambda tx: _replace(hall, tx, usual, offered, read.people or ()))
    for sentence in (*_new_warnings(hall, read, present), *concerned):
        warn(sentence)
    hall.reload()
    return offered


def _replace(hall: Hall, tx: Tx, usual: Catalogue, offered: Catalogue, listed: Iterable[Listed]) -> list[str]:
    """Writes the catalogue that is ``offered`` over the ``usual`` one, as it was read; a sentence for each whom that
    concerns. Raises Conflict."""
    if catalogues.load(tx.db, tx.centre, usual=True) != usual:
        raise Conflict(_MEANWHILE)
    leaving.refuse_lost(tx, usual, offered)
    before = catalogues.load(tx.db, tx.centre)
    catalogues.replace(tx, offered)
    for person in listed:
        _save(hall, tx, person)
    counts = (len(offered.services), len(offered.counters), len(offered.procedures))
    tx.record(events.Imported(*counts), actor=SYSTEM)
    return [*leaving.take_leave(hall, tx, before, offered), *_closing(hall, tx, usual, offered)]


def _new_warnings(hall: Hall, read: csvfiles.Reading, present: Catalogue | None) -> list[str]:
    """What is so of the hall already, in tables that were not given, is no news."""
    known = csvfiles.read((), hall.config.numbers, present).mistakes
    return [str(one) for one in read.mistakes if one not in known]


def _closing(hall: Hall, tx: Tx, old: Catalogue, new: Catalogue) -> Iterator[str]:
    if lost := unkept.left(hall, tx, old, new):
        first = min(one.business_date for one in lost)
        yield (
            f"{len(lost)} appointment{'s' if len(lost) > 1 else ''}, the first on {first}, "
            "came to lie outside the counters' hours. Reception sees each marked: tell these people."
        )
    for one in sorted(set(new.closures) - set(old.closures), key=lambda one: one.date):
        if n := len(weekly.concerned(hall, tx, one)):
            yield f"{one.date} is closed now ({one.reason.en}), but {n} tickets of it stay valid and are served."


def _save(hall: Hall, tx: Tx, listed: Listed) -> None:
    """Somebody of people.csv: new ones have no password yet and cannot sign in before they get one."""
    known = people.person_named(tx.db, tx.centre, listed.username)
    person = known or Person(secrets.token_hex(8), listed.username, "", "", "", "", (), "", True)
    department, counter = listed.department, listed.counter
    people.save_person(tx, replace(person, name=listed.name, role=listed.role, department=department, counter=counter))
    if known is None:
        tx.record(events.UserAdded(person.id, listed.role), actor=SYSTEM)
    elif known.role != listed.role:
        tx.record(events.RoleChanged(person.id, listed.role), actor=SYSTEM)
        # What was signed in as one role must not go on as another.
        if session := people.session_of(tx.db, tx.centre, person.id):
            end_session(hall, tx, session, "role")
