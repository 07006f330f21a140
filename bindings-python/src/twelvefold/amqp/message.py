"""A message that a session was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .values import decode, field

if TYPE_CHECKING:
    from .consumer import Consumer
    from .session import Session


class Message:
    """A message of `Session.get` or `Session.consume`, until it is settled.

    ``properties`` has those that were given, by the specification's names
    (``content_type``, ``delivery_mode``, ...), without ``headers``, which stand
    by themselves. ``consumer_tag`` is None, and ``message_count`` is how many
    are left in the queue, where the message was got; the other way round where
    it was delivered.
    """

    __slots__ = (
        "_consumer",
        "_session",
        "body",
        "channel",
        "consumer_tag",
        "delivery_tag",
        "exchange",
        "headers",
        "message_count",
        "properties",
        "redelivered",
        "routing_key",
    )

    def __init__(
        self,
        session: Session,
        channel: int,
        told: bytes,
        body: bytes,
        consumer: Consumer | None = None,
    ) -> None:
        fields = decode(told, None)
        self._session = session
        self._consumer = consumer  # its channel stays open until the message is settled
        self.body = body
        self.channel = channel
        self.delivery_tag: int = fields["delivery_tag"]
        self.redelivered: bool = fields["redelivered"]
        self.exchange: str = fields["exchange"]
        self.routing_key: str = fields["routing_key"]
        self.consumer_tag: str | None = fields.get("consumer_tag")
        self.message_count: int | None = fields.get("message_count")
        self.properties: dict[str, Any] = fields["properties"]
        self.headers: dict[str, Any] = field(self.properties.pop("headers", {}))

    def ack(self, *, multiple: bool = False) -> None:
        """Settle it as done; with ``multiple`` also all that came before it."""
        self._session.ack(self.delivery_tag, multiple=multiple, channel=self.channel)
        self._consumer = None

    def nack(self, *, multiple: bool = False, requeue: bool = True) -> None:
        """Give it back to the queue, or without ``requeue`` drop or dead-letter it."""
        self._session.nack(
            self.delivery_tag, multiple=multiple, requeue=requeue, channel=self.channel
        )
        self._consumer = None

    def reject(self, *, requeue: bool = False) -> None:
        """Refuse it: drop or dead-letter it, or with ``requeue`` give it back."""
        self.nack(requeue=requeue)

    def __repr__(self) -> str:
        where = f"exchange={self.exchange!r}, routing_key={self.routing_key!r}"
        return f"<Message {self.delivery_tag} {where}, body={self.body[:40]!r}>"
