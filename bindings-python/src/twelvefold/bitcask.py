"""A log-structured store of keys and values on disk, in Riak's Bitcask layout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Literal

from . import _ext, _native
from ._context import Closing
from ._paths import checked
from ._testing import Clock
from ._types import Data

__all__ = ["Bitcask"]


class Bitcask(Closing, _ext.Bitcask):
    """A store of bytes under bytes, like a dict that lasts.

    >>> with Bitcask(None) as db:
    ...     db["greeting"] = "hello"
    ...     db["greeting"]
    b'hello'

    ``path`` is a folder, made if it is not there; None keeps all in memory. A
    folder is open for writing once at a time, over all processes: a second
    opening gives `LockedError`. ``sync`` says when writes are forced to the
    disk: ``always`` before a call returns, ``interval`` every ``sync_every``
    seconds, ``none`` only by `sync` and `close`. The index of all keys is in
    memory. ``recover`` opens files with a corrupt record in their midst and
    keeps what is before it.

    It is safe for threads. Errors are those of `twelvefold.errors`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None,
        *,
        sync: Literal["always", "interval", "none"] = "always",
        sync_every: float | None = None,
        read_only: bool = False,
        recover: bool = False,
        auto_merge: bool = True,
        max_file_size: int | None = None,
        max_key_size: int | None = None,
        max_value_size: int | None = None,
        merge_dead_percent: int | None = None,
        merge_dead_bytes: int | None = None,
        _clock: Clock | None = None,
    ) -> None:
        options: dict[str, object] = {
            "path": None if path is None else checked(path),
            "sync": sync,
            "sync_every_ms": None if sync_every is None else round(sync_every * 1000),
            "read_only": read_only,
            "recover": recover,
            "no_auto_merge": not auto_merge,
            "max_file_size": max_file_size,
            "max_key_size": max_key_size,
            "max_value_size": max_value_size,
            "merge_dead_percent": merge_dead_percent,
            "merge_dead_bytes": merge_dead_bytes,
            "clock": None if _clock is None else _clock.handle,
        }
        super().__init__(_native.open_engine("bitcask", options))

    def items(self, prefix: Data = b"") -> Iterator[tuple[bytes, bytes]]:
        """Iterate over keys and values, sorted by key.

        The keys are those of this moment; a value is read when its turn comes,
        and a key that is gone by then is left out.
        """
        for key in self.keys(prefix):
            value = self.get(key)
            if value is not None:
                yield key, value

    def stats(self) -> dict[str, int]:
        """Give the numbers of this instant: keys, files, data_bytes, live_bytes, ..."""
        return _native.stats(self._handle)

    def reset(self) -> None:
        """Remove all keys and all files."""
        _native.reset(self._handle)

    def close(self) -> None:
        """Sync, and give the folder's lock back; every later call gives `ClosedError`."""
        _native.close(self._handle)

    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the keys of this moment, sorted by their bytes."""
        return iter(self.keys())

    def __reduce__(self) -> str:
        raise TypeError("an open store can't be pickled")
