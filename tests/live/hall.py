"""A tiny hall for the tests of live: run as its own process, told what to do over HTTP, prints its port."""

# ruff: noqa: E402

from gevent import monkey

monkey.patch_all()

import logging
import signal
import sys
import time
from pathlib import Path
from typing import Any

import gevent
import orjson
from flask import Flask, Response, request

from server.access import Identity
from server.live import Limits, Live
from server.live.serve import Server, listen
from server.rules.errors import Forbidden, Invalid, QueueError, Unknown

app = Flask(__name__)
documents: dict[str, dict[str, Any]] = {}
revoked: set[str] = set()
heard: list[list[Any]] = []
builds: list[str] = []
broken: set[str] = set()
sleepy: dict[str, float] = {}
logged: list[str] = []
begun: list[str] = []


class Keep(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        logged.append(self.format(record))


logging.getLogger("server.live").addHandler(Keep())


def identify(environ: dict[str, Any]) -> Identity | None:
    """Tokens are words like "display-1"; the words "crash" and "forbidden" make trouble."""
    word = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    kind, _, name = word.partition("-")
    if word == "crash":
        raise RuntimeError("no database")
    if kind not in ("kiosk", "display", "officer") or word in revoked:
        return None
    return Identity(kind, name, name, "qn", name if kind == "officer" else None)


def watch(identity: Identity, wish: object) -> str:
    if f"{identity.kind}-{identity.id}" in revoked:
        raise Forbidden()
    match wish:
        case {"board": str(area), **rest} if not rest and len(area) <= 40:
            return known(f"board/{area}", "area")
        case {"counter": str(code), **rest} if not rest and len(code) <= 40:
            if code != identity.counter:
                raise Forbidden()
            return known(f"counter/{code}", "counter")
        case {"kiosk": True, **rest} if not rest:
            return known("kiosk", "kiosk")
    raise Invalid()


def known(room: str, what: str) -> str:
    if room not in documents:
        raise Unknown(what, what)
    return room


def document(room: str) -> tuple[int, bytes]:
    builds.append(room)
    if room in broken:
        raise RuntimeError("cannot build")
    read = documents[room]
    # A read that lets others run before its answer is used, as a slow database would.
    gevent.sleep(sleepy.get(room, 0))
    return int(read["version"]), orjson.dumps(read)


def announced(identity: Identity, area: str, call: int) -> None:
    heard.append([identity.id, area, call])


def problem(error: QueueError, _environ: dict[str, Any]) -> dict[str, Any]:
    return {"type": error.type, "title": error.title.vi, "status": error.status, "detail": error.detail.vi}


LIMITS = Limits(per_identity=int(sys.argv[1]) if len(sys.argv) > 1 else 1100, refused_at_once=1000)
live = Live(app, identify=identify, watch=watch, document=document, announced=announced, problem=problem, limits=LIMITS)


@app.post("/set")
def set_document() -> Response:
    """{"documents": {room: document}, "publish": [room], "urgent": bool} in one go."""
    told = request.get_json()
    documents.update(told.get("documents", {}))
    live.publish(told.get("publish", []), urgent=told.get("urgent", False))
    return Response(status=204)


@app.post("/burst")
def burst() -> Response:
    """{"room", "versions": [...], "fill": n}: each version is set and published within one request, with pauses."""
    told = request.get_json()
    for version in told["versions"]:
        documents[told["room"]] = {"version": version, "fill": "x" * told.get("fill", 0)}
        live.publish([told["room"]], urgent=told.get("urgent", True))
        gevent.sleep(told.get("pause", 0))
    return Response(status=204)


@app.post("/unable")
def unable() -> Response:
    """{"since": an instant or null}: nothing can be recorded since then."""
    live.trouble(request.get_json()["since"])
    return Response(status=204)


@app.post("/emit/<event>")
def emit(event: str) -> Response:
    """What python-socketio itself sends for the same document."""
    app.extensions["socketio"].emit(event, request.get_json())
    return Response(status=204)


@app.post("/trouble")
def trouble() -> Response:
    told = request.get_json()
    broken.clear()
    broken.update(told.get("broken", []))
    sleepy.clear()
    sleepy.update(told.get("sleepy", {}))
    return Response(status=204)


@app.post("/revoke/<word>")
def revoke(word: str) -> Response:
    revoked.add(word)
    live.cut(lambda identity: f"{identity.kind}-{identity.id}" == word)
    return Response(status=204)


@app.post("/sign-out/<word>")
def sign_out(word: str) -> Response:
    """{"why": WORD}: somebody's session ends, and who that is hears it before the cut."""

    def theirs(identity: Identity) -> bool:
        return f"{identity.kind}-{identity.id}" == word

    revoked.add(word)
    live.ended(theirs, request.get_json()["why"])
    live.cut(theirs)
    return Response(status=204)


@app.get("/state")
def state() -> dict[str, Any]:
    return {**live.counts(), "heard": heard, "builds": builds, "logged": logged, "begun": begun, "rss": rss()}


def rss() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@app.get("/slow")
def slow() -> str:
    begun.append("slow")
    gevent.sleep(float(request.args["seconds"]))
    return "finished"


@app.post("/echo")
def echo() -> str:
    return str(len(request.get_data()))


@app.get("/fault")
def fault() -> str:
    raise RuntimeError("a fault in a page")


def main() -> None:
    if len(sys.argv) > 3:
        documents["board/A"] = {"version": int(sys.argv[3])}
    listener = listen("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    server = Server(listener, app, log=lambda environ, status, seconds: logged.append(f"answered {status}"))

    def stop() -> None:
        begun = time.monotonic()
        server.stop(live.close)
        print(f"stopped in {time.monotonic() - begun:.2f}", flush=True)

    gevent.signal_handler(signal.SIGTERM, stop)
    server.start()
    print(listener.getsockname()[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
