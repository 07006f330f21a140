"""What goes into the engines and what comes out, as types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from .errors import RedisError

Data: TypeAlias = str | bytes | bytearray | memoryview
"""Keys and values: text is stored as UTF-8, and comes back as bytes."""

Reason: TypeAlias = Literal["capacity", "expired", "deleted", "replaced"]
"""Why an entry left a cache."""

OnEvict: TypeAlias = Callable[[bytes, bytes, Reason], object]

RedisArg: TypeAlias = Data | int | float

RedisReply: TypeAlias = (
    str
    | bytes
    | int
    | float
    | RedisError
    | list["RedisReply"]
    | set["RedisReply"]
    | dict["RedisReply", "RedisReply"]
    | None
)
"""Status as str, bulk string as bytes, boolean as bool;
an error only as an item of EXEC's list."""
