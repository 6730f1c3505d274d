"""Refusals as RFC 9457 problem documents, in the language of whoever asked; shown here and nowhere else."""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from flask import Flask, Response, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header

from server.rules.catalogue import Text
from server.rules.errors import Broken, Method, QueueError, TooLarge, Unknown

log = logging.getLogger("layso.errors")
MEDIA_TYPE = "application/problem+json"
FAULT = Text("Hệ thống gặp lỗi. Xin thử lại hoặc báo bàn hướng dẫn.", "Something went wrong here. Please try again.")
JSON_PATHS = ("/api/", "/enter", "/healthz", "/readyz")


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


def answer(refused: QueueError) -> Response:
    body = orjson.dumps(problem(refused, request.environ))
    return Response(body, refused.status, content_type=MEDIA_TYPE)


def install(app: Flask) -> None:
    """Has every refusal and fault under /api answered as a problem document, never as HTML or a traceback."""
    app.register_error_handler(QueueError, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def _http(raised: HTTPException) -> Response:
    wants_json = request.path.startswith(JSON_PATHS)
    if not wants_json:
        return raised.get_response()  # type: ignore[return-value]
    known: dict[int | None, QueueError] = {404: Unknown("page"), 405: Method(), 413: TooLarge(), 400: Broken()}
    response = answer(known.get(raised.code, Broken()))
    allowed = getattr(raised, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _fault(fault: Exception) -> Response:
    log.error("a request failed", exc_info=fault)
    title = FAULT.in_(language(request.environ))
    document = {"type": "about:blank", "title": title, "status": 500, "detail": title}
    return Response(orjson.dumps(document), 500, content_type=MEDIA_TYPE)
