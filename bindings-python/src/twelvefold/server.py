"""Runs the twelvefold server, which the wheel carries, as a child process."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ._context import Closing
from .errors import InternalError, TimedOutError

__all__ = ["Server", "binary", "serve"]


def binary() -> Path:
    """Give the path of the server's executable."""
    return Path(__file__).parent / "_bin" / "twelvefold"


class Server(Closing):
    """A running server; `serve` makes it.

    ``urls`` has the address of each engine by name. Leaving the context, or
    `close`, ends the server; so does the end of this process, even a kill -9,
    for the server watches its standard input, which ends with us.
    """

    def __init__(self, process: subprocess.Popen[bytes], engines: dict[str, dict[str, object]]):
        self._process = process
        self.engines = engines
        self.urls = {name: str(engine["url"]) for name, engine in engines.items()}

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def close(self, timeout: float = 5.0) -> int:
        """Ask the server to end, wait, and give its exit code."""
        return _end(self._process, timeout)


def serve(
    *,
    data: str | os.PathLike[str] | None = None,
    only: Sequence[str] | None = None,
    arguments: Sequence[str] = (),
    timeout: float = 10.0,
) -> Server:
    """Start the server on free loopback ports and return once it accepts.

    ``data`` is the folder of the durable engines; without it all is in memory.
    ``only`` names the engines to start. ``arguments`` go to ``twelvefold serve``
    as they are.

    >>> with serve(only=["redis"]) as server:
    ...     print(server.urls["redis"])  # doctest: +ELLIPSIS
    redis://127.0.0.1:...
    """
    command = [str(binary()), "serve", "--ports", "auto", "--until-stdin-closes"]
    if data is not None:
        command += ["--data", os.fspath(data)]
    if only is not None:
        command += ["--only", ",".join(only)]
    with tempfile.TemporaryDirectory(prefix="twelvefold-") as folder:
        ready = Path(folder) / "ready.json"
        command += ["--ready-file", str(ready), *arguments]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        try:
            engines = _wait_ready(process, ready, timeout)
        except BaseException:
            _end(process, 1.0)
            raise
    return Server(process, engines)


def _wait_ready(
    process: subprocess.Popen[bytes], ready: Path, timeout: float
) -> dict[str, dict[str, object]]:
    """Wait for the file that the server writes once all of it accepts."""
    end = time.monotonic() + timeout
    while not ready.exists():
        if process.poll() is not None:
            raise InternalError(f"twelvefold serve ended with code {process.returncode} at once")
        if time.monotonic() > end:
            raise TimedOutError(f"twelvefold serve was not ready within {timeout} s")
        time.sleep(0.01)
    engines: dict[str, dict[str, object]] = json.loads(ready.read_text())["engines"]
    return engines


def _end(process: subprocess.Popen[bytes], timeout: float) -> int:
    """End the server: politely, then by force.

    Its input ends, and with it the server. No SIGTERM beside that: a second wish to
    end would cut the first short.
    """
    if process.stdin is not None:
        process.stdin.close()
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
