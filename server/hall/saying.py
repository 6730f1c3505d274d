"""Reasons as people read them: the sentence of a place in the line, with the centre's own words in it."""

from server.hall.hall import Hall
from server.rules import reasons
from server.rules.catalogue import Text


def why(hall: Hall, code: str, word: str) -> Text:
    """Why a ticket stands where it stands, or was called."""
    if code == "chosen" and word:
        return reasons.chosen(hall.config.words.said("call", word))
    return reasons.text(code, word)
