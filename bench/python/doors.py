"""The tasks of bench/doors.go through the Python binding.

Usage: doors.py SECONDS_PER_TASK, with an interpreter that has the wheel and NumPy.
"""

import sys

import numpy as np
import twelvefold
from timing import KEYS, LONG, SERIES, SHORT, SIDE, WINDOW, report
from twelvefold import quant


def main() -> None:
    cache = twelvefold.LRU(max_entries=2000)
    small = twelvefold.LRU(max_entries=500)
    disk = twelvefold.Bitcask(None, sync="none")
    execute = twelvefold.Redis().execute
    for key in KEYS:
        cache.put(key, SHORT)
        disk.put(key, LONG)
        execute("SET", key, SHORT)
    random = np.random.default_rng(1)
    x, y = 1 + random.random(SERIES), 1 + random.random(SERIES)
    out = np.empty(SERIES)
    a, product = 1 + random.random((SIDE, SIDE)), np.empty((SIDE, SIDE))

    # Loops are written out: a shared helper with a callback would be part of
    # what is measured.
    def lru_get(n: int) -> None:
        get = cache.get
        for i in range(n):
            get(KEYS[i % 1000])

    def lru_put(n: int) -> None:
        put = small.put
        for i in range(n):
            put(KEYS[i % 1000], SHORT)

    def bitcask_put(n: int) -> None:
        put = disk.put
        for i in range(n):
            put(KEYS[i % 1000], LONG)

    def bitcask_get(n: int) -> None:
        get = disk.get
        for i in range(n):
            get(KEYS[i % 1000])

    def redis_set(n: int) -> None:
        for i in range(n):
            execute("SET", KEYS[i % 1000], SHORT)

    def redis_get(n: int) -> None:
        for i in range(n):
            execute("GET", KEYS[i % 1000])

    def rolling_mean(n: int) -> None:
        for _ in range(n):
            quant.rolling_mean(x, WINDOW, out=out)

    def ewma(n: int) -> None:
        for _ in range(n):
            quant.ewma(x, 0.1, out=out)

    def correlation(n: int) -> None:
        for _ in range(n):
            quant.correlation(x, y)

    def matmul(n: int) -> None:
        for _ in range(n):
            quant.matmul(a, a, out=product)

    report(
        {
            "lru get, 100 bytes": lru_get,
            "lru put, 100 bytes, evicting": lru_put,
            "bitcask put, 1 KiB, in memory": bitcask_put,
            "bitcask get, 1 KiB, in memory": bitcask_get,
            "redis SET, 100 bytes": redis_set,
            "redis GET, 100 bytes": redis_get,
            "quant rolling mean, 1e6 numbers, window 50": rolling_mean,
            "quant EWMA, 1e6 numbers": ewma,
            "quant correlation, 1e6 pairs": correlation,
            "quant matrix product, 256 x 256": matmul,
        },
        float(sys.argv[1]),
    )


if __name__ == "__main__":
    main()
