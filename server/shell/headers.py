"""The security headers of every answer: pages load only our own parts and stand in nobody's frame."""

from flask import Response

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


def guard(response: Response) -> Response:
    """Adds the headers a response does not set itself; register with ``app.after_request``."""
    for name, value in (DATA if response.mimetype in DATA_TYPES else HEADERS).items():
        response.headers.setdefault(name, value)
    return response
