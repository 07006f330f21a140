"""The cache as Python users see it; the engine's own behaviour is in the conformance cases."""

from __future__ import annotations

import gc
import pickle
import weakref

import pytest
from twelvefold import LRU
from twelvefold._testing import Clock
from twelvefold.errors import (
    ClosedError,
    InvalidArgumentError,
    NotFoundError,
    TooLargeError,
)


def test_it_is_like_a_dict() -> None:
    cache = LRU(max_entries=3)
    cache["text"] = "é"
    cache[b"bytes"] = bytearray(b"\0\xff")
    cache.put("view", memoryview(b"abc"))
    assert cache["text"] == "é".encode()
    assert cache[b"bytes"] == b"\0\xff"
    assert list(cache) == [b"bytes", b"text", b"view"]
    assert len(cache) == 3
    assert "view" in cache
    assert cache.get("none") is None
    assert cache.get("none", 7) == 7
    assert cache.peek("none", b"-") == b"-"
    del cache["text"]
    assert "text" not in cache
    assert cache.delete("text") is False


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 1 << 20])
def test_values_of_any_size_come_back_whole(size: int) -> None:
    value = bytes(range(256)) * (size // 256 + 1)
    cache = LRU()
    cache["k"] = value[:size]
    assert cache["k"] == value[:size]


def test_a_missing_key_is_a_key_error() -> None:
    cache = LRU()
    with pytest.raises(KeyError) as raised:
        cache["none"]
    assert isinstance(raised.value, NotFoundError)
    assert str(raised.value) == "key not found: 'none'"
    with pytest.raises(NotFoundError):
        del cache["none"]


def test_ttl_is_in_seconds() -> None:
    clock = Clock()
    cache = LRU(ttl=10, _clock=clock)
    cache["default"] = b""
    cache.put("short", b"", ttl=0.5)
    cache.put("for ever", b"", ttl=0)
    clock.advance(1)
    assert set(cache) == {b"default", b"for ever"}
    clock.advance(10)
    assert set(cache) == {b"for ever"}
    with pytest.raises(InvalidArgumentError):
        cache.put("k", b"", ttl=-1)
    with pytest.raises(OverflowError):
        cache.put("k", b"", ttl=float("nan"))
    with pytest.raises(TypeError):
        cache.put("k", b"", ttl="soon")  # type: ignore[arg-type]


def test_on_evict_tells_every_reason() -> None:
    clock, gone = Clock(), list[tuple[bytes, bytes, str]]()
    cache = LRU(max_entries=2, on_evict=lambda *event: gone.append(event), _clock=clock)
    cache["a"] = "1"
    cache["a"] = "2"
    cache["b"] = "3"
    cache["c"] = "4"
    del cache["b"]
    cache.put("d", "5", ttl=1)
    clock.advance(2)
    assert len(cache) == 1
    assert cache.resize(max_bytes=1) == 1
    assert gone == [
        (b"a", b"1", "replaced"),
        (b"a", b"2", "capacity"),
        (b"b", b"3", "deleted"),
        (b"d", b"5", "expired"),
        (b"c", b"4", "capacity"),
    ]


def test_reset_tells_on_evict_and_close_does_not() -> None:
    gone = []
    cache = LRU(on_evict=lambda *event: gone.append(event))
    cache["a"] = "1"
    cache.reset()
    assert gone == [(b"a", b"1", "deleted")]
    cache["b"] = "2"
    cache.close()
    assert len(gone) == 1


def test_what_the_callback_raises_comes_out_and_the_put_stands() -> None:
    def refuse(key: bytes, value: bytes, reason: str) -> None:
        raise ZeroDivisionError(key)

    cache = LRU(max_entries=1, on_evict=refuse)
    cache["a"] = "1"
    with pytest.raises(ZeroDivisionError):
        cache["b"] = "2"
    assert list(cache) == [b"b"]


def test_the_callback_may_use_the_cache() -> None:
    second = LRU(max_entries=10)

    def move(key: bytes, value: bytes, reason: str) -> None:
        second[key] = value
        assert first.get(key) is None

    first = LRU(max_entries=1, on_evict=move)
    for key in "abc":
        first[key] = key
    assert list(second) == [b"b", b"a"]


def test_limits_and_sizes_are_checked_by_the_engine() -> None:
    with pytest.raises(InvalidArgumentError, match="lru: limit is negative"):
        LRU(max_entries=-1)
    cache = LRU(max_bytes=10, max_key_size=4)
    with pytest.raises(TooLargeError, match="max_bytes"):
        cache["k"] = b"x" * 10
    with pytest.raises(TooLargeError, match="max_key_size"):
        cache["too long"] = b""
    with pytest.raises(InvalidArgumentError):
        cache.resize()
    with pytest.raises(TypeError):
        LRU(max_entires=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("wrong", [None, 5, 1.5, ["k"], object()])
def test_wrong_types_are_type_errors(wrong: object) -> None:
    cache = LRU()
    with pytest.raises(TypeError, match="key must be str or bytes-like"):
        cache[wrong] = b""  # type: ignore[index]
    with pytest.raises(TypeError, match="value must be str or bytes-like"):
        cache["k"] = wrong  # type: ignore[assignment]
    assert len(cache) == 0


def test_a_closed_cache_says_so() -> None:
    with LRU() as cache:
        cache["k"] = "v"
    cache.close()
    for call in (lambda: cache["k"], lambda: cache.put("k", b""), lambda: len(cache), cache.keys):
        with pytest.raises(ClosedError, match="lru: cache is closed"):
            call()


def test_an_object_that_was_never_opened_says_so() -> None:
    class Unopened(LRU):
        def __init__(self) -> None:
            pass

    with pytest.raises(ClosedError, match="never opened"):
        Unopened().get("k")


def test_statistics_count() -> None:
    cache = LRU(max_entries=1)
    cache["a"] = "12"
    cache.get("a")
    cache.get("b")
    assert cache.stats() == {
        "hits": 1,
        "misses": 1,
        "evictions": 0,
        "expirations": 0,
        "entries": 1,
        "bytes": 3,
        "max_entries": 1,
        "max_bytes": 0,
    }


def test_a_cycle_through_the_callback_is_collected() -> None:
    def make() -> weakref.ref[LRU]:
        holder: list[LRU] = []
        holder.append(LRU(on_evict=lambda *event: holder.append(holder[0])))
        return weakref.ref(holder[0])

    dead = make()
    gc.collect()
    assert dead() is None


def test_it_can_not_be_pickled() -> None:
    with pytest.raises(TypeError, match="can't be pickled"):
        pickle.dumps(LRU())
