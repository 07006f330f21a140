"""The same tasks in pure Python: what a program would write without twelvefold.

Usage: pure.py SECONDS_PER_TASK
"""

import struct
import sys
import time
import zlib
from collections import OrderedDict
from io import BytesIO

from timing import KEYS, LONG, SERIES, SHORT, SIDE, WINDOW, report


class LRU:
    """Exact LRU with an entry limit, on OrderedDict."""

    def __init__(self, max_entries: int) -> None:
        self.max_entries = max_entries
        self.entries: OrderedDict[bytes, bytes] = OrderedDict()

    def get(self, key: bytes) -> bytes | None:
        value = self.entries.get(key)
        if value is not None:
            self.entries.move_to_end(key)
        return value

    def put(self, key: bytes, value: bytes) -> None:
        self.entries[key] = value
        self.entries.move_to_end(key)
        if len(self.entries) > self.max_entries:
            self.entries.popitem(last=False)


class Bitcask:
    """Bitcask's data file and keydir, in memory."""

    def __init__(self) -> None:
        self.file = BytesIO()
        self.end = 0
        self.keydir: dict[bytes, tuple[int, int]] = {}

    def put(self, key: bytes, value: bytes) -> None:
        body = struct.pack(">IHI", int(time.time()), len(key), len(value)) + key + value
        record = struct.pack(">I", zlib.crc32(body)) + body
        self.file.seek(self.end)
        self.file.write(record)
        self.keydir[key] = (self.end, len(record))
        self.end += len(record)

    def get(self, key: bytes) -> bytes | None:
        place = self.keydir.get(key)
        if place is None:
            return None
        offset, size = place
        self.file.seek(offset)
        record = self.file.read(size)
        if zlib.crc32(record[4:]) != struct.unpack_from(">I", record)[0]:
            raise ValueError("corrupt record")
        return record[14 + len(key) :]


class Redis:
    """SET and GET with expiry, on a dict, without a protocol."""

    def __init__(self) -> None:
        self.data: dict[bytes, tuple[bytes, float | None]] = {}

    def execute(self, name: str, key: bytes, value: bytes = b"") -> bytes | str | None:
        if name == "SET":
            self.data[key] = (value, None)
            return "OK"
        found = self.data.get(key)
        if found is None or (found[1] is not None and found[1] <= time.time()):
            return None
        return found[0]


def rolling_mean(x: list[float], window: int) -> list[float]:
    """NaN until the window is full."""
    out = [float("nan")] * len(x)
    total = 0.0
    for i, v in enumerate(x):
        total += v
        if i >= window:
            total -= x[i - window]
        if i >= window - 1:
            out[i] = total / window
    return out


def ewma(x: list[float], alpha: float) -> list[float]:
    out = []
    mean = x[0]
    for v in x:
        mean += alpha * (v - mean)
        out.append(mean)
    return out


def correlation(x: list[float], y: list[float]) -> float:
    mx, my = sum(x) / len(x), sum(y) / len(y)
    xy = xx = yy = 0.0
    for a, b in zip(x, y, strict=True):
        a -= mx
        b -= my
        xy += a * b
        xx += a * a
        yy += b * b
    return xy / (xx * yy) ** 0.5


def matmul(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    columns = list(zip(*b, strict=True))
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a
    ]


def main() -> None:
    cache, small, disk, redis = LRU(2000), LRU(500), Bitcask(), Redis()
    for key in KEYS:
        cache.put(key, SHORT)
        disk.put(key, LONG)
        redis.execute("SET", key, SHORT)
    x = [1 + (i * 7919 % 1000) / 1000 for i in range(SERIES)]
    y = [1 + (i * 104729 % 1000) / 1000 for i in range(SERIES)]
    square = [x[i * SIDE : (i + 1) * SIDE] for i in range(SIDE)]

    def keyed(f):  # type: ignore[no-untyped-def]
        def run(n: int) -> None:
            for i in range(n):
                f(KEYS[i % 1000])

        return run

    def repeated(f):  # type: ignore[no-untyped-def]
        def run(n: int) -> None:
            for _ in range(n):
                f()

        return run

    report(
        {
            "lru get, 100 bytes": keyed(cache.get),
            "lru put, 100 bytes, evicting": keyed(lambda k: small.put(k, SHORT)),
            "bitcask put, 1 KiB, in memory": keyed(lambda k: disk.put(k, LONG)),
            "bitcask get, 1 KiB, in memory": keyed(disk.get),
            "redis SET, 100 bytes": keyed(lambda k: redis.execute("SET", k, SHORT)),
            "redis GET, 100 bytes": keyed(lambda k: redis.execute("GET", k)),
            "quant rolling mean, 1e6 numbers, window 50": repeated(lambda: rolling_mean(x, WINDOW)),
            "quant EWMA, 1e6 numbers": repeated(lambda: ewma(x, 0.1)),
            "quant correlation, 1e6 pairs": repeated(lambda: correlation(x, y)),
            "quant matrix product, 256 x 256": repeated(lambda: matmul(square, square)),
        },
        float(sys.argv[1]),
    )


if __name__ == "__main__":
    main()
