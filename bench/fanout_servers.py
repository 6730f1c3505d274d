"""The three servers that bench/fanout.py compares, each in its own process: `bare`, `emit` and `live`."""

import sys

if __name__ == "__main__" and sys.argv[1] != "bare":
    from gevent import monkey

    monkey.patch_all()

import asyncio
import base64
import hashlib
import socket
import struct
from pathlib import Path
from typing import Any

import orjson

# A board of a hall with 38 counters, as long as real ones are; only its version changes.
BOARD = {
    "area": "all",
    "version": 100_000_000,
    "counters": [{"counter": str(n), "state": "called", "number": f"BA{n:03}", "service": "BA"} for n in range(38)],
    "calls": [{"call": n, "number": "BA005", "why": {"vi": "Đến lượt", "en": "Next"}} for n in range(20)],
}
DOCUMENT = orjson.dumps(BOARD)


def bare(text: bytes) -> None:
    """Nothing but handshakes and one write of ``text``, a message, for each socket."""
    long = len(text) > 65535
    frame = struct.pack("!BBQ" if long else "!BBH", 0x81, 127 if long else 126, len(text)) + text
    writers: list[asyncio.StreamWriter] = []

    async def screen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        key = request.partition(b"Sec-WebSocket-Key: ")[2].partition(b"\r\n")[0]
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        writer.write(head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        for answer in (b'40{"sid":"x"}', b'430[{"x":{}}]'):
            await reader.read(1024)
            writer.write(bytes([0x81, len(answer)]) + answer)
        writers.append(writer)

    async def control(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while await reader.read(1):
            for writer in writers:
                writer.write(frame)

    async def serve() -> None:
        servers = [await asyncio.start_server(each, "127.0.0.1", 0, backlog=1024) for each in (screen, control)]
        print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


def ours(way: str) -> None:
    import gevent
    from flask import Flask

    from server.access import Identity
    from server.live import Limits, Live
    from server.live.serve import Server, listen

    app = Flask(__name__)
    version = [100_000_000]

    def document(_room: str) -> tuple[int, bytes]:
        version[0] += 1
        return version[0], orjson.dumps({**BOARD, "version": version[0]})

    live = Live(
        app,
        identify=lambda environ: Identity("display", "1", "1", "qn"),
        watch=lambda identity, wish: "board/all",
        document=document,
        announced=lambda identity, area, call: None,
        problem=lambda error, environ: {},
        limits=Limits.off(),
    )
    told = listen("127.0.0.1", 0)
    listener = listen("127.0.0.1", 0)
    Server(listener, app).start()
    print(listener.getsockname()[1], told.getsockname()[1], flush=True)
    gevent.spawn(obey, told, way, live, app.extensions["socketio"]).join()


def obey(told: socket.socket, way: str, live: Any, socketio: Any) -> None:
    """One push for each byte."""
    told.setblocking(True)
    asking, _ = told.accept()
    while asking.recv(1):
        if way == "live":
            live.publish(["board/all"], urgent=True)
        else:
            socketio.emit("board", BOARD)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else b'42["board",' + DOCUMENT + b"]")
    else:
        ours(sys.argv[1])
