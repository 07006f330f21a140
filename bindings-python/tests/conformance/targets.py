"""Engines for the cases: opened through the public classes, on a clock that stands still."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from twelvefold import AMQP, LRU, Bitcask, Redis, TwelvefoldError, quant
from twelvefold._testing import Clock
from twelvefold.amqp import Session

from .cases import Arg, Case
from .lox_target import LoxTarget
from .values import NIL, OK, Value, of_error, of_python, of_reply, of_resp

Operation = Callable[[Sequence[Arg]], Value]


class Target(Protocol):
    """An engine behind this door, fresh for one case."""

    def do(self, conn: int, op: str, args: Sequence[Arg]) -> Value:
        """Call an operation."""

    def advance(self, milliseconds: int) -> None:
        """Move the clock."""

    def close(self) -> None:
        """Free it."""


def open_target(case: Case) -> Target:
    """Open the case's engine."""
    kinds: dict[str, Callable[[Case], Target]] = {
        "lru": LRUTarget,
        "bitcask": BitcaskTarget,
        "quant": QuantTarget,
        "redis": RedisTarget,
        "amqp": AMQPTarget,
        "lox": LoxTarget,
    }
    return kinds[case.engine](case)


class Methods:
    """A target whose operations are methods of a class."""

    operations: dict[str, Operation]

    def __init__(self) -> None:
        self.clock = Clock()

    def do(self, conn: int, op: str, args: Sequence[Arg]) -> Value:
        """Call an operation."""
        try:
            return self.operations[op](args)
        except TwelvefoldError as error:
            return of_error(error)

    def advance(self, milliseconds: int) -> None:
        """Move the clock."""
        self.clock.advance(milliseconds / 1000)


def _found(value: bytes | None) -> Value:
    return NIL if value is None else Value("bulk", value)


def _done(call: Callable[[], object]) -> Value:
    call()
    return OK


class LRUTarget(Methods):
    """A cache."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        options = dict(case.open)
        if "ttl_ms" in options:
            options["ttl"] = options.pop("ttl_ms") / 1000
        self.cache = cache = LRU(**options, _clock=self.clock)
        self.operations = {
            "put": self._put,
            "get": lambda a: _found(cache.get(a[0].data)),
            "peek": lambda a: _found(cache.peek(a[0].data)),
            "has": lambda a: of_python(a[0].data in cache),
            "delete": lambda a: of_python(cache.delete(a[0].data)),
            "len": lambda _: of_python(len(cache)),
            "bytes": lambda _: of_python(cache.stats()["bytes"]),
            "keys": lambda _: of_python(cache.keys()),
            "resize": lambda a: of_python(cache.resize(*(arg.integer for arg in a))),
        }

    def _put(self, args: Sequence[Arg]) -> Value:
        ttl = args[2].integer / 1000 if len(args) > 2 else None
        return _done(lambda: self.cache.put(args[0].data, args[1].data, ttl=ttl))

    def close(self) -> None:
        """Free it."""
        self.cache.close()


class BitcaskTarget(Methods):
    """A store in a folder of its own."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="twelvefold-case-")
        self.options = case.open
        self.open()
        self.operations = {
            "put": lambda a: _done(lambda: self.db.put(a[0].data, a[1].data)),
            "get": lambda a: _found(self.db.get(a[0].data)),
            "delete": lambda a: _done(lambda: self.db.delete(a[0].data)),
            "has": lambda a: of_python(a[0].data in self.db),
            "len": lambda _: of_python(len(self.db)),
            "keys": lambda a: of_python(self.db.keys(*(arg.data for arg in a))),
            "sync": lambda _: _done(self.db.sync),
            "merge": lambda _: _done(self.db.merge),
            "reopen": self._reopen,
        }

    def open(self) -> None:
        """Open the store."""
        self.db = Bitcask(self.folder.name, **self.options, _clock=self.clock)

    def _reopen(self, _: Sequence[Arg]) -> Value:
        self.db.close()
        self.open()
        return OK

    def close(self) -> None:
        """Free it."""
        self.db.close()
        self.folder.cleanup()


