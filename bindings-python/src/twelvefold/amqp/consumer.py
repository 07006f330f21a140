"""Messages as they come."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from .._context import Closing
from ..errors import TwelvefoldError
from .message import Message
from .values import Table, encode

if TYPE_CHECKING:
    from .session import Session


class Consumer(Closing):
    """A consumer on a channel of its own; `Session.consume` makes it.

    It is an iterator, and ends when ``timeout`` is up, when its queue is
    deleted, or with `close`.
    """

    def __init__(
        self, session: Session, options: Table, prefetch: int, timeout: float | None
    ) -> None:
        self._session = session
        self._timeout = timeout
        self._no_ack = bool(options["no_ack"])
        self._ended = False  # no message will come any more
        self._closed = False
        self.channel = session._take_channel()
        self._ask = encode({"channel": self.channel})
        try:
            session.open_channel(self.channel)
            if prefetch:
                session.call("basic.qos", prefetch_count=prefetch, channel=self.channel)
            begun = session.call("basic.consume", channel=self.channel, **options)
        except TwelvefoldError:
            self.close()
            raise
        self.consumer_tag: str = begun["consumer_tag"]

    def next(self, timeout: float | None = None) -> Message | None:
        """Wait for a message, ``timeout`` seconds at the most, None for as long as it takes.

        Gives None when the time is up, and when the queue is gone. Ctrl-C ends the wait.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while not self._ended:
            turn, message = self._poll()
            if message is not None or self._ended:
                return message
            left = -1.0 if end is None else end - time.monotonic()
            if end is not None and left <= 0:
                break
            self._session._wait(turn, left)
        return None

    def _poll(self) -> tuple[int, Message | None]:
        """Give a message that is there, and the turn to wait from if there is none."""
        while True:
            turn, (told, body) = self._session._next(self._ask)
            if told == b"null":
                return turn, None
            if body is not None:
                holder = None if self._no_ack else self
                return turn, Message(self._session, self.channel, told, body, holder)
            if json.loads(told)["event"] == "basic.cancel":
                self._ended = True
                return turn, None

    def close(self) -> None:
        """Stop: what is unsettled goes back to the queue."""
        if self._closed:
            return
        self._ended = self._closed = True
        with suppress(TwelvefoldError):  # it may be gone already
            self._session.call("channel.close", channel=self.channel)
        with suppress(TwelvefoldError):
            # What was told before, the next consumer on the channel must not see.
            while self._session.call("next", channel=self.channel) is not None:
                pass
        self._session._give_channel(self.channel)

    def __del__(self) -> None:
        if hasattr(self, "channel"):  # __init__ has come so far
            self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Message:
        message = self.next(self._timeout)
        if message is None:
            raise StopIteration
        return message
