"""What goes into an interpreter and what comes out, as types."""

from __future__ import annotations

from typing import TypeAlias

from .._ext import LoxObject

LoxValue: TypeAlias = "bool | float | str | LoxObject | None"
"""A Lox value. An int goes in, too, as the float nearest to it; all numbers come out as float."""
