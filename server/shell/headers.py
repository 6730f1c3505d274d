"""The security headers of every answer: pages load only our own parts and stand in nobody's frame."""

from typing import Any

from flask import Response
from werkzeug.datastructures import Headers

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What is read by programs needs no rules for pages.
DATA_TYPES = ("application/json", "application/problem+json")
DATA = {name: HEADERS[name] for name in ("X-Content-Type-Options", "Referrer-Policy")}


class Complete(Response):
    """An answer in JSON whose headers are all there when it is made: nothing is left to work out while it goes."""

    def __init__(self, body: bytes, status: int, *more: tuple[str, str]) -> None:
        super().__init__([body], status, Headers([*_ALL, ("Content-Length", str(len(body))), *more]))

    def get_wsgi_headers(self, environ: Any) -> Headers:
        return self.headers


_ALL = [("Content-Type", "application/json"), *DATA.items(), ("Cache-Control", "no-store")]


def guard(response: Response) -> Response:
    """Adds the headers a response does not set itself; register with ``app.after_request``."""
    if isinstance(response, Complete):
        return response
    for name, value in (DATA if response.mimetype in DATA_TYPES else HEADERS).items():
        response.headers.setdefault(name, value)
    return response
