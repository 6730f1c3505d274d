"""The pages of this room."""

from flask import Blueprint

from server.access import Access
from server.hall import Hall


def blueprint(hall: Hall, access: Access) -> Blueprint:
    return Blueprint("display", __name__)
