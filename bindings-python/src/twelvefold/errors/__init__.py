"""Exceptions by error code: the codes are those of every door, from the schema.

Each class is also the built-in exception that a Python reader would expect, so
``except KeyError`` catches a `NotFoundError`. Engines with more to tell have
classes of their own below these: `RedisError`, `AMQPError`, `LoxError`.
"""

from __future__ import annotations

from .._codes_gen import ErrorCode
from .amqp import AMQPError
from .base import (
    AlreadyExistsError,
    CancelledError,
    ClosedError,
    CorruptError,
    FaultError,
    ForkedError,
    IncompatibleError,
    InternalError,
    InvalidArgumentError,
    InvalidSyntaxError,
    LimitExceededError,
    LockedError,
    NoSpaceError,
    NotAllowedError,
    NotFoundError,
    OutOfRangeError,
    ProgramError,
    ProtocolError,
    StorageError,
    TimedOutError,
    TooLargeError,
    TransactionAbortedError,
    TwelvefoldError,
    UnauthenticatedError,
    UnknownCommandError,
    UnsupportedError,
    WrongArityError,
    WrongTypeError,
    by_code,
)
from .lox import (
    LoxCancelledError,
    LoxDepthLimitError,
    LoxDiagnostic,
    LoxError,
    LoxFrame,
    LoxHostError,
    LoxLimitError,
    LoxMemoryLimitError,
    LoxOutputLimitError,
    LoxRuntimeError,
    LoxStepLimitError,
    LoxSyntaxError,
    LoxTimeoutError,
    lox_error,
)
from .redis import RedisError

__all__ = [
    "AMQPError",
    "AlreadyExistsError",
    "CancelledError",
    "ClosedError",
    "CorruptError",
    "ErrorCode",
    "FaultError",
    "ForkedError",
    "IncompatibleError",
    "InternalError",
    "InvalidArgumentError",
    "InvalidSyntaxError",
    "LimitExceededError",
    "LockedError",
    "LoxCancelledError",
    "LoxDepthLimitError",
    "LoxDiagnostic",
    "LoxError",
    "LoxFrame",
    "LoxHostError",
    "LoxLimitError",
    "LoxMemoryLimitError",
    "LoxOutputLimitError",
    "LoxRuntimeError",
    "LoxStepLimitError",
    "LoxSyntaxError",
    "LoxTimeoutError",
    "NoSpaceError",
    "NotAllowedError",
    "NotFoundError",
    "OutOfRangeError",
    "ProgramError",
    "ProtocolError",
    "RedisError",
    "StorageError",
    "TimedOutError",
    "TooLargeError",
    "TransactionAbortedError",
    "TwelvefoldError",
    "UnauthenticatedError",
    "UnknownCommandError",
    "UnsupportedError",
    "WrongArityError",
    "WrongTypeError",
]

_ENGINE_ERRORS = by_code(TwelvefoldError)
_REDIS_ERRORS = by_code(RedisError)
_AMQP_ERRORS = by_code(AMQPError)


def make(
    code: ErrorCode, message: str, redis: int = 0, reply: int = 0, detail: bytes | None = None
) -> TwelvefoldError:
    """Make the exception of a code; the extension calls this for each error.

    ``redis`` says that it is an error reply of a Redis command, ``reply`` is the
    reply code of a refusal of the AMQP broker, ``detail`` tells more of the error
    of a Lox program.
    """
    if detail is not None:
        return lox_error(code, message, detail)
    if reply:
        return _AMQP_ERRORS.get(code, AMQPError)(message, code, reply)
    if redis:
        return _REDIS_ERRORS.get(code, RedisError)(message, code)
    return _ENGINE_ERRORS.get(code, TwelvefoldError)(message, code)
