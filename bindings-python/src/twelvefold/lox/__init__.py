"""Lox, the language of Crafting Interpreters, inside a Python program and within limits."""

from .._ext import LoxObject
from .interpreter import Lox, LoxUsage

__all__ = ["Lox", "LoxObject", "LoxUsage"]
