"""Interpreters for the cases of Lox: one of each engine, which must answer the same."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any, Literal

from twelvefold import Lox, LoxError, LoxObject, TwelvefoldError

from .cases import Arg, Case
from .values import Value, of_error, of_reply

# The engines need not agree in memory, as their objects have different sizes,
# nor in when a limit on it, or on time, is met.
_MEMORY = re.compile(r"'memory': \d+")
_LIMIT = re.compile(r"'kind': '(memory|timeout)'")


def alike(value: Value) -> str:
    """Give what two engines must agree in."""
    limit = _LIMIT.search(str(value.reply))
    return limit[0] if limit else _MEMORY.sub("", str(value))


class LoxTarget:
    """Interpreters through `Lox.command`; each connection has its own."""

    def __init__(self, case: Case) -> None:
        options = dict(case.open)
        if "timeout_ms" in options:
            options["timeout"] = options.pop("timeout_ms") / 1000
        self.options = options
        self.engines: list[Literal["fast", "tree"]] = ["fast", "tree"]
        if "engine" in options:
            self.engines = [options.pop("engine")]
        self.connections: dict[int, list[Lox]] = {}

    def do(self, conn: int, op: str, args: Sequence[Arg]) -> Value:
        """Run an operation on each engine; its one argument is an object."""
        try:
            if conn not in self.connections:
                made = [Lox(engine=engine, **self.options) for engine in self.engines]
                self.connections[conn] = made
        except TwelvefoldError as error:
            return of_error(error)
        arguments = args[0].mapping if args else {}
        first, *others = [self.call(lox, op, arguments) for lox in self.connections[conn]]
        for other in others:
            assert alike(first) == alike(other), f"the engines answer {first} and {other}"
        return first

    def call(self, lox: Lox, op: str, arguments: dict[str, Any]) -> Value:
        """Run an operation on one engine."""
        try:
            return of_reply(lox.command(op, **arguments))
        except TwelvefoldError as error:
            return of_error(error)

    def advance(self, milliseconds: int) -> None:
        """Wait: a run's time limit is by the real clock."""
        time.sleep(milliseconds / 1000)

    def close(self) -> None:
        """Free them."""
        for made in self.connections.values():
            for lox in made:
                lox.close()


class LoxEvalTarget(LoxTarget):
    """Interpreters through `Lox.eval`: its exceptions must tell what ``run`` answers."""

    def call(self, lox: Lox, op: str, arguments: dict[str, Any]) -> Value:
        """Run a program; ``run`` tells an exception as data."""
        reply: dict[str, Any] = {}
        try:
            value = lox.eval(arguments["source"], arguments.get("name", "main.lox"))
            assert not isinstance(value, LoxObject)
            reply["value"] = value
        except LoxError as error:
            if op == "eval":
                lox.output()  # nobody asks for it
                return of_error(error)
            reply["error"] = told(error)
        except TwelvefoldError as error:
            return of_error(error)
        used = lox.usage
        reply["usage"] = {"steps": used.steps, "output": used.output, "memory": used.memory}
        reply["output"] = lox.output()
        return of_reply(reply)


def told(error: LoxError) -> dict[str, Any]:
    """Give an exception as the operation ``run`` does."""
    return {
        "kind": error.kind,
        "code": error.code,
        "message": re.sub(r" \[line \d+\]$|^\[line \d+\] Error.*?: ", "", error.message),
        "hint": error.hint or None,
        "line": error.line,
        "trace": [vars(frame) for frame in error.trace],
        "skipped": error.skipped or None,
        "diagnostics": [
            {name: value for name, value in vars(found).items() if value != ""}
            for found in error.diagnostics
        ],
        "report": error.report(),
        "book": error.book(),
    }
