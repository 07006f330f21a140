"""Runs that asyncio waits for: each in a thread, for an interpreter has no event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")

# How often a run that is given up is told so: once would do, but for one that
# has not begun yet.
_AGAIN = 0.01


async def in_thread(run: Callable[[], _Result], cancel: Callable[[], None]) -> _Result:
    """Wait for a run in a thread of its own; where the task is cancelled, end it first."""
    work = asyncio.ensure_future(asyncio.to_thread(run))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        while not work.done():
            cancel()
            await asyncio.wait([work], timeout=_AGAIN)
        if not work.cancelled():
            work.exception()  # looked at: nobody else will
        raise
