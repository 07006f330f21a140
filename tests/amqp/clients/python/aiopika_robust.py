"""aio-pika: confirms, exchanges, its RPC pattern, and robust reconnection."""

import asyncio
import contextlib
import os
import ssl
import time
from collections.abc import AsyncIterator

import aio_pika
from aio_pika.abc import AbstractRobustChannel
from aio_pika.patterns import RPC, Master
from harness import AMQP_URL, PATIENCE, case, restart_broker, run, unique


@contextlib.asynccontextmanager
async def channel() -> AsyncIterator[AbstractRobustChannel]:
    """Open a robust connection and a channel on it."""
    connection = await aio_pika.connect_robust(AMQP_URL, reconnect_interval=0.2, timeout=PATIENCE)
    async with connection:
        yield await connection.channel()


@case
async def publish_confirmed_and_iterate() -> None:
    async with channel() as ch:
        q = await ch.declare_queue(exclusive=True)
        await asyncio.gather(
            *(
                ch.default_exchange.publish(aio_pika.Message(str(i).encode()), q.name)
                for i in range(100)
            )
        )
        got = []
        async with q.iterator() as messages:
            async for message in messages:
                async with message.process():
                    got.append(int(message.body))
                if len(got) == 100:
                    break
        assert got == list(range(100))


@case
async def mandatory_comes_back() -> None:
    connection = await aio_pika.connect(AMQP_URL)
    async with connection:
        ch = await connection.channel(on_return_raises=True)
        try:
            await ch.default_exchange.publish(
                aio_pika.Message(b"lost"), unique("nowhere"), mandatory=True
            )
        except aio_pika.exceptions.PublishError as error:
            assert error.message.body == b"lost"
            return
        raise AssertionError("not returned")


@case
async def topic_exchange_and_headers() -> None:
    async with channel() as ch:
        x = await ch.declare_exchange(
            unique("topic"), aio_pika.ExchangeType.TOPIC, auto_delete=True
        )
        q = await ch.declare_queue(exclusive=True)
        await q.bind(x, "log.*")
        message = aio_pika.Message(
            b"x", headers={"n": 1, "s": "two", "l": [1, 2]}, message_id="m", priority=4
        )
        await x.publish(message, "log.error")
        got = await q.get(timeout=PATIENCE)
        assert (got.routing_key, dict(got.headers), got.message_id) == (
            "log.error",
            message.headers,
            "m",
        )
        await got.ack()
        assert await q.get(fail=False) is None


@case
async def dead_letter_of_a_failed_process() -> None:
    async with channel() as ch:
        grave = await ch.declare_queue(exclusive=True)
        arguments = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": grave.name}
        q = await ch.declare_queue(exclusive=True, arguments=arguments)
        await ch.default_exchange.publish(aio_pika.Message(b"bad"), q.name)
        message = await q.get(timeout=PATIENCE)
        with contextlib.suppress(ZeroDivisionError):
            async with message.process(requeue=False):
                raise ZeroDivisionError
        async with grave.iterator(timeout=PATIENCE) as dead:
            async for letter in dead:
                assert letter.headers["x-death"][0]["reason"] == "rejected"
                await letter.ack()
                break


@case
async def expiration_in_seconds() -> None:
    async with channel() as ch:
        q = await ch.declare_queue(exclusive=True)
        await ch.default_exchange.publish(aio_pika.Message(b"short", expiration=0.05), q.name)
        await asyncio.sleep(0.3)
        assert await q.get(fail=False) is None


@case
async def RPC_pattern() -> None:
    async with channel() as ch:
        rpc = await RPC.create(ch)
        name = unique("multiply")

        async def multiply(*, x: int, y: int) -> int:
            return x * y

        await rpc.register(name, multiply, auto_delete=True)
        answers = await asyncio.gather(*(rpc.call(name, {"x": i, "y": 2}) for i in range(20)))
        assert answers == [2 * i for i in range(20)]
        await rpc.close()


@case
async def master_and_workers() -> None:
    async with channel() as ch:
        done: list[int] = []
        master, name = Master(ch), unique("tasks")

        async def work(*, n: int) -> None:
            done.append(n)

        worker = await master.create_worker(name, work, auto_delete=True)
        for n in range(10):
            await master.create_task(name, {"n": n})
        end = time.monotonic() + PATIENCE
        while len(done) < 10 and time.monotonic() < end:
            await asyncio.sleep(0.05)
        assert done == list(range(10))
        await worker.close()


@case
async def transaction() -> None:
    connection = await aio_pika.connect(AMQP_URL)
    async with connection:
        ch = await connection.channel(publisher_confirms=False)
        q = await ch.declare_queue(exclusive=True)
        with contextlib.suppress(ZeroDivisionError):
            async with ch.transaction():
                await ch.default_exchange.publish(aio_pika.Message(b"never"), q.name)
                raise ZeroDivisionError
        async with ch.transaction():
            await ch.default_exchange.publish(aio_pika.Message(b"once"), q.name)
        assert (await q.get(timeout=PATIENCE)).body == b"once"
        assert await q.get(fail=False) is None


@case
async def a_channel_error_is_an_exception() -> None:
    async with channel() as ch:
        try:
            await ch.declare_queue(unique("none"), passive=True)
        except aio_pika.exceptions.ChannelNotFoundEntity as error:
            assert "NOT_FOUND - no queue" in str(error)
            return
        raise AssertionError("found")


@case
async def TLS() -> None:
    context = ssl.create_default_context(cafile=os.environ["CA_FILE"])
    connection = await aio_pika.connect(
        os.environ["TLS_URL"], ssl_context=context, timeout=PATIENCE
    )
    async with connection:
        ch = await connection.channel()
        q = await ch.declare_queue(exclusive=True)
        await ch.default_exchange.publish(aio_pika.Message(b"secret"), q.name)
        assert (await q.get(timeout=PATIENCE)).body == b"secret"


@case
async def a_robust_consumer_goes_on_after_a_kill() -> None:
    async with channel() as ch:
        name = unique("robust")
        q = await ch.declare_queue(name, durable=True)
        got: asyncio.Queue[bytes] = asyncio.Queue()

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            async with message.process():
                await got.put(message.body)

        await q.consume(take)
        persistent = aio_pika.DeliveryMode.PERSISTENT
        await ch.default_exchange.publish(
            aio_pika.Message(b"before", delivery_mode=persistent), name
        )
        assert await asyncio.wait_for(got.get(), PATIENCE) == b"before"
        await asyncio.to_thread(restart_broker)
        other = await aio_pika.connect(AMQP_URL)
        async with other:
            far = await other.channel()
            await far.default_exchange.publish(
                aio_pika.Message(b"after", delivery_mode=persistent), name
            )
        while (body := await asyncio.wait_for(got.get(), 3 * PATIENCE)) != b"after":
            assert body == b"before", "its acknowledgement was under way"
        await q.delete(if_unused=False, if_empty=False)


run()
