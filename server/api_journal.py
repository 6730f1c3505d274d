"""The contract's part that tells the log: a ticket's history, and a day's journal."""

from flask import Response, request

from server.access import PEOPLE
from server.api_answers import Answers, day_asked, document
from server.hall import journal
from server.rules.catalogue import Text
from server.rules.errors import Invalid
from server.rules.people import SUPERVISORS

_SEQ = Text("Cần số thứ tự của một sự kiện.", "This is an event's seq: a whole number from 0.")
_WHAT = Text("Nhật ký không có loại này.", "The journal has nothing of this kind.")
_LONGEST = 15


def seq_asked(name: str) -> int | None:
    """The seq that a query's field names; None if it is not there. Raises Invalid."""
    given = request.args.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= _LONGEST):
        raise Invalid(errors={name: _SEQ})
    return int(given)


class Journal(Answers):
    """What happened, in words."""

    def history(self, id: str) -> Response:
        who = self.who(*PEOPLE)
        with self.hall.reading() as view:
            return document(journal.history(self.hall, view, who, id))

    def journal(self) -> Response:
        self.who(*SUPERVISORS)
        day, bounds, what = (
            day_asked(),
            (seq_asked("after") or 0, seq_asked("before")),
            request.args.get("what") or None,
        )
        if what is not None and not journal.known(what):
            raise Invalid(errors={"what": _WHAT})
        with self.hall.reading() as view:
            return document(journal.day(self.hall, view, day or view.business_date, bounds, what))
