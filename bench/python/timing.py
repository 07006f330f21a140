"""Times a task as bench/measure.go does: the median of rounds of a given length."""

import json
import statistics
import time
from collections.abc import Callable

KEYS = [f"key:{i}".encode() for i in range(1000)]
SHORT = bytes(100)
LONG = bytes(1024)
SERIES = 1_000_000
WINDOW = 50
SIDE = 256
ROUNDS = 3


def measure(run: Callable[[int], None], seconds: float) -> float:
    """Nanoseconds per operation of run(n), which does the operation n times."""
    n = 1
    while True:
        begin = time.perf_counter()
        run(n)
        took = time.perf_counter() - begin
        if took >= seconds / 8:
            break
        n *= 4
    n = max(1, int(n * seconds / took))
    figures = []
    for _ in range(ROUNDS):
        begin = time.perf_counter_ns()
        run(n)
        figures.append((time.perf_counter_ns() - begin) / n)
    return statistics.median(figures)


def report(tasks: dict[str, Callable[[int], None]], seconds: float) -> None:
    """Prints one JSON object, nanoseconds per operation by task."""
    print(json.dumps({name: measure(run, seconds) for name, run in tasks.items()}))
