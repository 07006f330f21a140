"""How a Lox program ends when it does not end well."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .._codes_gen import ErrorCode
from .base import (
    CancelledError,
    InvalidSyntaxError,
    LimitExceededError,
    ProgramError,
    TimedOutError,
    TwelvefoldError,
)


@dataclass(frozen=True)
class LoxFrame:
    """A place in a function that had not returned.

    ``function`` is empty for the program itself. ``start`` and ``end`` count bytes
    of the source, ``line`` and ``column``, a byte's, from 1.
    """

    function: str
    file: str
    line: int
    start: int
    end: int
    column: int

    def __str__(self) -> str:
        return f"[line {self.line}] in {self.function + '()' if self.function else 'script'}"


@dataclass(frozen=True)
class LoxDiagnostic:
    """A place in a source that breaks a rule, counted as in `LoxFrame`.

    ``where`` is the book's word for it, and ``text`` the book's whole line.
    """

    line: int
    where: str
    message: str
    start: int
    end: int
    column: int
    text: str
    hint: str = ""

    def __str__(self) -> str:
        return self.text


class LoxError(TwelvefoldError):
    """A Lox program could not be read, failed, or met a limit.

    ``kind`` is the reason in a word, ``line`` where it was (0 where that is
    unknown), ``hint`` a sentence that may help or nothing. ``trace`` is the calls
    that had not returned, the innermost first, without ``skipped`` of them in the
    middle. After any of these errors the interpreter can be used again.
    """

    def __init__(self, message: str, code: ErrorCode | None = None, detail: bytes = b"{}") -> None:
        super().__init__(message, code)
        told = json.loads(detail)
        error: dict[str, Any] = told.get("error", {})
        self._detail = detail
        self._number: int = told.get("number", 0)  # the extension knows it by this
        self._report: str = error.get("report", "")
        self._book: str = error.get("book", "")
        self.kind: str = error.get("kind", "")
        self.hint: str = error.get("hint", "")
        self.line: int = error.get("line", 0)
        self.skipped: int = error.get("skipped", 0)
        self.trace = [LoxFrame(**frame) for frame in error.get("trace", ())]
        self.diagnostics = [LoxDiagnostic(**found) for found in error.get("diagnostics", ())]

    def report(self) -> str:
        """Draw the error for a reader: its line with a caret, a hint, and the calls."""
        return self._report

    def book(self) -> str:
        """Give the lines that the book's interpreter writes to its standard error."""
        return self._book

    def __reduce__(self) -> tuple[type[LoxError], tuple[object, ...]]:
        return (type(self), (self.message, self.code, self._detail))


class LoxSyntaxError(LoxError, InvalidSyntaxError):
    """The source breaks a rule of the language; ``diagnostics`` lists all that was found."""

    code: ErrorCode = "syntax_error"


class LoxRuntimeError(LoxError, ProgramError):
    """The program failed: it added a number to a string, or called what is no function."""

    code: ErrorCode = "runtime_error"


class LoxHostError(LoxError, ProgramError):
    """A function of the host raised: its exception is the ``__cause__``."""

    code: ErrorCode = "runtime_error"


class LoxLimitError(LoxError, LimitExceededError):
    """The program met one of the interpreter's limits; each has a class of its own."""

    code: ErrorCode = "limit_exceeded"


class LoxStepLimitError(LoxLimitError):
    """A run took more than ``max_steps``."""


class LoxMemoryLimitError(LoxLimitError, MemoryError):
    """The program held more than ``max_memory``."""


class LoxDepthLimitError(LoxLimitError, RecursionError):
    """Calls lay deeper in each other than ``max_depth``."""


class LoxOutputLimitError(LoxLimitError):
    """A run printed more than ``max_output``."""


class LoxTimeoutError(LoxError, TimedOutError):
    """A run took longer than ``timeout``."""

    code: ErrorCode = "timeout"


class LoxCancelledError(LoxError, CancelledError):
    """A run was cancelled from another thread."""

    code: ErrorCode = "cancelled"


_BY_KIND: dict[str, type[LoxError]] = {
    "syntax": LoxSyntaxError,
    "runtime": LoxRuntimeError,
    "host": LoxHostError,
    "steps": LoxStepLimitError,
    "memory": LoxMemoryLimitError,
    "depth": LoxDepthLimitError,
    "output": LoxOutputLimitError,
    "timeout": LoxTimeoutError,
    "cancelled": LoxCancelledError,
}


def lox_error(code: ErrorCode, message: str, detail: bytes) -> LoxError:
    """Make the exception of a program's error from what the extension tells of it."""
    kind = json.loads(detail)["error"]["kind"]
    return _BY_KIND.get(kind, LoxError)(message, code, detail)
