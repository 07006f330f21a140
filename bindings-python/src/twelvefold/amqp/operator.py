"""What AMQP has no methods for: looking at queues, and moving their messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, Protocol

from .values import Table, field, with_headers


class QueueInfo(NamedTuple):
    """A queue of `Operator.queues`."""

    name: str
    type: str
    durable: bool
    messages_ready: int
    messages_unacknowledged: int
    message_bytes_ready: int
    consumers: int


class Peeked(NamedTuple):
    """A message of `Operator.peek`.

    ``origin`` tells where a dead letter comes from, ``offset`` where in a stream it is.
    """

    seq: int
    body: bytes
    exchange: str
    routing_key: str
    properties: dict[str, Any]
    headers: dict[str, Any]
    redelivered: bool
    expires: str | None
    origin: dict[str, Any] | None
    offset: int | None = None


class Moved(NamedTuple):
    """A message of `Operator.move`: ``to`` is its new queue, None where it stays."""

    seq: int
    body: bytes
    to: str | None


class Explanation(NamedTuple):
    """What `Operator.explain` found out; as a str it reads line by line.

    ``queues`` are those that the message would reach, ``full`` those of them that
    would refuse it, ``exchanges`` what each exchange made of it and why.
    """

    queues: list[str]
    full: list[str]
    exchanges: list[dict[str, Any]]
    text: str

    def __str__(self) -> str:
        return self.text


class Caller(Protocol):
    """What an `Operator` stands on."""

    def call(self, op: str, /, **arguments: Any) -> Any:
        """Run an operation."""


class Operator:
    """The operations beside AMQP's, for a `Session`."""

    def queues(self: Caller, *, channel: int = 1) -> list[QueueInfo]:
        """List the queues of the virtual host."""
        return [QueueInfo(**q) for q in self.call("broker.queues", channel=channel)["queues"]]

    def peek(
        self: Caller,
        queue: str,
        count: int | None = None,
        *,
        offset: int | str | datetime | None = None,
        channel: int = 1,
    ) -> list[Peeked]:
        """Show messages that are ready, the next one first, and leave them there.

        Of a stream it shows those from ``offset`` on: a number, "first", "last", "next",
        when they came, or how long ago, such as "1h".
        """
        told = self.call("broker.peek", queue=queue, count=count, offset=offset, channel=channel)
        return [_peeked(message) for message in told["messages"]]

    def move(
        self: Caller,
        queue: str,
        to: str,
        count: int | None = None,
        *,
        preview: bool = False,
        channel: int = 1,
    ) -> list[Moved]:
        """Move messages that are ready to another queue; a preview only tells which."""
        told = self.call(
            "broker.move", queue=queue, to=to, count=count, preview=preview, channel=channel
        )
        return [_moved(message) for message in told["messages"]]

    def return_dead_letters(
        self: Caller,
        queue: str,
        count: int | None = None,
        *,
        preview: bool = False,
        channel: int = 1,
    ) -> list[Moved]:
        """Send dead letters back to the queues where they died first."""
        told = self.call(
            "broker.return_dead_letters", queue=queue, count=count, preview=preview, channel=channel
        )
        return [_moved(message) for message in told["messages"]]

    def set_policy(
        self: Caller,
        name: str,
        pattern: str,
        definition: Table,
        *,
        priority: int = 0,
        apply_to: str = "all",
        operator: bool = False,
        channel: int = 1,
    ) -> None:
        """Make or change a policy of the virtual host; an operator's has limits only."""
        self.call(
            "broker.set_policy",
            name=name,
            pattern=pattern,
            definition=definition,
            priority=priority,
            apply_to=apply_to,
            operator=operator,
            channel=channel,
        )

    def delete_policy(self: Caller, name: str, *, operator: bool = False, channel: int = 1) -> None:
        """Remove a policy."""
        self.call("broker.delete_policy", name=name, operator=operator, channel=channel)

    def set_limit(
        self: Caller, limit: str, value: int | None, *, user: str | None = None, channel: int = 1
    ) -> None:
        """Limit the virtual host (max-connections, max-queues) or a user; None lifts it.

        A user has max-connections and max-channels.
        """
        self.call("broker.set_limit", limit=limit, value=value, user=user, channel=channel)

    def explain(
        self: Caller,
        *,
        exchange: str = "",
        routing_key: str = "",
        properties: Table | None = None,
        headers: Table | None = None,
        channel: int = 1,
    ) -> Explanation:
        """Tell where a message would go, and why or why not, without publishing it."""
        told = self.call(
            "broker.explain",
            exchange=exchange,
            routing_key=routing_key,
            properties=with_headers(properties, headers),
            channel=channel,
        )
        return Explanation(**told)


def _peeked(message: dict[str, Any]) -> Peeked:
    properties: dict[str, Any] = message["properties"]
    return Peeked(
        message["seq"],
        _body(message["body"]),
        message["exchange"],
        message["routing_key"],
        properties,
        field(properties.pop("headers", {})),
        message["redelivered"],
        message.get("expires"),
        message.get("origin"),
        message.get("offset"),
    )


def _moved(message: dict[str, Any]) -> Moved:
    return Moved(message["seq"], _body(message["body"]), message.get("to"))


def _body(value: Any) -> bytes:
    """Give a body inside a reply; it is text where it can be."""
    body = field(value)
    return body if isinstance(body, bytes) else str(body).encode()
