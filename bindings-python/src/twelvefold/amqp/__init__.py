"""The AMQP broker in this process: no server, and a socket only for who wants one.

>>> from twelvefold import AMQP
>>> with AMQP() as broker, broker.session() as session:
...     _ = session.queue_declare("jobs")
...     session.publish("hello", routing_key="jobs")
...     session.get("jobs").body
b'hello'

It is RabbitMQ's AMQP 0-9-1, with its extensions and its errors. `AMQP` is the
broker, `Session` a connection by calls, `AsyncSession` one for asyncio,
`AMQP.serve` lets client libraries in.
"""

from .aio import AsyncConsumer, AsyncSession
from .broker import AMQP
from .consumer import Consumer
from .message import Message
from .operator import Explanation, Moved, Peeked, QueueInfo
from .session import Queue, Session

__all__ = [
    "AMQP",
    "AsyncConsumer",
    "AsyncSession",
    "Consumer",
    "Explanation",
    "Message",
    "Moved",
    "Peeked",
    "Queue",
    "QueueInfo",
    "Session",
]
