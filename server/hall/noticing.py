"""Notices: chosen words that stand on screens until they are taken off or the day closes."""

import secrets
from collections.abc import Set
from typing import Any

from server.hall import pausing
from server.hall.hall import Hall, Reading
from server.hall.once import Answer, Asked, Sent, once
from server.rules import events_hall as events
from server.rules.catalogue import Text
from server.rules.errors import Invalid, NotAllowed, Unknown
from server.rules.hours import iso
from server.rules.people import SYSTEM, Identity
from server.rules.ticket import Ticket
from server.store import notices, pauses
from server.store.notices import Notice
from server.store.writer import Tx

MOST = 3
"""Notices that one screen shows: more are not read."""
_FULL = Text(
    "Khu vực này đã có 3 thông báo: hãy gỡ một thông báo trước.", "Three notices stand there already: take one off."
)
_UNKNOWN = Text("Không có thông báo này.", "There is no such message.")
_ONE = Text("Chỉ chọn khu vực hoặc nội dung.", "Name an area or a service, not both.")


def put(hall: Hall, who: Identity, asked: Asked, message: str, area: str = "", service: str | None = None) -> Sent:
    """A notice on the boards of an area, of a line's area, or ("") of the whole hall; 201.

    Raises Invalid, Unknown, NotAllowed where enough stand already.
    """

    def work(tx: Tx) -> Answer:
        pausing.known(hall, message)
        made = _may_stand(hall, tx, Notice(secrets.token_hex(8), message, _area(hall, area, service), service, tx.now))
        put_up(hall, tx, who, made)
        return Answer(201, {"version": tx.seq, **document(hall, made)})

    return once(hall, asked, work)


def _may_stand(hall: Hall, tx: Tx, made: Notice) -> Notice:
    if _most(hall, [*notices.standing(tx.db, tx.centre), made]) > MOST:
        raise NotAllowed(_FULL)
    return made


def put_up(hall: Hall, tx: Tx, who: Identity, made: Notice) -> None:
    """Writes a notice that may stand where it is for."""
    notices.put(tx, made)
    tx.record(events.NoticePut(made.id, made.message, made.area, made.service), actor=who.actor)
    tx.effects.urgent |= hall.rooms.all


def about_line(hall: Hall, tx: Tx, service: str, message: str) -> Notice | None:
    """A message about a line for the boards of its area; None where it stands there. Nothing is written.

    Raises Invalid, NotAllowed where enough stand already.
    """
    if message not in hall.config.words.messages:
        raise Invalid(errors={"tell": _UNKNOWN})
    if any((one.service, one.message) == (service, message) for one in notices.standing(tx.db, tx.centre)):
        return None
    area = hall.catalogue.services[service].area
    return _may_stand(hall, tx, Notice(secrets.token_hex(8), message, area, service, tx.now))


def _area(hall: Hall, area: str, service: str | None) -> str:
    if service is None:
        if area and area not in hall.catalogue.areas:
            raise Unknown("area", "area")
        return area
    if area:
        raise Invalid(errors={"area": _ONE})
    if service not in hall.catalogue.services:
        raise Unknown("service", "service")
    return hall.catalogue.services[service].area


def _most(hall: Hall, standing: list[Notice]) -> int:
    return max(sum(one.area in ("", area) for one in standing) for area in hall.catalogue.areas)


def take_off(hall: Hall, who: Identity, asked: Asked, id: str) -> Sent:
    """Takes a notice off, 204. Raises Unknown."""

    def work(tx: Tx) -> Answer:
        if notices.find(tx.db, tx.centre, id) is None:
            raise Unknown("notice")
        _remove(hall, tx, id, who.actor)
        return Answer(204)

    return once(hall, asked, work)


def end_all(hall: Hall, tx: Tx) -> None:
    for one in notices.standing(tx.db, tx.centre):
        _remove(hall, tx, one.id, SYSTEM)


def _remove(hall: Hall, tx: Tx, id: str, actor: str) -> None:
    notices.take_off(tx, id)
    tx.record(events.NoticeTakenOff(id), actor=actor)
    tx.effects.urgent |= hall.rooms.all


def document(hall: Hall, one: Notice) -> dict[str, Any]:
    """``{"id", "message", "text", "area": CODE | null, "service": CODE | null, "at"}``"""
    at = iso(one.at, hall.timezone)
    facts = {"id": one.id, "message": one.message, "text": sentence(hall, one)}
    return {**facts, "area": one.area or None, "service": one.service, "at": at}


def sentence(hall: Hall, one: Notice) -> Text:
    """What the screens say; a line's notice begins with its name."""
    said = pausing.text(hall, one.message)
    service = hall.catalogue.services.get(one.service or "")
    if service is None:
        return said
    label = service.label
    return Text(f"{label.vi} ({service.prefix}): {said.vi}", f"{label.en} ({service.prefix}): {said.en}")


def standing(hall: Hall, view: Reading | Tx) -> list[dict[str, Any]]:
    """All notices, oldest first."""
    return [document(hall, one) for one in notices.standing(view.db, view.centre)]


def on_board(hall: Hall, view: Reading, area: str) -> tuple[bool, list[Text]]:
    """Whether the hall pauses, and what the boards of an area (``all``: of the hall) say, the pause's message first."""
    lasting = pausing.lasting(view)
    first = [pausing.text(hall, lasting.message)] if lasting else []
    found = [one for one in view.shared.notices if area == "all" or one.area in ("", area)]
    # A board of the whole hall has no more room than another: what is for everybody comes first.
    shown = sorted(found, key=lambda one: one.area != "")[:MOST]
    return lasting is not None, [*first, *(sentence(hall, one) for one in shown)]


def for_ticket(hall: Hall, view: Reading | Tx, one: Ticket) -> list[Text]:
    """What concerns somebody who waits: the pause, the notices of the line, and of the one it was moved from, and those
    for everybody where that waits and where they sit."""
    lines = {one.service, one.left_line}
    areas = {"", hall.rooms.line_area.get(one.service), hall.rooms.sits_in(one)}
    lasting = pauses.current(view.db, view.centre)
    first = [pausing.text(hall, lasting.message)] if lasting else []
    mine = [one for one in notices.standing(view.db, view.centre) if _concerns(one, lines, areas)]
    return [*first, *(sentence(hall, one) for one in mine)]


def _concerns(one: Notice, lines: Set[str | None], areas: Set[str | None]) -> bool:
    return one.service in lines if one.service else one.area in areas
