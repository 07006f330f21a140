"""Checks an installed twelvefold from outside the repository; install_check.sh runs it.

    installed.py INTEROP

INTEROP is the compiled tests/interop. NumPy may be missing: then only what
needs no NumPy is checked.
"""

from __future__ import annotations

import array
import importlib.metadata
import importlib.util
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import twelvefold
from twelvefold import AMQP, LRU, Bitcask, Lox, Redis, quant, serve

PAIRS = {b"go": b"hello from Go", b"nul\0key": b"\0\xff\xfe", b"\xffempty": b""}


def check_origin() -> None:
    assert "site-packages" in twelvefold.__file__, twelvefold.__file__
    assert importlib.metadata.version("twelvefold") == twelvefold.__version__


def check_lru() -> None:
    gone = []
    cache = LRU(max_entries=2, on_evict=lambda *event: gone.append(event))
    for key in "abc":
        cache[key] = key * 3
    assert gone == [(b"a", b"aaa", "capacity")]
    assert cache["c"] == b"ccc"


def check_redis() -> None:
    db = Redis()
    assert db.execute("SET", "k", "v") == "OK"
    assert db.execute("GET", "k") == b"v"


def check_lox() -> None:
    lox = Lox()
    lox.define("twice", lambda x: 2 * x, [float])
    assert lox.eval("twice(21);") == 42


def check_amqp() -> None:
    with AMQP() as broker, broker.session() as session:
        session.queue_declare("q")
        session.publish(b"\0\xff", routing_key="q")
        message = session.get("q")
        assert message is not None
        assert message.body == b"\0\xff"
        with socket.create_connection(("127.0.0.1", urlsplit(broker.serve()).port or 0)) as client:
            client.sendall(b"AMQP\0\0\x09\x01")
            assert client.recv(1) == b"\x01"
    plugins = importlib.metadata.entry_points(group="pytest11")
    assert [p.module for p in plugins if p.dist and p.dist.name == "twelvefold"] == [
        "pytest_twelvefold"
    ]
    assert importlib.util.find_spec("pytest_twelvefold")


def check_quant() -> None:
    x = array.array("d", [1, 2, 3, 4])
    out = array.array("d", bytes(32))
    quant.rolling_mean(x, 2, out=out)
    assert list(out[1:]) == [1.5, 2.5, 3.5]
    if importlib.util.find_spec("numpy"):
        assert quant.rolling_mean(x, 2).tolist()[1:] == [1.5, 2.5, 3.5]


def check_bitcask(interop: str) -> None:
    """Go writes and Python reads; Python writes and Go reads."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interop, "write", folder], check=True)
        with Bitcask(folder) as db:
            assert dict(db.items()) == PAIRS
            db[b"py\xfe"] = b"hello from Python"
            del db["go"]
        text = subprocess.run([interop, "read", folder], check=True, capture_output=True).stdout
        read = [line.split(" ") for line in text.decode().splitlines()]
        got = {bytes.fromhex(key): bytes.fromhex(value) for key, value in read}
        expected = {**PAIRS, b"py\xfe": b"hello from Python"}
        del expected[b"go"]
        assert got == expected, got


def check_server() -> None:
    with serve() as server:
        with urllib.request.urlopen(server.urls["http"] + "/healthz") as answer:
            assert answer.status == 200
        pid = server.pid
    assert not Path(f"/proc/{pid}").exists()


if __name__ == "__main__":
    check_origin()
    check_lru()
    check_redis()
    check_lox()
    check_amqp()
    check_quant()
    check_bitcask(sys.argv[1])
    check_server()
    numpy = "with" if importlib.util.find_spec("numpy") else "without"
    print(
        f"installed twelvefold {twelvefold.__version__} works, {numpy} NumPy: {twelvefold.__file__}"
    )
