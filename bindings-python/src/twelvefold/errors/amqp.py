"""Refusals of the AMQP broker."""

from __future__ import annotations

from .._codes_gen import ErrorCode
from .base import (
    ClosedError,
    InvalidArgumentError,
    LimitExceededError,
    LockedError,
    NotAllowedError,
    NotFoundError,
    ProtocolError,
    TooLargeError,
    TwelvefoldError,
    UnsupportedError,
)


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
