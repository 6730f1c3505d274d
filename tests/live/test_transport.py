"""The bytes on the wire, and what a socket may send before it is cut off."""

import json
import socket
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from engineio import packet as engineio_packet
from gevent import socket as gevent_socket
from hypothesis import given
from hypothesis import strategies as st
from socketio import packet as socketio_packet
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from server.live.transport import MESSAGE_BYTES, Json, Push, legible
from server.live.wire import BEHIND_S, SILENT_S, Wire
from tests.live.clients import Bare, Hall

DOCUMENTS = st.dictionaries(st.text(max_size=20), st.integers(0, 9) | st.text(max_size=60) | st.none(), max_size=5)


def by_the_libraries(event: str, document: object) -> bytes:
    """The frame that python-socketio, engineio and wsproto make together."""
    inner = socketio_packet.Packet(socketio_packet.EVENT, data=[event, document]).encode()
    outer = engineio_packet.Packet(engineio_packet.MESSAGE, data=inner).encode()
    return bytes(Connection(ConnectionType.SERVER).send(TextMessage(data=outer)))


@pytest.fixture(autouse=True)
def same_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socketio_packet.Packet, "json", Json)


@given(DOCUMENTS, st.sampled_from([0, 60, 110, 120, 65_400, 65_520, 70_000]))
def test_a_push_is_byte_for_byte_what_the_libraries_would_send(document: dict[str, object], size: int) -> None:
    document["fill"] = "x" * size
    assert Push("board", orjson.dumps(document)).frame == by_the_libraries("board", document)


def test_the_real_server_sends_the_same_bytes_either_way(hall: Hall) -> None:
    document = {"version": 2, "counters": ["Quầy số 5", {"number": None}], "fill": "đ" * 500}
    frame = by_the_libraries("board", document)
    bare = hall.open()
    bare.watch(board="A")
    hall.post("/emit/board", **document)
    assert exactly(bare, len(frame)) == frame
    hall.post("/set", documents={"board/A": document}, publish=["board/A"])
    assert exactly(bare, len(frame)) == frame
    bare.close()


def exactly(bare: Bare, size: int) -> bytes:
    """The next bytes, engine pings left out."""
    got = b""
    while len(got) < size:
        got += bare.sock.recv(size - len(got))
        if got.startswith(b"\x81\x012"):
            got = got[3:]
            bare.ws.send("3")
    return got


GOOD = ["3", "1", "3probe", "40", '40{"token":"x"}', "41", '42["watch",{"board":"A"}]', '4217["x"]', '42["a",1,2]']
BAD: list[object] = [
    *("", "0", "2", "2probe", "5", "6", "9", "x", "4", "43", "431[]", "44", "47", "40x", "40{", '40/admin,{"a":1}'),
    *("411", "42", "42{}", "42[]", "42[1]", '42["connect",{}]', '42["disconnect"]', '42["connect_error"]', "42[[]]"),
    *('42/admin,["watch"]', '451-["x",{"_placeholder":true,"num":0}]', "461-[]", "bAAAA", '42["x"', "42²[1]"),
    *('4212345678901["watch"]', "42" + "[" * 8000 + "]" * 8000, b"42", None),
]


@pytest.mark.parametrize("message", GOOD)
def test_what_our_clients_send_is_legible(message: str) -> None:
    assert legible(message)


@pytest.mark.parametrize("message", BAD, ids=lambda m: repr(m)[:30])
def test_nothing_else_is(message: object) -> None:
    assert not legible(message)


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_no_message_makes_the_check_itself_fail(message: object) -> None:
    legible(message)
    legible(f"42{message}")


@pytest.mark.parametrize("message", [m for m in BAD if isinstance(m, str) and m], ids=lambda m: repr(m)[:30])
def test_an_illegible_message_ends_the_socket_and_nothing_is_logged(hall: Hall, message: str) -> None:
    logged = [line for line in hall.state()["logged"] if "answered" not in line]
    bare = hall.open()
    bare.ws.send(message)
    assert bare.ended()
    hall.until(sockets=0)
    assert [line for line in hall.state()["logged"] if "answered" not in line] == logged


def test_a_binary_message_ends_the_socket(hall: Hall) -> None:
    bare = hall.open()
    bare.ws.send_binary(b"\x00" * 100)
    assert bare.ended()


def test_a_message_of_16_kb_is_taken_and_a_longer_one_ends_the_socket(hall: Hall) -> None:
    bare = hall.open()
    begin, end = '429["watch",{"board":"', '"}]'
    fill = "x" * (MESSAGE_BYTES - len(begin) - len(end))
    bare.ws.send(begin + fill + end)
    assert json.loads(bare.text()[3:])[0]["problem"]["type"] == "invalid"
    bare.ws.send(begin + fill + "x" + end)
    assert bare.ended()
    hall.until(sockets=0)


def test_a_message_in_many_fragments_is_bounded_too(hall: Hall) -> None:
    bare = hall.open()
    with pytest.raises(OSError):
        bare.sock.sendall(frame(b"42", fin=False))
        for _ in range(10_000):
            bare.sock.sendall(frame(b"x" * 1000, opcode=0, fin=False))
    hall.until(sockets=0)


