"""Requests byte for byte, as a client that follows no rules would send them."""

import json
import socket
from dataclasses import dataclass

from tests.web.running import PATIENCE, Demo


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def send(demo: Demo, *parts: bytes, half: bool = True) -> Reply | None:
    """Sends the bytes and reads to the end; None when the server hung up without a word."""
    with socket.create_connection(("127.0.0.1", demo.port), timeout=PATIENCE) as wire:
        try:
            for part in parts:
                wire.sendall(part)
            if half:
                wire.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return _reply(_all(wire))


def _all(wire: socket.socket) -> bytes:
    got = b""
    try:
        while piece := wire.recv(65536):
            got += piece
    except ConnectionError:
        pass
    return got


def _reply(got: bytes) -> Reply | None:
    if not got:
        return None
    head, _, body = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Reply(int(first.split()[1]), headers, body)


def request(
    demo: Demo, line: bytes = b"POST /api/v1/tickets HTTP/1.1", body: bytes = b"", *headers: bytes
) -> Reply | None:
    """One request of the demo's kiosk with these further headers; Host and Connection are there already."""
    token = demo.access["kiosk_token"].encode()
    known = [b"Host: 127.0.0.1", b"Connection: close", b"Authorization: Bearer " + token]
    return send(demo, b"\r\n".join([line, *known, *headers]) + b"\r\n\r\n" + body)


def polite(reply: Reply | None) -> Reply | None:
    """What any answer must be: no fault, no page, no traceback; a refusal is a problem document."""
    if reply is None:
        return None
    assert reply.status < 500, reply
    assert b"Traceback" not in reply.body
    assert b"<html" not in reply.body.lower()
    assert "text/html" not in reply.headers.get("content-type", "")
    if reply.status >= 400:
        assert reply.headers["content-type"] == "application/problem+json"
        assert json.loads(reply.body)["status"] == reply.status
    return reply
