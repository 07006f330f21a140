"""Threads, event loops and pika at once, in a random order that a seed repeats."""

from __future__ import annotations

import asyncio
import os
import random
import threading
import time
from collections import Counter
from pathlib import Path

import pika
import pytest
from twelvefold import AMQP

MESSAGES = 300
PATIENCE = 300  # seconds


def publish(broker: AMQP, name: str, rng: random.Random) -> None:
    with broker.session() as session:
        for n in range(MESSAGES):
            size = rng.choice([0, 1, 100, 5000])
            body = f"{name}:{n}:".encode() + bytes(size)
            session.publish(body, routing_key="q", confirm=rng.random() < 0.8, persistent=True)


def publish_with_pika(broker: AMQP, name: str, rng: random.Random) -> None:
    assert broker.url is not None
    with pika.BlockingConnection(pika.URLParameters(broker.url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        kept = pika.BasicProperties(delivery_mode=2)
        for n in range(MESSAGES):
            size = rng.choice([0, 100])
            channel.basic_publish("", "q", f"{name}:{n}:".encode() + bytes(size), kept)


class Taker:
    """Counts what comes until it is told to stop; gives some back first."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.taken: Counter[bytes] = Counter()

    def wants(self, body: bytes) -> bool:
        """Tell whether to keep a message, and count it."""
        if self.rng.random() < 0.2:
            return False
        self.taken[body.rstrip(b"\0")] += 1
        return True


def consume(broker: AMQP, taker: Taker, stop: threading.Event) -> None:
    """Take from a thread, beginning anew now and then."""
    with broker.session() as session:
        while not stop.is_set():
            with session.consume("q", prefetch=taker.rng.randint(0, 5), timeout=0.02) as consumer:
                for message in consumer:
                    message.ack() if taker.wants(message.body) else message.nack()
                    if taker.rng.random() < 0.02:
                        break


def consume_in_loop(broker: AMQP, taker: Taker, stop: threading.Event) -> None:
    """Take from an event loop."""

    async def work() -> None:
        async with broker.async_session() as session:
            while not stop.is_set():
                async with session.consume("q", prefetch=3) as consumer:
                    while not stop.is_set():
                        try:
                            message = await asyncio.wait_for(anext(consumer), 0.02)
                        except TimeoutError:
                            break
                        message.ack() if taker.wants(message.body) else message.nack()

    asyncio.run(work())


@pytest.mark.parametrize("durable", [False, True])
def test_each_message_is_taken_once(tmp_path: Path, durable: bool) -> None:
    seed = int(os.environ.get("SEED", random.randrange(1 << 32)))
    print(f"replay: SEED={seed} python -m pytest -k each_message_is_taken_once")
    rng = random.Random(seed)
    stop = threading.Event()
    takers = [Taker(random.Random(rng.random())) for _ in range(4)]
    with AMQP(tmp_path if durable else None) as broker, broker.session() as session:
        broker.serve()
        session.queue_declare("q", durable=True)
        publishers = [
            threading.Thread(target=work, args=(broker, name, random.Random(rng.random())))
            for work, name in ((publish, "a"), (publish, "b"), (publish_with_pika, "pika"))
        ]
        consumers = [
            threading.Thread(target=work, args=(broker, taker, stop))
            for work, taker in zip(
                (consume, consume, consume_in_loop, consume_in_loop), takers, strict=True
            )
        ]
        for thread in publishers + consumers:
            thread.start()
        for thread in publishers:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a publisher hangs"
        total = len(publishers) * MESSAGES
        end = time.monotonic() + PATIENCE
        while sum(taker.taken.total() for taker in takers) < total and time.monotonic() < end:
            time.sleep(0.01)
        stop.set()
        for thread in consumers:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a consumer hangs"
        stats = broker.stats()
    together = sum((taker.taken for taker in takers), Counter[bytes]())
    expected = {f"{name}:{n}:".encode() for name in ("a", "b", "pika") for n in range(MESSAGES)}
    assert together == Counter(expected)
    assert (stats["messages_ready"], stats["messages_unacked"]) == (0, 0)
