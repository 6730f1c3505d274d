"""Looking changes nothing: no address that is only asked for writes an event or a row, whoever asks."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.store.database import FILE
from tests.web.calling import Caller, good, sign_in
from tests.web.running import Demo, sound
from tests.web.test_visits import book

# When somebody was last there is kept, so that a session ends when nobody is: it is about the asking, not the hall.
PRESENCE = {"session": {"seen_at"}}
PAGES = ["/", "/kiosk", "/display", "/counter", "/reception", "/supervisor", "/supervisor/hours", "/enter"]
STAFF = ("reception", "supervisor", "admin")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A hall of its own: to sign somebody in here would end their session elsewhere."""
    with sound(tmp_path / "hall") as running:
        yield running


@pytest.fixture
def everybody(demo: Demo) -> dict[str, Caller]:
    """One caller of every kind."""
    devices = {kind: Caller(demo.url, demo.access[f"{kind}_token"]) for kind in ("kiosk", "display")}
    people = {role: demo.access[role] for role in STAFF} | {"officer": demo.access["officers"][0]}
    staff = {role: Caller(demo.url, cookies=sign_in(demo.url, one)) for role, one in people.items()}
    return {"nobody": Caller(demo.url), **devices, **staff}


def held(folder: Path) -> dict[str, list[Any]]:
    """Every row of every table, without when somebody was last seen."""
    with closing(sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)) as db:
        found = {}
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            names = [one[1] for one in db.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(f'"{name}"' for name in names if name not in PRESENCE.get(table, set()))
            found[table] = db.execute(f"SELECT {kept} FROM {table}").fetchall()
    return found


def addresses(document: dict[str, Any], ticket: dict[str, Any], code: str) -> list[str]:
    """Every address that can be asked for, of the contract and of pages, with something real in each place."""
    token = ticket["track_url"].rsplit("/", 1)[-1]
    about = {"id": ticket["id"], "token": token, "code": "1", "word": "invalid"}
    asked = {"number": ticket["number"], "area": "A", "code": code}
    found = []
    for path, methods in document["paths"].items():
        if operation := methods.get("get"):
            wanted = [one.get("name") for one in operation.get("parameters", []) if one.get("in") == "query"]
            whole = "/appointment" in path or "code" not in wanted
            query = "&".join(f"{name}={asked[name]}" for name in wanted if name in asked and (whole or name != "code"))
            found.append(re.sub(r"{(\w+)}", lambda name: about[name[1]], path) + f"?{query}" * bool(query))
    return found + PAGES + [f"/t/{token}"]


def test_nothing_that_is_only_looked_at_changes_anything(demo: Demo, everybody: dict[str, Caller]) -> None:
    kiosk, appointment = everybody["kiosk"], book(everybody["reception"])
    everywhere = addresses(good(kiosk.get("/api/v1/openapi.json")), kiosk.ticket("BM"), appointment["code"])
    before, seen = held(demo.folder), set[str]()
    for name, caller in everybody.items():
        for address in everywhere:
            status = caller.get(address).status_code
            assert status < 500, (name, address, status)
            seen |= {address} if status == 200 else set()
    # Asked last, it has waited for whatever the others may have left to be written.
    good(kiosk.get("/readyz"))
    assert held(demo.folder) == before
    assert seen == set(everywhere), "nobody could look at some of them"
