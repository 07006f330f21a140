"""The broker."""

from __future__ import annotations

import os
from urllib.parse import quote

from .. import _native
from .._context import Closing
from .._paths import checked
from .._stream import Stream
from .._testing import Clock
from .aio import AsyncSession
from .session import Session


class AMQP(Closing):
    """An AMQP 0-9-1 broker that RabbitMQ's clients take for RabbitMQ.

    ``path`` is a folder, made if it is not there, where durable queues and
    persistent messages outlive the process; None keeps all in memory. A new
    broker has the virtual host ``/`` and the account ``user``, who may do
    everything. Sizes are in bytes, ``consumer_timeout`` in seconds.

    ``memory_alarm`` bytes of messages in memory block who publishes (a client
    library gets ``connection.blocked``), and so does a disk below ``path`` with
    less than ``disk_free_limit`` left: 50 MB where nothing is given, -1 is never.

    It is safe for threads. Errors are those of `twelvefold.errors`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        user: str = "guest",
        password: str = "guest",
        max_message_size: int | None = None,
        memory_limit: int | None = None,
        memory_alarm: int | None = None,
        disk_free_limit: int | None = None,
        consumer_timeout: float | None = None,
        _clock: Clock | None = None,
    ) -> None:
        options: dict[str, object] = {
            "path": None if path is None else checked(path),
            "user": user,
            "password": password,
            "max_message_size": max_message_size,
            "memory_limit": memory_limit,
            "memory_alarm": memory_alarm,
            "disk_free_limit": disk_free_limit,
            "consumer_timeout_ms": (
                None if consumer_timeout is None else round(consumer_timeout * 1000)
            ),
            "clock": None if _clock is None else _clock.handle,
        }
        self._broker = _native.Owner(_native.open_engine("amqp", options))
        self._durable = path is not None
        self._login = f"{quote(user, safe='')}:{quote(password, safe='')}"
        self._url: str | None = None

    def session(self, *, user: str = "", vhost: str = "/", name: str = "") -> Session:
        """Connect by calls, as the broker's first user where no other is named.

        ``name`` is how the connection appears in lists.
        """
        return Session(self._broker, {"user": user, "vhost": vhost, "name": name})

    def async_session(self, *, user: str = "", vhost: str = "/", name: str = "") -> AsyncSession:
        """Connect by calls that asyncio waits for."""
        return AsyncSession(self.session(user=user, vhost=vhost, name=name), self._durable)

    def connection(self) -> Stream:
        """Connect by the bytes of AMQP, as a client with a socket does."""
        return Stream(self._broker)

    def serve(self, port: int = 0, *, host: str = "127.0.0.1") -> str:
        """Let client libraries in, and give the URL for them; port 0 is a free one.

        It goes on until `stop_serving` or `close`. Clients see the same queues as
        sessions do.
        """
        bound = _native.listen(self._broker.handle, host, port)
        name = f"[{host}]" if ":" in host else host
        self._url = f"amqp://{self._login}@{name}:{bound}/%2F"
        return self._url

    @property
    def url(self) -> str | None:
        """The URL for client libraries, None while the broker does not `serve`."""
        return self._url

    def stop_serving(self) -> None:
        """Hang up on the clients of `serve`."""
        self._url = None
        _native.unlisten(self._broker.handle)

    def stats(self) -> dict[str, int]:
        """Give the numbers of this instant: queues, messages_ready, published, ..."""
        return _native.stats(self._broker.handle)

    def reset(self) -> None:
        """Empty the broker and end all sessions, as if it had just been made."""
        _native.reset(self._broker.handle)

    def close(self) -> None:
        """Sync, and end the broker; every later call gives `ClosedError`."""
        self._url = None
        _native.close(self._broker.handle)

    def __reduce__(self) -> str:
        raise TypeError("a broker can't be pickled")
