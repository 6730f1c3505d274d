"""Every query about what the centre offers: the whole catalogue in, the whole catalogue out."""

from types import MappingProxyType
from typing import Any

from sqlite_utils import Database

from server.rules.catalogue import Area, Catalogue, Centre, Counter, Department, Kind, Procedure, Service, Text
from server.store import assignments, opening
from server.store.database import row, rows
from server.store.events import GENESIS
from server.store.writer import Tx

# Children before parents: foreign keys hold inside the transaction too.
TABLES = ("hours", "closure", "procedure", "counter_service", "counter", "service", "department", "area")


def found_centre(db: Database, centre: Centre, secret: str) -> None:
    """Puts a centre that has nothing yet into the database, if it is not there."""
    if row(db, "SELECT code FROM centre WHERE code = ?", [centre.code]):
        return
    db.execute(
        "INSERT INTO centre (code, name_vi, name_en, timezone, hotline, address, secret, seq, at, hash, business_date) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, '') ON CONFLICT (code) DO NOTHING",
        [
            *(centre.code, centre.name.vi, centre.name.en, centre.timezone, centre.hotline, centre.address),
            *(secret, GENESIS),
        ],
    )


def secret(db: Database, centre: str) -> str:
    found = row(db, "SELECT secret FROM centre WHERE code = ?", [centre])
    return str(found[0]) if found else ""


def clock(db: Database, centre: str) -> tuple[int, int, str]:
    """How far the centre's log has come: (seq, instant of the last event, business day)."""
    found = row(db, "SELECT seq, at, business_date FROM centre WHERE code = ?", [centre])
    return (int(found[0]), int(found[1]), str(found[2])) if found else (0, 0, "")


def load(db: Database, code: str, *, usual: bool = False) -> Catalogue:
    """The whole catalogue of a centre, in the order in which it is shown, with what counters serve until the close.

    ``usual`` leaves that out: the catalogue as it was imported, or changed for good.
    """
    found = row(db, "SELECT name_vi, name_en, timezone, hotline, address FROM centre WHERE code = ?", [code])
    name_vi, name_en, *rest = found or ("", "", "Asia/Ho_Chi_Minh", "", "")
    return Catalogue(
        Centre(code, Text(name_vi, name_en), *rest),
        MappingProxyType({one[0]: Area(one[0], Text(*one[1:])) for one in _rows(db, code, "area", _NAME)}),
        MappingProxyType({one[0]: _department(one) for one in _rows(db, code, "department", _DEPARTMENT)}),
        MappingProxyType({one[0]: _service(one) for one in _rows(db, code, "service", _SERVICE)}),
        MappingProxyType(_counters(db, code, usual=usual)),
        MappingProxyType({one[0]: _procedure(one) for one in _rows(db, code, "procedure", _PROCEDURE)}),
        opening.hours(db, code),
        opening.closures(db, code),
    )


_NAME = "code, name_vi, name_en"
_DEPARTMENT = "code, area, icon, name_vi, name_en, label_vi, label_en"
_SERVICE = "code, prefix, department, area, kind, keywords, cap, name_vi, name_en, label_vi, label_en"
_PROCEDURE = "code, service, name_vi, name_en, deadline, unit, fee, source, note"


def _rows(db: Database, centre: str, table: str, columns: str) -> list[Any]:
    return rows(db, f"SELECT {columns} FROM {table} WHERE centre = ? ORDER BY position", [centre])


def _department(values: Any) -> Department:
    code, area, icon, *names = values
    return Department(code, area, Text(*names[:2]), Text(*names[2:]), icon)


def _service(values: Any) -> Service:
    code, prefix, department, area, kind, keywords, cap, *names = values
    return Service(code, prefix, department, area, Kind(kind), Text(*names[:2]), Text(*names[2:]), keywords, cap)


def _procedure(values: Any) -> Procedure:
    code, service, vi, en, *rest = values
    return Procedure(code, service, Text(vi, en), *rest)


def _counters(db: Database, centre: str, *, usual: bool) -> dict[str, Counter]:
    served: dict[str, dict[str, int]] = {}
    for counter, service, preference in _rows(db, centre, "counter_service", "counter, service, preference"):
        served.setdefault(counter, {})[service] = preference
    now = {} if usual else _until_close(db, centre)
    return {
        code: _counter(code, area, Text(vi, en), served.get(code, {}), now.get(code))
        for code, area, vi, en in _rows(db, centre, "counter", "code, area, label_vi, label_en")
    }


def _counter(code: str, area: str, label: Text, usual: dict[str, int], now: dict[str, int] | None) -> Counter:
    if now is None:
        return Counter(code, area, label, MappingProxyType(usual))
    return Counter(code, area, label, MappingProxyType(now), MappingProxyType(usual))


def _until_close(db: Database, centre: str) -> dict[str, dict[str, int]]:
    """Services that an import has taken away since are left out."""
    known = {str(one[0]) for one in rows(db, "SELECT code FROM service WHERE centre = ?", [centre])}
    changed = assignments.until_close(db, centre)
    return {
        counter: {service: minutes for service, minutes in served.items() if service in known}
        for counter, served in changed.items()
    }


def replace(tx: Tx, catalogue: Catalogue) -> None:
    """Puts this catalogue in the place of the present one."""
    for table in TABLES:
        tx.run(f"DELETE FROM {table} WHERE centre = ?", [tx.centre])
    centre = catalogue.centre
    tx.run(
        "UPDATE centre SET name_vi = ?, name_en = ?, timezone = ?, hotline = ?, address = ? WHERE code = ?",
        [centre.name.vi, centre.name.en, centre.timezone, centre.hotline, centre.address, tx.centre],
    )
    for table, facts in _facts(catalogue):
        tx.insert(table, facts)


def _facts(catalogue: Catalogue) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        ("area", [{"code": one.code} | _named(one.name) for one in catalogue.areas.values()]),
        ("department", [_department_row(one) for one in catalogue.departments.values()]),
        ("service", [_service_row(one) for one in catalogue.services.values()]),
        ("counter", [_counter_row(one) for one in catalogue.counters.values()]),
        ("counter_service", [served for one in catalogue.counters.values() for served in _served_rows(one)]),
        ("procedure", [_procedure_row(one) for one in catalogue.procedures.values()]),
        ("hours", [opening.hours_row(one) for one in catalogue.hours]),
        ("closure", [opening.closure_row(one) for one in catalogue.closures]),
    ]


def _named(text: Text, what: str = "name") -> dict[str, str]:
    return {f"{what}_vi": text.vi, f"{what}_en": text.en}


def _department_row(one: Department) -> dict[str, Any]:
    return {"code": one.code, "area": one.area, "icon": one.icon} | _named(one.name) | _named(one.label, "label")


def _service_row(one: Service) -> dict[str, Any]:
    facts = {"code": one.code, "prefix": one.prefix, "department": one.department, "area": one.area, "cap": one.cap}
    return facts | {"kind": str(one.kind), "keywords": one.keywords} | _named(one.name) | _named(one.label, "label")


def _counter_row(one: Counter) -> dict[str, Any]:
    return {"code": one.code, "area": one.area} | _named(one.label, "label")


def _served_rows(one: Counter) -> list[dict[str, Any]]:
    return [{"counter": one.code, "service": code, "preference": minutes} for code, minutes in one.services.items()]


def _procedure_row(one: Procedure) -> dict[str, Any]:
    facts = {"code": one.code, "service": one.service, "deadline": one.deadline, "unit": one.unit, "fee": one.fee}
    return facts | {"source": one.source, "note": one.note} | _named(one.name)
