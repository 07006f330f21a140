"""What the pika judges share: short ways to open, fill and empty things."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pika
from harness import AMQP_URL, unique, wait_for
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker

PERSISTENT = pika.BasicProperties(delivery_mode=2)


def connect(**options: Any) -> pika.BlockingConnection:
    """Open a connection; options are attributes of pika's URLParameters."""
    parameters = pika.URLParameters(AMQP_URL)
    for name, value in options.items():
        setattr(parameters, name, value)
    return pika.BlockingConnection(parameters)


@contextlib.contextmanager
def channel(**options: Any) -> Iterator[BlockingChannel]:
    """Open a channel on a connection of its own, and close both."""
    connection = connect(**options)
    try:
        yield connection.channel()
    finally:
        if connection.is_open:
            connection.close()


def queue(ch: BlockingChannel, arguments: dict[str, Any] | None = None, **flags: bool) -> str:
    """Declare a queue with a new name; exclusive unless told otherwise."""
    name = unique("queue")
    flags.setdefault("exclusive", not flags.get("durable", False))
    ch.queue_declare(name, arguments=arguments, **flags)
    return name


def put(ch: BlockingChannel, name: str, *bodies: str, **properties: Any) -> None:
    """Publish bodies to a queue by the default exchange."""
    for body in bodies:
        ch.basic_publish("", name, body.encode(), pika.BasicProperties(**properties))


def count(ch: BlockingChannel, name: str) -> int:
    """Count what is ready in a queue."""
    return ch.queue_declare(name, passive=True).method.message_count


def get(ch: BlockingChannel, name: str, auto_ack: bool = True) -> tuple[Any, Any, str]:
    """Wait for the next message; gives method, properties, body."""

    def ask() -> Any:
        method, properties, body = ch.basic_get(name, auto_ack=auto_ack)
        return method and (method, properties, body.decode())

    return wait_for(f"a message in {name}", ask)


def bodies(ch: BlockingChannel, name: str, number: int) -> list[str]:
    """Take so many messages, and see that there are no more."""
    found = [get(ch, name)[2] for _ in range(number)]
    assert ch.basic_get(name, auto_ack=True)[0] is None, f"more than {found} in {name}"
    return found


def refused(code: int, text: str, action: Callable[[BlockingChannel], Any]) -> None:
    """Expect that an action closes its channel, with this code and text."""
    with channel() as ch:
        try:
            action(ch)
            ch.basic_qos()  # what has no answer of its own is refused by now
        except ChannelClosedByBroker as error:
            assert (error.reply_code, error.reply_text) == (code, text), error
            assert ch.connection.channel().is_open, "the connection lives on"
            return
        raise AssertionError(f"no {code} came: expected {text}")


def broken(code: int, text: str, action: Callable[[BlockingChannel], Any]) -> None:
    """Expect that an action closes its connection, with this code and text."""
    with channel() as ch:
        try:
            action(ch)
            ch.connection.process_data_events(2)
        except ConnectionClosedByBroker as error:
            assert error.reply_code == code, error
            assert error.reply_text.startswith(text), error
            return
        raise AssertionError(f"no {code} came: expected {text}")
