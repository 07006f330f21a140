"""The server as a child of this process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from twelvefold import Bitcask, serve
from twelvefold.errors import InternalError


def ping(url: str) -> bytes:
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), 300) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(100)


def test_it_serves_until_it_is_closed() -> None:
    with serve() as server:
        assert ping(server.urls["redis"]) == b"+PONG\r\n"
        with urllib.request.urlopen(server.urls["http"] + "/v1/engines") as answer:
            assert json.load(answer)
    assert server.close() == 0
    with pytest.raises(ConnectionRefusedError):
        ping(server.urls["redis"])


def test_every_end_is_in_order() -> None:
    """No wish to end comes so soon after the first that it cuts the server off."""
    for _ in range(20):
        server = serve(only=["amqp"])
        assert server.close() == 0


def test_only_and_data(tmp_path: Path) -> None:
    with serve(data=tmp_path, only=["bitcask"]) as server:
        assert "redis" not in server.urls
        assert server.engines["bitcask"]["durable"] is True
    with Bitcask(tmp_path / "bitcask") as db:
        assert len(db) == 0


def test_a_server_that_does_not_start_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InternalError, match="ended with code"):
        serve(only=["no-such-engine"])
    assert "no-such-engine" in capfd.readouterr().err


def test_no_orphan_is_left_by_kill_9() -> None:
    code = (
        "import time, twelvefold; server = twelvefold.serve();"
        "print(server.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_running(pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 300
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Tell of a process that runs; one that waits to be reaped does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
