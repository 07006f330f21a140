"""The Redis engine in this process: no server, no socket."""

from __future__ import annotations

from . import _ext, _native
from ._context import Closing
from ._stream import Stream
from ._testing import Clock

__all__ = ["Connection", "Redis", "Session"]


class Connection(Closing, _ext.Session):
    """One client's connection: its database, transaction and watched keys.

    It speaks RESP3, so that maps, sets, doubles and booleans come as Python's.
    """

    def __init__(self, store: _native.Owner, password: str | None = None) -> None:
        super().__init__(_native.connect(store.handle))
        self._store = store  # the data live as long as somebody is connected
        login = () if password is None else ("AUTH", "default", password)
        self.execute("HELLO", 3, *login)

    def close(self) -> None:
        """Forget the connection and what was queued on it."""
        _native.close(self._handle)


class Session(Stream):
    """A connection as raw RESP: bytes in, bytes out, for whoever has a socket or a codec."""


class Redis(Closing):
    """An empty in-memory store that takes Redis commands.

    >>> db = Redis()
    >>> db.execute("SET", "k", "v")
    'OK'
    >>> db.execute("GET", "k")
    b'v'

    A status comes as str, a bulk string as bytes, then int, float, bool, None,
    list, set and dict. An error reply is raised as a `RedisError` with Redis'
    text; only inside the list of EXEC it comes as an item.

    `execute` uses one connection that all threads share; MULTI and WATCH want
    a `connection` of their own. ``password`` is what a `session` must give;
    connections log in by themselves.
    """

    def __init__(
        self,
        *,
        databases: int | None = None,
        max_value_size: int | None = None,
        password: str | None = None,
        _clock: Clock | None = None,
    ) -> None:
        options: dict[str, object] = {
            "databases": databases,
            "max_value_size": max_value_size,
            "password": password,
            "clock": None if _clock is None else _clock.handle,
        }
        self._store = _native.Owner(_native.open_engine("redis", options))
        self._password = password
        self._main = self.connection()
        self.execute = self._main.execute

    def connection(self) -> Connection:
        """Open another connection to the same data."""
        return Connection(self._store, self._password)

    def session(self) -> Session:
        """Open another connection that is driven with raw RESP bytes."""
        return Session(self._store)

    def stats(self) -> dict[str, int]:
        """Give the numbers of this instant: keys, expires, commands, hits, ..."""
        return _native.stats(self._store.handle)

    def reset(self) -> None:
        """Empty all databases and zero the counters."""
        _native.reset(self._store.handle)

    def close(self) -> None:
        """Free the data; every later call gives an error with code ``closed``."""
        self._main.close()
        _native.close(self._store.handle)
