"""Sessions for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path

import pytest
from twelvefold import AMQP
from twelvefold.errors import ClosedError, NotFoundError

from . import children


def run(work: Coroutine[object, object, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 300))


@pytest.mark.parametrize("durable", [False, True])
def test_messages_come_as_they_are_published(tmp_path: Path, durable: bool) -> None:
    async def work() -> None:
        with AMQP(tmp_path if durable else None) as broker:
            async with broker.async_session() as session:
                await session.queue_declare("q", durable=True)

                async def publish() -> None:
                    for n in range(20):
                        await asyncio.sleep(0)
                        await session.publish(str(n), routing_key="q", persistent=True)

                publisher = asyncio.create_task(publish())
                bodies = []
                async with session.consume("q", prefetch=3) as consumer:
                    async for message in consumer:
                        message.ack()
                        bodies.append(message.body)
                        if len(bodies) == 20:
                            break
                await publisher
                assert bodies == [b"%d" % n for n in range(20)]
                assert await session.get("q") is None

    run(work())


def test_a_publish_from_a_thread_wakes_the_loop() -> None:
    async def work() -> None:
        with AMQP() as broker, broker.session() as publisher:
            publisher.queue_declare("q")
            async with broker.async_session() as session, session.consume("q") as consumer:
                waiting = asyncio.create_task(anext(consumer))
                await asyncio.sleep(0.01)
                assert not waiting.done()
                await asyncio.to_thread(publisher.publish, "x", routing_key="q")
                assert (await waiting).body == b"x"

    run(work())


def test_several_consumers_share_a_session() -> None:
    async def work() -> None:
        with AMQP() as broker:
            async with broker.async_session() as session:
                await session.queue_declare("a")
                await session.queue_declare("b")

                async def take(queue: str) -> list[bytes]:
                    async with session.consume(queue) as consumer:
                        return [(await anext(consumer)).body for _ in range(50)]

                takers = [asyncio.create_task(take(queue)) for queue in ("a", "b")]
                for n in range(50):
                    for queue in ("a", "b"):
                        await session.publish(f"{queue}{n}", routing_key=queue)
                    await asyncio.sleep(0)
                for queue, taken in zip("ab", await asyncio.gather(*takers), strict=True):
                    assert taken == [b"%c%d" % (ord(queue), n) for n in range(50)]

    run(work())


def test_a_timeout_loses_nothing() -> None:
    async def work() -> None:
        with AMQP() as broker:
            async with broker.async_session() as session:
                await session.queue_declare("q")
                async with session.consume("q") as consumer:
                    for _ in range(3):
                        with pytest.raises(TimeoutError):
                            await asyncio.wait_for(anext(consumer), 0.01)
                    assert session._waiting == []
                    await session.publish("x", routing_key="q")
                    assert (await anext(consumer)).body == b"x"

    run(work())


def test_it_ends_with_the_queue_the_consumer_and_the_session() -> None:
    async def work() -> None:
        with AMQP() as broker:
            session = broker.async_session()
            with pytest.raises(NotFoundError):
                session.consume("none")
            await session.queue_declare("q")
            deleted = session.consume("q")
            listing = asyncio.create_task(collect(deleted))
            await asyncio.sleep(0.01)
            await session.call("queue.delete", queue="q")
            assert await listing == 0

            await session.queue_declare("q")
            closed = session.consume("q")
            listing = asyncio.create_task(collect(closed))
            await asyncio.sleep(0.01)
            await closed.close()
            assert await listing == 0

            left = asyncio.create_task(collect(session.consume("q")))
            await asyncio.sleep(0.01)
            await session.close()
            with pytest.raises(ClosedError):
                await left

    async def collect(consumer: object) -> int:
        return len([message async for message in consumer])  # type: ignore[attr-defined]

    run(work())


def test_nothing_polls_while_it_waits() -> None:
    """A loop that waits for a message takes no processor time, and no thread."""
    said = children.run(
        """
        import asyncio, threading, time
        from twelvefold import AMQP

        async def main():
            with AMQP() as broker:
                async with broker.async_session() as session:
                    await session.queue_declare("q")
                    async with session.consume("q") as consumer:
                        waiting = asyncio.create_task(anext(consumer))
                        await asyncio.sleep(0.1)
                        looked = 0
                        poll = consumer._consumer._poll
                        def count():
                            nonlocal looked
                            looked += 1
                            return poll()
                        consumer._consumer._poll = count
                        await asyncio.sleep(0.5)
                        print(looked, threading.active_count())
                        await session.publish("x", routing_key="q")
                        print((await waiting).body)

        asyncio.run(main())
        """
    )
    assert said == "0 1\nb'x'\n"


def test_descriptors_are_given_back() -> None:
    async def work() -> None:
        with AMQP() as broker:

            async def use() -> None:
                async with broker.async_session() as session:
                    await session.queue_declare("q")
                    with pytest.raises(TimeoutError):
                        await asyncio.wait_for(anext(session.consume("q")), 0.001)

            await use()  # what is opened once and for all
            before = children.descriptors()
            for _ in range(50):
                await use()
            assert children.descriptors() <= before

    run(work())
