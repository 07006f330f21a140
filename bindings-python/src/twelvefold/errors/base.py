"""The base of all exceptions, and one for each code of the schema."""

from __future__ import annotations

from typing import TypeVar

from .._codes_gen import ErrorCode

_Error = TypeVar("_Error", bound="TwelvefoldError")


class TwelvefoldError(Exception):
    """The base of all errors of the engines; `code` tells them apart."""

    code: ErrorCode = "internal"

    def __init__(self, message: str, code: ErrorCode | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        # KeyError would show the message in quotes.
        return self.message

    def __reduce__(self) -> tuple[type[TwelvefoldError], tuple[object, ...]]:
        return (type(self), (self.message, self.code))


def by_code(base: type[_Error]) -> dict[str, type[_Error]]:
    """Map each code to the direct subclass of base that stands for it."""
    return {cls.code: cls for cls in base.__subclasses__() if "code" in vars(cls)}


class InvalidArgumentError(TwelvefoldError, ValueError):
    """An argument has a wrong form, shape or value."""

    code: ErrorCode = "invalid_argument"


class WrongArityError(TwelvefoldError, TypeError):
    """The command was given the wrong number of arguments."""

    code: ErrorCode = "wrong_arity"


class UnknownCommandError(TwelvefoldError, LookupError):
    """There is no command or operation of that name."""

    code: ErrorCode = "unknown_command"


class InvalidSyntaxError(TwelvefoldError, ValueError):
    """A program's source breaks the language's rules."""

    code: ErrorCode = "syntax_error"


class ProgramError(TwelvefoldError):
    """A program failed while it ran."""

    code: ErrorCode = "runtime_error"


class ProtocolError(TwelvefoldError, ValueError):
    """The bytes do not follow the protocol."""

    code: ErrorCode = "protocol_error"


class NotFoundError(TwelvefoldError, KeyError):
    """There is no such key, entry or thing."""

    code: ErrorCode = "not_found"


class AlreadyExistsError(TwelvefoldError):
    """The key or thing is there already."""

    code: ErrorCode = "already_exists"


class WrongTypeError(TwelvefoldError, TypeError):
    """The key holds a value of another kind than the operation works on."""

    code: ErrorCode = "wrong_type"


class OutOfRangeError(TwelvefoldError, ValueError):
    """A number, index or size lies outside what is allowed."""

    code: ErrorCode = "out_of_range"


class TooLargeError(TwelvefoldError, ValueError):
    """A key, value or message is over the size limit."""

    code: ErrorCode = "too_large"


class TransactionAbortedError(TwelvefoldError):
    """The transaction was discarded because of an earlier error in it."""

    code: ErrorCode = "transaction_aborted"


class NotAllowedError(TwelvefoldError):
    """The call is not allowed in this state or for this user."""

    code: ErrorCode = "not_allowed"


class UnauthenticatedError(TwelvefoldError):
    """The connection has not authenticated itself, or wrongly."""

    code: ErrorCode = "unauthenticated"


class ClosedError(TwelvefoldError, ValueError):
    """The engine, session or handle has been closed."""

    code: ErrorCode = "closed"


class LockedError(TwelvefoldError, OSError):
    """Another process or handle holds the lock on this data."""

    code: ErrorCode = "locked"


class CorruptError(TwelvefoldError, OSError):
    """Stored data is damaged; the message names the file and offset."""

    code: ErrorCode = "corrupt"


class NoSpaceError(TwelvefoldError, OSError):
    """The disk is full."""

    code: ErrorCode = "no_space"


class StorageError(TwelvefoldError, OSError):
    """Reading or writing a file failed (code ``io``)."""

    code: ErrorCode = "io"


class LimitExceededError(TwelvefoldError):
    """A limit on connections, requests or memory was reached."""

    code: ErrorCode = "limit_exceeded"


class UnsupportedError(TwelvefoldError, NotImplementedError):
    """The engine or door cannot do that (yet)."""

    code: ErrorCode = "unsupported"


class IncompatibleError(TwelvefoldError, ImportError):
    """Two parts of different versions met."""

    code: ErrorCode = "incompatible"


class ForkedError(TwelvefoldError, RuntimeError):
    """The process was forked after the import; use spawn instead."""

    code: ErrorCode = "forked"


class CancelledError(TwelvefoldError):
    """The caller gave the call up."""

    code: ErrorCode = "cancelled"


class TimedOutError(TwelvefoldError, TimeoutError):
    """The call did not end in the time it was given."""

    code: ErrorCode = "timeout"


class FaultError(TwelvefoldError):
    """A test asked for this failure."""

    code: ErrorCode = "fault"


class InternalError(TwelvefoldError, RuntimeError):
    """A defect in twelvefold itself; please report it."""

    code: ErrorCode = "internal"
