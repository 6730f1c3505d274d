"""What the pages of those who look after the hall share: who may see them, and the sign-in form for anybody else."""

from collections.abc import Set

from flask import Response, render_template, request

from server.access import Access, Identity, admitted
from server.hall import Hall
from server.shell.room import page


class Staff:
    """A part of these pages: its views are methods of a subclass."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access

    def _signed_in(self) -> Identity | None:
        return self._access.on_page(request.environ, "officer")

    def _one_of(self, kinds: Set[str]) -> Identity | None:
        """Who asks for a page, if it is for them."""
        who = self._signed_in()
        return who if who and who.kind in kinds else None

    def _only(self, kinds: Set[str]) -> None:
        """Raises NotSignedIn, or Forbidden for another kind than these."""
        admitted(self._signed_in(), kinds)

    def _sign_in(self, heading: str, after: str) -> Response:
        """The form that leads to the page ``after``."""
        return page(render_template("admin/signin.html", who=self._signed_in(), heading=heading, after=after))
