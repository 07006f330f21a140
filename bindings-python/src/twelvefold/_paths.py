"""Paths of folders, as the engines take them."""

from __future__ import annotations

import os

from .errors import InvalidArgumentError


def checked(path: str | os.PathLike[str]) -> str:
    """Give the path as text that Go reads as the same bytes."""
    text = os.fspath(path)
    if not isinstance(text, str):
        raise TypeError("path must be str or os.PathLike[str]")
    if text == "" or "\0" in text:
        raise InvalidArgumentError("python: the path is empty or has a NUL in it")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidArgumentError("python: the path is not UTF-8") from None
    return text
