"""A connection as the bytes of its protocol: for whoever has a socket or a codec."""

from __future__ import annotations

from . import _ext, _native
from ._types import Data


class Stream:
    """One connection to an engine: bytes in, bytes out."""

    def __init__(self, engine: _native.Owner) -> None:
        self._session = _ext.Session(_native.connect(engine.handle))
        self._engine = engine  # it lives as long as somebody is connected
        self._pending = bytearray()

    def feed(self, data: Data = b"") -> None:
        """Give the session input, whole requests or parts; empty goes on with what is due."""
        self._pending += self._session._feed(data)

    def out(self) -> bytes:
        """Take what the session has to say."""
        out = bytes(self._pending)
        self._pending.clear()
        return out

    @property
    def deadline(self) -> float | None:
        """When to call `feed` at the latest, in seconds since 1970; None is never."""
        nanoseconds = self._session._state()[1]
        return nanoseconds / 1e9 if nanoseconds else None

    @property
    def done(self) -> bool:
        """Whether the session has ended: send what `out` has, then hang up."""
        return self._session._state()[0]

    def close(self) -> None:
        """Tell the session that its client is gone."""
        _native.close(self._session._handle)