class QuantTarget(Methods):
    """The kernels, on NumPy arrays."""

    def __init__(self, _: Case) -> None:
        super().__init__()
        self.operations = {
            "sum": lambda a: of_python(quant.sum(_array(a[0]))),
            "rolling_mean": lambda a: _floats(quant.rolling_mean(_array(a[0]), a[1].integer)),
            "rolling_variance": lambda a: _floats(
                quant.rolling_variance(_array(a[0]), a[1].integer, ddof=_ddof(a))
            ),
            "zscore": lambda a: _floats(quant.zscore(_array(a[0]), a[1].integer, ddof=_ddof(a))),
            "ewma": lambda a: _floats(quant.ewma(_array(a[0]), a[1].floats[0])),
            "drawdown": lambda a: _floats(quant.drawdown(_array(a[0]))),
            "max_drawdown": lambda a: of_python(quant.max_drawdown(_array(a[0]))),
            "correlation": lambda a: of_python(quant.correlation(_array(a[0]), _array(a[1]))),
            "ols": _ols,
            "matmul": _matmul,
        }

    def close(self) -> None:
        """Free nothing: the kernels keep nothing."""


def _array(arg: Arg) -> NDArray[np.float64]:
    return np.array(arg.floats, dtype=np.float64)


def _ddof(args: Sequence[Arg]) -> int:
    return args[2].integer if len(args) > 2 else 1


def _floats(result: NDArray[np.float64]) -> Value:
    return Value("floats", floats=[float(x) for x in result.ravel()])


def _matmul(args: Sequence[Arg]) -> Value:
    left, right = (args[0].integer, args[1].integer), (args[3].integer, args[4].integer)
    return _floats(quant.matmul(_array(args[2]), _array(args[5]), shapes=(left, right)))


def _ols(args: Sequence[Arg]) -> Value:
    y, x, columns = _array(args[0]), _array(args[1]), args[2].integer
    intercept = len(args) < 4 or args[3].integer != 0
    coefficients, r2 = quant.ols(y, x, intercept=intercept, shape=(len(y), columns))
    return Value("floats", floats=[*map(float, coefficients), r2])


class RedisTarget:
    """A store through raw sessions: replies are compared as they are on the wire."""

    def __init__(self, case: Case) -> None:
        self.clock = Clock()
        self.db = Redis(**case.open, _clock=self.clock)
        self.sessions = {n: self.db.session() for n in range(1, 10)}

    def do(self, conn: int, op: str, args: Sequence[Arg]) -> Value:
        """Send a command as clients do."""
        words = [op.encode(), *(arg.data for arg in args)]
        request = b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)
        reply, _ = self.raw(conn, b"*%d\r\n%b" % (len(words), request))
        return of_resp(reply)[0]

    def raw(self, conn: int, data: bytes) -> tuple[bytes, bool]:
        """Send bytes; gives the answer, and whether the connection has ended."""
        session = self.sessions[conn]
        session.feed(data)
        return session.out(), session.done

    def advance(self, milliseconds: int) -> None:
        """Move the clock."""
        self.clock.advance(milliseconds / 1000)

    def close(self) -> None:
        """Free it."""
        self.db.close()


class ExecuteTarget(RedisTarget):
    """A store through `Connection.execute`, with Python's types as replies.

    Connections begin with RESP2, for which the cases are written; those that
    need RESP3 say HELLO 3.
    """

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.connections = {n: self.db.connection() for n in range(1, 10)}
        for connection in self.connections.values():
            connection.execute("HELLO", 2)

    def do(self, conn: int, op: str, args: Sequence[Arg]) -> Value:
        """Run a command."""
        try:
            return of_python(self.connections[conn].execute(op, *(arg.data for arg in args)))
        except TwelvefoldError as error:
            return of_error(error)


class AMQPTarget:
    """A broker through `Session.call`; a connection begins with its first use."""

    def __init__(self, case: Case) -> None:
        self.clock = Clock()
        self.broker = AMQP(**case.open, _clock=self.clock)
        self.sessions: dict[int, Session] = {}

    def do(self, conn: int, op: str, args: Sequence[Arg]) -> Value:
        """Call an operation; its one argument is an object."""
        arguments = dict(args[0].mapping) if args else {}
        body = arguments.pop("body", "")
        if isinstance(body, dict):
            body = base64.b64decode(body["b64"])
        try:
            if conn not in self.sessions:
                self.sessions[conn] = self.broker.session()
            return of_reply(self.sessions[conn].call(op, body=body, **arguments))
        except TwelvefoldError as error:
            return of_error(error)

    def advance(self, milliseconds: int) -> None:
        """Move the clock."""
        self.clock.advance(milliseconds / 1000)

    def close(self) -> None:
        """Free it."""
        self.broker.close()
