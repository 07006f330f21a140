"""What every class that is closed has in common."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Makes a class with `close` a context manager that closes itself."""

    def close(self) -> object:
        """Free what is held."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
