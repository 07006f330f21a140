"""What an operation gave back, in the words of the cases."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from twelvefold import RedisError, TwelvefoldError


@dataclass
class Value:
    """A result; which fields count depends on the kind."""

    kind: str  # status bulk int nil error array map set push double bool floats reply
    text: bytes = b""
    code: str = ""
    number: float = 0
    floats: list[float] = field(default_factory=list)
    items: list[Value] = field(default_factory=list)  # of a map: key, value, key, value
    reply: object = None  # a JSON object


OK = Value("status", b"OK")
NIL = Value("nil")


def of_error(error: TwelvefoldError) -> Value:
    """An exception's code and text."""
    return Value("error", str(error).encode(errors="surrogateescape"), error.code)


def of_reply(reply: dict[str, Any] | None) -> Value:
    """A reply of `Session.call`, with its body as the cases write it."""
    if not reply:
        return NIL if reply is None else OK
    body = reply.get("body")
    if isinstance(body, bytes):
        try:
            reply["body"] = body.decode()
        except UnicodeDecodeError:
            reply["body"] = {"b64": base64.b64encode(body).decode()}
    return Value("reply", reply=reply)


def of_python(result: object) -> Value:
    """A result of `Redis.execute`, or of a method."""
    match result:
        case None:
            return NIL
        case bool():
            return Value("bool", number=int(result))
        case int():
            return Value("int", number=result)
        case float():
            return Value("double", number=result)
        case str():
            return Value("status", result.encode())
        case bytes():
            return Value("bulk", result)
        case RedisError():
            return of_error(result)
        case list():
            return Value("array", items=[of_python(item) for item in result])
        case set():
            return Value("set", items=[of_python(item) for item in result])
        case dict():
            pairs = [of_python(part) for pair in result.items() for part in pair]
            return Value("map", items=pairs)
    raise AssertionError(f"no reply is a {type(result)}")


_LINES = {
    b"+": "status", b"-": "error", b":": "int", b"_": "nil", b"#": "bool", b",": "double",
    b"(": "bulk",
}  # fmt: skip
_TEXTS = {b"$": "bulk", b"=": "bulk", b"!": "error"}
_LISTS = {b"*": "array", b"~": "set", b"%": "map", b">": "push"}


def of_resp(data: bytes) -> tuple[Value, bytes]:
    """Read one RESP value; gives it and the bytes behind it."""
    kind, (line, rest) = data[:1], data[1:].split(b"\r\n", 1)
    if kind in _LINES:
        return _of_line(_LINES[kind], line), rest
    size = int(line)
    if size < 0:
        return NIL, rest
    if kind in _TEXTS:
        text = rest[:size]
        return Value(_TEXTS[kind], text[4:] if kind == b"=" else text), rest[size + 2 :]
    value = Value(_LISTS[kind])
    for _ in range(size * 2 if kind == b"%" else size):
        item, rest = of_resp(rest)
        value.items.append(item)
    return value, rest


def _of_line(kind: str, line: bytes) -> Value:
    if kind in {"int", "double"}:
        return Value(kind, number=float(line) if kind == "double" else int(line))
    if kind == "bool":
        return Value(kind, number=int(line == b"t"))
    return Value(kind, line)
