"""Refusals as RFC 9457 problem documents, in the language of whoever asked; shown here and nowhere else."""

import logging
import re
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Flask, Response, render_template, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header

from server.rules.catalogue import Text
from server.rules.errors import WHAT, Broken, MediaType, Method, QueueError, TooLarge, TooMany, Unknown

log = logging.getLogger("layso.errors")
MEDIA_TYPE = "application/problem+json"
FAULT = Text("Hệ thống gặp lỗi. Xin thử lại hoặc báo bàn hướng dẫn.", "Something went wrong here. Please try again.")
JSON_PATHS = re.compile(r"/(api|enter|problems|healthz|readyz|metrics)(/|$)")


def language(environ: Mapping[str, Any]) -> str:
    """``vi`` or ``en``, by Accept-Language; Vietnamese when it says nothing."""
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE"), LanguageAccept)
    return accepted.best_match(("vi", "en"), "vi") or "vi"


def problem(refused: QueueError, environ: Mapping[str, Any]) -> dict[str, Any]:
    """The problem document of a refusal."""
    lang = language(environ)
    document: dict[str, Any] = {
        "type": f"/problems/{refused.type}",
        "title": refused.title.in_(lang),
        "status": refused.status,
        "detail": refused.detail.in_(lang),
    }
    if refused.errors:
        document["errors"] = {field: sentence.in_(lang) for field, sentence in refused.errors.items()}
    return document


def meanings() -> dict[str, dict[str, Any]]:
    """Every problem there is: last word of its type -> type, status (all it comes with) and title in both languages."""
    found: dict[str, dict[str, Any]] = {}
    kinds = [(kind.type, [kind.status], kind.title) for kind in QueueError.__subclasses__() if kind is not Unknown]
    for word, statuses, title in [*kinds, *((f"unknown-{what}", [404, 422], text) for what, text in WHAT.items())]:
        known = found.setdefault(word, {"type": f"/problems/{word}", "status": [], "title": title})
        known["status"] += statuses
    return found


def answer(refused: QueueError) -> Response:
    body = orjson.dumps(problem(refused, request.environ))
    response = Response(body, refused.status, content_type=MEDIA_TYPE)
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(refused, TooMany):
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def install(app: Flask) -> None:
    """Has every refusal and fault under /api answered as a problem document, never as HTML or a traceback."""
    # Two slashes in a row are another address, not a reason to answer with a page that redirects.
    app.url_map.merge_slashes = False
    app.register_error_handler(QueueError, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _wants_a_page() -> bool:
    return "text/html" in request.headers.get("Accept", "") and not JSON_PATHS.match(request.path)


def _http(raised: HTTPException) -> Response:
    if _wants_a_page():
        return raised.get_response()  # type: ignore[return-value]
    known: dict[int | None, QueueError] = {404: Unknown("page"), 405: Method(), 413: TooLarge(), 415: MediaType()}
    response = answer(known.get(raised.code, Broken()))
    allowed = getattr(raised, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _fault(fault: Exception) -> Response:
    log.error("a request failed", exc_info=fault)
    title = FAULT.in_(language(request.environ))
    if _wants_a_page():
        return Response(render_template("shell/error.html", title=title), 500)
    document = {"type": "about:blank", "title": title, "status": 500, "detail": title}
    return Response(orjson.dumps(document), 500, content_type=MEDIA_TYPE)
