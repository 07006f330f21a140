"""Arguments and replies as JSON, which is how the calls of a session cross."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

Table: TypeAlias = Mapping[str, Any]
"""A field table: str, bytes, bool, int, float, datetime, None, lists and tables."""


def with_headers(properties: Table | None, headers: Table | None) -> dict[str, Any]:
    """Put headers where they belong, among the properties."""
    return {**(properties or {}), **({"headers": headers} if headers else {})}


def encode(arguments: Table) -> str:
    """Write arguments; those that are None are left out."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return json.dumps(given, default=_encode_other, separators=(",", ":")) if given else ""


def _encode_other(value: object) -> object:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"b64": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"timestamp": int(value.timestamp())}
    raise TypeError(f"a field table can't hold a {type(value).__name__}")


def decode(reply: bytes, body: bytes | None) -> Any:
    """Read a reply; a message's body comes beside it."""
    value = json.loads(reply)
    if body is not None:
        value["body"] = body
    return value


def field(value: Any) -> Any:
    """Give a value of a field table its Python type."""
    if isinstance(value, list):
        return [field(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (name, inner), *_ = value.items()
        if name == "b64" and isinstance(inner, str):
            return base64.b64decode(inner)
        if name == "timestamp" and isinstance(inner, int):
            return datetime.fromtimestamp(inner, UTC)
    return {name: field(inner) for name, inner in value.items()}