def frame(payload: bytes, opcode: int = 1, fin: bool = True, compressed: bool = False) -> bytes:
    """A client's frame, masked with zeros."""
    first = opcode | 0x80 * fin | 0x40 * compressed
    size = len(payload)
    length = struct.pack("!BQ", 0xFF, size) if size > 65535 else struct.pack("!BH", 0xFE, size)
    length = struct.pack("!B", 0x80 | size) if size < 126 else length
    return bytes([first]) + length + bytes(4) + payload


def test_a_compressed_bomb_ends_its_socket_and_does_not_grow_memory(own: Hall) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b"4" * 100_000_000) + packer.flush(zlib.Z_SYNC_FLUSH)
    bares = [own.open() for _ in range(10)]
    before = own.state()["rss"]
    for bare in bares:
        with suppress(OSError):
            bare.sock.sendall(frame(bomb[:-4], compressed=True))
        assert bare.ended()
    assert own.until(sockets=0)["rss"] - before < 8_000_000


def test_a_flood_is_read_slowly_others_are_served_and_it_ends(own: Hall) -> None:
    other, hostile = own.open("display-2"), own.open()
    before = own.state()["rss"]
    message = frame(b'421["watch",{"board":"A"}]') * 100
    hostile.sock.settimeout(1)
    with pytest.raises(OSError):
        while True:
            hostile.sock.sendall(message)
    assert other.watch(board="A")["ok"]
    # It never comes to answer a ping.
    with ThreadPoolExecutor(1) as reading:
        reading.submit(other.ended)
        try:
            assert own.until(sockets=1)["rss"] - before < 8_000_000
        finally:
            own.stop()


def test_a_long_conversation_is_no_flood(hall: Hall) -> None:
    bare = hall.open()
    for _ in range(155):
        assert bare.watch(board="A")["ok"]
    bare.close()


def stalled(hall: Hall, word: str = "display-1") -> Bare:
    """A screen with a small receive buffer, watching board A and reading nothing more."""
    bare = hall.open(word, sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 4096),))
    bare.watch(board="A")
    return bare


def frames(bare: Bare) -> Iterator[tuple[int, bytes]]:
    """(first byte, payload) of each whole frame until the connection ends, an unfinished last one left out."""
    data = b""
    try:
        while more := bare.sock.recv(65536):
            data += more
    except OSError:
        pass
    while len(data) >= 2:
        size, at = data[1], 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, at = int.from_bytes(data[2 : 2 + width], "big"), 2 + width
        if len(data) < at + size:
            return
        yield data[0], data[at : at + size]
        data = data[at + size :]


def until_version(bare: Bare, version: int) -> None:
    while bare.event()[1]["version"] != version:
        pass


def test_a_slow_reader_gets_no_garbage_and_is_cut_off(own: Hall) -> None:
    slow, other = stalled(own), own.open("display-2")
    other.watch(board="A")
    with ThreadPoolExecutor(1) as reading:
        last = reading.submit(until_version, other, 800)
        own.post("/burst", room="board/A", versions=list(range(2, 801)), fill=1000, pause=0.001)
        last.result()
    own.until(sockets=1)
    versions = []
    for first, payload in frames(slow):
        assert first == 0x81
        if payload != b"2":
            event, document = json.loads(payload[2:])
            assert (event, document["fill"]) == ("board", "x" * 1000)
            versions.append(document["version"])
    assert versions == sorted(set(versions))
    assert 0 < len(versions) < 790


def test_a_reader_that_pauses_a_little_loses_nothing(hall: Hall) -> None:
    bare = stalled(hall)
    hall.post("/burst", room="board/A", versions=[2, 3, 4, 5, 6], fill=60_000, pause=0.01)
    hall.show("board/A", 7)
    versions = []
    while 7 not in versions:
        versions.append(bare.event()[1]["version"])
    assert versions == [2, 3, 4, 5, 6, 7]
    bare.close()


def test_many_stalled_readers_cost_bounded_memory(own: Hall) -> None:
    crowd = [stalled(own) for _ in range(40)]
    before = own.state()["rss"]
    own.post("/burst", room="board/A", versions=list(range(2, 200)), fill=60_000, pause=0.001)
    assert own.until(sockets=0)["rss"] - before < 16_000_000
    for bare in crowd:
        bare.sock.close()


def test_a_silent_socket_is_noticed(own: Hall) -> None:
    """It answers no ping, as a screen whose power was cut."""
    bare = own.open()
    bare.watch(board="A")
    own.until(sockets=0)


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system has no such option")
def test_what_a_peer_that_vanished_never_acknowledges_ends_its_socket() -> None:
    """A cable that is pulled sends no end: the kernel gives up when this has passed, not after a quarter of an hour."""
    with (
        gevent_socket.create_server(("127.0.0.1", 0)) as listener,
        gevent_socket.create_connection(listener.getsockname()),
        listener.accept()[0] as taken,
    ):
        Wire(taken)
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == BEHIND_S * 1000
    assert BEHIND_S < SILENT_S


def test_descriptors_and_greenlets_are_given_back(own: Hall) -> None:
    def descriptors() -> int:
        return len(list(Path(f"/proc/{own.process.pid}/fd").iterdir()))

    own.open().close()
    own.until(sockets=0)
    before = descriptors()
    crowd = [own.open() for _ in range(30)]
    assert descriptors() > before + 20
    for number, bare in enumerate(crowd):
        bare.sock.close() if number % 2 else bare.close()
    own.until(sockets=0)
    while descriptors() > before:
        own.state()
