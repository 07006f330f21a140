"""Error replies of Redis commands."""

from __future__ import annotations

from .._codes_gen import ErrorCode
from .base import (
    InvalidArgumentError,
    TransactionAbortedError,
    TwelvefoldError,
    UnauthenticatedError,
    UnknownCommandError,
    WrongArityError,
    WrongTypeError,
)


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
