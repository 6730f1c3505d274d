"""Logs: JSON lines on stderr that never hold tokens, query strings, bodies or personal data."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson

log = logging.getLogger("layso.http")
# The last part of these addresses is a token; so may be any longer part of one that was typed wrong.
_SECRET_PATHS = ("/t/", "/api/v1/track/", "/enter/")
_LONGEST = 24


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, what, and what the record's ``facts`` add."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "what": record.getMessage(), "from": record.name}
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


def install(level: int) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def request(environ: dict[str, Any], status: int, seconds: float) -> None:
    """Notes one answer."""
    if log.isEnabledFor(logging.INFO):
        facts = {
            "id": environ.get("layso.request_id"),
            "method": environ.get("REQUEST_METHOD"),
            "path": safe_path(str(environ.get("PATH_INFO", ""))),
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        log.info("request", extra={"facts": facts})


def safe_path(path: str) -> str:
    """The path without anybody's token."""
    for secret in _SECRET_PATHS:
        if path.startswith(secret):
            return f"{secret}..."
    return "/".join(part if len(part) <= _LONGEST else "..." for part in path[:200].split("/"))
