"""Settings of the line: what the rules of calling, missing, waiting and closing are at this centre."""

from .kinds import Section


class Line(Section):
    """How people are called, how long they are waited for, and what becomes of who was missed."""
