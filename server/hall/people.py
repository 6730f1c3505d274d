"""People and devices: signing in and out, and who may connect at all."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from server.hall import assigning, desks
from server.hall.day import end_session
from server.hall.hall import Hall
from server.rules import events
from server.rules.catalogue import Text
from server.rules.errors import Conflict, CounterTaken, Forbidden, Invalid, NotSignedIn, Unknown
from server.rules.people import SYSTEM, Identity
from server.store import people
from server.store.database import Database
from server.store.people import Device, Person
from server.store.writer import Tx

_NEEDED = Text("Cán bộ cần chọn quầy.", "Officers sign in at a counter.")
_NOT_NEEDED = Text("Chỉ cán bộ đăng nhập tại quầy.", "Only officers sign in at a counter.")
_OTHER = Text("Quầy này thuộc cơ quan khác.", "This counter belongs to another department.")
WRONG = Text("Tên đăng nhập hoặc mật khẩu chưa đúng.", "Wrong username or password.")
TOUCH_MS = 60_000
Holder = TypeVar("Holder", people.Session, Device)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A checked password, and where its owner wants to sit."""

    person: Person
    counter: str | None
    takeover: bool = False


def sign_in(hall: Hall, wish: SignIn) -> tuple[str, Identity]:
    """A new session's token and who it is. Raises Invalid, Unknown, Forbidden, CounterTaken."""
    token = secrets.token_urlsafe(32)

    def work(tx: Tx) -> Identity:
        person = people.person(tx.db, tx.centre, wish.person.id)
        if person is None or not person.active or person.password != wish.person.password:
            raise NotSignedIn(WRONG)
        _may_sit(hall, tx, person, wish.counter)
        taken = _free(hall, tx, person, wish)
        people.begin_session(tx, token, person.id, wish.counter)
        if wish.counter:
            desks.sit(hall, tx, wish.counter)
        tx.record(events.SignedIn(taken), actor=f"{person.role}:{person.id}", counter=wish.counter)
        return identity(hall, people.Session(people.digest(token), person, wish.counter, tx.business_date, tx.now))

    return token, hall.write(work)


def _may_sit(hall: Hall, tx: Tx, person: Person, counter: str | None) -> None:
    if person.role != "officer":
        if counter is not None:
            raise Invalid(errors={"counter": _NOT_NEEDED})
        return
    if counter is None:
        raise Invalid(errors={"counter": _NEEDED})
    if counter not in hall.catalogue.counters:
        raise Unknown("counter", "counter")
    if person.department in hall.catalogue.departments_at(counter) or counter in person.grants:
        return
    if not assigning.may_sit_usually(tx, hall.catalogue, counter, person.department):
        raise Forbidden(_OTHER)


def _free(hall: Hall, tx: Tx, person: Person, wish: SignIn) -> bool:
    """Makes room for the session; whether that took the counter from somebody else."""
    there = people.session_at(tx.db, tx.centre, wish.counter) if wish.counter else None
    taken = there is not None and there.person.id != person.id
    if there and taken:
        if not wish.takeover:
            raise CounterTaken
        end_session(hall, tx, there, "taken-over", f"{person.role}:{person.id}", follows=wish.counter)
    old = people.session_of(tx.db, tx.centre, person.id)
    if old:
        end_session(hall, tx, old, "replaced", f"{person.role}:{person.id}", follows=wish.counter)
    return taken


def identity(hall: Hall, session: people.Session) -> Identity:
    person = session.person
    return Identity(person.role, person.id, person.name, hall.centre, session.counter, session.token, person.username)


def sign_out(hall: Hall, who: Identity) -> None:
    """Ends the session; a current ticket stays with the counter."""

    def work(tx: Tx) -> None:
        session = people.session_of(tx.db, tx.centre, who.id)
        if session and session.token == who.session:
            end_session(hall, tx, session, "signed-out", who.actor)

    hall.write(work)


def signed_in(hall: Hall, token: str) -> Identity | None:
    """Who a session's token belongs to, if the session still holds."""
    session = _known(hall, people.digest(token), people.session, people.Session)
    if session is None or not session.person.active:
        return None
    now, today = hall.today()
    idle = hall.config.rules.idle_hours * 3_600_000
    if session.business_date != today or now - session.seen_at > idle:
        return None
    if now - session.seen_at > TOUCH_MS:
        hall.known[session.token] = replace(session, seen_at=now)
        hall.store.post(lambda tx: people.touch_session(tx, session.token))
    return identity(hall, session)


def _known(
    hall: Hall, token: str, find: Callable[[Database, str, str], Holder | None], kind: type[Holder]
) -> Holder | None:
    """What the store finds for a token's stored form, asked once until people or devices change.

    A device's token shown as a session's, or the other way round, is nobody's.
    """
    known = hall.known.get(token)
    if isinstance(known, kind):
        return known
    with hall.reading() as now:
        found = find(now.db, now.centre, token)
    if found is not None:
        hall.known[token] = found
    return found


