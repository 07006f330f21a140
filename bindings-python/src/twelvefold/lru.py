"""An exact LRU cache with limits on entries or bytes, and times to live."""

from __future__ import annotations

from collections.abc import Iterator

from . import _ext, _native
from ._context import Closing
from ._testing import Clock
from ._types import OnEvict

__all__ = ["LRU"]


class LRU(Closing, _ext.LRU):
    """A cache of bytes under bytes, like a dict with limits.

    >>> cache = LRU(max_entries=2)
    >>> cache["a"] = "1"
    >>> cache.put("b", b"2", ttl=60)
    >>> cache["a"]
    b'1'

    Text is stored as UTF-8 and comes back as bytes. Every read but `peek` and
    ``in`` makes its entry the most recent; where a limit would be passed, the
    least recent entry goes. Without any limit there is one of 64 MiB.

    ``ttl`` is in seconds. ``on_evict(key, value, reason)`` is called after the
    call that made the entry leave has done its work, so it may use the cache;
    what it raises is raised by that call. Reasons are ``capacity``,
    ``expired``, ``deleted`` and ``replaced``. Expiry is told at the next call.

    It is safe for threads. Errors are those of `twelvefold.errors`.
    """

    def __init__(
        self,
        *,
        max_entries: int | None = None,
        max_bytes: int | None = None,
        ttl: float | None = None,
        on_evict: OnEvict | None = None,
        max_key_size: int | None = None,
        max_value_size: int | None = None,
        _clock: Clock | None = None,
    ) -> None:
        options: dict[str, object] = {
            "max_entries": max_entries,
            "max_bytes": max_bytes,
            "ttl_ms": None if ttl is None else round(ttl * 1000),
            "max_key_size": max_key_size,
            "max_value_size": max_value_size,
            "watch": on_evict is not None,
            "clock": None if _clock is None else _clock.handle,
        }
        super().__init__(_native.open_engine("lru", options), on_evict)

    def resize(self, max_entries: int = 0, max_bytes: int = 0) -> int:
        """Put new limits in force, 0 for none, and tell how many entries went."""
        evicted = _native.resize(self._handle, max_entries, max_bytes)
        self._settle()
        return evicted

    def stats(self) -> dict[str, int]:
        """Give the numbers of this instant: hits, misses, evictions, entries, bytes, ..."""
        numbers = _native.stats(self._handle)
        self._settle()
        return numbers

    def reset(self) -> None:
        """Remove every entry, each with the reason ``deleted``, and zero the counters."""
        _native.reset(self._handle)
        self._settle()

    def close(self) -> None:
        """Empty the cache for good, without telling ``on_evict``."""
        _native.close(self._handle)

    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the keys of this moment, the most recent first."""
        return iter(self.keys())

    def __reduce__(self) -> str:
        raise TypeError("a cache can't be pickled")
