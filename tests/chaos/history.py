"""What people were told against what the log says: one pass over both, and a sentence for everything that cannot be.

The log claims an order of all that happened. It is checked four ways: it must be legal by itself (replay.py);
everything anybody was told must be in it, exactly once; nothing that ended before something else began may stand
after it; and what was only looked at must have been so at an instant between question and answer (seen.py).
"""

from collections.abc import Iterator
from dataclasses import replace

from tests.chaos.asked import CONSEQUENCES, DONE, READS, WHAT, Op, Past, Row, Serves
from tests.chaos.replay import Hall
from tests.chaos.seen import Watch


def faults(ops: list[Op], past: Past, serves: Serves) -> list[str]:
    """Everything that cannot be, in sentences; empty when the history is sound."""
    hall, claims = Hall(serves), dict(_claims(ops, past))
    watch = Watch(ops, claims, len(past.log))
    found = [*_steps(past.log), *watch.early, *watch.after(0, hall)]
    for place, event in enumerate(past.log, 1):
        found += [f"event {event['seq']}: {fault}" for fault in hall.happens(event)]
        found += watch.after(place, hall)
    found += [f"ticket {id}: its row is not what the log says" for id in _different(hall.tickets, past.tickets)]
    found += _told(claims, past)
    found += _out_of_time(claims)
    return found + list(_keys(ops, past))


def _steps(log: list[Row]) -> Iterator[str]:
    at = 0
    for place, event in enumerate(log, 1):
        if event["seq"] != place:
            yield f"event {event['seq']} stands in place {place}"
            return
        if event["at"] < at:
            yield f"event {place} happened before the one before it"
        at = event["at"]


def _different(told: dict[str, Row], rows: dict[str, Row]) -> list[str]:
    """Tickets whose row is another than the log's; that somebody wanted help is nothing the log keeps."""
    kept = {id: {name: fact for name, fact in row.items() if name != "assist"} for id, row in rows.items()}
    return [id for id in told.keys() | kept.keys() if told.get(id) != kept.get(id)]


def _claims(ops: list[Op], past: Past) -> Iterator[tuple[Op, Row]]:
    """Each request that happened, with the ticket as it was answered or as it was remembered under its key."""
    for op in ops:
        if op.kind in READS:
            continue
        body = op.body if op.status in DONE else past.answers.get(op.key, b"") if op.status is None else b""
        if body:
            yield op, replace(op, body=body).ticket


def _told(claims: dict[Op, Row], past: Past) -> Iterator[str]:
    """Whatever was promised stands in the log at its version, once; and nothing stands there that nobody asked for."""
    claimed: dict[int, Op] = {}
    for op, ticket in claims.items():
        event = _event(past.log, ticket["version"])
        seq = event["seq"] if event else ticket["version"]
        if seq in claimed:
            yield f"event {seq} was promised to two requests: {claimed[seq].key} and {op.key}"
        claimed[seq] = op
        if event is None or not _fits(op, ticket, event):
            yield f"{op.kind} {op.about} was promised ({ticket['number']}, version {seq}) and is not in the log"
    for event in past.log:
        if event["what"] in WHAT.values() and event["seq"] not in claimed:
            yield f"event {event['seq']} ({event['what']}) was asked for by nobody: something happened twice"


def _event(log: list[Row], version: int) -> Row | None:
    """What was done by the request whose answer has this version: what followed from it at once comes after it."""
    if not 0 < version <= len(log):
        return None
    while version > 1 and log[version - 1]["what"] in CONSEQUENCES:
        version -= 1
    return log[version - 1]


def _fits(op: Op, ticket: Row, event: Row) -> bool:
    if (event["what"], event["ticket"]) != (WHAT[op.kind], ticket["id"]):
        return False
    if op.kind == "issue":
        return bool((event["after"]["number"], event["after"]["series"]) == (ticket["number"], op.about))
    return bool(event["counter"] == op.about if op.kind == "call-next" else ticket["id"] == op.about)


def _out_of_time(claims: dict[Op, Row]) -> Iterator[str]:
    """What had ended before something else began must stand before it in the log."""
    latest: Op | None = None
    for op, _ in sorted(claims.items(), key=lambda claim: int(claim[1]["version"])):
        if latest and op.status is not None and op.end < latest.start:
            yield f"{op.kind} {op.about} had ended before {latest.kind} {latest.about} began, and stands after it"
        if latest is None or op.start > latest.start:
            latest = op


def _keys(ops: list[Op], past: Past) -> Iterator[str]:
    """The same key is the same answer; what was refused did not happen."""
    for op in (one for one in ops if one.kind not in READS):
        remembered = past.answers.get(op.key)
        if op.status in DONE and remembered != op.body:
            yield f"{op.kind} {op.about} was answered with other bytes than are remembered under its key"
        if op.status is not None and op.status not in DONE and remembered:
            yield f"{op.kind} {op.about} was refused with {op.status} and happened all the same"
