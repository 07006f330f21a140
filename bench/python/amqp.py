"""A message through the broker from Python: in this process, and with pika through a socket.

Usage: amqp.py [SECONDS_PER_TASK], with an interpreter that has twelvefold and pika.
Prints a table of Markdown in microseconds a message. The two sides take turns, so
that a busy machine is busy for both.
"""

import statistics
import sys
from collections.abc import Callable

import pika
import twelvefold
from timing import LONG, measure

Task = Callable[[int], None]
ROUNDS = 3
CREDIT = 100  # deliveries that may be unsettled


def in_process(broker: twelvefold.AMQP) -> dict[str, Task]:
    session = broker.session()
    session.queue_declare("own")

    def publish(n: int) -> None:
        for _ in range(n):
            session.publish(LONG, routing_key="own", confirm=False)
        session.queue_purge("own")

    def confirmed(n: int) -> None:
        for _ in range(n):
            session.publish(LONG, routing_key="own")
        session.queue_purge("own")

    def get(n: int) -> None:
        for _ in range(n):
            session.publish(LONG, routing_key="own")
            session.get("own").ack()

    def consume(n: int) -> None:
        with session.consume("own", prefetch=CREDIT) as consumer:
            for _ in range(n):
                session.publish(LONG, routing_key="own")
                next(consumer).ack()

    return tasks(publish, confirmed, get, consume)


def through_pika(url: str) -> dict[str, Task]:
    connection = pika.BlockingConnection(pika.URLParameters(url))
    plain, safe = connection.channel(), connection.channel()
    plain.queue_declare("pika")
    safe.confirm_delivery()
    safe.basic_qos(prefetch_count=CREDIT)

    def publish(n: int) -> None:
        for _ in range(n):
            plain.basic_publish("", "pika", LONG)
        plain.queue_purge("pika")

    def confirmed(n: int) -> None:
        for _ in range(n):
            safe.basic_publish("", "pika", LONG)
        safe.queue_purge("pika")

    def get(n: int) -> None:
        for _ in range(n):
            safe.basic_publish("", "pika", LONG)
            method, _, _ = safe.basic_get("pika")
            safe.basic_ack(method.delivery_tag)

    def consume(n: int) -> None:
        deliveries = safe.consume("pika")
        for _ in range(n):
            safe.basic_publish("", "pika", LONG)
            method, _, _ = next(deliveries)
            safe.basic_ack(method.delivery_tag)
        safe.cancel()

    return tasks(publish, confirmed, get, consume)


def tasks(publish: Task, confirmed: Task, get: Task, consume: Task) -> dict[str, Task]:
    return {
        "publish": publish,
        "publish with confirm": confirmed,
        "publish with confirm, get, ack": get,
        "publish with confirm, delivery, ack": consume,
    }


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
    with twelvefold.AMQP() as broker, twelvefold.serve(only=["amqp"]) as server:
        ways = {
            "in process": in_process(broker),
            "pika to this process": through_pika(broker.serve()),
            "pika to the server": through_pika(server.urls["amqp"]),
        }
        print("| 1 KiB, µs |", " | ".join(ways), "|")
        print("|---|" + "---|" * len(ways))
        for task in ways["in process"]:
            figures: dict[str, list[float]] = {way: [] for way in ways}
            for _ in range(ROUNDS):
                for way, runs in ways.items():
                    figures[way].append(measure(runs[task], seconds / ROUNDS) / 1000)
            medians = [f"{statistics.median(figures[way]):.1f}" for way in ways]
            print(f"| {task} |", " | ".join(medians), "|")


if __name__ == "__main__":
    main()
