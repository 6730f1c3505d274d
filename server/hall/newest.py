"""The newest document of each room as bytes: made once for everybody who asks in the same moment."""

from dataclasses import dataclass
from typing import Any

import orjson

from server.hall import documents
from server.hall.hall import Hall

FRESH_MS = 500
"""How old a document may be though nothing happened since: it tells screens the time, too."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document, and everything it was made of."""

    version: int
    made_at: int
    catalogue: Any
    document: bytes


class Newest:
    """``newest(room)``: (version, JSON bytes). Screens that all ask at once, or one that never stops, cost little."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._kept: dict[str, Kept] = {}

    def __call__(self, room: str) -> tuple[int, bytes]:
        hall = self._hall
        with hall.reading() as view:
            kept = self._kept.get(room)
            if kept and self._fits(kept, view.seq, view.now):
                return kept.version, kept.document
            document = documents.of_room(hall, view, room)
        made = Kept(document["version"], view.now, hall.catalogue, orjson.dumps(document))
        self._kept[room] = made
        return made.version, made.document

    def _fits(self, kept: Kept, seq: int, now: int) -> bool:
        fresh = 0 <= now - kept.made_at < FRESH_MS
        return fresh and kept.version == seq and kept.catalogue is self._hall.catalogue
