"""The parameters of host functions: their types, as the engine checks them."""

from __future__ import annotations

import collections.abc
import inspect
import types
import typing
from collections.abc import Callable, Sequence
from typing import Any

from .._ext import LoxObject

_NAMES: dict[object, str] = {
    inspect.Parameter.empty: "any",
    object: "any",
    Any: "any",
    None: "nil",
    types.NoneType: "nil",
    bool: "boolean",
    float: "number",
    str: "string",
    collections.abc.Callable: "callable",
    LoxObject: "instance",
}


def type_name(annotation: object) -> str:
    """Give the engine's name for a type of Python.

    Raises TypeError for one that no Lox value has.
    """
    try:
        return _NAMES[typing.get_origin(annotation) or annotation]
    except (KeyError, TypeError):
        raise TypeError(
            f"no Lox value is of the type {annotation!r}: there are float, str, bool, None, "
            "LoxObject (an instance), collections.abc.Callable, and object for any"
        ) from None


def type_names(params: Sequence[object]) -> str:
    """Write the types of parameters as the extension reads them."""
    return ",".join(type_name(param) for param in params)


def signature(function: Callable[..., object]) -> tuple[list[object], bool]:
    """Read the parameters' types off a function, and whether it takes ``*args``.

    The type of ``*args`` is then the last.
    What is not annotated takes any value. Raises TypeError for parameters that a
    Lox program has no way to fill: Lox has no names and no defaults for them.
    """
    params: list[object] = []
    for name, param in inspect.signature(function, eval_str=True).parameters.items():
        if param.kind is param.VAR_POSITIONAL:
            return [*params, param.annotation], True
        if param.kind not in (param.POSITIONAL_ONLY, param.POSITIONAL_OR_KEYWORD):
            raise TypeError(f"{name} can't be given by keyword in Lox")
        params.append(param.annotation)
    return params, False
