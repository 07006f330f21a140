"""Exceptions by error code: the codes are those of every door, from the schema.

Each class is also the built-in exception that a Python reader would expect, so
``except KeyError`` catches a `NotFoundError`.
"""

from __future__ import annotations

from ._codes_gen import ErrorCode

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
    "LimitExceededError",
    "LockedError",
    "NoSpaceError",
    "NotAllowedError",
    "NotFoundError",
    "OutOfRangeError",
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


class InvalidArgumentError(TwelvefoldError, ValueError):
    """An argument has a wrong form, shape or value."""

    code: ErrorCode = "invalid_argument"


class WrongArityError(TwelvefoldError, TypeError):
    """The command was given the wrong number of arguments."""

    code: ErrorCode = "wrong_arity"


class UnknownCommandError(TwelvefoldError, LookupError):
    """There is no command or operation of that name."""

    code: ErrorCode = "unknown_command"


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


class RedisError(TwelvefoldError):
    """An error reply of the Redis engine, with Redis' own text: ``WRONGTYPE ...``.

    Subclasses are also the error of their code: a `RedisWrongTypeError` is a
    `WrongTypeError`.
    """


class RedisWrongTypeError(RedisError, WrongTypeError):
    """``WRONGTYPE``: the key holds another kind of value."""

    code: ErrorCode = "wrong_type"


class RedisInvalidArgumentError(RedisError, InvalidArgumentError):
    """``ERR``: an argument that Redis does not take."""

    code: ErrorCode = "invalid_argument"


class RedisWrongArityError(RedisError, WrongArityError):
    """``ERR wrong number of arguments``."""

    code: ErrorCode = "wrong_arity"


class RedisUnknownCommandError(RedisError, UnknownCommandError):
    """``ERR unknown command`` or subcommand."""

    code: ErrorCode = "unknown_command"


class RedisTransactionAbortedError(RedisError, TransactionAbortedError):
    """``EXECABORT``: an earlier command of the transaction was refused."""

    code: ErrorCode = "transaction_aborted"


class RedisUnauthenticatedError(RedisError, UnauthenticatedError):
    """``NOAUTH`` or ``WRONGPASS``."""

    code: ErrorCode = "unauthenticated"


class AMQPError(TwelvefoldError):
    """A refusal of the AMQP broker, with RabbitMQ's own text: ``NOT_FOUND - ...``.

    ``reply_code`` is the protocol's number, 404 here. Subclasses are also the
    error of their code: an `AMQPNotFoundError` is a `NotFoundError`.
    """

    def __init__(self, message: str, code: ErrorCode | None = None, reply_code: int = 0) -> None:
        super().__init__(message, code)
        self.reply_code = reply_code

    def __reduce__(self) -> tuple[type[AMQPError], tuple[object, ...]]:
        return (type(self), (self.message, self.code, self.reply_code))


class AMQPNotFoundError(AMQPError, NotFoundError):
    """``NOT_FOUND`` (404), and ``NO_ROUTE`` (312) for a mandatory message."""

    code: ErrorCode = "not_found"


class AMQPInvalidArgumentError(AMQPError, InvalidArgumentError):
    """``PRECONDITION_FAILED`` (406): it does not fit what is there."""

    code: ErrorCode = "invalid_argument"


class AMQPNotAllowedError(AMQPError, NotAllowedError):
    """``ACCESS_REFUSED`` (403) or ``NOT_ALLOWED`` (530)."""

    code: ErrorCode = "not_allowed"


class AMQPLockedError(AMQPError, LockedError):
    """``RESOURCE_LOCKED`` (405): the queue is another connection's."""

    code: ErrorCode = "locked"


class AMQPTooLargeError(AMQPError, TooLargeError):
    """``CONTENT_TOO_LARGE`` (311)."""

    code: ErrorCode = "too_large"


class AMQPUnsupportedError(AMQPError, UnsupportedError):
    """``NOT_IMPLEMENTED`` (540)."""

    code: ErrorCode = "unsupported"


class AMQPLimitExceededError(AMQPError, LimitExceededError):
    """``RESOURCE_ERROR`` (506)."""

    code: ErrorCode = "limit_exceeded"


class AMQPClosedError(AMQPError, ClosedError):
    """``CONNECTION_FORCED`` (320): the broker has ended the connection."""

    code: ErrorCode = "closed"


class AMQPProtocolError(AMQPError, ProtocolError):
    """``CHANNEL_ERROR`` (504), ``COMMAND_INVALID`` (503) and their like."""

    code: ErrorCode = "protocol_error"


def _by_code(base: type[TwelvefoldError]) -> dict[str, type[TwelvefoldError]]:
    """Map each code to the direct subclass of base that stands for it."""
    return {cls.code: cls for cls in base.__subclasses__() if "code" in vars(cls)}


_ENGINE_ERRORS = _by_code(TwelvefoldError)
_REDIS_ERRORS = _by_code(RedisError)
_AMQP_ERRORS: dict[str, type[AMQPError]] = {
    cls.code: cls for cls in AMQPError.__subclasses__() if "code" in vars(cls)
}


def make(code: ErrorCode, message: str, redis: int = 0, reply: int = 0) -> TwelvefoldError:
    """Make the exception of a code; the extension calls this for each error.

    ``redis`` says that it is an error reply of a Redis command, ``reply`` is the
    reply code of a refusal of the AMQP broker.
    """
    if reply:
        return _AMQP_ERRORS.get(code, AMQPError)(message, code, reply)
    if redis:
        return _REDIS_ERRORS.get(code, RedisError)(message, code)
    return _ENGINE_ERRORS.get(code, TwelvefoldError)(message, code)
