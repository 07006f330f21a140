"""Compares a result with what a case wants; conformance/cases/README.md has the words."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Sequence
from typing import Any

from .values import Value


def matches(want: dict[str, Any], got: Value) -> bool:
    """Tell whether got is what was wanted."""
    kinds = [kind for kind in want if kind != "code"]
    if len(kinds) != 1:
        raise AssertionError(f"want has no one kind: {want}")
    kind, expected = kinds[0], want[kinds[0]]
    match kind:
        case "any":
            return bool(got.kind == expected)
        case "int_range":
            return got.kind == "int" and bool(expected[0] <= got.number <= expected[1])
        case "match":
            text = got.text.decode(errors="surrogateescape")
            return got.kind in {"bulk", "status", "error"} and bool(
                re.fullmatch(expected, text, re.DOTALL)
            )
        case "unordered":
            return got.kind in {"array", "set"} and _same(_singles(expected), _singles(got.items))
        case "bulk_b64":
            return got.kind == "bulk" and got.text == base64.b64decode(expected)
        case "error":
            code = want.get("code", "")
            right_code = code in ("", got.code) or got.code == ""
            return got.kind == "error" and got.text == _bytes(expected) and right_code
    return got.kind == kind and _equal(kind, expected, got)


def _equal(kind: str, expected: Any, got: Value) -> bool:
    match kind:
        case "status" | "bulk":
            return got.text == _bytes(expected)
        case "int" | "bool":
            return bool(got.number == expected)
        case "double":
            return _near(got.number, float(expected))
        case "floats":
            return len(expected) == len(got.floats) and all(map(_near, got.floats, expected))
        case "array" | "push":
            return len(expected) == len(got.items) and all(map(matches, expected, got.items))
        case "set":
            return _same(_singles(expected), _singles(got.items))
        case "map":
            pairs = list(zip(got.items[::2], got.items[1::2], strict=True))
            return _same([tuple(pair) for pair in expected], pairs)
        case "nil":
            return True
        case "reply":
            return _covers(expected, got.reply)
    raise AssertionError(f"the runner does not know the kind {kind}")


def _covers(expected: Any, got: Any) -> bool:
    """Compare with JSON: names that are not wanted are ignored, a wanted null may be absent."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(
            _covers(value, got.get(name)) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(got, list) and len(expected) == len(got) and all(map(_covers, expected, got))
        )
    same_kind = isinstance(expected, bool) == isinstance(got, bool)  # True is no 1
    return same_kind and bool(expected == got)


def _bytes(expected: object) -> bytes:
    return str(expected).encode()


def _singles(items: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(item,) for item in items]


def _same(expected: list[tuple[Any, ...]], got: Sequence[tuple[Value, ...]]) -> bool:
    """Compare groups in any order."""
    left = list(got)
    for group in expected:
        for i, candidate in enumerate(left):
            if all(map(matches, group, candidate)):
                del left[i]
                break
        else:
            return False
    return not left


def _near(got: float, expected: float) -> bool:
    if math.isnan(got) or math.isnan(expected):
        return math.isnan(got) and math.isnan(expected)
    return got == expected or math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-12)
