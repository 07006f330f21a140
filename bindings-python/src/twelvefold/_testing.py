"""A clock that tests move: engines opened with it know no other time."""

from __future__ import annotations

from . import _native


class Clock:
    """Stands still until `advance`; pass it to an engine as ``_clock``."""

    def __init__(self) -> None:
        self._owner = _native.Owner(_native.new_clock())

    @property
    def handle(self) -> int:
        """The number under which the extension knows the clock."""
        return self._owner.handle

    def advance(self, seconds: float) -> None:
        """Move the clock, and let its engines do what fell due."""
        _native.advance(self.handle, round(seconds * 1000))
