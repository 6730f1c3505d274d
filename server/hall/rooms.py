"""Which rooms (documents on screens) a change touches."""

from server.rules.catalogue import Catalogue
from server.rules.ticket import CURRENT, State, Ticket

KIOSK = "kiosk"
WHOLE = "board/all"
_AT_ONE_DESK = CURRENT | {State.DONE, State.CANCELLED, State.EXPIRED}


def board(area: str) -> str:
    return f"board/{area}"


def counter(code: str) -> str:
    return f"counter/{code}"


class Rooms:
    """The rooms of one catalogue, worked out once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.area_of = {code: one.area for code, one in catalogue.counters.items()}
        self.line_area = {code: one.area for code, one in catalogue.services.items()}
        self.counters_of = {code: [c.code for c in catalogue.counters_of(code)] for code in catalogue.services}
        self.of_service = {
            code: frozenset({KIOSK, WHOLE, board(one.area), *map(counter, self.counters_of[code])})
            for code, one in catalogue.services.items()
        }
        # Pages of staff watch the whole hall's board, and ask for the rest when it changes.
        self.staff = frozenset({WHOLE})
        self.all = frozenset({KIOSK, WHOLE, *map(board, catalogue.areas), *map(counter, catalogue.counters)})

    def sits_in(self, ticket: Ticket) -> str | None:
        """The area where the holder of a ticket sits: that of the line it was taken for, or sent to by somebody."""
        return self.line_area.get(ticket.left_line or "") or self.line_area.get(ticket.service)

    def of_ticket(self, ticket: Ticket) -> set[str]:
        """Every room that shows this ticket, or counts it."""
        rooms = set(self.of_service.get(ticket.service, (KIOSK, WHOLE)))
        if area := self.sits_in(ticket):
            rooms.add(board(area))
        for code in (ticket.counter, ticket.for_counter):
            if code:
                rooms |= self.of_counter(code)
        # Wherever the officer sits: the few people whom this concerns are not worth a query.
        return rooms | {counter(code) for code in self.area_of} if ticket.for_officer else rooms

    def of_move(self, before: Ticket, after: Ticket) -> set[str]:
        """Every room that a ticket's change touches: what happens at one desk is no news to the others of its line."""
        if not {before.state, after.state} <= _AT_ONE_DESK:
            return self.of_ticket(before) | self.of_ticket(after)
        areas = {self.line_area.get(one.service) for one in (before, after)} | {self.sits_in(before)}
        rooms = {WHOLE, *(board(area) for area in areas if area)}
        for code in {before.counter, after.counter} - {None}:
            rooms |= self.of_counter(str(code))
        return rooms

    def of_counter(self, code: str) -> set[str]:
        return {counter(code), WHOLE, board(self.area_of.get(code, "all"))}
