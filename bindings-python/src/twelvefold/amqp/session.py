"""A connection to a broker by calls."""

from __future__ import annotations

import functools
import itertools
from typing import Any, NamedTuple

from .. import _ext, _native
from .._context import Closing
from .._types import Data
from .consumer import Consumer
from .message import Message
from .operator import Operator
from .values import Table, decode, encode, with_headers

_FIRST_OWN_CHANNEL = 32768
"""From here on channels are those of consumers."""


class Queue(NamedTuple):
    """What `Session.queue_declare` answers."""

    name: str
    message_count: int
    consumer_count: int


class Session(Operator, Closing, _ext.AMQPSession):
    """A connection of one user to one virtual host; `AMQP.session` makes it.

    A refusal is an `AMQPError` with RabbitMQ's text, and closes the channel as it
    does there: later calls on it give `ClosedError` until `open_channel`. Graver
    ones end the session. Channels below 32768 are yours, and open with their
    first use; each consumer has one of its own.

    It is safe for threads. A message is settled by the session it came from.
    """

    def __init__(self, broker: _native.Owner, options: dict[str, object]) -> None:
        super().__init__(_native.open_session(broker.handle, options))
        self._broker = broker  # it lives as long as somebody is connected
        # Without a lock, for the collector may end a consumer anywhere: each step
        # below is one of the interpreter's.
        self._free: list[int] = []  # channels of consumers that have ended
        self._numbers = itertools.count(_FIRST_OWN_CHANNEL)

    def call(self, op: str, /, *, body: Data = b"", **arguments: Any) -> Any:
        """Run any operation of the broker, and give its reply.

        ``op`` is an AMQP method (``queue.declare``), ``next``, which gives what the
        broker tells without being asked, or one of our own. Arguments have the
        specification's names with underscores; the reply is a dict of them, or
        None where there is nothing. Bodies are bytes.
        """
        return decode(*self._call(op, encode(arguments), body))

    def open_channel(self, channel: int = 1) -> None:
        """Open a channel anew that an error has closed."""
        self.call("channel.open", channel=channel)

    def exchange_declare(
        self,
        exchange: str,
        type: str = "direct",  # noqa: A002 - the specification's word
        *,
        passive: bool = False,
        durable: bool = False,
        auto_delete: bool = False,
        internal: bool = False,
        arguments: Table | None = None,
        channel: int = 1,
    ) -> None:
        """Make an exchange: ``direct``, ``fanout``, ``topic``, ``headers``, ...; or check it."""
        self.call(
            "exchange.declare",
            exchange=exchange,
            type=type,
            passive=passive,
            durable=durable,
            auto_delete=auto_delete,
            internal=internal,
            arguments=arguments,
            channel=channel,
        )

    def exchange_delete(self, exchange: str, *, if_unused: bool = False, channel: int = 1) -> None:
        """Delete an exchange with its bindings."""
        self.call("exchange.delete", exchange=exchange, if_unused=if_unused, channel=channel)

    def exchange_bind(
        self,
        destination: str,
        source: str,
        routing_key: str = "",
        *,
        arguments: Table | None = None,
        channel: int = 1,
    ) -> None:
        """Have one exchange pass on to another what matches."""
        self.call(
            "exchange.bind",
            destination=destination,
            source=source,
            routing_key=routing_key,
            arguments=arguments,
            channel=channel,
        )

    def queue_declare(
        self,
        queue: str = "",
        *,
        passive: bool = False,
        durable: bool = False,
        exclusive: bool = False,
        auto_delete: bool = False,
        arguments: Table | None = None,
        channel: int = 1,
    ) -> Queue:
        """Make a queue, or check that it is there; without a name the broker gives one."""
        declared = self.call(
            "queue.declare",
            queue=queue,
            passive=passive,
            durable=durable,
            exclusive=exclusive,
            auto_delete=auto_delete,
            arguments=arguments,
            channel=channel,
        )
        return Queue(declared["queue"], declared["message_count"], declared["consumer_count"])

    def queue_bind(
        self,
        queue: str,
        exchange: str,
        routing_key: str = "",
        *,
        arguments: Table | None = None,
        channel: int = 1,
    ) -> None:
        """Have an exchange pass on to a queue what matches."""
        self._bind("queue.bind", queue, exchange, routing_key, arguments, channel)

    def queue_unbind(
        self,
        queue: str,
        exchange: str,
        routing_key: str = "",
        *,
        arguments: Table | None = None,
        channel: int = 1,
    ) -> None:
        """Undo `queue_bind`."""
        self._bind("queue.unbind", queue, exchange, routing_key, arguments, channel)

    def _bind(
        self, op: str, queue: str, exchange: str, key: str, arguments: Table | None, channel: int
    ) -> None:
        self.call(
            op,
            queue=queue,
            exchange=exchange,
            routing_key=key,
            arguments=arguments,
            channel=channel,
        )

    def queue_purge(self, queue: str, *, channel: int = 1) -> int:
        """Drop the messages that are ready, and give their number."""
        return int(self.call("queue.purge", queue=queue, channel=channel)["message_count"])

    def queue_delete(
        self, queue: str, *, if_unused: bool = False, if_empty: bool = False, channel: int = 1
    ) -> int:
        """Delete a queue, and give the number of its messages."""
        deleted = self.call(
            "queue.delete", queue=queue, if_unused=if_unused, if_empty=if_empty, channel=channel
        )
        return int(deleted["message_count"])

    def publish(
        self,
        body: Data,
        *,
        exchange: str = "",
        routing_key: str = "",
        properties: Table | None = None,
        headers: Table | None = None,
        persistent: bool = False,
        mandatory: bool = False,
        confirm: bool = True,
        channel: int = 1,
    ) -> None:
        """Publish a message.

        With ``confirm`` it is safe when the call returns: on the disk, where it is
        persistent and its queue durable. The channel is then one with publisher
        confirms; without, the message may also go into a transaction.

        A ``mandatory`` message that no queue takes gives an `AMQPNotFoundError`
        with reply code 312, one that a full queue rejects `LimitExceededError`;
        the channel stays open.
        """
        if properties or headers:
            given = with_headers(properties, headers)
            if persistent:
                given["delivery_mode"] = 2
            how = encode(
                {
                    "exchange": exchange,
                    "routing_key": routing_key,
                    "properties": given,
                    "mandatory": mandatory,
                    "channel": channel,
                }
            )
        else:
            how = _plain_publish(exchange, routing_key, persistent, mandatory, channel)
        self._publish(how, body, confirm)

    def get(self, queue: str, *, no_ack: bool = False, channel: int = 1) -> Message | None:
        """Take one message from a queue; None where it is empty."""
        told, body = self._call("basic.get", _plain_get(queue, no_ack, channel), b"")
        return None if body is None else Message(self, channel, told, body)

    def consume(
        self,
        queue: str,
        *,
        no_ack: bool = False,
        prefetch: int = 0,
        exclusive: bool = False,
        consumer_tag: str = "",
        arguments: Table | None = None,
        timeout: float | None = None,
    ) -> Consumer:
        """Start a consumer, and iterate over the messages that it is given.

        It waits for each message, for ``timeout`` seconds at the most: then the
        iteration ends. ``prefetch`` is how many may be unsettled at a time, 0 for
        any number. The consumer ends with `~Consumer.close`, or once neither it nor an
        unsettled message of it is referred to: what is unsettled then goes back.
        """
        options = {
            "queue": queue,
            "no_ack": no_ack,
            "exclusive": exclusive,
            "consumer_tag": consumer_tag,
            "arguments": arguments,
        }
        return Consumer(self, options, prefetch, timeout)

    def ack(self, delivery_tag: int, *, multiple: bool = False, channel: int = 1) -> None:
        """Settle a message as done; with ``multiple`` all up to it."""
        tail = ',"multiple":true' if multiple else ""
        self._call("basic.ack", f'{{"delivery_tag":{delivery_tag},"channel":{channel}{tail}}}', b"")

    def nack(
        self, delivery_tag: int, *, multiple: bool = False, requeue: bool = True, channel: int = 1
    ) -> None:
        """Give a message back to its queue, or without ``requeue`` drop or dead-letter it."""
        self.call(
            "basic.nack",
            delivery_tag=delivery_tag,
            multiple=multiple,
            requeue=requeue,
            channel=channel,
        )

    def close(self) -> None:
        """End the connection: what is unsettled goes back, exclusive queues go."""
        _native.close(self._handle)

    def _take_channel(self) -> int:
        """Give a consumer a channel's number."""
        try:
            return self._free.pop()
        except IndexError:
            return next(self._numbers)

    def _give_channel(self, number: int) -> None:
        self._free.append(number)

    def __reduce__(self) -> str:
        raise TypeError("a session can't be pickled")


# A program publishes to few places and gets from few queues, again and again.
@functools.lru_cache(1024)
def _plain_publish(exchange: str, key: str, persistent: bool, mandatory: bool, channel: int) -> str:
    return encode(
        {
            "exchange": exchange,
            "routing_key": key,
            "properties": {"delivery_mode": 2} if persistent else None,
            "mandatory": mandatory,
            "channel": channel,
        }
    )


@functools.lru_cache(1024)
def _plain_get(queue: str, no_ack: bool, channel: int) -> str:
    return encode({"queue": queue, "no_ack": no_ack, "channel": channel})
