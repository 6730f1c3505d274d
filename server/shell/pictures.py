"""A ticket as pictures, for the pages that show it: the link as a QR code, the slip as it was or would be printed."""

from collections.abc import Callable

from flask import Response

from server.hall import Hall, finding, printing
from server.rules.errors import Unknown
from server.shell.qr import qr_svg

Draw = Callable[[str, int], bytes]
"""A stored slip (JSON) and a width in dots to a PNG."""


def link(hall: Hall, ticket: str) -> Response:
    """The ticket's link as a QR code, one unit per module. Raises Unknown."""
    return _picture(qr_svg(finding.ticket(hall, ticket)["track_url"]), "image/svg+xml")


def slip(hall: Hall, ticket: str, draw: Draw) -> Response:
    """The newest slip of the ticket. Raises Unknown for a ticket that has none."""
    found = printing.newest_slip(hall, ticket)
    if found is None:
        raise Unknown("ticket")
    return _picture(draw(*found), "image/png")


def _picture(content: str | bytes, kind: str) -> Response:
    return Response(content, mimetype=kind, headers={"Cache-Control": "no-store"})
