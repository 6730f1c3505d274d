"""The demo: the sample hall in a folder of its own, with secrets made for that folder alone."""

import hmac
from base64 import b32encode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from server.access import hashed
from server.hall import Hall, importing, people
from server.hall.csvfiles import files_in
from server.store.people import Person

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "quangninh"
KIOSK, DISPLAY, ADMIN = "kiosk-1", "display-1", "admin"
Say = Callable[[str], None]


def prepare(hall: Hall, say: Say) -> None:
    """Creates whatever of the sample hall is not there yet; a second start finds everything."""
    if not hall.catalogue.services:
        say("Creating the sample hall ...")
        importing.import_files(hall, files_in(SAMPLE))
    _people(hall, say)
    known = {device.name for device in people.devices(hall) if device.active}
    for kind, name in (("kiosk", KIOSK), ("display", DISPLAY)):
        if name not in known:
            people.add_device(hall, kind, name, _secret(hall, f"device {name}", 32))


def _people(hall: Hall, say: Say) -> None:
    known = {person.username: person for person in people.everybody(hall)}
    if ADMIN not in known:
        known[ADMIN] = people.add_person(hall, Person("", ADMIN, "Quản trị", ADMIN, "", "", (), "", True))
    without = [person for person in known.values() if not person.password]
    if without:
        say(f"Making {len(without)} sign-ins ...")
        people.set_passwords(hall, {one.username: _hashed(hall, one.username) for one in without})


def _secret(hall: Hall, what: str, length: int) -> str:
    """A secret of this data folder: always the same there, unknown anywhere else."""
    made = hmac.new(hall.secret.encode(), f"demo {what}".encode(), "sha256").digest()
    return b32encode(made).decode().lower()[:length]


def _password(hall: Hall, username: str) -> str:
    return _secret(hall, f"password {username}", 12)


def _salt(hall: Hall, username: str) -> bytes:
    return _secret(hall, f"salt {username}", 16).encode()


def _hashed(hall: Hall, username: str) -> str:
    return hashed(_password(hall, username), _salt(hall, username))


def _ours(hall: Hall, person: Person) -> bool:
    """Whether the password is still the one the demo made: its salt says so."""
    return b64encode(_salt(hall, person.username)).decode().rstrip("=") in person.password


def details(hall: Hall, url: str) -> dict[str, Any]:
    """What access.json holds: the address, the devices' tokens, and who may sign in with which password."""
    listed = [person for person in people.everybody(hall) if person.active and _ours(hall, person)]

    def signs_in(person: Person) -> dict[str, str]:
        return {"username": person.username, "password": _password(hall, person.username)}

    one = {person.role: signs_in(person) for person in reversed(listed) if person.role != "officer"}
    order = list(hall.catalogue.counters)
    seated = [person for person in listed if person.role == "officer" and person.counter in order]
    officers = [{**signs_in(person), "counter": person.counter} for person in seated]
    return {
        "url": url,
        "kiosk_token": _secret(hall, f"device {KIOSK}", 32),
        "display_token": _secret(hall, f"device {DISPLAY}", 32),
        "officers": sorted(officers, key=lambda officer: order.index(officer["counter"])),
        **{role: one[role] for role in ("reception", "supervisor", "admin") if role in one},
    }


def write_details(folder: Path, facts: dict[str, Any]) -> None:
    """Puts access.json in place at once, readable by its owner alone."""
    path = folder / "access.json.new"
    path.touch(mode=0o600)
    path.write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2))
    path.rename(folder / "access.json")


def welcome(facts: dict[str, Any]) -> str:
    """What the console shows: every page's address and how to get in."""
    url = facts["url"]
    rows = [
        ("Front page", f"{url}/"),
        ("Kiosk", f"{url}/enter#{facts['kiosk_token']}"),
        ("Hall screen", f"{url}/enter#{facts['display_token']}"),
    ]
    for officer in facts["officers"][:1]:
        rows.append(("Counter", f"{url}/counter      {_words(officer)} at counter {officer['counter']}"))
    for role in ("reception", "supervisor"):
        if role in facts:
            rows.append((role.capitalize(), f"{url}/{role}      {_words(facts[role])}"))
    lines = [f"  {name:<12} {what}" for name, what in rows]
    return "\n".join(["", "Lấy Số is ready.", *lines, "", "All sign-ins are in access.json of the data folder.", ""])


def _words(sign_in: dict[str, str]) -> str:
    return f"{sign_in['username']} / {sign_in['password']}"
