"""Sessions for asyncio: what waits, waits in the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from .._types import Data
from .consumer import Consumer
from .message import Message
from .session import Queue, Session
from .values import Table

_P = ParamSpec("_P")
_T = TypeVar("_T")


class AsyncSession:
    """A `Session` whose calls are awaited; `AMQP.async_session` makes it.

    The broker wakes the event loop when it has something to tell, through a file
    descriptor: no thread waits and nothing polls. Calls that a disk may hold up,
    those of a durable broker, run in a thread.

    It belongs to one event loop. ``session`` is the one below.
    """

    def __init__(self, session: Session, durable: bool) -> None:
        self.session = session
        self._durable = durable
        self._loop: asyncio.AbstractEventLoop | None = None  # that watches _descriptor
        self._descriptor = -1
        self._waiting: list[asyncio.Future[None]] = []

    async def run(self, method: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Run a method of ``session``: ``await s.run(s.session.queue_purge, "jobs")``."""
        if self._durable:
            return await asyncio.to_thread(method, *args, **kwargs)
        return method(*args, **kwargs)

    async def call(self, op: str, /, *, body: Data = b"", **arguments: Any) -> Any:
        """Run any operation: see `Session.call`."""
        return await self.run(self.session.call, op, body=body, **arguments)

    async def queue_declare(self, queue: str = "", **options: Any) -> Queue:
        """Make a queue: see `Session.queue_declare`."""
        return await self.run(self.session.queue_declare, queue, **options)

    async def publish(self, body: Data, **options: Any) -> None:
        """Publish a message: see `Session.publish`."""
        await self.run(self.session.publish, body, **options)

    async def get(self, queue: str, **options: Any) -> Message | None:
        """Take one message: see `Session.get`."""
        return await self.run(self.session.get, queue, **options)

    def consume(
        self,
        queue: str,
        *,
        no_ack: bool = False,
        prefetch: int = 0,
        exclusive: bool = False,
        consumer_tag: str = "",
        arguments: Table | None = None,
    ) -> AsyncConsumer:
        """Start a consumer for ``async for``: see `Session.consume`."""
        consumer = self.session.consume(
            queue,
            no_ack=no_ack,
            prefetch=prefetch,
            exclusive=exclusive,
            consumer_tag=consumer_tag,
            arguments=arguments,
        )
        return AsyncConsumer(self, consumer)

    async def close(self) -> None:
        """End the connection; who waits for a message gets a `ClosedError`."""
        if self._loop is not None:
            self._loop.remove_reader(self._descriptor)
            self._loop = None
        self.session.close()
        self._rouse()

    def _watch(self) -> None:
        """Have the loop look after the broker's wakes: to be called before a look for events."""
        if self._loop is None:
            loop = asyncio.get_running_loop()
            self._descriptor = self.session._descriptor()
            loop.add_reader(self._descriptor, self._ring)
            self._loop = loop

    async def _woken(self) -> None:
        """Wait until there may be something new since the last look."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await future
        finally:
            if future in self._waiting:  # it was cancelled
                self._waiting.remove(future)

    def _ring(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._descriptor, 4096)
        self._rouse()

    def _rouse(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


class AsyncConsumer:
    """Messages as they come, for ``async for``; it ends when its queue is deleted."""

    def __init__(self, session: AsyncSession, consumer: Consumer) -> None:
        self._session = session
        self._consumer = consumer
        self.consumer_tag = consumer.consumer_tag

    async def close(self) -> None:
        """Stop: what is unsettled goes back to the queue."""
        await self._session.run(self._consumer.close)
        self._session._rouse()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        while not self._consumer._ended:
            self._session._watch()
            _, message = self._consumer._poll()
            if message is not None:
                return message
            if not self._consumer._ended:
                await self._session._woken()
        raise StopAsyncIteration

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
