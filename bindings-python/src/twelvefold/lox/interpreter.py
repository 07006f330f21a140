"""The interpreter."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, overload

from .. import _ext, _native
from .._context import Closing
from .._testing import Clock
from ..errors import InvalidArgumentError, NotFoundError
from .aio import in_thread
from .parameters import signature, type_names
from .values import LoxValue

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Writable(Protocol):
    """A file, or what is like one."""

    def write(self, text: str, /) -> object:
        """Take text."""


@dataclass(frozen=True)
class LoxUsage:
    """What a run took: steps, bytes printed, and bytes held, at most, at its end."""

    steps: int
    output: int
    memory: int


class Lox(Closing, _ext.Lox):
    """An interpreter for Lox: globals that one program after the other shares.

    >>> lox = Lox(max_steps=1_000_000)
    >>> @lox.function
    ... def greet(name: str) -> str:
    ...     return f"hello, {name}"
    >>> lox.eval('greet("world");')
    'hello, world'

    A program sees nothing but what is defined for it: no file, network, clock or
    randomness. Each limit ends a run in an exception of its own, after which the
    interpreter can be used again: ``max_steps`` calls and leaps back in a loop,
    ``max_memory`` bytes held, ``max_depth`` calls in each other, ``max_output``
    bytes printed, ``timeout`` seconds, ``max_source`` bytes of a program. None is
    256 MiB, 10,000 calls and 4 MiB of source, and else no limit; all but
    ``max_memory`` and ``max_depth`` are for one run. ``engine`` is "fast" or
    "tree", which walks the syntax tree; they differ in speed only. ``std`` takes
    the limits of the book's interpreter, and its six digits of a number.

    What is printed is kept for `output`, or goes to the function or file that
    ``output`` is, in pieces, in order.

    Values are None, bool, float and str; anything else is a `LoxObject`. Threads
    may share an interpreter, but it runs for one at a time: the others get a
    `LockedError`. Functions of the host are called in the thread of the run, and
    may use the interpreter themselves. Ctrl-C ends a run.
    """

    def __init__(
        self,
        *,
        engine: Literal["fast", "tree"] = "fast",
        std: bool = False,
        max_steps: int | None = None,
        max_memory: int | None = None,
        max_depth: int | None = None,
        max_output: int | None = None,
        max_source: int | None = None,
        timeout: float | None = None,
        output: Callable[[str], object] | Writable | None = None,
        _clock: Clock | None = None,
    ) -> None:
        options: dict[str, object] = {
            "engine": engine,
            "std": std,
            "max_steps": max_steps,
            "max_memory": max_memory,
            "max_depth": max_depth,
            "max_output": max_output,
            "max_source": max_source,
            "timeout_us": None if timeout is None else _microseconds(timeout),
            "collect": output is None,
            "clock": None if _clock is None else _clock.handle,
        }
        super().__init__(_native.open_engine("lox", options), [_printer(output)])

    def eval(self, source: str | bytes, name: str = "<eval>") -> LoxValue:
        """Run a program, and give the value of its last statement.

        That is None where it is no expression. ``name`` is for messages.

        Raises a `LoxError`, `TooLargeError` for a source over ``max_source``,
        `LockedError` while another thread runs one, `ClosedError`.
        """
        return self._eval(name, source)

    def call(self, function: _ext.LoxObject | str, *args: LoxValue) -> LoxValue:
        """Call a function, class or bound method, or the global of a name.

        Raises what `eval` raises, TypeError for arguments that are no Lox values,
        `NotFoundError` for a name that is not defined.
        """
        if isinstance(function, str):
            found = self._get(function)
            if not isinstance(found, _ext.LoxObject):
                raise TypeError(f"{function} is no function: {found!r}")
            function = found
        return self._call(function, *args)

    async def eval_async(self, source: str | bytes, name: str = "<eval>") -> LoxValue:
        """Do as `eval` in a thread; a task that is cancelled ends the run.

        Functions of the host are called in that thread.
        """
        return await in_thread(lambda: self.eval(source, name), self.cancel)

    async def call_async(self, function: _ext.LoxObject | str, *args: LoxValue) -> LoxValue:
        """Do as `call` in a thread; a task that is cancelled ends the run."""
        return await in_thread(lambda: self.call(function, *args), self.cancel)

    def command(self, op: str, **arguments: object) -> dict[str, Any]:
        """Run an operation by its name, as all doors have them: JSON in, JSON out.

        >>> Lox().command("check", source="print 1 +;")["diagnostics"][0]["line"]
        1

        The operations are listed in ``docs/lox.md``. Objects are known there by
        numbers, ``{"object": "<fn f>", "id": 1}``, and not as `LoxObject`. What
        is printed stands in the reply, and goes to ``output``, too.

        Raises what `eval` raises, `UnknownCommandError`, `InvalidArgumentError`.
        """
        reply: dict[str, Any] = json.loads(self._command(op, json.dumps(arguments)))
        return reply

    @overload
    def get(self, name: str) -> LoxValue: ...
    @overload
    def get(self, name: str, default: LoxValue) -> LoxValue: ...
    def get(self, name: str, default: LoxValue = None) -> LoxValue:
        """Read a global; ``default`` where there is none."""
        try:
            return self._get(name)
        except NotFoundError:
            return default

    def set(self, name: str, value: LoxValue) -> None:
        """Define a global, or give it another value.

        Raises `InvalidArgumentError` for what is no name, `LoxMemoryLimitError`,
        TypeError for what is no Lox value, `LockedError`, `ClosedError`.
        """
        self._set(name, value)

    def __getitem__(self, name: str) -> LoxValue:
        """Read a global; `NotFoundError`, which is a KeyError, where there is none."""
        return self._get(name)

    def __setitem__(self, name: str, value: LoxValue) -> None:
        self._set(name, value)

    def __contains__(self, name: str) -> bool:
        return name in self.globals()

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the globals."""
        return iter(self.globals())

    def globals(self) -> list[str]:
        """List the names of the globals, sorted."""
        return _native.lox_globals(self._handle)

    def define(
        self,
        name: str,
        function: Callable[..., LoxValue],
        params: Sequence[object] | None = None,
    ) -> None:
        """Make a function of Python a global, which outlives `reset`.

        ``params`` are the types of its parameters: float, str, bool, None,
        `LoxObject` for an instance, ``collections.abc.Callable``, and object for
        any. None reads them off the function's annotations, where ``*args`` takes
        any number of arguments. The engine checks a call's arguments before the
        function is called, which is given all of them: defaults are not used.

        What the function raises ends the run in a `LoxHostError` whose
        ``__cause__`` it is; KeyboardInterrupt and SystemExit go on as they are.

        Raises TypeError for a type that no Lox value has, `InvalidArgumentError`
        for what is no name, `LockedError`, `ClosedError`.
        """
        types, variadic = signature(function) if params is None else (params, False)
        self._define(name, function, type_names(types), variadic)

    @overload
    def function(self, function: _Function) -> _Function: ...
    @overload
    def function(self, *, name: str) -> Callable[[_Function], _Function]: ...
    def function(self, function: _Function | None = None, *, name: str = "") -> object:
        """Decorate a function that programs may call, as `define` does.

        >>> lox = Lox()
        >>> @lox.function(name="half")
        ... def divide(x: float) -> float:
        ...     return x / 2
        >>> lox.eval("half(3);")
        1.5
        """

        def define(function: _Function) -> _Function:
            self.define(name or function.__name__, function)
            return function

        return define if function is None else define(function)

    def output(self) -> str:
        """Give what was printed since the last time; needs an ``output`` of None."""
        return _decode(self._printed())

    @property
    def usage(self) -> LoxUsage:
        """What the last run took, or the one that goes on."""
        return LoxUsage(**_native.lox_usage(self._handle))

    def held(self) -> int:
        """Trace what the program's values hold, in bytes."""
        return _native.lox_held(self._handle)

    def cancel(self) -> None:
        """End the run that goes on in another thread, in a `LoxCancelledError` there."""
        _native.lox_cancel(self._handle)

    def stats(self) -> dict[str, int]:
        """Give the numbers of this instant: runs, errors, steps, output, memory, globals."""
        return _native.stats(self._handle)

    def reset(self) -> None:
        """Forget all globals but the functions of the host."""
        _native.reset(self._handle)

    def close(self) -> None:
        """End the interpreter; every later call gives `ClosedError`."""
        _native.close(self._handle)

    def __reduce__(self) -> str:
        raise TypeError("an interpreter can't be pickled")


def _microseconds(seconds: float) -> int:
    """Give a timeout as the extension takes it; what is very short must not become none."""
    if not math.isfinite(seconds):
        raise InvalidArgumentError("twelvefold: timeout is not a finite number")
    return max(1, round(seconds * 1e6)) if seconds > 0 else round(seconds * 1e6)


def _decode(printed: bytes) -> str:
    """Give text; what came in as bytes and is no UTF-8 can be had back with surrogateescape.

    The extension gives whole lines, so that no character lies in two pieces.
    """
    return printed.decode("utf-8", "surrogateescape")


def _printer(output: Callable[[str], object] | Writable | None) -> object:
    """Make what the extension calls with output, None where it keeps it."""
    if output is None:
        return None
    write: Callable[[str], object] = output if callable(output) else output.write
    return lambda printed: write(_decode(printed))