def device(hall: Hall, token: str) -> Identity | None:
    """The device a bearer token or a device cookie belongs to."""
    stored = people.digest(token)
    found = _known(hall, stored, people.device_by_token, Device)
    return Identity(found.kind, found.id, found.name, hall.centre, session=stored) if found else None


def person_named(hall: Hall, username: str) -> Person | None:
    with hall.reading() as now:
        return people.person_named(now.db, now.centre, username)


def still(hall: Hall) -> Callable[[Identity], bool]:
    """A test of whether an identity known earlier still holds, asked for all sockets at once."""
    with hall.reading() as now:
        sessions = {one.token: one.business_date for one in people.sessions(now.db, now.centre)}
        devices = {one.id for one in people.devices(now.db, now.centre) if one.active}
    return lambda who: who.id in devices if who.kind in ("kiosk", "display") else who.session in sessions


def note_revoked(hall: Hall) -> None:
    """Remembers which devices are none any more, so that no write has to ask."""
    with hall.reading() as now:
        hall.revoked = frozenset(one.id for one in people.devices(now.db, now.centre) if not one.active)


def add_device(hall: Hall, kind: str, name: str, token: str | None = None) -> tuple[Device, str]:
    """A new device and its token, which is shown this once. Raises Conflict for a name in use."""
    secret = token or secrets.token_urlsafe(24)
    made = Device(secrets.token_hex(8), kind, name, True)

    def work(tx: Tx) -> None:
        if any(one.active and one.name == name for one in people.devices(tx.db, tx.centre)):
            raise Conflict(Text(f"Đã có thiết bị tên {name}.", f"There is already a device named {name}."))
        people.add_device(tx, made, secret)
        tx.effects.after.append(hall.known.clear)
        tx.record(events.DeviceAdded(made.id, kind), actor=SYSTEM)

    hall.write(work)
    return made, secret


def revoke_device(hall: Hall, name: str) -> Device:
    """Makes a device's token worthless. Raises Unknown."""

    def work(tx: Tx) -> Device:
        known = [one for one in people.devices(tx.db, tx.centre) if one.active and name in (one.name, one.id)]
        if not known:
            raise Unknown("device")
        people.revoke_device(tx, known[0].id)
        tx.effects.after += [hall.known.clear, lambda: note_revoked(hall)]
        tx.record(events.DeviceRevoked(known[0].id), actor=SYSTEM)
        return known[0]

    return hall.write(work)


def devices(hall: Hall) -> list[Device]:
    with hall.reading() as now:
        return people.devices(now.db, now.centre)


def everybody(hall: Hall) -> list[Person]:
    with hall.reading() as now:
        return people.everybody(now.db, now.centre)


def add_person(hall: Hall, person: Person) -> Person:
    """Somebody new; the id is made here. Raises Conflict for a username in use."""
    made = replace(person, id=secrets.token_hex(8))

    def work(tx: Tx) -> None:
        if people.person_named(tx.db, tx.centre, person.username):
            raise Conflict(
                Text(f"Đã có tên đăng nhập {person.username}.", f"The username {person.username} is already in use.")
            )
        people.save_person(tx, made)
        tx.record(events.UserAdded(made.id, made.role), actor=SYSTEM)

    hall.write(work)
    return made


def set_passwords(hall: Hall, hashes: Mapping[str, str]) -> None:
    """Passwords for several people at once: username -> hash. Raises Unknown."""

    def work(tx: Tx) -> None:
        for username, hashed in hashes.items():
            _change(hall, tx, username, _with_password(hashed), "password")

    hall.write(work)


def _with_password(hashed: str) -> Callable[[Person], Person]:
    return lambda person: replace(person, password=hashed)


def set_password(hall: Hall, username: str, hashed: str) -> None:
    """A new password; sessions under the old one end. Raises Unknown."""
    set_passwords(hall, {username: hashed})


def disable(hall: Hall, username: str) -> None:
    """Somebody may no longer sign in. Raises Unknown."""
    hall.write(lambda tx: _change(hall, tx, username, lambda person: replace(person, active=False), "disabled"))


def _change(hall: Hall, tx: Tx, username: str, change: Callable[[Person], Person], why: str) -> None:
    person = people.person_named(tx.db, tx.centre, username)
    if person is None:
        raise Unknown("user")
    people.save_person(tx, change(person))
    tx.effects.after.append(hall.known.clear)
    happened = events.PasswordChanged(person.id) if why == "password" else events.UserDisabled(person.id)
    tx.record(happened, actor=SYSTEM)
    session = people.session_of(tx.db, tx.centre, person.id)
    if session:
        end_session(hall, tx, session, why)
