"""pika's asyncio adapter: callbacks all the way, on one loop."""

import asyncio

import pika
from harness import AMQP_URL, PATIENCE, case, run, unique
from pika.adapters.asyncio_connection import AsyncioConnection
from pika.channel import Channel


async def opened() -> tuple[AsyncioConnection, Channel]:
    """Open a connection and a channel."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Channel] = loop.create_future()
    connection = AsyncioConnection(
        pika.URLParameters(AMQP_URL),
        on_open_callback=lambda c: c.channel(on_open_callback=found.set_result),
        on_open_error_callback=lambda c, error: found.set_exception(error),
        on_close_callback=lambda c, error: found.done() or found.set_exception(error),
    )
    return connection, await asyncio.wait_for(found, PATIENCE)


@case
async def confirmed_and_consumed() -> None:
    connection, ch = await opened()
    number, q = 1000, unique("async")
    confirmed: set[int] = set()
    got: list[bytes] = []
    declared, all_there = asyncio.Event(), asyncio.Event()

    def settle() -> None:
        if len(confirmed) == number and len(got) == number:
            all_there.set()

    def confirm(frame: pika.frame.Method) -> None:
        tag, multiple = frame.method.delivery_tag, frame.method.multiple
        assert isinstance(frame.method, pika.spec.Basic.Ack)
        confirmed.update(range(1, tag + 1) if multiple else [tag])
        settle()

    def take(ch: Channel, method: pika.spec.Basic.Deliver, _: object, body: bytes) -> None:
        got.append(body)
        ch.basic_ack(method.delivery_tag)
        settle()

    ch.queue_declare(q, exclusive=True, callback=lambda _: declared.set())
    await asyncio.wait_for(declared.wait(), PATIENCE)
    ch.confirm_delivery(confirm)
    ch.basic_qos(prefetch_count=50)
    ch.basic_consume(q, take)
    for i in range(number):
        ch.basic_publish("", q, str(i).encode())
    await asyncio.wait_for(all_there.wait(), 3 * PATIENCE)
    assert got == [str(i).encode() for i in range(number)]
    connection.close()


@case
async def a_channel_error_has_its_callback() -> None:
    connection, ch = await opened()
    closed: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
    ch.add_on_close_callback(lambda _, error: closed.set_result(error))
    ch.queue_declare(unique("none"), passive=True)
    error = await asyncio.wait_for(closed, PATIENCE)
    assert getattr(error, "reply_code", None) == 404, error
    assert connection.is_open
    connection.close()


run()
